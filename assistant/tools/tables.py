"""Tables that people bring: a file of comma-, semicolon- or tab-separated values, read, bounded and kept by its name."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.documents.decoding import UndecodableError, decode
from assistant.files import private_folder, replacing
from assistant.text import Bilingual, ExplainedError, normalize

SUFFIXES = (".csv", ".tsv", ".txt")
LARGEST_BYTES = 50 * 2**20
MOST_ROWS = 1_000_000
MOST_FILES = 100
_MOST_MAPPED = 100
"""Columns of a table that are mapped, over all demos."""
_LONGEST_MAPPING = 2**16
"""Bytes of what is kept of them."""
_SAMPLE_CHARACTERS = 8192
_NAME_CHARACTERS = 120
_DELIMITERS = ",;\t"

_EMPTY = Bilingual(
    zh="“{file}”里没有表格：第一行要是列名，下面至少一行数据。",
    en='"{file}" holds no table: its first line must name the columns, and at least one row must follow.',
)
_TOO_LARGE = Bilingual(
    zh="“{file}”有 {size:,} MB，表格最大 {limit} MB。请只留下需要的行和列。",
    en='"{file}" has {size:,} MB; a table may have {limit} MB. Please keep only the rows and columns that are needed.',
)
_TOO_LONG = Bilingual(
    zh="“{file}”超过 {limit:,} 行。请只留下需要的行。",
    en='"{file}" has more than {limit:,} rows. Please keep only those that are needed.',
)
_RAGGED = Bilingual(
    zh="“{file}”第 {row} 行有 {found} 列，表头有 {expected} 列。请检查这一行的分隔符和引号。",
    en='Row {row} of "{file}" has {found} columns, its header {expected}. Please check the separators and quotes in that row.',
)
_MALFORMED = Bilingual(
    zh="“{file}”第 {row} 行读不了：引号没有配对，或者一格太长。",
    en='Row {row} of "{file}" cannot be read: a quote is not closed, or a cell is too long.',
)
_NO_COLUMN = Bilingual(
    zh="“{file}”里没有{columns}这{count}列，现有的列：{found}。",
    en='"{file}" has no {noun} {columns}; it has: {found}.',
)
_QUOTED = Bilingual(zh="“{name}”", en='"{name}"')
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")
_NO_SUCH_COLUMN = Bilingual(
    zh="“{file}”里没有叫“{column}”的列，现有的列：{found}。",
    en='"{file}" has no column that is called "{column}"; it has: {found}.',
)
_NO_FILE = Bilingual(
    zh="没有叫“{file}”的表格。请在演示的表单里选一个 CSV 文件。",
    en='There is no table "{file}". Please choose a CSV file in the demo\'s form.',
)
_UNREADABLE = Bilingual(zh="“{file}”读不了：{reason}。", en='"{file}" cannot be read: {reason}.')
_WRONG_KIND = Bilingual(
    zh="“{file}”不是表格文件。请用 .csv、.tsv 或 .txt。",
    en='"{file}" is no table; please use .csv, .tsv or .txt.',
)
_MAPPED_TOO_MUCH = Bilingual(
    zh="“{file}”最多能对应 {limit} 列。", en='At most {limit} columns of "{file}" can be mapped.'
)
_TOO_MANY = Bilingual(
    zh="已经有 {limit} 个表格，放不下了。", en="There are {limit} tables already; there is no room for more."
)


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
        names = [_QUOTED.filled(name=column.title) for column in columns]
        super().__init__(
            _NO_COLUMN.filled(
                file=file,
                columns=_listed(names),
                count="" if len(columns) == 1 else "些",
                noun="column" if len(columns) == 1 else "columns",
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
    """Rows and columns, all cells text."""

    name: str
    """The file's name."""
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    took: Mapping[str, str] = field(default_factory=dict)
    """Which column of the file stands for each that was asked for, by the demo's name for it."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Which column of the file the learner said stands for one that a demo needs, by the demo's name for it."""

    def column(self, name: str) -> list[str]:
        """Return the cells of a column that was asked for, in order."""
        position = self.header.index(self.took[name])
        return [row[position] for row in self.rows]

    def has(self, name: str) -> bool:
        """Return whether the file has an optional column that was asked for."""
        return name in self.took

    def mapped(self, mapping: Mapping[str, str]) -> "DataTable":
        """Return the table with what the learner says of its columns: by a demo's name for one, what the file calls it.

        Raises:
            TableError: The file has no such column.
        """
        for title in mapping.values():
            if title not in self.header:
                raise TableError(
                    _NO_SUCH_COLUMN.filled(
                        file=self.name, column=title[:_NAME_CHARACTERS], found=_headers(self.header)
                    )
                )
        return replace(self, mapping={**self.mapping, **mapping})

    def with_columns(self, columns: Sequence[Column]) -> "DataTable":
        """Return the table with its columns matched to those that are needed: as the learner mapped them, or by name and alias.

        Raises:
            MissingColumnsError: Some are missing that are not optional.
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
        return replace(self, took=took)


Tables = Callable[[str], DataTable]
"""Opens a table by its name; raises TableError where there is none."""


def no_tables(name: str) -> DataTable:
    """Know no table at all."""
    raise TableError(_NO_FILE.filled(file=name))


def table_at(path: str) -> DataTable:
    """Return the table in a file, for whoever sits at this computer.

    Raises:
        TableError: There is no such file, or it is no table.
    """
    try:
        size = Path(path).stat().st_size
        if size > LARGEST_BYTES:
            raise TableError(
                _TOO_LARGE.filled(file=Path(path).name, size=size // 2**20, limit=LARGEST_BYTES // 2**20)
            )
        data = Path(path).read_bytes()
    except OSError as error:
        raise TableError(
            _UNREADABLE.filled(file=path, reason=error.strerror or type(error).__name__)
        ) from error
    return read_table(data, Path(path).name)


def read_table(data: bytes, name: str) -> DataTable:
    """Return the table that a file's bytes hold: any encoding that `documents` reads, separated by commas, semicolons or tabs.

    Raises:
        TableError: They hold none, or too large a one.
    """
    if len(data) > LARGEST_BYTES:
        raise TableError(_TOO_LARGE.filled(file=name, size=len(data) // 2**20, limit=LARGEST_BYTES // 2**20))
    try:
        text = decode(data).removeprefix("\ufeff")
    except UndecodableError as error:
        raise TableError(error.message.filled(file=name)) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    try:
        for cells in reader:
            row = tuple(cell.strip() for cell in cells)
            if not any(row):
                continue
            if not header:
                header = row
            elif len(row) != len(header):
                raise TableError(
                    _RAGGED.filled(file=name, row=reader.line_num, found=len(row), expected=len(header))
                )
            elif len(rows) == MOST_ROWS:
                raise TableError(_TOO_LONG.filled(file=name, limit=MOST_ROWS))
            else:
                rows.append(row)
    except csv.Error as error:
        raise TableError(_MALFORMED.filled(file=name, row=reader.line_num)) from error
    if not rows:
        raise TableError(_EMPTY.filled(file=name))
    return DataTable(name, header, rows)


class TableShelf:
    """A learner's tables, kept in a folder by their names."""

    def __init__(self, folder: Path, owner: str) -> None:
        """Name the shelf of an owner; its folder is made when something is put there.

        Args:
            folder: Where all shelves stand.
            owner: Whose it is; nobody sees another's.
        """
        self.folder = folder / hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        """Where they lie."""

    def add(self, data: bytes, name: str) -> str:
        """Keep a table and return the name that it is kept under; the same file is kept once.

        Raises:
            TableError: It is none, or can't be kept.
        """
        name = _file_name(name)
        if Path(name).suffix.lower() not in SUFFIXES:
            raise TableError(_WRONG_KIND.filled(file=name))
        read_table(data, name)
        try:
            kept = self._free_name(data, name)
            if not (self.folder / kept).exists():
                self._write(data, kept)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise TableError(_UNREADABLE.filled(file=name, reason=reason)) from error
        return kept

    def open(self, name: str) -> DataTable:
        """Return a table of this shelf.

        Raises:
            TableError: There is none of this name.
        """
        # Only ever a name, never a path: it may come from a message, a link or a model.
        if _file_name(name) != name or not (self.folder / name).is_file():
            raise TableError(_NO_FILE.filled(file=name[:_NAME_CHARACTERS]))
        return replace(table_at(str(self.folder / name)), mapping=self._mapping(name))

    def columns_of(self, name: str) -> tuple[str, ...]:
        """Return what a table's columns are called, in order.

        Raises:
            TableError: There is none of this name.
        """
        return self.open(name).header

    def map_columns(self, name: str, mapping: Mapping[str, str]) -> None:
        """Keep which columns of a table stand for those that a demo needs; what was said of others before stays.

        Args:
            name: The table's.
            mapping: By the demo's name for a column, what the file calls it.

        Raises:
            TableError: There is no such table, or it has no such column.
        """
        known = dict(self.open(name).mapped(mapping).mapping)
        written = json.dumps(known, ensure_ascii=False).encode()
        if len(known) > _MOST_MAPPED or len(written) > _LONGEST_MAPPING:
            raise TableError(_MAPPED_TOO_MUCH.filled(file=name, limit=_MOST_MAPPED))
        try:
            with replacing(self._mapping_of(name), durable=False) as file:
                file.write(written)
        except OSError as error:
            raise TableError(
                _UNREADABLE.filled(file=name, reason=error.strerror or type(error).__name__)
            ) from error

    def _mapping_of(self, name: str) -> Path:
        # No table's name begins with a dot.
        return self.folder / f".{name}.columns"

    def _mapping(self, name: str) -> dict[str, str]:
        """Return what the learner said of a table's columns; nothing where that can't be read."""
        try:
            with self._mapping_of(name).open("rb") as file:
                known = json.loads(file.read(_LONGEST_MAPPING))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}

    def _free_name(self, data: bytes, name: str) -> str:
        stem, suffix = Path(name).stem, Path(name).suffix
        number, kept = 1, name
        while (self.folder / kept).exists() and (self.folder / kept).read_bytes() != data:
            number += 1
            kept = f"{stem} ({number}){suffix}"
        return kept

    def _write(self, data: bytes, name: str) -> None:
        private_folder(self.folder)
        if sum(1 for _ in self.folder.iterdir()) >= MOST_FILES:
            raise TableError(_TOO_MANY.filled(limit=MOST_FILES))
        with replacing(self.folder / name, durable=False) as file:
            file.write(data)


def _listed(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(
        *(_LIST_SEPARATOR.of(language).join(name.of(language) for name in names) for language in ("zh", "en"))
    )


def _headers(header: Sequence[str]) -> Bilingual:
    return _listed([Bilingual(title, title) for title in header])


def _delimiter(text: str) -> str:
    """Return what separates the cells: what divides the header into most."""
    first = next((line for line in text[:_SAMPLE_CHARACTERS].splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _folded(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().replace("_", " ").split())


def _file_name(name: str) -> str:
    """Return a bare name that every system takes and that leads nowhere else."""
    bare = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    bare = "".join(character for character in bare if character.isprintable() and character not in '<>:"|?*')
    stem, dot, suffix = bare.strip(" .").rpartition(".")
    return f"{(stem or suffix)[:_NAME_CHARACTERS]}{dot}{suffix[:8]}" if stem else suffix[:_NAME_CHARACTERS]
