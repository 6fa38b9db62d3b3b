"""Whose conversations are whose, for a coach that several people share."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the owner; what is there already belongs to whoever uses this computer."""
    op.add_column("conversations", sa.Column("owner", sa.String, nullable=False, server_default=""))
    op.create_index("ix_conversations_owner_updated_at", "conversations", ["owner", "updated_at"])
