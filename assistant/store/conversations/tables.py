"""The tables: conversations, their messages, and what learners thought of the answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.database import Base, UtcDateTime


class ConversationRow(Base):
    """A conversation."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner_updated_at", "owner", "updated_at"),)

    id: Mapped[str] = mapped_column(String, primary_key=True)
    title: Mapped[str] = mapped_column(String)
    title_given: Mapped[bool] = mapped_column(Boolean)
    """Whether the learner named it; otherwise its first question does."""
    language: Mapped[str] = mapped_column(String)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[str] = mapped_column(String, server_default="")
    """Whose it is; empty for whoever uses this computer."""


class MessageRow(Base):
    """A message; what no query asks for is in its payload."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_conversation_id_position", "conversation_id", "position", unique=True),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    """The row of the full-text index."""
    id: Mapped[str] = mapped_column(String, unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String)
    status: Mapped[str] = mapped_column(String)
    engine: Mapped[str] = mapped_column(String)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    folded: Mapped[str] = mapped_column(Text, server_default="")
    """The text as it is searched: simplified, lower case; empty while it streams."""


class FeedbackRow(Base):
    """What a learner thought of an answer."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String)
    """"up" or "down"."""
    reason: Mapped[str] = mapped_column(Text)
