"""Writing a file so that it is the old one or the new one at every moment, and keeping files from a machine's other users."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

OF_THE_OWNER_ALONE = 0o600
"""The mode of a file that nobody else reads."""
_FOLDER_OF_THE_OWNER_ALONE = 0o700
_OTHERS = 0o077


@contextmanager
def replacing(path: Path, *, durable: bool = True, mode: int = OF_THE_OWNER_ALONE) -> Iterator[BinaryIO]:
    """Open a new file beside a path, which takes its place when the block ends, and is gone where the block fails.

    Its name begins with a dot and ends in ".tmp", so that nobody takes it for a file of the folder.

    Args:
        path: The file to write; its folder must be there.
        durable: Whether the content must outlive a power cut. What can be computed again need not: it is written sooner.
        mode: Who may read and write it.

    Raises:
        OSError: The disk is full, or refuses the file or its name; the old file is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            if durable:
                flush_to_disk(file)
        if mode != OF_THE_OWNER_ALONE:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def put_in_place(written: Path, path: Path) -> None:
    """Give a file that is whole its name; its content is on the disk before the name points to it.

    Raises:
        OSError: The disk is full, or refuses the name.
    """
    with written.open("rb+") as file:
        flush_to_disk(file)
    written.replace(path)


def flush_to_disk(file: BinaryIO) -> None:
    """Wait until what was written to an open file is on the disk.

    Raises:
        OSError: The disk is full, or fails.
    """
    file.flush()
    os.fsync(file.fileno())


def private_folder(folder: Path) -> None:
    """Make a folder, with those above it that are missing, that only its owner can look into; one that is there becomes so.

    A folder that belongs to somebody else, or is everybody's as /tmp is, stays as it is, and so does any on Windows.

    Raises:
        OSError: It can't be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=_FOLDER_OF_THE_OWNER_ALONE, exist_ok=True)
    _close_to_others(folder)


def private_file(path: Path) -> None:
    """Make a file that only its owner can read and write, empty where it was missing; one that is there becomes so.

    For what another library opens by its name and would make readable to everybody.

    Raises:
        OSError: It can't be made.
    """
    # With its mode from the first moment on: a change afterwards would come late for who is quick.
    os.close(os.open(path, os.O_CREAT | os.O_RDONLY, OF_THE_OWNER_ALONE))
    _close_to_others(path)


def close_to_others(*paths: Path) -> None:
    """Let only their owner look into files, and into folders with all that is in them; where that can't be set, nothing happens."""
    for path in paths:
        _close_to_others(path)
        with suppress(OSError):
            close_to_others(*(path.iterdir() if path.is_dir() and not path.is_symlink() else ()))


def _close_to_others(path: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
        if is_ours and not stat.S_ISLNK(found.st_mode) and found.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
