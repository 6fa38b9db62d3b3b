"""Files and folders -> Library."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.assembling import assemble
from assistant.documents.decoding import UndecodableError, decode
from assistant.documents.model import Document, DocumentProblem, Library, LibraryError
from assistant.documents.outline import Outline, read_outline
from assistant.text import Bilingual, Language

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
_LARGEST_FILE = 64 * 2**20

_MISSING = Bilingual(
    "找不到知识库“{path}”。请检查路径，它应该是一个 Markdown 文件，或一个放着 Markdown 文件的文件夹。",
    'There is no "{path}". Check the path: it should be a Markdown file, or a folder of Markdown files.',
)
_NO_FILES = Bilingual(
    "文件夹“{path}”里没有 Markdown 文件（.md、.markdown 或 .txt）。请放进至少一个，或换一个文件夹。",
    'The folder "{path}" holds no Markdown file (.md, .markdown or .txt). Put one in, or choose another folder.',
)
_NONE_READABLE = Bilingual(
    "“{path}”里没有读得了的文件：{problems}",
    'Nothing in "{path}" can be read: {problems}',
)
_UNREADABLE = Bilingual(
    "无法读取“{file}”（{reason}）。请检查文件权限。",
    '"{file}" cannot be read ({reason}). Check the file\'s permissions.',
)
_EMPTY = Bilingual("“{file}”是空的，已跳过。", '"{file}" is empty and was left out.')
_TOO_LARGE = Bilingual(
    "“{file}”有 {size} MB，超过 {limit} MB 的上限，已跳过。请把它分成几个文件。",
    '"{file}" has {size} MB, more than the limit of {limit} MB, and was left out. Split it into several files.',
)
_UNPARSABLE = Bilingual(
    "“{file}”的结构无法解析（{reason}），已跳过。请检查其中嵌套过深的列表或引用。",
    'The structure of "{file}" cannot be parsed ({reason}), so it was left out. Check it for deeply nested lists or quotes.',
)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    """Its path below the folder that was asked for."""
    outline: Outline


class _FileError(Exception):
    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


def load_library(path: str | Path, *, on_progress: Callable[[int, int], None] | None = None) -> Library:
    """Return what a Markdown file, or a folder of them and its folders, holds.

    Files of a folder are read in the order of their paths; those whose front matter names the same document, in the
    same language, are its chapters. A file that cannot be read becomes a problem of the library.

    Args:
        path: A file, or a folder; hidden files and folders in it are left out.
        on_progress: Called with the number of files read and the number to read.

    Raises:
        LibraryError: The path is missing, unreadable, or holds nothing that can be read.
    """
    root = Path(path).expanduser()
    names, problems = _names(root)
    files: list[_File] = []
    for number, name in enumerate(names, start=1):
        try:
            files.append(_File(name, _read(root / name if root.is_dir() else root, name)))
        except _FileError as error:
            problems.append(DocumentProblem(name, error.message))
        if on_progress is not None:
            on_progress(number, len(names))
    if not files:
        raise LibraryError(
            _told(_NONE_READABLE, path=root, problems=problems) if problems else _told(_NO_FILES, path=root)
        )
    return Library(tuple(_documents(files)), tuple(problems))


def _names(root: Path) -> tuple[list[str], list[DocumentProblem]]:
    """Return the names of the files to read, relative to the root, and the folders that cannot be listed."""
    try:
        if root.is_file():
            return [root.name], []
        if not root.is_dir():
            raise LibraryError(_told(_MISSING, path=root))
    except (OSError, ValueError) as error:
        raise LibraryError(_told(_MISSING, path=root)) from error
    problems: list[DocumentProblem] = []

    def refused(error: OSError) -> None:
        name = os.path.relpath(error.filename or root, root)
        problems.append(DocumentProblem(name, _told(_UNREADABLE, file=name, reason=error.strerror)))

    found: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(folder, name)
            for name in files
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    return [path.relative_to(root).as_posix() for path in sorted(found)], problems


def _read(path: Path, name: str) -> Outline:
    try:
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise _FileError(_told(_TOO_LARGE, file=name, size=size // 2**20, limit=_LARGEST_FILE // 2**20))
        text = decode(path.read_bytes())
    except OSError as error:
        raise _FileError(
            _told(_UNREADABLE, file=name, reason=error.strerror or type(error).__name__)
        ) from error
    except UndecodableError as error:
        raise _FileError(_told(error.message, file=name)) from error
    try:
        outline = read_outline(text, path.stem)
    except (
        Exception
    ) as error:  # A parser can fail on one file in ways of its own; the others must still load.
        raise _FileError(_told(_UNPARSABLE, file=name, reason=type(error).__name__)) from error
    if not outline.parts:
        raise _FileError(_told(_EMPTY, file=name))
    return outline


def _documents(files: Sequence[_File]) -> Iterable[Document]:
    stems = Counter(
        (Path(file.name).stem, file.outline.language) for file in files if not file.outline.document
    )
    groups: dict[tuple[str, Language], list[Outline]] = {}
    for file in files:
        language = file.outline.language
        stem = Path(file.name).stem
        # Two files that say nothing of belonging together are two documents, whatever they are called.
        name = file.outline.document or (stem if stems[stem, language] == 1 else file.name)
        groups.setdefault((name, language), []).append(file.outline)
    return [assemble(outlines, name, language) for (name, language), outlines in groups.items()]


def _told(text: Bilingual, *, problems: Sequence[DocumentProblem] = (), **values: object) -> Bilingual:
    """Fill a text's placeholders in both languages."""
    told = {
        language: text.of(language, problems=" ".join(p.message.of(language) for p in problems[:5]), **values)
        for language in ("zh", "en")
    }
    return Bilingual(told["zh"], told["en"])
