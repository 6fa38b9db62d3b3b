"""Opening the database, whatever state it is in, and the stores that live in it, which are taken along in one file."""

import glob
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Protocol

import filelock
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from sqlalchemy import URL, text

from assistant.files import OF_THE_OWNER_ALONE, close_to_others, private_file, private_folder
from assistant.settings import Settings
from assistant.store.arriving import Arriving, take_in
from assistant.store.conversations import ConversationStore
from assistant.store.conversations.imported import Recompute, as_it_is, parsed
from assistant.store.database import Database, translated
from assistant.store.failures import (
    BROKEN_EXPORT,
    IN_MEMORY,
    LOCKED,
    MIGRATED,
    MOVED_ASIDE,
    DamagedError,
    StoreError,
)
from assistant.store.limits import Limits
from assistant.store.messages import LOCAL
from assistant.store.migrating import check_version, migrate, newest, revision
from assistant.text import Bilingual

_DEFAULT_LIMITS = Limits()


class Store(Protocol):
    """What lives in the database beside other stores, with tables and revisions of its own."""

    name: str
    """Its part of an export, e.g. "conversations"."""

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong with it now."""

    def tidy(self) -> None:
        """Set right what a killed process left, and remove for good what was deleted long ago; called once, on opening."""

    def close(self) -> None:
        """Save what could not be saved before, if possible."""

    def exported(self, owner: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """Return all that it keeps of an owner, as JSON that `importing` reads."""

    def importing(self, exported: Any, owner: str, recompute: Recompute) -> Arriving:  # noqa: ANN401
        """Return what adds an export's part as an owner's.

        Raises:
            QuotaError: The owner has no room for it.
            StoreError: It is anything else.
        """


class ExportedStores(BaseModel):
    """The file in which a learner takes everything along."""

    format: Literal["pm-coach-data"]
    version: Literal[1]
    exported_at: AwareDatetime
    stores: dict[str, Any] = Field(max_length=100)
    """Each store's part, by its name."""


class Stores:
    """One database and the stores in it."""

    def __init__(
        self,
        database: Database | None = None,
        notices: Iterable[Bilingual] = (),
        lasting: Bilingual | None = None,
        limits: Limits = _DEFAULT_LIMITS,
    ) -> None:
        """Hand a database to its stores.

        Args:
            database: One that is up to date, as `open_stores` opens it; without it everything lives in memory, as long
                as this object does.
            notices: What people should be told about it once.
            lasting: What stays wrong as long as it is used.
            limits: How much a visitor can keep, and how much can be taken in at once.
        """
        self._database = database or Database("sqlite://")
        if not database:
            migrate(self._database)
        self._opening_notices, self._lasting = tuple(notices), lasting
        self._limits = limits
        # One file at a time: what a file becomes while it is read takes a multiple of its size.
        self._importing = Lock()
        self.conversations = ConversationStore(self._database, limits)
        self._all: tuple[Store, ...] = (self.conversations,)

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told: what happened on opening, and what is wrong now."""
        return (*self._opening_notices, *filter(None, (self.problem,)))

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong now; None as soon as the database works."""
        return next(filter(None, (store.problem for store in self._all)), self._lasting)

    @property
    def place(self) -> str | None:
        """Where everything is kept: a path, or an address without its password; None where only memory keeps it."""
        return None if self._database.in_memory else self._database.place

    def tidy(self) -> None:
        """Let every store set right what a killed process left.

        Raises:
            StoreError: The database can't be written.
        """
        for store in self._all:
            store.tidy()

    def close(self) -> None:
        """Save what could not be saved before, if possible, and close the connections."""
        for store in self._all:
            store.close()
        self._database.close()

    def export_json(self, owner: str = LOCAL) -> str:
        """Return all that is kept of an owner, as JSON that `import_json` reads.

        Raises:
            StoreError: The database can't be read.
        """
        stores = {store.name: store.exported(owner) for store in self._all}
        file = {"format": "pm-coach-data", "version": 1, "exported_at": datetime.now(UTC).isoformat()}
        return json.dumps(file | {"stores": stores}, ensure_ascii=False, indent=1)

    def import_json(self, text: str, owner: str = LOCAL, recompute: Recompute = as_it_is) -> str | None:
        """Add what `export_json` wrote, or one exported conversation, as an owner's; all of it or nothing.

        Others can read and write meanwhile.

        Args:
            text: The file.
            owner: Whose it will be.
            recompute: Makes anew what a message says of the sources.

        Returns:
            The id of the conversation where the file holds just one, to open it; None for everything.

        Raises:
            QuotaError: The owner has no room for it.
            StoreError: The text is anything else.
        """
        with self._importing:
            file = parsed(text, self._limits.import_characters)
            if not isinstance(file, dict) or file.get("format") != "pm-coach-data":
                return self.conversations.import_one(file, owner, recompute)
            self._import_all(file, owner, recompute)
            return None

    def _import_all(self, file: dict[str, Any], owner: str, recompute: Recompute) -> None:
        known = {store.name: store for store in self._all}
        try:
            found = ExportedStores.model_validate(file)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
            raise StoreError(BROKEN_EXPORT.filled(where=where)) from error
        # A part of a store that this version does not know yet would be lost without a word.
        if unknown := sorted(found.stores.keys() - known):
            raise StoreError(BROKEN_EXPORT.filled(where=f"stores.{unknown[0]}"))
        take_in(
            self._database,
            [known[name].importing(part, owner, recompute) for name, part in found.stores.items()],
        )


FILE_NAME = "conversations.db"


def open_stores(settings: Settings) -> Stores:
    """Return the stores of the database that the settings name, up to date and with nothing left half done.

    A damaged SQLite file is moved aside and a new one begun; an older one is copied and brought up to date. Where the
    database can't be used, it is left alone and the stores live in memory. `notices` says what happened.
    """
    limits = Limits(
        conversations=settings.visitor_conversations,
        messages=settings.visitor_messages,
        characters=settings.visitor_characters,
        import_characters=settings.import_characters,
    )
    try:
        database = Database(
            settings.database_url or URL.create("sqlite", database=str(settings.data_dir / FILE_NAME))
        )
        if database.file and database.file.parent == settings.data_dir.absolute():
            with suppress(OSError):  # Opening the file tells it in words.
                private_folder(settings.data_dir)
        return open_database(database, limits)
    except StoreError as error:
        return Stores(lasting=IN_MEMORY.filled(problem=error.message), limits=limits)


def open_database(database: Database, limits: Limits = _DEFAULT_LIMITS) -> Stores:
    """Return the stores of a database.

    Raises:
        StoreError: It can't be used. Nothing has changed then.
    """
    try:
        notices = _prepared_file(database, database.file) if database.file else _prepared(database)
        stores = Stores(database, notices, limits=limits)
        stores.tidy()
    except StoreError:
        database.close()
        raise
    return stores


def _prepared(database: Database) -> tuple[Bilingual, ...]:
    migrate(database)
    return ()


def _prepared_file(database: Database, file: Path) -> tuple[Bilingual, ...]:
    """Examine a file and bring it up to date, one process at a time; return what people should be told."""
    notices: list[Bilingual] = []
    with _alone_with(database, file):
        try:
            found = _examined(database) if file.exists() else None
        except DamagedError:
            database.close()
            notices.append(MOVED_ASIDE.filled(place=_move_aside(file)))
            found = None
        if found is not None and found != newest():
            notices.append(MIGRATED.filled(place=_copied(file)))
        # SQLite gives what it writes beside a file, which holds the latest messages, the file's own mode.
        private_file(file)
        migrate(database)
    return tuple(notices)


@contextmanager
def _alone_with(database: Database, file: Path) -> Iterator[None]:
    try:
        # Whose folder it is, where it was there before, is not for this program to say.
        if not file.parent.exists():
            private_folder(file.parent)
        close_to_others(*file.parent.glob(f"{glob.escape(file.name)}*"))
        lock = file.with_name(file.name + ".lock")
        with filelock.FileLock(lock, timeout=database.busy_seconds, mode=OF_THE_OWNER_ALONE):
            yield
    except filelock.Timeout as error:
        raise StoreError(LOCKED) from error
    except (OSError, sqlite3.Error) as error:
        raise translated(error, database.place) from error


def _examined(database: Database) -> str | None:
    """Return the revision of a file that is whole and not too new.

    Raises:
        DamagedError: It is damaged, or no SQLite file.
        StoreError: It is from a newer version, or can't be read.
    """
    with database.reading() as session:
        found = revision(session.connection())
        check_version(found)
        problem = session.scalar(text("PRAGMA quick_check(1)"))
    if problem != "ok":
        raise translated(_corrupt(str(problem)), database.place)
    return found


def _corrupt(problem: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(problem)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _move_aside(file: Path) -> Path:
    aside = _free_name(file, "corrupt")
    # SQLite finds the write-ahead log, which may hold the latest messages, by this name only.
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            file.with_name(file.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _copied(file: Path) -> Path:
    copy = _free_name(file, f"before-{newest()}")
    private_file(copy)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _free_name(file: Path, word: str) -> Path:
    name = f"{file.name}.{word}-{datetime.now():%Y-%m-%dT%H%M%S}"
    free = file.with_name(name)
    count = 1
    while free.exists():
        count += 1
        free = file.with_name(f"{name}-{count}")
    return free
