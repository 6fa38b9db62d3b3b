"""A file -> Markdown, through a child process and a cache."""

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Event, Timer
from typing import Any

from assistant.documents.converting.limits import LIMITS, MEGABYTE, Advance, Limits
from assistant.documents.converting.problems import PROBLEMS, ConversionError
from assistant.documents.converting.sandbox import LAYERS, OF_THE_SYSTEM, Layer
from assistant.files import private_folder, replacing
from assistant.processes import child_environment

CONVERTIBLE = frozenset({".pdf", ".docx", ".pptx", ".doc", ".ppt"})
"""Suffixes of files that are converted, or named with what to do instead."""

_WORKER = (sys.executable, "-P", "-m", "assistant.documents.converting.worker")
WORKER_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).parents[3]),
    "PYTHONDONTWRITEBYTECODE": "1",
    # Threads reserve memory for each core of the machine, which the limit counts although nobody uses it.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
"""What a child process that reads a file is told beside what every child is."""
_FORM = 1
"""Raised when the Markdown that comes out changes."""
_LIBRARIES = ("markitdown", "pdfplumber", "python-pptx")
_KEPT_SECONDS = 60 * 24 * 3600.0
"""How long a conversion that nobody reads is kept."""


def convert(
    data: bytes,
    file: str,
    cache_dir: Path | None = None,
    *,
    limits: Limits = LIMITS,
    program: Sequence[str] = _WORKER,
    on_progress: Advance | None = None,
) -> str:
    """Return the Markdown of a PDF, Word or PowerPoint file.

    Args:
        data: The file.
        file: What it is called in messages; what it is, is told by its content.
        cache_dir: Where conversions are kept; None keeps none.
        limits: What it may ask for.
        program: What the child process runs (see worker.py).
        on_progress: Called with the number of pages or slides read and the number to read, where the kind has any.

    Raises:
        ConversionError: It can't be read, or asks for too much.
    """
    if len(data) > limits.file:
        size, most = -(-len(data) // MEGABYTE), limits.file // MEGABYTE
        raise ConversionError("too_large", file, size=size, limit=most)
    kept = None if cache_dir is None else cache_dir / f"{_key(data)}.md"
    if kept is not None and (markdown := _read_from_cache(kept)) is not None:
        return markdown
    markdown = _parse_answer(_ask_child(data, file, limits, program, on_progress), file)
    if kept is not None:
        _store_in_cache(kept, markdown)
    return markdown


@cache
def isolation() -> tuple[Layer, ...]:
    """Return the layers that hold around a conversion on this system, the strongest first; tried once, in a child.

    None where no child starts: then nothing is converted either.
    """
    try:
        answer = json.loads(_ask_child(b"", "", LIMITS, _WORKER, None))
    except (ConversionError, ValueError):
        return ()
    return tuple(layer for layer in LAYERS if layer in answer["layers"] or layer not in OF_THE_SYSTEM)


def _ask_child(
    data: bytes,
    file: str,
    limits: Limits,
    program: Sequence[str],
    on_progress: Advance | None,
) -> bytes:
    late = Event()
    try:
        # Not through a pipe: that would be written to while the child has something to say.
        with tempfile.TemporaryFile() as given:
            given.write(data)
            given.seek(0)
            with subprocess.Popen(  # noqa: S603
                [*program, limits.to_json()],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**child_environment(), **WORKER_ENVIRONMENT},
            ) as child:
                answer = _read_answer(child, limits.seconds, on_progress, late)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConversionError("no_process", file, reason=reason) from error
    if late.is_set():
        raise ConversionError("too_slow", file, limit=round(limits.seconds))
    if child.returncode:
        # A library in C that gets no more memory ends its process in its own way, and so does the system.
        raise ConversionError("too_heavy", file)
    return answer


def _read_answer(
    child: subprocess.Popen[bytes],
    seconds: float,
    on_progress: Advance | None,
    late: Event,
) -> bytes:
    """Return a child's answer, its last line; the lines before it tell how far it is. When the time is over, end it."""

    def end() -> None:
        late.set()
        child.kill()

    timer = Timer(seconds, end)
    timer.start()
    answer = b""
    try:
        for line in child.stdout or ():
            if line.startswith(b"[") and on_progress:
                done, total = json.loads(line)
                on_progress(done, total)
            else:
                answer = line
        child.wait()
    except BaseException:
        child.kill()
        raise
    finally:
        timer.cancel()
    return answer


def _parse_answer(output: bytes, file: str) -> str:
    try:
        answer: dict[str, Any] = json.loads(output)
        markdown = answer.get("markdown")
        problem, values = answer.get("problem"), answer.get("values", {})
    except (ValueError, AttributeError) as error:
        raise ConversionError("broken", file) from error
    if isinstance(markdown, str):
        return markdown
    raise ConversionError(problem if problem in PROBLEMS else "broken", file, **values)


def _key(data: bytes) -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES]
    return hashlib.sha256("\0".join([str(_FORM), *versions, ""]).encode() + data).hexdigest()[:40]


def _read_from_cache(path: Path) -> str | None:
    try:
        markdown = path.read_text(encoding="utf-8")
        os.utime(path)
    except (OSError, ValueError):
        return None
    return markdown or None


def _store_in_cache(path: Path, markdown: str) -> None:
    """Write a conversion; a disk that refuses only means that it is done again next time."""
    with suppress(OSError):
        private_folder(path.parent)
        with replacing(path, durable=False) as file:
            file.write(markdown.encode())
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink()
