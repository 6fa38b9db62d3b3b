"""Older databases brought up to date."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from assistant.settings import Settings
from assistant.store.conversations.room import usage
from assistant.store.database import Base, Database
from assistant.store.failures import StoreError
from assistant.store.migrating import migrate, newest
from assistant.store.opening import open_database, open_stores
from tests.store.sample import question

_CONVERSATION = """
INSERT INTO conversations VALUES ('c1', '旧', false, 'zh', '2026-01-02 03:04:05', '2026-01-02 03:04:05', NULL)
"""
_MESSAGE = """
INSERT INTO messages (id, conversation_id, position, role, text, language, status, engine, payload, created_at)
VALUES ('q1', 'c1', 0, 'user', '什么是學習率？', 'zh', 'complete', '', '{}', '2026-01-02 03:04:05')
"""


def test_an_older_database_is_brought_up_to_date_with_all_it_holds(url: str, tmp_path: Path) -> None:
    old = Database(url)
    migrate(old, "0001")
    with old.writing() as session:
        session.execute(text(_CONVERSATION))
        session.execute(text(_MESSAGE))
    old.close()
    stores = open_stores(Settings(database_url=url))
    assert stores.conversations.messages("c1") == (question("什么是學習率？"),)
    assert [hit.message_id for hit in stores.conversations.search("学习率")] == ["q1"]
    copies = list(tmp_path.glob("conversations.db.before-*"))
    # A server's backups are its owner's affair.
    assert len(copies) == len(stores.notices) == url.startswith("sqlite")
    for copy in copies:
        assert str(copy) in stores.notices[0].zh
        assert str(copy) in stores.notices[0].en
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT version_num FROM pm_coach_version").fetchone() == ("0001",)
            assert connection.execute("SELECT count(*) FROM messages").fetchone() == (1,)


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(database: Database) -> None:
    with database.writing() as session:
        # Another program's: ours come to it after they have made two tables of their own.
        session.execute(text("CREATE TABLE feedback (stars integer)"))
    with pytest.raises(StoreError, match="feedback"):
        open_database(database)
    with database.connected() as connection:
        assert inspect(connection).get_table_names() == ["feedback"]


def test_the_revisions_end_in_the_tables_of_the_models(database: Database) -> None:
    migrate(database)
    with database.connected() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert newest() == "0005"
    # SQLite's full-text index and the version are no tables of the models.
    assert all(isinstance(item, tuple) and item[0] == "remove_table" for item in differences), differences


_RUN = '{"tool_calls": [{"id": "t", "name": "x", "arguments": {}, "result": {"parameters": {"seed": 7}, "charts": 1}}]}'


def test_results_that_came_with_a_file_are_forgotten_and_all_messages_are_measured(url: str) -> None:
    old = Database(url)
    migrate(old, "0003")
    with old.writing() as session:
        for name, began in (("own", "2026-01-02 03:04:05"), ("imported", "2025-01-01 00:00:00")):
            session.execute(text(_CONVERSATION.replace("NULL", "NULL, ''").replace("c1", name)))
            session.execute(
                text("UPDATE conversations SET created_at = :began WHERE id = :id").bindparams(
                    began=began if url.startswith("sqlite") else datetime.fromisoformat(f"{began}Z"), id=name
                )
            )
            message = _MESSAGE.replace("{}", _RUN).replace("q1", f"q-{name}").replace("c1", name)
            session.execute(text(message))
    old.close()
    stores = open_stores(Settings(database_url=url))
    (own,), (imported,) = (stores.conversations.messages(name) for name in ("own", "imported"))
    assert own.tool_calls[0].result == {"parameters": {"seed": 7}, "charts": 1}
    assert (imported.tool_calls[0].result, imported.tool_calls[0].values) == (None, {"seed": 7})
    with Database(url).reading() as session:
        assert usage(session, "").messages == 2
        assert usage(session, "").characters > 200
