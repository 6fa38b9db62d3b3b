"""The text of messages as it is searched, and SQLite's full-text index over it."""

import sqlalchemy as sa
from alembic import op

from assistant.store.folding import fold

revision = "0002"
down_revision = "0001"

# An index over the messages' own column, kept by triggers: https://www.sqlite.org/fts5.html#external_content_tables
_INDEX = (
    "CREATE VIRTUAL TABLE message_search"
    " USING fts5(folded, content = 'messages', content_rowid = 'number', tokenize = 'trigram')",
    "CREATE TRIGGER message_search_insert AFTER INSERT ON messages BEGIN"
    " INSERT INTO message_search(rowid, folded) VALUES (new.number, new.folded); END",
    "CREATE TRIGGER message_search_delete AFTER DELETE ON messages BEGIN"
    " INSERT INTO message_search(message_search, rowid, folded) VALUES ('delete', old.number, old.folded); END",
    "CREATE TRIGGER message_search_update AFTER UPDATE ON messages WHEN old.folded <> new.folded BEGIN"
    " INSERT INTO message_search(message_search, rowid, folded) VALUES ('delete', old.number, old.folded);"
    " INSERT INTO message_search(rowid, folded) VALUES (new.number, new.folded); END",
)


def upgrade() -> None:
    """Add the column, fill it, and build the index where the database is SQLite."""
    op.add_column("messages", sa.Column("folded", sa.Text, nullable=False, server_default=""))
    messages = sa.table(
        "messages", sa.column("number", sa.Integer), sa.column("text", sa.Text), sa.column("folded", sa.Text)
    )
    connection = op.get_bind()
    for number, text in connection.execute(sa.select(messages.c.number, messages.c.text)).all():
        connection.execute(messages.update().where(messages.c.number == number).values(folded=fold(text)))
    if connection.dialect.name == "sqlite":
        for statement in _INDEX:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO message_search(message_search) VALUES ('rebuild')")
