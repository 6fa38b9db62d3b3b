"""The beginning of the model's file that is already here: what a pull adds to, whatever the source."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.models.local.files import PullStoppedError, read_blocks
from assistant.text import Bilingual

Progress = Callable[[int, int], None]

_SECONDS_BETWEEN = 0.1
_STOPPED = Bilingual(
    zh="下载已停止，已下载的部分会保留，下次接着下载。",
    en="The pull was stopped; what has come is kept, and the next pull goes on from there.",
)


class PartialDownload:
    """A file that grows from its beginning, with the checksum of what it holds.

    All sources give the same bytes, so one can go on where another broke off.

    Attributes:
        size: Bytes so far.
    """

    def __init__(
        self, path: Path, total: int, on_progress: Progress, should_stop: Callable[[], bool]
    ) -> None:
        self._path = path
        self._total = total
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._hash = hashlib.sha256()
        self._told = -_SECONDS_BETWEEN
        self.size = 0

    def __enter__(self) -> Self:
        self._path.touch()
        if self._path.stat().st_size <= self._total:
            for block in read_blocks(self._path):
                self._hash.update(block)
                self.size += len(block)
        self._file = self._path.open("r+b", buffering=0)
        self._file.truncate(self.size)
        self._file.seek(self.size)
        self.report()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        """Return the checksum of what is here, in hexadecimal digits."""
        return self._hash.hexdigest()

    def append(self, data: bytes) -> None:
        """Add bytes at the end.

        Raises:
            PullStoppedError: The pull is to stop.
            OSError: The disk is full, or fails.
        """
        view = memoryview(data)
        while view:
            written = self._file.write(view)
            self._hash.update(view[:written])
            self.size += written
            view = view[written:]
        self.report()

    def report(self, arriving: int = 0) -> None:
        """Tell how far the pull is, counting bytes that are on their way.

        Raises:
            PullStoppedError: The pull is to stop.
        """
        now, done = time.monotonic(), min(self.size + arriving, self._total)
        if now >= self._told + _SECONDS_BETWEEN or done == self._total:
            self._told = now
            self._on_progress(done, self._total)
        if self._should_stop():
            raise PullStoppedError(_STOPPED)

    def restart(self) -> None:
        """Forget what is here: it is the beginning of another file."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.sha256()
        self.size = 0
        self.report()
