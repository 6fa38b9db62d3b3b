"""A file -> a table: separated values in any usual encoding, or the first sheet of an Excel file; a row at a time, within bounds."""

import csv
import io
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from assistant.documents.decoding import UndecodableError
from assistant.text import Bilingual
from assistant.tools.progress import Progress, untold
from assistant.tools.tables.encoding import encoding_of
from assistant.tools.tables.spreadsheets import is_spreadsheet, values_of
from assistant.tools.tables.table import DataTable, TableError, page

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
LARGEST_BYTES = 100 * 2**20
MOST_ROWS = 5_000_000
MOST_COLUMNS = 1_000
_LONGEST_ROW = 2**20
"""Characters of a row, its separators and quotes included."""
_BLOCK_CHARACTERS = 2**16
_PAGE_ROWS = 8192
_PAGE_CHARACTERS = 2**21
_DELIMITERS = ",;\t"
_NOTHING = ' \t\r\n,;"\ufeff'
_DELIMITER_LINE = "sep="
"""Excel's own way to say what separates the cells, on a line before the header."""

_EMPTY = Bilingual(
    zh="“{file}”里没有表格：第一行要是列名，下面至少一行数据。",
    en='"{file}" holds no table: its first line must name the columns, and at least one row must follow.',
)
_TOO_LARGE = Bilingual(
    zh="“{file}”有 {size:,} MB，表格最大 {limit} MB。请只留下需要的行和列。",
    en='"{file}" has {size:,} MB; a table may have {limit} MB. Please keep only the rows and columns that are needed.',
)
_TOO_MANY_ROWS = Bilingual(
    zh="“{file}”超过 {limit:,} 行。请只留下需要的行。",
    en='"{file}" has more than {limit:,} rows. Please keep only those that are needed.',
)
_TOO_MANY_COLUMNS = Bilingual(
    zh="“{file}”有 {count:,} 列，最多 {limit:,} 列。请只留下需要的列。",
    en='"{file}" has {count:,} columns; a table may have {limit:,}. Please keep only those that are needed.',
)
_RAGGED = Bilingual(
    zh="“{file}”第 {row} 行有 {found} 列，表头有 {expected} 列。请检查这一行的分隔符和引号。",
    en='Row {row} of "{file}" has {found} columns, its header {expected}. Please check the separators and quotes in that row.',
)
_MALFORMED = Bilingual(
    zh="“{file}”第 {row} 行读不了：引号没有配对，或者一格、一行太长。",
    en='Row {row} of "{file}" cannot be read: a quote is not closed, or a cell or the row is too long.',
)
_GARBLED = Bilingual(
    zh="“{file}”第 {row} 行附近有不能识别的字符。请另存为 UTF-8 再试。",
    en='Near row {row} of "{file}" there are characters that cannot be read. Please save it as UTF-8 and try again.',
)
_UNREADABLE = Bilingual(zh="“{file}”读不了：{reason}。", en='"{file}" cannot be read: {reason}.')


def table_at(path: str, on_progress: Progress = untold) -> DataTable:
    """Return the table in a file, for whoever sits at this computer.

    Raises:
        TableError: There is no such file, or it is no table.
    """
    with _opened(path) as (file, size), _reading(file, size, Path(path).name, on_progress) as reading:
        return reading.table()


def columns_at(path: str) -> tuple[str, ...]:
    """Return what the columns of the table in a file are called, in order.

    Raises:
        TableError: There is no such file, or it is no table.
    """
    with _opened(path) as (file, size), _reading(file, size, Path(path).name, untold) as reading:
        return reading.header()


def read_table(data: bytes, name: str, on_progress: Progress = untold) -> DataTable:
    """Return the table that a file's bytes hold: any encoding that `documents` reads, separated by commas, semicolons or tabs, or .xlsx.

    Raises:
        TableError: They hold none, or too large a one.
    """
    with _reading(io.BytesIO(data), len(data), name, on_progress) as reading:
        return reading.table()


def unreadable(file: str, error: OSError) -> TableError:
    """Return what people are told where the system refuses a file."""
    return TableError(_UNREADABLE.filled(file=file, reason=error.strerror or type(error).__name__))


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, int]]:
    try:
        with Path(path).open("rb") as file:
            yield file, os.fstat(file.fileno()).st_size
    except OSError as error:
        raise unreadable(path, error) from error


@contextmanager
def _reading(file: BinaryIO, size: int, name: str, on_progress: Progress) -> Iterator["_Reading"]:
    if size > LARGEST_BYTES:
        raise TableError(_TOO_LARGE.filled(file=name, size=-(-size // 2**20), limit=LARGEST_BYTES // 2**20))
    if is_spreadsheet(file):
        with values_of(file, name, on_progress) as (values, length):
            yield _Reading(values, "utf-8", length, name, on_progress)
        return
    try:
        encoding = encoding_of(file, on_progress)
    except UndecodableError as error:
        raise TableError(error.message.filled(file=name)) from error
    yield _Reading(file, encoding, size, name, on_progress)


class _Lines:
    """The lines of a text, of which no row may have too many characters."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._lines = self._read()
        self.characters = 0
        """Of the blocks that were read since whoever reads set it to 0."""

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def _read(self) -> Iterator[str]:
        while block := self._text.read(_BLOCK_CHARACTERS):
            block += self._text.readline(_LONGEST_ROW + 1)
            self.characters += len(block)
            if self.characters > _LONGEST_ROW:
                raise csv.Error
            yield from io.StringIO(block, newline="")


class _Reading:
    """One file on its way to become a table."""

    def __init__(self, file: BinaryIO, encoding: str, size: int, name: str, on_progress: Progress) -> None:
        self._file, self._encoding, self._bytes = file, encoding, size
        self._name, self._on_progress = name, on_progress
        self._row = 0
        """The number of the row that was read last, as a spreadsheet counts."""
        self._kept = 0
        self._pages: list[list[bytes]] = []
        self._gaps = array("q"), array("q")

    def table(self) -> DataTable:
        """Return the table.

        Raises:
            TableError: There is none; the message names the row.
        """
        with self._lines() as lines:
            return self._table(lines)

    def header(self) -> tuple[str, ...]:
        """Return what its columns are called.

        Raises:
            TableError: There is no table.
        """
        with self._lines() as lines:
            return self._header(lines)[0]

    @contextmanager
    def _lines(self) -> Iterator[_Lines]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, self._encoding, newline="")
        try:
            yield _Lines(text)
        except csv.Error as error:
            raise self._refused(_MALFORMED, row=self._row + 1) from error
        except UnicodeDecodeError as error:
            raise self._refused(_GARBLED, row=self._row + 1) from error
        finally:
            # The file is whoever opened it's to close.
            text.detach()

    def _table(self, lines: _Lines) -> DataTable:
        header, rows = self._header(lines)
        self._pages = [[] for _ in header]
        self._read_rows(rows, lines, len(header))
        if not self._kept:
            raise self._refused(_EMPTY)
        pages = tuple(tuple(column) for column in self._pages)
        return DataTable(self._name, header, pages, self._kept, self._gaps)

    def _header(self, lines: _Lines) -> tuple[tuple[str, ...], Iterator[list[str]]]:
        first = self._first(lines)
        delimiter = max(_DELIMITERS, key=first.count)
        if first.lower().startswith(_DELIMITER_LINE) and len(first.strip("\r\n")) == len(_DELIMITER_LINE) + 1:
            delimiter, first = first[len(_DELIMITER_LINE)], self._first(lines)
        rows = csv.reader(chain([first] if first else [], lines), delimiter=delimiter, strict=True)
        header = tuple(cell.strip() for cell in next(rows, ()))
        self._row += 1
        if len(header) > MOST_COLUMNS:
            raise self._refused(_TOO_MANY_COLUMNS, count=len(header), limit=MOST_COLUMNS)
        return header, rows

    def _first(self, lines: _Lines) -> str:
        """Return the next line in which something stands, or nothing."""
        for line in lines:
            lines.characters = 0
            if line.strip(_NOTHING):
                return line.removeprefix("\ufeff")
            self._row += 1
        return ""

    def _read_rows(self, rows: Iterator[list[str]], lines: _Lines, width: int) -> None:
        batch: list[list[str]] = []
        characters, expected = 0, 2
        lines.characters = 0
        for cells in rows:
            self._row += 1
            characters += lines.characters
            lines.characters = 0
            if not cells or (not cells[0].strip() and not any(map(str.strip, cells))):
                if not self._row % _PAGE_ROWS:
                    self._tell()
                continue
            if len(cells) != width:
                raise self._refused(_RAGGED, row=self._row, found=len(cells), expected=width)
            if self._row != expected:
                self._gaps[0].append(self._kept + len(batch))
                self._gaps[1].append(self._row)
            expected = self._row + 1
            batch.append(cells)
            if len(batch) == _PAGE_ROWS or characters > _PAGE_CHARACTERS:
                self._keep(batch)
                batch, characters = [], 0
        self._keep(batch)

    def _keep(self, batch: list[list[str]]) -> None:
        if self._kept + len(batch) > MOST_ROWS:
            raise self._refused(_TOO_MANY_ROWS, limit=MOST_ROWS)
        for column, cells in zip(self._pages, zip(*batch, strict=True), strict=False):
            column.append(page(cells))
        self._kept += len(batch)
        self._tell()

    def _tell(self) -> None:
        self._on_progress(min(self._file.tell() / max(self._bytes, 1), 1.0))

    def _refused(self, words: Bilingual, **values: object) -> TableError:
        return TableError(words.filled(file=self._name, **values))
