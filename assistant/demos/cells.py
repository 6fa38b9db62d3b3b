"""What the demos read from tables that people bring: cells that must not be empty, numbers, times, and refusals by row."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from assistant.text import Bilingual, normalize
from assistant.tools.parameters import DemoInputError
from assistant.tools.progress import Progress, untold
from assistant.tools.tables import UNCOMPUTED, DataTable

_LONGEST_QUOTE = 40
_LONGEST_NUMBER = 60
_MARKUP = str.maketrans("", "", "[]<>`*$\\|~#")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?%?")
_EXCEL_ERRORS = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
    ]
)
_QUOTED_BY_EXCEL = re.compile(r'="([^"]*+)"')
"""What people write so that Excel leaves a number's zeros alone: ="007"."""
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?"
    r"|(?P<day_first>\d{1,2})\.(?P<month_next>\d{1,2})\.(?P<year_last>\d{4}))"
    r"(?:(?:T|\s{1,3})(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?)?)?"
    r"(?P<zone>Z|[-+]\d{2}:?\d{2})?"
)
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)

_EMPTY = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”是空的（这样的行有 {count:,} 个）。请补上，或删掉这些行。",
    en='{title}: row {row} of "{file}" has nothing in "{column}" (as have {count:,} rows in all). Please fill it in or delete these rows.',
)
_NOT_COMPUTED = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”是公式或公式的错误“{given}”，没有值。请在 Excel 里算好，再按值粘贴。",
    en='{title}: row {row} of "{file}" has a formula or its error in "{column}", "{given}", and no value. Please compute it in Excel and paste it as a value.',
)
_NOT_A_NUMBER = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”不是数字，写的是“{given}”。",
    en='{title}: row {row} of "{file}" has no number in "{column}" but "{given}".',
)
_NO_TIME = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”写的是“{given}”，看不出是什么时间。请写数字或 2025-06-30 这样的日期。",
    en='{title}: row {row} of "{file}" has "{given}" in "{column}", which is no time. Please write numbers or dates such as 2025-06-30.',
)
_PROBLEM = Bilingual(zh="{title}“{file}”{problem}。", en='{title} "{file}" {problem}.')


def texts(table: DataTable, column: str, title: Bilingual) -> list[str]:
    """Return the cells of a column in which something has to stand; ="007" is 007.

    A formula in a file of text is the text that stands there.

    Raises:
        DemoInputError: A cell is empty, an Excel formula without a value, or an error of Excel's; `title`, what the parameter is
            called, is named with the row.
    """
    names, number = distinct(table, column, title)
    return [names[n] for n in number.tolist()]


def distinct(
    table: DataTable, column: str, title: Bilingual, on_progress: Progress = untold
) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different cells of a column in which something has to stand, as `DataTable.distinct` does.

    Raises:
        DemoInputError: As `texts`.
    """
    cells, number = table.distinct(column, on_progress)
    for n, cell in enumerate(cells):
        if not cell:
            rows = np.flatnonzero(number == n)
            _refuse_cell(_EMPTY, table, column, title, int(rows[0]), count=len(rows))
        if cell.startswith(UNCOMPUTED) or cell in _EXCEL_ERRORS:
            _refuse_cell(_NOT_COMPUTED, table, column, title, int(np.argmax(number == n)), given=cell)
        if cell[0] == "=" and (match := _QUOTED_BY_EXCEL.fullmatch(cell)):
            cells[n] = match[1]
    if len(set(cells)) < len(cells):
        # ="007" beside 007.
        cells, again = numbered(cells)
        number = np.array(again, np.int64)[number]
    return cells, number


def numbers(
    table: DataTable, column: str, title: Bilingual, on_progress: Progress = untold
) -> NDArray[np.float64]:
    """Return the numbers of a column, of shape (rows,), in any of the usual forms: 1,234.5, ４, 95%.

    Raises:
        DemoInputError: A cell is empty or no finite number; a formula such as "=1+1" is none.
    """
    return _values(table, column, title, number, _NOT_A_NUMBER, on_progress)


def times(
    table: DataTable, column: str, title: Bilingual, on_progress: Progress = untold
) -> NDArray[np.float64]:
    """Return the times of a column, of shape (rows,): numbers as they are, dates in seconds from the year 1.

    Raises:
        DemoInputError: A cell is empty or no time.
    """
    return _values(table, column, title, moment, _NO_TIME, on_progress)


def number(cell: str) -> float | None:
    """Return the number that a cell holds, or None: 1,234.5, ４, -3e-2, 95% (0.95); a comma stands between thousands alone."""
    text = normalize("NFKC", cell[: _LONGEST_NUMBER + 1]).replace("−", "-").strip()
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    share = 100.0 if text.endswith("%") else 1.0
    value = float(text.rstrip("%").replace(",", "")) / share
    return value if math.isfinite(value) else None


def moment(cell: str) -> float | None:
    """Return the time that a cell holds, or None: a number, or a date with or without a time of day.

    2025-06-30, 2025/6/30 8:05, 2025年6月30日, 30.06.2025 and 2025-06-30T08:05:00Z are read; 6/7/2025 is not, for one reads
    June and another July. A time without a zone is taken for UTC.
    """
    if (value := number(cell)) is not None:
        return value
    match = _DATE.fullmatch(normalize("NFKC", cell[: _LONGEST_NUMBER + 1]).strip())
    if match is None:
        return None
    parts = {name: int(match[name] or 0) for name in ("hour", "minute", "second")}
    year, month, day = (match[name] for name in ("year", "month", "day"))
    if year is None:
        year, month, day = (match[name] for name in ("year_last", "month_next", "day_first"))
    try:
        found = datetime(int(year), int(month), int(day), **parts, tzinfo=UTC)
    except ValueError:
        return None
    zone = (match["zone"] or "Z").replace(":", "")
    ahead = timedelta() if zone == "Z" else timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    seconds = (found - _EPOCH).total_seconds() + float(f"0.{match['fraction'] or 0}")
    return seconds + ahead.total_seconds() * (1 if zone[0] == "-" else -1)


def refuse_number(table: DataTable, column: str, title: Bilingual, position: int) -> NoReturn:
    """Refuse a cell that is no number.

    Raises:
        DemoInputError: Always.
    """
    _refuse_cell(_NOT_A_NUMBER, table, column, title, position, given=table.column(column)[position])


def _values(
    table: DataTable,
    column: str,
    title: Bilingual,
    read: Callable[[str], float | None],
    words: Bilingual,
    on_progress: Progress,
) -> NDArray[np.float64]:
    found, done = np.empty(len(table)), 0
    for cells in table.pages_of(column):
        values = _plain_floats(cells)
        if values is None:
            # Cells that are no bare numbers, dates most of all, repeat themselves.
            known = {cell: read(cell) for cell in set(cells)}
            wrong = next((n for n, cell in enumerate(cells) if known[cell] is None), None)
            if wrong is not None and not cells[wrong]:
                count = sum(each.count("") for each in table.pages_of(column))
                _refuse_cell(_EMPTY, table, column, title, done + wrong, count=count)
            if wrong is not None:
                _refuse_cell(words, table, column, title, done + wrong, given=cells[wrong])
            values = np.array([known[cell] for cell in cells], np.float64)
        found[done : done + len(cells)] = values
        done += len(cells)
        on_progress(done / len(table))
    return found


def _plain_floats(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers in cells that Python reads at once, or None where one is none."""
    try:
        values = np.array(list(map(float, cells)))
    except ValueError:
        return None
    # To Python "1_000", "nan" and "infinity" are numbers.
    return None if not np.isfinite(values).all() or any("_" in cell for cell in cells) else values


def _refuse_cell(
    words: Bilingual, table: DataTable, column: str, title: Bilingual, position: int, **values: object
) -> NoReturn:
    where = {"row": table.row_number(position), "column": quoted(table.took[column]), "file": table.name}
    if isinstance(given := values.get("given"), str):
        values["given"] = given if given in _EXCEL_ERRORS else quoted(given)
    raise DemoInputError(words.filled(title=title, **where, **values))


def refuse(table: DataTable, title: Bilingual, problem: Bilingual, **values: object) -> NoReturn:
    """Refuse a table for a reason, words that follow its name.

    Raises:
        DemoInputError: Always.
    """
    raise DemoInputError(
        _PROBLEM.filled(title=title, file=table.name, problem=problem.filled(**values) if values else problem)
    )


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return a cell as it can stand in a sentence: on one line, short, and without signs that would become markup."""
    line = " ".join(text[: 4 * longest].translate(_MARKUP).split())
    return line if len(line) <= longest else line[:longest] + "…"


def numbered(names: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the different names in the order of their first appearance, and for each cell the number of its name."""
    number_of: dict[str, int] = {}
    numbers_of_cells = [number_of.setdefault(name, len(number_of)) for name in names]
    return list(number_of), numbers_of_cells
