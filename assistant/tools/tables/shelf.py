"""A learner's tables, kept by their names, each with what the learner said of its columns."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from assistant.files import private_folder, replacing
from assistant.text import Bilingual, normalize
from assistant.tools.progress import Progress, untold
from assistant.tools.tables.reading import SUFFIXES, columns_at, read_table, table_at, unreadable
from assistant.tools.tables.table import DataTable, TableError

MOST_FILES = 100
MOST_BYTES = 2**30
"""Of all tables on a shelf."""
_MOST_MAPPED = 100
"""Columns of a table that are mapped, over all demos."""
_LONGEST_MAPPING = 2**16
"""Bytes of what is kept of them."""
_NAME_BYTES = 180
"""Of a name in UTF-8: file systems take 255, and what stands beside it is called a little longer."""

_NO_FILE = Bilingual(
    zh="没有叫“{file}”的表格。请在演示的表单里选一个 CSV 或 Excel 文件。",
    en='There is no table "{file}". Please choose a CSV or Excel file in the demo\'s form.',
)
_WRONG_KIND = Bilingual(
    zh="“{file}”不是表格文件。请用 .csv、.tsv、.txt 或 .xlsx。",
    en='"{file}" is no table; please use .csv, .tsv, .txt or .xlsx.',
)
_MAPPED_TOO_MUCH = Bilingual(
    zh="“{file}”最多能对应 {limit} 列。", en='At most {limit} columns of "{file}" can be mapped.'
)
_TOO_MANY = Bilingual(
    zh="已经有 {limit} 个表格，放不下了。", en="There are {limit} tables already; there is no room for more."
)
_TOO_MUCH = Bilingual(
    zh="你的表格加起来会超过 {limit:,} MB，放不下了。",
    en="Your tables would have more than {limit:,} MB together; there is no room for more.",
)


class Tables(Protocol):
    """Opens a table by its name; raises TableError where there is none."""

    def __call__(self, name: str, on_progress: Progress = untold, /) -> DataTable: ...  # noqa: D102


def no_tables(name: str, on_progress: Progress = untold) -> DataTable:  # noqa: ARG001
    """Know no table at all."""
    raise TableError(_NO_FILE.filled(file=name))


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

    def add(self, data: bytes, name: str, on_progress: Progress = untold) -> str:
        """Keep a table and return the name that it is kept under; the same file is kept once.

        Raises:
            TableError: It is none, or can't be kept.
        """
        name = _file_name(name)
        if Path(name).suffix.lower() not in SUFFIXES:
            raise TableError(_WRONG_KIND.filled(file=name))
        read_table(data, name, on_progress)
        try:
            kept = self._free_name(data, name)
            if not (self.folder / kept).exists():
                self._write(data, kept)
        except OSError as error:
            raise unreadable(name, error) from error
        return kept

    def open(self, name: str, on_progress: Progress = untold) -> DataTable:
        """Return a table of this shelf, with what the learner said of its columns.

        Raises:
            TableError: There is none of this name.
        """
        return replace(table_at(self._path(name), on_progress), mapping=self._mapping(name))

    def columns_of(self, name: str) -> tuple[str, ...]:
        """Return what a table's columns are called, in order.

        Raises:
            TableError: There is none of this name.
        """
        return columns_at(self._path(name))

    def outline(self, name: str) -> DataTable:
        """Return a table's columns, with what the learner said of them, without rows; quick however large it is.

        Raises:
            TableError: There is none of this name.
        """
        header = DataTable.of_rows(name, self.columns_of(name), [])
        return replace(header, mapping=self._mapping(name))

    def map_columns(self, name: str, mapping: Mapping[str, str]) -> None:
        """Keep which columns of a table stand for those that a demo needs; what was said of others before stays.

        Args:
            name: The table's.
            mapping: By the demo's name for a column, what the file calls it.

        Raises:
            TableError: There is no such table, or it has no such column.
        """
        header = DataTable.of_rows(name, self.columns_of(name), [])
        known = {**self._mapping(name), **header.mapped(mapping).mapping}
        written = json.dumps(known, ensure_ascii=False).encode()
        if len(known) > _MOST_MAPPED or len(written) > _LONGEST_MAPPING:
            raise TableError(_MAPPED_TOO_MUCH.filled(file=name, limit=_MOST_MAPPED))
        try:
            with replacing(self._beside(name), durable=False) as file:
                file.write(written)
        except OSError as error:
            raise unreadable(name, error) from error

    def _path(self, name: str) -> str:
        # Only ever a name, never a path: it may come from a message, a link or a model.
        if _file_name(name) != name or not (self.folder / name).is_file():
            raise TableError(_NO_FILE.filled(file=name[:_NAME_BYTES]))
        return str(self.folder / name)

    def _beside(self, name: str) -> Path:
        # No table's name begins with a dot.
        return self.folder / f".{name}.columns"

    def _mapping(self, name: str) -> dict[str, str]:
        """Return what the learner said of a table's columns; nothing where that can't be read."""
        try:
            with self._beside(name).open("rb") as file:
                known = json.loads(file.read(_LONGEST_MAPPING))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}

    def _free_name(self, data: bytes, name: str) -> str:
        stem, suffix = Path(name).stem, Path(name).suffix
        number, kept = 1, name
        while (self.folder / kept).exists() and not _holds(self.folder / kept, data):
            number += 1
            kept = f"{stem} ({number}){suffix}"
        return kept

    def _write(self, data: bytes, name: str) -> None:
        private_folder(self.folder)
        sizes = [path.stat().st_size for path in self.folder.iterdir() if not path.name.startswith(".")]
        if len(sizes) >= MOST_FILES:
            raise TableError(_TOO_MANY.filled(limit=MOST_FILES))
        if sum(sizes) + len(data) > MOST_BYTES:
            raise TableError(_TOO_MUCH.filled(limit=MOST_BYTES // 2**20))
        # What was said of another file of this name that was taken away.
        with suppress(FileNotFoundError):
            self._beside(name).unlink()
        with replacing(self.folder / name, durable=False) as file:
            file.write(data)


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _file_name(name: str) -> str:
    """Return a bare name that every system takes and that leads nowhere else."""
    bare = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    bare = "".join(character for character in bare if character.isprintable() and character not in '<>:"|?*')
    stem, dot, suffix = bare.strip(" .").rpartition(".")
    return f"{_cut(stem or suffix)}{dot}{suffix[:8]}" if stem else _cut(suffix)


def _cut(name: str) -> str:
    return name.encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore")
