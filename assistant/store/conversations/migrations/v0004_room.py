"""How large messages are; and no results of demos that came with an imported file, which may be anything."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

# An imported conversation began, by its file, before its first message was written; any other began with it.
_IMPORTED = (
    "SELECT conversations.id FROM conversations WHERE conversations.created_at <>"
    " (SELECT min(messages.created_at) FROM messages WHERE messages.conversation_id = conversations.id)"
)


def upgrade() -> None:
    """Add the size and fill it; forget the imported results, which can be computed again."""
    _forget_imported_results()
    op.add_column("messages", sa.Column("size", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE messages SET size = length(text) + length(CAST(payload AS TEXT))")
    op.create_index("ix_messages_conversation_id_size", "messages", ["conversation_id", "size"])


def _forget_imported_results() -> None:
    kind = sa.JSON().with_variant(JSONB(), "postgresql")
    messages = sa.table(
        "messages", sa.column("number", sa.Integer), sa.column("conversation_id"), sa.column("payload", kind)
    )
    connection = op.get_bind()
    imported = [row[0] for row in connection.execute(sa.text(_IMPORTED))]
    for conversation_id in imported:
        wanted = sa.select(messages.c.number, messages.c.payload)
        for number, payload in connection.execute(
            wanted.where(messages.c.conversation_id == conversation_id)
        ).all():
            if isinstance(payload, dict) and payload.get("tool_calls"):
                calls = [_without_result(call) for call in payload["tool_calls"]]
                changed = messages.update().where(messages.c.number == number)
                connection.execute(changed.values(payload=payload | {"tool_calls": calls}))


def _without_result(call: object) -> object:
    if not isinstance(call, dict) or not isinstance(call.get("result"), dict):
        return call
    values = call["result"].get("parameters")
    return call | {"result": None, "values": values if isinstance(values, dict) else {}}
