"""Which of its owner's tables a conversation uses, so that they go with it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the list; no conversation has used a table before."""
    op.create_table(
        "conversation_files",
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "name"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
    )
