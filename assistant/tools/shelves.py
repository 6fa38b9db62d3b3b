"""All learners' shelves of tables: what stands on them, what is taken away with what used it, and what nobody uses any more."""

import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from assistant.files import private_folder
from assistant.tools.progress import Progress, untold
from assistant.tools.tables import DataTable, Tables, TableShelf

UNUSED_KEPT = timedelta(days=30)
"""How long a table stays that no conversation uses, from when it was last used."""
UNDONE_WITHIN = timedelta(seconds=30)
"""How long what was taken away can be brought back."""
_AWAY = ".away-"
_EXAMPLES = 50
_TOUCHED_EVERY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table on a shelf."""

    name: str
    size: int
    """Bytes."""
    used: datetime
    """When it was put there or last used, to the day, in UTC."""


class Shelves:
    """The shelves in a folder, one an owner."""

    def __init__(self, folder: Path) -> None:
        """Name the folder where all shelves stand."""
        self._folder = folder

    def of(self, owner: str) -> TableShelf:
        """Return an owner's shelf."""
        return TableShelf(self._folder, owner)

    def opener(self, owner: str) -> Tables:
        """Return what opens an owner's tables for a run, and takes note that they are used."""
        shelf = self.of(owner)

        def opened(name: str, on_progress: Progress = untold) -> DataTable:
            table = shelf.open(name, on_progress)
            _touch(shelf.folder / name)
            return table

        return opened

    def kept(self, owner: str) -> tuple[KeptTable, ...]:
        """Return what stands on an owner's shelf, by name."""
        found = ((path.name, path.stat()) for path in _tables_in(self.of(owner).folder))
        return tuple(
            KeptTable(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))
            for name, facts in sorted(found)
        )

    def preview(self, owner: str, name: str) -> DataTable:
        """Return a table's columns and its first rows; the first time, all of it is read.

        Raises:
            TableError: There is none of this name.
        """
        shelf = self.of(owner)
        try:
            facts = [path.stat() for path in _files_of(shelf.folder, name)]
        except OSError:
            # Whoever opens it says in words what is wrong.
            return shelf.open(name)
        state = tuple((each.st_mtime_ns, each.st_size) for each in facts)
        return _preview(self._folder, owner, name, state)

    def remove(self, owner: str, names: Iterable[str]) -> None:
        """Remove tables for good; what is not there is left out.

        Raises:
            OSError: The disk refuses.
        """
        folder = self.of(owner).folder
        for name in names:
            for path in _files_of(folder, name):
                path.unlink(missing_ok=True)

    def put_away(self, owner: str, names: Iterable[str], mark: str) -> None:
        """Take tables off a shelf; for half a minute they can be brought back.

        Args:
            owner: Whose shelf.
            names: The tables; what is not there is left out.
            mark: What they are brought back by; letters and digits.

        Raises:
            OSError: The disk refuses.
        """
        folder = self.of(owner).folder
        away = folder / (_AWAY + mark)
        for name in names:
            for path in _files_of(folder, name):
                private_folder(away)
                path.replace(away / path.name)

    def bring_back(self, owner: str, mark: str) -> None:
        """Bring back what was put away under a mark; what has taken its place meanwhile stays.

        Raises:
            OSError: The disk refuses.
        """
        folder = self.of(owner).folder
        away = folder / (_AWAY + mark)
        for path in list(away.iterdir()) if away.is_dir() else ():
            if not (folder / path.name).exists():
                path.replace(folder / path.name)
        shutil.rmtree(away, ignore_errors=True)

    def forget(self, owner: str, mark: str) -> None:
        """Remove for good what was put away under a mark."""
        shutil.rmtree(self.of(owner).folder / (_AWAY + mark), ignore_errors=True)

    def sweep(self, in_use: Collection[tuple[str, str]], older_than: timedelta = UNUSED_KEPT) -> int:
        """Remove for good what nobody has used for so long, and what was put away; return how many tables.

        Args:
            in_use: Tables that stay however old they are: each one's owner and name.
            older_than: Since when the others were not used.
        """
        staying = {self.of(owner).folder / name for owner, name in in_use}
        removed = 0
        for shelf in self._folder.iterdir() if self._folder.is_dir() else ():
            for away in shelf.glob(f"{_AWAY}*"):
                if _age(away) > UNDONE_WITHIN.total_seconds():
                    shutil.rmtree(away, ignore_errors=True)
            old = (path for path in _tables_in(shelf) if _age(path) > older_than.total_seconds())
            for path in [path for path in old if path not in staying]:
                with suppress(OSError):
                    for each in _files_of(shelf, path.name):
                        each.unlink(missing_ok=True)
                    removed += 1
        return removed


@lru_cache(maxsize=64)
def _preview(folder: Path, owner: str, name: str, state: object) -> DataTable:  # noqa: ARG001 - tells when it is another one
    table = TableShelf(folder, owner).open(name)
    first = replace(table, pages=tuple(pages[:1] for pages in table.pages)).rows[:_EXAMPLES]
    return replace(DataTable.of_rows(name, table.header, first), mapping=table.mapping)


def _tables_in(shelf: Path) -> Iterator[Path]:
    """Yield the tables of a shelf; what begins with a dot belongs to one, or is being written."""
    with suppress(OSError):
        yield from (path for path in shelf.iterdir() if not path.name.startswith(".") and path.is_file())


def _files_of(shelf: Path, name: str) -> list[Path]:
    """Return a table's file, and what is kept beside it; none where there is no such table."""
    if Path(name).name != name or name.startswith("."):
        return []
    return [path for path in (shelf / name, *shelf.glob(f".{_escaped(name)}.*")) if path.is_file()]


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "[*?" else character for character in name)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _touch(path: Path) -> None:
    if _age(path) > _TOUCHED_EVERY_SECONDS:
        with suppress(OSError):
            os.utime(path)
