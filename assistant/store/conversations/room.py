"""The room that a visitor has: what they keep is counted, and what they deleted makes way for what is new."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from assistant.store.conversations.tables import ConversationRow, MessageRow
from assistant.store.database import Database
from assistant.store.failures import NO_ROOM, QuotaError
from assistant.store.folding import storable
from assistant.store.limits import Limits
from assistant.store.messages import LOCAL
from assistant.text import Bilingual

ARRIVING = datetime(9999, 1, 1, tzinfo=UTC)
"""When a conversation that is being imported counts as deleted: it is not shown until all of the import is there."""
_REMOVED_AT_ONCE = 200
_PAUSE_SECONDS = 0.01

_CONVERSATIONS = Bilingual(zh="{count:,} 个对话", en="{count:,} conversations")
_MESSAGES = Bilingual(zh="{count:,} 条消息", en="{count:,} messages")
_CHARACTERS = Bilingual(zh="{count:,} 个字符", en="{count:,} characters")


@dataclass(frozen=True, slots=True)
class Usage:
    """How much is kept."""

    conversations: int = 0
    messages: int = 0
    characters: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.conversations + other.conversations,
            self.messages + other.messages,
            self.characters + other.characters,
        )


def make_room(database: Database, limits: Limits, owner: str, added: Usage) -> None:
    """Remove what a visitor deleted, the oldest first and no more than necessary, where what is added has no room.

    Raises:
        QuotaError: There is no room all the same: they have to delete something.
        StoreError: The database can't be read or written.
    """
    if owner == LOCAL:
        return
    with database.reading() as session:
        exceeded = _exceeded(usage(session, owner) + added, limits)
        deleted = iter(session.scalars(_deleted(owner)).all() if exceeded else ())
    while exceeded:
        conversation_id = next(deleted, None)
        if conversation_id is None:
            raise QuotaError(NO_ROOM.filled(most=exceeded))
        remove(database, conversation_id)
        with database.reading() as session:
            exceeded = _exceeded(usage(session, owner) + added, limits)


def usage(session: Session, owner: str) -> Usage:
    """Return how much is kept of an owner, what is deleted but not removed yet included."""
    mine = ConversationRow.owner == storable(owner)
    conversations = session.scalar(select(func.count()).select_from(ConversationRow).where(mine)) or 0
    messages, characters = session.execute(
        select(func.count(), func.coalesce(func.sum(MessageRow.size), 0))
        .select_from(MessageRow)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(mine)
    ).one()
    return Usage(conversations, messages, int(characters))


def remove(database: Database, conversation_id: str) -> None:
    """Remove a conversation for good, a few messages at a time, so that nobody has to wait for long.

    Raises:
        StoreError: The database can't be written.
    """
    numbers = select(MessageRow.number).where(MessageRow.conversation_id == conversation_id)
    for _ in _pauses():
        with database.writing() as session:
            few = session.scalars(numbers.limit(_REMOVED_AT_ONCE)).all()
            if not few:
                session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
                return
            session.execute(delete(MessageRow).where(MessageRow.number.in_(few)))


def _pauses() -> Iterator[None]:
    """Leave the database to others for a moment between two times."""
    while True:
        yield
        time.sleep(_PAUSE_SECONDS)


def _deleted(owner: str) -> Select[str]:
    return (
        select(ConversationRow.id)
        .where(ConversationRow.owner == storable(owner), ConversationRow.deleted_at < ARRIVING)
        .order_by(ConversationRow.deleted_at)
    )


def _exceeded(wanted: Usage, limits: Limits) -> Bilingual | None:
    """Return, in words, the limit that is exceeded."""
    if wanted.conversations > limits.conversations:
        return _CONVERSATIONS.filled(count=limits.conversations)
    if wanted.messages > limits.messages:
        return _MESSAGES.filled(count=limits.messages)
    if wanted.characters > limits.characters:
        return _CHARACTERS.filled(count=limits.characters)
    return None
