"""The tables of conversations, and the rows that messages make in them."""

import json
import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from assistant.store.database import Base, UtcDateTime
from assistant.store.failures import NotYoursError
from assistant.store.folding import fold, storable, storable_json
from assistant.store.messages import Message


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
        # What is summed up of a visitor's messages is read from here, without touching the messages.
        Index("ix_messages_conversation_id_size", "conversation_id", "size"),
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
    size: Mapped[int] = mapped_column(server_default="0")
    """Characters of its text and payload."""


class FeedbackRow(Base):
    """What a learner thought of an answer."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String)
    """"up" or "down"."""
    reason: Mapped[str] = mapped_column(Text)


class ConversationFileRow(Base):
    """A table of the owner's that a conversation uses."""

    __tablename__ = "conversation_files"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String, primary_key=True)


_COLUMNS = ("id", "conversation_id", "role", "text", "language", "status", "engine")
_TITLE_CHARACTERS = 60

_Wanted = TypeVar("_Wanted", bound=Select[Any])

_log = logging.getLogger(__name__)


def title_of(question: str) -> str:
    """Return a conversation's title by its first question: one line of at most 60 characters."""
    line = " ".join(question.split())
    return line if len(line) <= _TITLE_CHARACTERS else line[: _TITLE_CHARACTERS - 1].rstrip() + "…"


def to_columns(message: Message) -> dict[str, Any]:
    """Return a message's values by column, without its position and time.

    NUL and lone surrogates, which no database can keep, become U+FFFD; NaN and infinity become null.
    """
    payload = storable_json(message.model_dump(mode="json"))
    columns = {name: payload.pop(name) for name in _COLUMNS}
    folded = "" if message.status == "streaming" else fold(columns["text"])
    size = len(columns["text"]) + len(json.dumps(payload, ensure_ascii=False))
    return columns | {"payload": payload, "folded": folded, "size": size}


def to_message(row: MessageRow) -> Message:
    """Return a row's message; without its payload where that can't be read."""
    columns = {name: getattr(row, name) for name in _COLUMNS}
    try:
        return Message.model_validate(row.payload | columns)
    except (ValidationError, TypeError):
        _log.exception("the payload of message %s can't be read", row.id)
        return Message.model_validate(columns)


def owned(session: Session, conversation_id: str, owner: str) -> ConversationRow | None:
    """Return an owner's conversation, deleted or not; None where there is none of this id.

    Raises:
        NotYoursError: It is somebody else's.
    """
    row = session.get(ConversationRow, storable(conversation_id))
    if row and row.owner != storable(owner):
        raise NotYoursError
    return row


def read_messages(
    session: Session, conversation_id: str, ids: Collection[str] | None = None
) -> tuple[Message, ...]:
    """Return a conversation's messages, or those with these ids, oldest first; none where it was deleted."""
    wanted = _of_conversation(select(MessageRow), conversation_id)
    rows = session.scalars(wanted if ids is None else wanted.where(MessageRow.id.in_(ids)))
    return tuple(to_message(row) for row in rows)


def read_outline(session: Session, conversation_id: str) -> tuple[Message, ...]:
    """Return a conversation's messages, oldest first, without their texts and all that `rounds` does not look at."""
    answers, replaces = (MessageRow.payload[name].as_string() for name in ("answers", "replaces"))
    row = MessageRow
    rows = session.execute(
        _of_conversation(
            select(row.id, row.role, row.language, row.status, answers, replaces), conversation_id
        )
    )
    bare = Message(id="", conversation_id=conversation_id, role="user", text="", language="zh")
    names = ("id", "role", "language", "status", "answers", "replaces")
    return tuple(
        bare.model_copy(update=dict(zip(names, (value or "" for value in row), strict=True))) for row in rows
    )


def listed(owner: str) -> Select[str, str, datetime, int]:
    """Return the query for the summaries of an owner's conversations, the one with the latest message first."""
    count = select(func.count()).where(MessageRow.conversation_id == ConversationRow.id).scalar_subquery()
    row = ConversationRow
    return (
        select(row.id, row.title, row.updated_at, count)
        .where(row.deleted_at.is_(None), row.owner == owner)
        .order_by(row.updated_at.desc(), row.id)
    )


def _of_conversation(wanted: _Wanted, conversation_id: str) -> _Wanted:
    return (
        wanted.join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(ConversationRow.id == storable(conversation_id), ConversationRow.deleted_at.is_(None))
        .order_by(MessageRow.position)
    )


def write_messages(session: Session, messages: Iterable[Message], now: datetime, owner: str = "") -> None:
    """Add messages, or replace those with the same id where they stand; a new conversation is the owner's.

    Raises:
        NotYoursError: The conversation is somebody else's.
        ValueError: A message of this id belongs to another conversation.
    """
    for message in messages:
        columns = to_columns(message)
        # First, so that on PostgreSQL this row's lock lets one writer at a time give out positions.
        _touch_conversation(session, columns, now, owner)
        same = (MessageRow.id == columns["id"], MessageRow.conversation_id == columns["conversation_id"])
        # Known already: the usual case while an answer streams.
        known = session.scalar(update(MessageRow).where(*same).values(columns).returning(MessageRow.number))
        if known is None:
            _insert(session, columns, now)
        if message.files:
            _keep_files(session, columns["conversation_id"], message.files)


def _keep_files(session: Session, conversation_id: str, names: Iterable[str]) -> None:
    rows = [{"conversation_id": conversation_id, "name": storable(name)} for name in dict.fromkeys(names)]
    added = _insert_of(session)(ConversationFileRow).values(rows)
    session.execute(added.on_conflict_do_nothing(index_elements=["conversation_id", "name"]))


def files_in_use(owner: str | None = None) -> Select[str, str]:
    """Return the query for the tables that conversations use that are not deleted, each with its owner: all, or an owner's."""
    row, conversation = ConversationFileRow, ConversationRow
    found = (
        select(conversation.owner, row.name)
        .join(conversation, conversation.id == row.conversation_id)
        .where(conversation.deleted_at.is_(None))
    )
    return found if owner is None else found.where(conversation.owner == storable(owner))


def _insert_of(session: Session) -> Callable[[type[Base]], "sqlite.Insert | postgresql.Insert"]:
    """Return the insert of this database that can leave alone what is there."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


def _insert(session: Session, columns: dict[str, Any], now: datetime) -> None:
    last = select(func.coalesce(func.max(MessageRow.position) + 1, 0)).where(
        MessageRow.conversation_id == columns["conversation_id"]
    )
    try:
        session.execute(
            insert(MessageRow).values(columns | {"position": last.scalar_subquery(), "created_at": now})
        )
    except IntegrityError as error:
        raise ValueError(f"message {columns['id']} belongs to another conversation") from error


def _touch_conversation(session: Session, columns: dict[str, Any], now: datetime, owner: str) -> None:
    is_question = columns["role"] == "user"
    row = {
        "id": columns["conversation_id"],
        "title": title_of(columns["text"]) if is_question else "",
        "title_given": False,
        "language": columns["language"],
        "created_at": now,
        "updated_at": now,
        "owner": storable(owner),
    }
    upsert = _insert_of(session)(ConversationRow).values(row)
    untitled = (ConversationRow.title == "") & ConversationRow.title_given.is_(False)
    changes: dict[str, Any] = {
        "updated_at": now,
        "title": case((untitled, upsert.excluded.title), else_=ConversationRow.title),
    }
    # Whoever asks again in a conversation that was deleted, in another tab say, wants it back.
    changes |= {"deleted_at": None} if is_question else {}
    touched = upsert.on_conflict_do_update(
        index_elements=["id"], set_=changes, where=ConversationRow.owner == upsert.excluded.owner
    )
    if session.scalar(touched.returning(ConversationRow.id)) is None:
        raise NotYoursError
