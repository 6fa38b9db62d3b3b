"""Writing a file so that it is the old one or the new one at every moment, whatever stops the program in between."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_OF_THE_OWNER_ALONE = 0o600


@contextmanager
def replacing(path: Path, *, durable: bool = True, mode: int = _OF_THE_OWNER_ALONE) -> Iterator[BinaryIO]:
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
        if mode != _OF_THE_OWNER_ALONE:
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
