"""What a table is: named columns of cells, all text, and which of them a demo needs."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.text import Bilingual, ExplainedError, normalize
from assistant.tools.progress import Progress, untold

UNCOMPUTED = "#="
"""Begins a cell with a formula that has no value: what follows is the formula."""
_BETWEEN = "\0"
"""Stands between the cells of a page, and in none of them."""
_LONGEST_NAME = 80
"""Characters of a column's name that are repeated to people."""
_MOST_NAMED = 30
"""Columns that are named to people."""
_HEADER_ROWS = 1

_MISSING = Bilingual(
    zh="“{file}”里没有{columns}这{some}列，现有的列：{found}。",
    en='"{file}" has no {noun} {columns}; it has: {found}.',
)
_NO_SUCH_COLUMN = Bilingual(
    zh="“{file}”里没有叫“{column}”的列，现有的列：{found}。",
    en='"{file}" has no column that is called "{column}"; it has: {found}.',
)
_TWICE = Bilingual(
    zh="“{file}”里有 {count} 列都叫“{column}”，不知道用哪一列。请改掉重复的列名。",
    en='"{file}" has {count} columns called "{column}", and it is not clear which is meant. Please rename one.',
)
_QUOTED = Bilingual(zh="“{name}”", en='"{name}"')
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")


class TableError(ExplainedError, ValueError):
    """A file is no table, or not the one that is needed; `message` names file and row and says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a demo needs."""

    name: str
    """What the demo calls it."""
    title: Bilingual
    aliases: tuple[str, ...] = ()
    """What else people call it in a header."""
    optional: bool = False
    """Whether the demo can do without it."""


class MissingColumnsError(TableError):
    """A table lacks columns that a demo needs, under any name that it knows; the learner can say which ones they are."""

    def __init__(self, file: str, header: Sequence[str], columns: Sequence[Column]) -> None:
        is_one = len(columns) == 1
        super().__init__(
            _MISSING.filled(
                file=file,
                columns=_listed([_QUOTED.filled(name=column.title) for column in columns]),
                some="一" if is_one else "些",
                noun="column" if is_one else "columns",
                found=_headers(header),
            )
        )
        self.file = file
        self.header = tuple(header)
        """What the table's columns are called."""
        self.columns = tuple(columns)
        """Those that are still missing, all of them."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows and columns, all cells text; a column is kept in pages that take up little more than the file does."""

    name: str
    """The file's name."""
    header: tuple[str, ...]
    pages: tuple[tuple[bytes, ...], ...]
    """The cells of each column: those of a page joined; of a column that nobody asked for there are none."""
    size: int
    """How many rows of cells there are."""
    gaps: tuple[Sequence[int], Sequence[int]] = ((), ())
    """Where the file's rows are not counted one by one: positions of cells, and the numbers of their rows in the file."""
    took: Mapping[str, str] = field(default_factory=dict)
    """Which column of the file stands for each that was asked for, by the demo's name for it."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Which column of the file the learner said stands for one that a demo needs, by the demo's name for it."""

    @classmethod
    def of_rows(cls, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> "DataTable":
        """Return the table of these rows, each as long as the header."""
        columns = list(zip(*rows, strict=True)) or [()] * len(header)
        return cls(
            name, tuple(header), tuple((page(cells),) if cells else () for cells in columns), len(columns[0])
        )

    def __len__(self) -> int:
        return self.size

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """All rows, of a small table that no columns were chosen of."""
        return list(zip(*(list(_cells(pages)) for pages in self.pages), strict=True))

    def column(self, name: str) -> list[str]:
        """Return the cells of a column that was asked for, in order; equal ones are one object."""
        shared: dict[str, str] = {}
        return [shared.setdefault(cell, cell) for cells in self.pages_of(name) for cell in cells]

    def distinct(self, name: str, on_progress: Progress = untold) -> tuple[list[str], NDArray[np.int64]]:
        """Return the different cells of a column that was asked for, in the order of their first appearance, and which each row has.

        Returns:
            The cells, and for each row the number of its cell, of shape (rows,).
        """
        number_of: dict[str, int] = {}
        numbers = array("q")
        for cells in self.pages_of(name):
            numbers.extend([number_of.setdefault(cell, len(number_of)) for cell in cells])
            on_progress(len(numbers) / self.size)
        return list(number_of), np.array(numbers, np.int64)

    def pages_of(self, name: str) -> Iterator[list[str]]:
        """Yield the cells of a column that was asked for, in order, some thousands at a time."""
        for written in self.pages[self.header.index(self.took[name])]:
            yield _read(written)

    def has(self, name: str) -> bool:
        """Return whether the file has an optional column that was asked for."""
        return name in self.took

    def row_number(self, position: int) -> int:
        """Return the number of a row as a spreadsheet counts them: the header's is 1, and an empty row counts."""
        positions, numbers = self.gaps
        before = bisect_right(positions, position) - 1
        if before < 0:
            return position + 1 + _HEADER_ROWS
        return numbers[before] + position - positions[before]

    def mapped(self, mapping: Mapping[str, str]) -> "DataTable":
        """Return the table with what the learner says of its columns: by a demo's name for one, what the file calls it.

        Raises:
            TableError: The file has no such column.
        """
        for title in mapping.values():
            if title not in self.header:
                found = _headers(self.header)
                raise TableError(
                    _NO_SUCH_COLUMN.filled(file=self.name, column=title[:_LONGEST_NAME], found=found)
                )
        return replace(self, mapping={**self.mapping, **mapping})

    def with_columns(self, columns: Sequence[Column]) -> "DataTable":
        """Return the table with the columns that are needed: as the learner mapped them, or by name and alias; the others are let go.

        Raises:
            MissingColumnsError: Some are missing that are not optional.
            TableError: Two have the name of one that is needed.
        """
        mapped = {
            column.name: self.mapping[column.name]
            for column in columns
            if self.mapping.get(column.name) in self.header
        }
        # What stands for one column by the learner's word is no other's by its name.
        known = {_folded(title): title for title in reversed(self.header) if title not in mapped.values()}
        took: dict[str, str] = {}
        missing: list[Column] = []
        for column in columns:
            names = (column.name, column.title.zh, column.title.en, *column.aliases)
            by_name = (known[_folded(name)] for name in names if _folded(name) in known)
            found = mapped.get(column.name) or next(by_name, None)
            if found is not None:
                took[column.name] = found
            elif not column.optional:
                missing.append(column)
        if missing:
            raise MissingColumnsError(self.name, self.header, missing)
        for title in took.values():
            if (count := self.header.count(title)) > 1:
                raise TableError(_TWICE.filled(file=self.name, count=count, column=title[:_LONGEST_NAME]))
        kept = (
            pages if title in took.values() else ()
            for title, pages in zip(self.header, self.pages, strict=True)
        )
        return replace(self, pages=tuple(kept), took=took)


def page(cells: Sequence[str]) -> bytes:
    """Return cells as a page keeps them, without the blanks around them."""
    joined = _BETWEEN.join(cells)
    # Most columns have no blank in any cell, which is soon seen.
    if joined.split(None, 1) != [joined]:
        joined = _BETWEEN.join([cell.strip() for cell in cells])
    if joined.count(_BETWEEN) != len(cells) - 1:
        joined = _BETWEEN.join([cell.replace(_BETWEEN, "") for cell in cells])
    return joined.encode("utf-8", "surrogatepass")


def _read(written: bytes) -> list[str]:
    return written.decode("utf-8", "surrogatepass").split(_BETWEEN)


def _cells(pages: Iterable[bytes]) -> Iterator[str]:
    for written in pages:
        yield from _read(written)


def _folded(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().replace("_", " ").split())


def _listed(names: Sequence[Bilingual]) -> Bilingual:
    zh, en = (
        _LIST_SEPARATOR.of(language).join(name.of(language) for name in names) for language in ("zh", "en")
    )
    return Bilingual(zh, en)


def _headers(header: Sequence[str]) -> Bilingual:
    names = [title[:_LONGEST_NAME] for title in header if title][:_MOST_NAMED]
    return _listed([Bilingual(name, name) for name in names])
