"""Opening the database, whatever state it is in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import filelock
from sqlalchemy import URL, text

from assistant.settings import Settings
from assistant.store.database import Database, translated
from assistant.store.failures import (
    IN_MEMORY,
    LOCKED,
    MIGRATED,
    MOVED_ASIDE,
    DamagedError,
    StoreError,
)
from assistant.store.migrating import check_version, migrate, newest, revision
from assistant.store.stores import Stores
from assistant.text import Bilingual

FILE_NAME = "conversations.db"


def open_stores(settings: Settings) -> Stores:
    """Return the stores of the database that the settings name, up to date and with nothing left half done.

    A damaged SQLite file is moved aside and a new one begun; an older one is copied and brought up to date. Where the
    database can't be used, it is left alone and the stores live in memory. `notices` says what happened.
    """
    try:
        database = Database(
            settings.database_url or URL.create("sqlite", database=str(settings.data_dir / FILE_NAME))
        )
        return open_database(database)
    except StoreError as error:
        return Stores(lasting=IN_MEMORY.filled(problem=error.message))


def open_database(database: Database) -> Stores:
    """Return the stores of a database.

    Raises:
        StoreError: It can't be used. Nothing has changed then.
    """
    try:
        notices = _prepared_file(database, database.file) if database.file else _prepared(database)
        stores = Stores(database, notices)
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
        migrate(database)
    return tuple(notices)


@contextmanager
def _alone_with(database: Database, file: Path) -> Iterator[None]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(file.with_name(file.name + ".lock"), timeout=database.busy_seconds):
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
