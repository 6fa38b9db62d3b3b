"""Opening the database, whatever state it is in: examined, brought up to date, moved aside where it is damaged."""

import glob
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import filelock
from sqlalchemy import URL, text

from assistant.files import OF_THE_OWNER_ALONE, close_to_others, private_file, private_folder
from assistant.settings import Settings
from assistant.store.database import Database, translated
from assistant.store.failures import IN_MEMORY, LOCKED, MIGRATED, MOVED_ASIDE, DamagedError, StoreError
from assistant.store.limits import Limits
from assistant.store.migrating import check_version, migrate, newest, revision
from assistant.store.stores import Stores
from assistant.text import Bilingual

FILE_NAME = "conversations.db"
_DEFAULT_LIMITS = Limits()


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
