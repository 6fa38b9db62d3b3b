"""Bringing a database up to this version."""

import logging
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect, text

from assistant.store.database import Database
from assistant.store.failures import NEWER, StoreError

# Its own name: a PostgreSQL database may be shared with another program that uses Alembic.
_VERSION_TABLE = "pm_coach_version"
_FOLDER = Path(__file__).parent / "migrations"
# Each store keeps its own revisions; together they are one history.
_REVISIONS = [str(folder) for folder in sorted(_FOLDER.parent.glob("*/migrations"))]
_POSTGRES_LOCK = 0x504D436F616368
# Alembic keeps the migration that runs in its modules: a second one at the same time would write to the first's database.
_alembic = Lock()

_log = logging.getLogger(__name__)


def revision(connection: Connection) -> str | None:
    """Return the database's revision; None for one that is new."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    return found


def check_version(found: str | None) -> None:
    """Accept the revisions that this version knows.

    Raises:
        StoreError: The database is from a newer version.
    """
    if found is not None and found not in _revisions():
        raise StoreError(NEWER.filled(revision=found))


def newest() -> str:
    """Return the revision of this version."""
    return _revisions()[0]


def migrate(database: Database, target: str = "head") -> None:
    """Apply the revisions that a database lacks, in one transaction.

    Args:
        database: Any; one that is new gets its tables.
        target: The revision to stop at.

    Raises:
        StoreError: It is from a newer version, or can't be written; nothing has changed then.
    """
    # Alembic takes a while to import, and a database is seldom older.
    from alembic import command
    from alembic.config import Config

    with _alembic, database.connected() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        found = revision(connection)
        check_version(found)
        if found == newest():
            return
        config = Config(attributes={"connection": connection, "version_table": _VERSION_TABLE})
        config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", os.pathsep.join(_REVISIONS).replace("%", "%%"))
        command.upgrade(config, target)
        _log.info("migrated %s from %s to %s", database.place, found, target)


@lru_cache(maxsize=1)
def _revisions() -> tuple[str, ...]:
    """Return all revisions, the newest first."""
    from alembic.script import ScriptDirectory

    return tuple(
        script.revision
        for script in ScriptDirectory(str(_FOLDER), version_locations=_REVISIONS).walk_revisions()
    )
