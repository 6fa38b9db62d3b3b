"""An Excel file -> the values of its first sheet, as separated values, through a child process that is shut in."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import BinaryIO

from assistant.documents.converting.conversion import WORKER_ENVIRONMENT
from assistant.documents.converting.limits import MEGABYTE, Limits
from assistant.processes import child_environment
from assistant.text import Bilingual
from assistant.tools.progress import Progress
from assistant.tools.tables.table import TableError

_LIMITS = Limits(file=100 * MEGABYTE, unpacked=1200 * MEGABYTE, memory=3072 * MEGABYTE)
_LONGEST_VALUES = 400 * MEGABYTE
"""Bytes of the values as text."""
_WORKER = (sys.executable, "-P", "-m", "assistant.tools.tables.spreadsheet_worker")
_ARCHIVE, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_POLL_SECONDS = 0.1
_BLOCK = 2**20
ANSWER_MARK = b"\0"
"""Stands between the values and what the child says at last, in JSON."""
_LONGEST_ANSWER = 4096

_PROBLEMS = {
    "unknown": Bilingual(
        zh="“{file}”不是表格。请在 Excel 或 WPS 里另存为 .xlsx 或 CSV。",
        en='"{file}" is no table. Please save it as .xlsx or CSV in Excel or LibreOffice.',
    ),
    "old": Bilingual(
        zh="“{file}”是旧版 Excel 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV。",
        en='"{file}" is an Excel file of the old kind. Please open it in Excel or LibreOffice and save it as .xlsx or CSV.',
    ),
    "password": Bilingual(
        zh="“{file}”有密码保护。请先去掉密码。",
        en='"{file}" is protected by a password. Please remove the password first.',
    ),
    "broken": Bilingual(
        zh="“{file}”已损坏或不完整，读不出来。请重新导出一份。",
        en='"{file}" is damaged or incomplete and cannot be read. Please export it again.',
    ),
    "unsafe": Bilingual(
        zh="“{file}”的内部结构不正常（可能是恶意文件），没有读取。请确认来源，或另存为 CSV。",
        en='The inside of "{file}" is not as it should be (perhaps it is malicious), so it was not read. Please check where it comes from, or save it as CSV.',
    ),
    "too_unpacked": Bilingual(
        zh="“{file}”解压后过大，没有读取。请只留下需要的行和列，或另存为 CSV。",
        en='"{file}" grows too large when unpacked, so it was not read. Please keep only the rows and columns that are needed, or save it as CSV.',
    ),
    "too_heavy": Bilingual(
        zh="读取“{file}”需要的内存太多，已停止。请只留下需要的行和列（远处一个孤零零的格子也算），或另存为 CSV。",
        en='Reading "{file}" needs too much memory and was given up. Please keep only the rows and columns that are needed (one lone cell far away counts too), or save it as CSV.',
    ),
    "too_slow": Bilingual(
        zh="“{file}”读了 {limit} 秒还没有读完，已停止。请只留下需要的行和列，或另存为 CSV。",
        en='"{file}" took more than {limit} seconds to read and was given up. Please keep only the rows and columns that are needed, or save it as CSV.',
    ),
    "no_process": Bilingual(
        zh="读取“{file}”的程序没有启动（{reason}）。请检查 PM Coach 是否安装完整，或另存为 CSV。",
        en='What reads "{file}" did not start ({reason}). Please check that PM Coach is installed completely, or save the file as CSV.',
    ),
}
"""By the name that the child gives it."""


def is_spreadsheet(file: BinaryIO) -> bool:
    """Return whether a file is one of Office's, from how it begins, whatever its name says."""
    file.seek(0)
    return file.read(len(_OLE)).startswith((_ARCHIVE, _OLE))


@contextmanager
def values_of(file: BinaryIO, name: str, on_progress: Progress) -> Iterator[tuple[BinaryIO, int]]:
    """Open the values of a spreadsheet's first sheet that has any, as UTF-8 separated by commas, each row at its place.

    A formula is its last value; where none is kept, the formula itself stands there behind `UNCOMPUTED`, and a value that Excel gives up
    with (#REF!) as it is written.

    Args:
        file: The spreadsheet.
        name: What it is called in messages.
        on_progress: Called while it waits, with nothing done yet; what it raises ends the child.

    Yields:
        The values, and how many bytes they are.

    Raises:
        TableError: It can't be read, or asks for too much.
    """
    with tempfile.TemporaryFile() as values:
        try:
            answer = _ask_child(file, name, values, on_progress)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise _refused("no_process", name, reason=reason) from error
        if answer is None:
            # A library that gets no more memory ends its process in its own way, and so does the system.
            raise _refused("too_heavy", name)
        if answer:
            raise _refused(answer if answer in _PROBLEMS else "unknown", name)
        yield values, values.seek(0, os.SEEK_END)


def _ask_child(file: BinaryIO, name: str, values: BinaryIO, on_progress: Progress) -> str | None:
    """Write the values and return the problem that the child names, empty for none; None where it ended in silence."""
    with tempfile.TemporaryFile() as given:
        file.seek(0)
        while block := file.read(_BLOCK):
            given.write(block)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603
            [*_WORKER, _LIMITS.to_json()],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**child_environment(), **WORKER_ENVIRONMENT},
        ) as child:
            try:
                _receive(child, name, values, on_progress)
            finally:
                child.kill()
    length = values.seek(0, os.SEEK_END)
    values.seek(max(length - _LONGEST_ANSWER, 0))
    _, mark, answer = values.read().rpartition(ANSWER_MARK)
    if not mark:
        return None
    values.truncate(length - len(answer) - len(mark))
    found: str = json.loads(answer)["problem"]
    return found


def _receive(child: "subprocess.Popen[bytes]", name: str, values: BinaryIO, on_progress: Progress) -> None:
    stream, too_long = child.stdout, []

    def copy() -> None:
        written = 0
        while stream and (block := stream.read(_BLOCK)):
            written += len(block)
            if written > _LONGEST_VALUES:
                too_long.append(written)
                return
            values.write(block)

    # In a thread of its own, so that a child which says nothing can be stopped.
    copying = Thread(target=copy, name="spreadsheet", daemon=True)
    copying.start()
    until = time.monotonic() + _LIMITS.seconds
    try:
        while copying.is_alive():
            copying.join(_POLL_SECONDS)
            on_progress(0.0)
            if time.monotonic() > until:
                raise _refused("too_slow", name, limit=round(_LIMITS.seconds))
    finally:
        child.kill() if copying.is_alive() else None
        copying.join()
    if too_long:
        raise _refused("too_unpacked", name)


def _refused(problem: str, name: str, **values: object) -> TableError:
    return TableError(_PROBLEMS[problem].filled(file=name, **values))
