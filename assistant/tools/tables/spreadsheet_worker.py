"""The child process that reads a spreadsheet: the file on standard input, its values on standard output, and at last what is wrong."""

import csv
import datetime
import io
import json
import sys
from collections.abc import Mapping
from typing import TextIO

from assistant.documents.converting import audit, sandbox
from assistant.documents.converting.containers import container, inspect
from assistant.documents.converting.limits import Limits
from assistant.documents.converting.problems import Refusal
from assistant.tools.tables.spreadsheet_marks import Place, marks
from assistant.tools.tables.spreadsheets import ANSWER_MARK

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_WHOLE = 1e15
"""Above it, a float is written as one."""
_MIDNIGHT = datetime.time()


def main() -> None:
    """Write the values, under the limits that the first argument gives as JSON."""
    limits = Limits.from_json(sys.argv[1])
    sandbox.enter(limits)
    data, output = sys.stdin.buffer.read(), sys.stdout.buffer
    # A library that prints must not be taken for the values.
    sys.stdout = sys.stderr
    text = io.TextIOWrapper(output, "utf-8", errors="replace", newline="", write_through=False)
    problem = _problem(data, limits, text)
    text.flush()
    output.write(ANSWER_MARK + json.dumps({"problem": problem}).encode())
    output.flush()


def _problem(data: bytes, limits: Limits, output: TextIO) -> str:
    try:
        if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in data:
            return "old"
        if container(data) != "archive" or inspect(data, limits) != "xlsx":
            return "unknown"
        _write(data, output)
    except Refusal as refusal:
        return refusal.problem
    except (MemoryError, RecursionError):
        return "too_heavy"
    except ImportError:
        return "no_process"
    except Exception:  # The libraries tell of a damaged file in errors of every kind.
        return "broken"
    return ""


def _write(data: bytes, output: TextIO) -> None:
    import python_calamine

    audit.forbid(sandbox.readable_paths())
    book = python_calamine.load_workbook(io.BytesIO(data))
    worksheet, visible = python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible
    writer = csv.writer(output)
    for described in book.sheets_metadata:
        if described.typ != worksheet or described.visible != visible:
            continue
        sheet = book.get_sheet_by_name(described.name)
        if sheet.start is None:
            continue
        first = sheet.start[1]
        marked = marks(data, described.name)
        # Its rows are counted from the sheet's first, its cells from the first column that is used.
        for row, cells in enumerate(sheet.iter_rows()):
            texts = [_text(cell) for cell in cells]
            if marked:
                _mark(texts, row, first, marked)
            writer.writerow(texts)
        return


def _mark(texts: list[str], row: int, first: int, marked: Mapping[Place, str]) -> None:
    for n, text in enumerate(texts):
        if not text:
            texts[n] = marked.get((row, first + n), "")


def _text(value: object) -> str:
    """Return a cell as it is written in a table of text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < _LARGEST_WHOLE else repr(value)
    if isinstance(value, datetime.datetime):
        is_date = value.time() == _MIDNIGHT
        return value.date().isoformat() if is_date else value.isoformat(sep=" ")
    return str(value).replace("\0", "")


if __name__ == "__main__":
    main()
