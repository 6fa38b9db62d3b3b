"""What the demos read from tables that people bring: cells that must not be empty, numbers, and refusals by row."""

import math
from collections.abc import Sequence
from typing import NoReturn

from assistant.text import Bilingual
from assistant.tools.parameters import DemoInputError
from assistant.tools.tables import DataTable

_LONGEST_QUOTE = 40
_MARKUP = str.maketrans("", "", "[]<>`*$\\|~#")
_HEADER_ROWS = 1

_EMPTY = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”是空的（这样的行有 {count:,} 个）。请补上，或删掉这些行。",
    en='{title}: row {row} of "{file}" has nothing in "{column}" (as have {count:,} rows in all). Please fill it in or delete these rows.',
)
_NOT_A_NUMBER = Bilingual(
    zh="{title}“{file}”第 {row} 行的“{column}”不是数字，写的是“{given}”。",
    en='{title}: row {row} of "{file}" has no number in "{column}" but "{given}".',
)
_PROBLEM = Bilingual(zh="{title}“{file}”{problem}。", en='{title} "{file}" {problem}.')


def texts(table: DataTable, column: str, title: Bilingual) -> list[str]:
    """Return the cells of a column in which something has to stand.

    Raises:
        DemoInputError: A cell is empty; `title`, what the parameter is called, is named with the row.
    """
    cells = table.column(column)
    empty = [position for position, cell in enumerate(cells) if not cell]
    if empty:
        values = {"row": row_number(empty[0]), "column": table.took[column], "count": len(empty)}
        raise DemoInputError(_EMPTY.filled(title=title, file=table.name, **values))
    return cells


def numbers(table: DataTable, column: str, title: Bilingual) -> list[float]:
    """Return the numbers of a column.

    Raises:
        DemoInputError: A cell is empty or no finite number; a formula such as "=1+1" is text and none.
    """
    found: list[float] = []
    for position, cell in enumerate(texts(table, column, title)):
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            refuse_number(table, column, title, position)
        found.append(value)
    return found


def refuse_number(table: DataTable, column: str, title: Bilingual, position: int) -> NoReturn:
    """Refuse a cell that is no number.

    Raises:
        DemoInputError: Always.
    """
    given = quoted(table.column(column)[position])
    values = {"row": row_number(position), "column": table.took[column], "given": given}
    raise DemoInputError(_NOT_A_NUMBER.filled(title=title, file=table.name, **values))


def refuse(table: DataTable, title: Bilingual, problem: Bilingual, **values: object) -> NoReturn:
    """Refuse a table for a reason, words that follow its name.

    Raises:
        DemoInputError: Always.
    """
    raise DemoInputError(
        _PROBLEM.filled(title=title, file=table.name, problem=problem.filled(**values) if values else problem)
    )


def row_number(position: int) -> int:
    """Return the number of a row as a spreadsheet counts: the header is row 1."""
    return position + 1 + _HEADER_ROWS


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return a cell as it can stand in a sentence: on one line, short, and without signs that would become markup."""
    line = " ".join(text.translate(_MARKUP).split())
    return line if len(line) <= longest else line[:longest] + "…"


def numbered(names: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the different names in the order of their first appearance, and for each cell the number of its name."""
    number_of: dict[str, int] = {}
    numbers_of_cells = [number_of.setdefault(name, len(number_of)) for name in names]
    return list(number_of), numbers_of_cells
