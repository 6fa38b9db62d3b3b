"""One database, SQLite or PostgreSQL: its address, its connections, its transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, DateTime, Dialect, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from assistant.settings import install_command
from assistant.store.failures import (
    BAD_ADDRESS,
    CORRUPT,
    FULL,
    LOCKED,
    NO_DRIVER,
    OTHER,
    READ_ONLY,
    UNREACHABLE,
    DamagedError,
    StoreError,
)
from assistant.text import Bilingual, clean

BUSY_SECONDS = 5.0
"""How long to wait for another writer, and for a server to be reached."""

_REASON_CHARACTERS = 200
# https://www.sqlite.org/rescode.html: the lowest byte of a code says what kind it is.
_SQLITE = {
    5: LOCKED,
    6: LOCKED,
    3: READ_ONLY,
    8: READ_ONLY,
    14: READ_ONLY,
    13: FULL,
    11: CORRUPT,
    26: CORRUPT,
}
_SQLITE_IOERR_WRITES = {778, 1034, 4874}
"""Writing, syncing and growing a file: on a disk that is full."""
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {"53100": FULL, "55P03": LOCKED, "40P01": LOCKED, "25006": READ_ONLY, "42501": READ_ONLY}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; SQLite keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database keeps."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware moment."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What the tables of all stores share."""


class Database:
    """Transactions on a SQLite file, a SQLite database in memory, or a PostgreSQL server; for any number of threads."""

    def __init__(self, url: str | URL, busy_seconds: float = BUSY_SECONDS) -> None:
        """Prepare the connections; nothing is opened yet.

        Args:
            url: `sqlite://` is in memory; `sqlite:///FILE`; `postgresql://user:password@host/name`.
            busy_seconds: How long to wait for another writer, and for a server to be reached.

        Raises:
            StoreError: The address can't be used, or its driver is missing.
        """
        self.url = _readable(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.busy_seconds = busy_seconds
        name = self.url.database
        self.file = Path(name).absolute() if self.is_sqlite and name and name != ":memory:" else None
        self.in_memory = self.is_sqlite and not self.file
        # Within this process writers queue up here: SQLite's own waiting is by polling. In memory there is one connection.
        self._lock = RLock()
        try:
            self.engine = create_engine(self.url, **self._options())
        except ImportError as error:
            raise StoreError(NO_DRIVER.filled(command=install_command("postgres"))) from error
        if self.is_sqlite:
            event.listen(self.engine, "connect", self._prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(writes=True)

    @property
    def place(self) -> str:
        """The database as people know it: a path, or an address without its password."""
        return str(self.file or self.url.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that sees one state of the database.

        Raises:
            StoreError: It can't be read.
        """
        lock = self._lock if self.in_memory else nullcontext()
        with self._translated(), lock, self.engine.begin() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that writes everything, or nothing where an error leaves the block.

        Raises:
            StoreError: It can't be written.
        """
        with self.connected() as connection, Session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Open a transaction as `writing` does, for statements alone."""
        lock = self._lock if self.is_sqlite else nullcontext()
        with self._translated(), lock, self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections; a later transaction opens new ones."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise translated(error, self.place) from error

    def _options(self) -> dict[str, Any]:
        if not self.is_sqlite:
            wait = {"connect_timeout": max(1, round(self.busy_seconds))}
            return {"pool_pre_ping": True, "connect_args": wait}
        options: dict[str, Any] = {"connect_args": {"timeout": self.busy_seconds, "check_same_thread": False}}
        return options | ({"poolclass": StaticPool} if self.in_memory else {})

    def _prepare_sqlite(self, connection: sqlite3.Connection, _record: object) -> None:
        # Python's driver would begin transactions late and by itself; `_begin_sqlite` does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {round(self.busy_seconds * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        if self.file:
            connection.execute("PRAGMA journal_mode = WAL")
            # With a write-ahead log this survives a killed process; a power cut may cost the last moments, never the file.
            connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later could not wait for another writer, so writers say so at once.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _readable(url: str | URL) -> URL:
    try:
        found = make_url(url)
        if found.drivername in ("postgres", "postgresql"):
            found = found.set(drivername="postgresql+psycopg")
        if found.get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError(BAD_ADDRESS)
        found.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(BAD_ADDRESS) from error
    return found


def first_line(error: object) -> str:
    """Return an error's own words on one line of at most 200 characters."""
    return " ".join(clean(str(error)).split())[:_REASON_CHARACTERS]


def translated(error: SQLAlchemyError | sqlite3.Error | OSError, place: str) -> StoreError:
    """Return the StoreError for what SQLAlchemy, SQLite or the file system raised.

    Args:
        error: What was raised.
        place: The database as people know it: a path, or an address without its password.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    text = _kind(error, cause)
    kind = DamagedError if text is CORRUPT else StoreError
    return kind(text.filled(place=place, reason=first_line(cause)))


def _kind(error: Exception, cause: BaseException) -> Bilingual:
    if isinstance(cause, OSError):
        return FULL if cause.errno in (28, 122) else READ_ONLY
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None) or 0
        return FULL if code in _SQLITE_IOERR_WRITES else _SQLITE.get(code & 0xFF, OTHER)
    state = getattr(cause, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state]
    lost = isinstance(error, DBAPIError) and (error.connection_invalidated or state is None)
    return UNREACHABLE if lost or str(state)[:2] in ("08", "28", "3D", "57") else OTHER
