"""The learner's own files: added, listed, removed and brought back."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from assistant.documents.converting import LIMITS
from assistant.documents.links import leads_outside
from assistant.documents.reading import HEADINGS_ONLY, SUFFIXES, UnreadableError, read_document
from assistant.files import OF_THE_OWNER_ALONE, flush_to_disk, private_folder, replacing
from assistant.text import Bilingual, ExplainedError, clean

MOST_FILES = 200
MOST_BYTES = 500 * 2**20
_SPARE_BYTES = 200 * 2**20
"""Left free on the disk: for the vectors, the conversations, and everything else."""
_REMOVED = ".removed"
_REMOVED_SECONDS = 30 * 24 * 3600.0
_LOCK_SECONDS = 10.0
_LONGEST_NAME = 200
"""Bytes; file systems allow 255, and "(2)" may have to be added."""
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)", re.IGNORECASE)

_WRONG_KIND = Bilingual(
    "“{file}”不是支持的文件类型。可以添加 Markdown、文本（.txt）、PDF、Word（.docx）和 PowerPoint（.pptx）。",
    '"{file}" is no kind of file that can be read. Add Markdown, text (.txt), PDF, Word (.docx) or PowerPoint (.pptx).',
)
_TAKEN = Bilingual(
    "已经有一个叫“{file}”的资料，内容不同。请选择替换它，或者换个文件名。",
    'There is a document called "{file}" with other content. Replace it, or use another name.',
)
_TOO_LARGE = Bilingual(
    "“{file}”有 {size} MB，超过 {limit} MB 的上限。请分成几个文件。",
    '"{file}" has {size} MB, more than the limit of {limit} MB. Split it into several files.',
)
_TOO_MANY = Bilingual(
    "资料已有 {limit} 份，达到上限。请先移除不用的资料。",
    "There are {limit} documents already, which is the limit. Remove some that you don't need.",
)
_TOO_MUCH = Bilingual(
    "加上“{file}”，资料总大小会超过 {limit} MB 的上限。请先移除不用的资料。",
    'With "{file}" your material would exceed the limit of {limit} MB. Remove some that you don\'t need.',
)
_DISK_FULL = Bilingual(
    "磁盘剩余空间不够存放“{file}”。请先清理磁盘。",
    'The disk has too little room left for "{file}". Free some space first.',
)
_NOT_KEPT = Bilingual(
    "“{file}”没能保存（{reason}）。请检查资料文件夹 {folder} 的权限。",
    '"{file}" could not be saved ({reason}). Check the permissions of the folder {folder}.',
)
_REMOVED_ELSEWHERE = Bilingual(
    "“{file}”没有动：放移除资料的地方 {folder} 是一个链接。请先删掉这个链接。",
    '"{file}" was left as it is: {folder}, where removed files are put, is a link. Delete that link first.',
)
_BUSY = Bilingual(
    "资料文件夹正被另一个窗口使用，请稍后再试。", "Another window is using the folder. Try again in a moment."
)
_GONE = Bilingual(
    "找不到资料“{file}”，可能已经被移除。", 'There is no document "{file}"; perhaps it was removed already.'
)


class UploadError(ExplainedError):
    """A file was not added, removed or restored; `message` says why and what to do."""


class NameTakenError(UploadError):
    """There is a file of that name with other content; `name` is how it is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(_TAKEN.filled(file=name))
        self.name = name


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of the learner's."""

    name: str
    """Its name, which is the id of its document as well."""
    size: int
    """Bytes."""
    added: datetime


class Uploads:
    """A folder of the learner's files, kept as they were given. Safe to use from several threads and processes."""

    def __init__(self, folder: Path, cache_dir: Path | None = None) -> None:
        """Name the folder; it is made with the first file.

        Args:
            folder: Where the files are kept.
            cache_dir: Where PDF, Word and PowerPoint files are kept as Markdown; see `load_library`.
        """
        self._folder = folder
        self._cache_dir = cache_dir

    def list(self) -> tuple[Upload, ...]:
        """Return the files, the latest first."""
        found: list[Upload] = []
        with suppress(OSError):
            for path in self._folder.iterdir():
                with suppress(OSError):
                    if _is_document(path):
                        # Of a link, the link: what it leads to is not the learner's file.
                        stat = path.lstat()
                        found.append(
                            Upload(path.name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))
                        )
        return tuple(sorted(found, key=lambda upload: (-upload.added.timestamp(), upload.name)))

    def add(
        self,
        name: str,
        data: bytes,
        *,
        replace: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """Read a file and keep it; return the name that it is kept under.

        A file that is there already, under whatever name, is left as it is and its name returned.

        Args:
            name: What the learner calls it; whatever could be a path or a device in it is changed.
            data: The file.
            replace: Whether it takes the place of another of that name.
            on_progress: Called with the number of pages or slides read and the number to read, where the kind has any.

        Raises:
            NameTakenError: There is another of that name.
            UploadError: It can't be read or kept, or there is no room for it.
        """
        kept = clean_name(name)
        if Path(kept).suffix.lower() not in SUFFIXES:
            raise UploadError(_WRONG_KIND.filled(file=kept))
        if len(data) > LIMITS.file:
            size, limit = -(-len(data) // 2**20), LIMITS.file // 2**20
            raise UploadError(_TOO_LARGE.filled(file=kept, size=size, limit=limit))
        if same := self._same(data):
            return same
        self._check_room(kept, len(data), replace)
        try:
            outline = read_document(data, kept, self._cache_dir, on_progress=on_progress)
        except UnreadableError as error:
            raise UploadError(error.message) from error
        if not outline.has_text:
            raise UploadError(HEADINGS_ONLY.filled(file=kept))
        with self._locked(kept):
            if same := self._same(data):
                return same
            # Others may have been added while this one was read.
            self._write(kept, data, self._check_room(kept, len(data), replace))
        return kept

    def remove(self, name: str) -> str:
        """Put a file away and return what `restore` brings it back by, for 30 days.

        Raises:
            UploadError: There is no such file, or it can't be moved.
        """
        with self._locked(name):
            if name not in {upload.name for upload in self.list()}:
                raise UploadError(_GONE.filled(file=name))
            return self._put_away(name)

    def restore(self, removed: str) -> str:
        """Bring a removed file back and return its name, numbered where another has taken it.

        Raises:
            UploadError: It is there no more, or can't be moved.
        """
        with self._locked(removed):
            folder = self._removed_folder(removed) / Path(removed).name
            path = next((each for each in _files(folder) if _is_document(each)), None)
            if path is None:
                raise UploadError(_GONE.filled(file=removed))
            name = self._unused(path.name)
            path.replace(self._folder / name)
            folder.rmdir()
        return name

    def _same(self, data: bytes) -> str | None:
        """Return the name of the file with the same content."""
        for upload in self.list():
            path = self._folder / upload.name
            if leads_outside(path, self._folder):
                continue
            with suppress(OSError):
                if path.stat().st_size == len(data) and path.read_bytes() == data:
                    return upload.name
        return None

    def _check_room(self, name: str, size: int, replace: bool) -> str | None:
        """Return the file that this one replaces, or None; raise UploadError where it has no place."""
        uploads = self.list()
        # To some file systems "Notes.md" and "notes.md" are one file.
        taken = next((each for each in uploads if each.name.casefold() == name.casefold()), None)
        if taken and not replace:
            raise NameTakenError(taken.name)
        if not taken and len(uploads) >= MOST_FILES:
            raise UploadError(_TOO_MANY.filled(limit=MOST_FILES))
        others = sum(each.size for each in uploads) - (taken.size if taken else 0)
        if others + size > MOST_BYTES:
            raise UploadError(_TOO_MUCH.filled(file=name, limit=MOST_BYTES // 2**20))
        return taken.name if taken else None

    def _write(self, name: str, data: bytes, replaced: str | None) -> None:
        if shutil.disk_usage(self._folder).free < len(data) + _SPARE_BYTES:
            raise UploadError(_DISK_FULL.filled(file=name))
        with replacing(self._folder / name) as file:
            file.write(data)
            if replaced:
                # The old file goes only when nothing can keep the new one from the disk any more.
                flush_to_disk(file)
                self._put_away(replaced)

    def _put_away(self, name: str) -> str:
        put_away = self._removed_folder(name)
        self._forget_old()
        removed = uuid4().hex
        folder = put_away / removed
        private_folder(folder)
        (self._folder / name).replace(folder / name)
        return removed

    def _removed_folder(self, name: str) -> Path:
        folder = self._folder / _REMOVED
        if folder.is_symlink():
            # What is forgotten there after its time, or brought back from there, would be somebody else's.
            raise UploadError(_REMOVED_ELSEWHERE.filled(file=name, folder=folder))
        return folder

    def _forget_old(self) -> None:
        for folder in _files(self._folder / _REMOVED):
            with suppress(OSError):
                if folder.stat().st_mtime < time.time() - _REMOVED_SECONDS:
                    shutil.rmtree(folder)

    def _unused(self, name: str) -> str:
        taken = {upload.name.casefold() for upload in self.list()}
        path, number, unused = Path(name), 2, name
        while unused.casefold() in taken:
            unused, number = f"{path.stem} ({number}){path.suffix}", number + 1
        return unused

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Keep others out of the folder, and tell in words what its file system refuses."""
        try:
            private_folder(self._folder)
            with FileLock(self._folder / ".lock", timeout=_LOCK_SECONDS, mode=OF_THE_OWNER_ALONE):
                yield
        except Timeout as error:
            raise UploadError(_BUSY) from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UploadError(_NOT_KEPT.filled(file=name, reason=reason, folder=self._folder)) from error


def clean_name(name: str) -> str:
    """Return a name that every file system takes and that is only a name; it keeps the suffix."""
    name = clean(name).replace("\n", " ").replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip(" .~$")
    stem, dot, suffix = name.rpartition(".")
    stem, suffix = (stem.strip(" ."), f".{suffix}") if dot else (name, "")
    if not stem or _RESERVED.match(stem):
        stem = f"_{stem}"
    room = max(_LONGEST_NAME - len(suffix.encode()), 1)
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def _is_document(path: Path) -> bool:
    is_named = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    # A link is listed wherever it leads, so that it can be removed.
    return is_named and (path.is_file() or path.is_symlink())


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
