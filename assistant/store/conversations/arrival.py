"""Conversations on their way into the database: written in short transactions, and shown all at once or not at all."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assistant.store.conversations.exchange import ExportedConversation
from assistant.store.conversations.room import ARRIVING, Usage, remove
from assistant.store.conversations.tables import ConversationRow, FeedbackRow, MessageRow, to_columns
from assistant.store.database import Database
from assistant.store.failures import StoreError
from assistant.store.folding import storable, storable_json
from assistant.store.messages import Message

_BATCH_MESSAGES = 200
_BATCH_CHARACTERS = 100_000
_SHOWN_AT_ONCE = 500
_PAUSE_SECONDS = 0.01
"""A thread that asks for the database again at once gets it before those who wait."""


class Arrival:
    """Conversations that are being added as an owner's. What a killed process leaves of them is never shown."""

    def __init__(self, database: Database, conversations: Sequence[ExportedConversation], owner: str) -> None:
        """Take conversations whose ids are new."""
        self._database = database
        self._conversations = conversations
        self._owner = storable(owner)

    @property
    def usage(self) -> Usage:
        """How much room they take."""
        every = [message for each in self._conversations for message in each.messages]
        return Usage(len(self._conversations), len(every), sum(map(_size, every)))

    def write(self) -> None:
        """Write them, unseen. No transaction takes longer than a fraction of a second.

        Raises:
            StoreError: The database can't be written; `withdraw` removes what was.
        """
        titles = self._titles()
        for conversation, title in zip(self._conversations, titles, strict=True):
            self._begin(conversation, title)
            position = 0
            for batch in _batches(conversation.messages):
                self._add(conversation, batch, position)
                position += len(batch)

    def show(self, session: Session) -> int:
        """Let all of them be seen, within a transaction; return how many."""
        ids = [each.id for each in self._conversations]
        for first in range(0, len(ids), _SHOWN_AT_ONCE):
            some = ConversationRow.id.in_(ids[first : first + _SHOWN_AT_ONCE])
            session.execute(update(ConversationRow).where(some).values(deleted_at=None))
        return len(ids)

    def withdraw(self) -> None:
        """Remove what was written; what can't be removed now goes when the database is next opened."""
        with suppress(StoreError):
            for conversation in self._conversations:
                remove(self._database, conversation.id)

    def _titles(self) -> Iterator[str]:
        """Yield titles by which the owner can tell the conversations from their others: "Pricing", else "Pricing (2)"."""
        with self._database.reading() as session:
            mine = (ConversationRow.owner == self._owner, ConversationRow.deleted_at.is_(None))
            taken = set(session.scalars(select(ConversationRow.title).where(*mine)))
        numbers = {conversation.title: count(2) for conversation in self._conversations}
        for conversation in self._conversations:
            title = storable(conversation.title)
            while title and title in taken:
                title = f"{storable(conversation.title)} ({next(numbers[conversation.title])})"
            taken.add(title)
            yield title

    def _begin(self, conversation: ExportedConversation, title: str) -> None:
        row = {
            "id": conversation.id,
            "title": title,
            "title_given": conversation.title_given,
            "language": conversation.language,
            "created_at": conversation.created_at,
            "updated_at": datetime.now(UTC),
            "deleted_at": ARRIVING,
            "owner": self._owner,
        }
        with self._database.writing() as session:
            session.execute(insert(ConversationRow).values(row))

    def _add(self, conversation: ExportedConversation, batch: Sequence[Message], position: int) -> None:
        now = datetime.now(UTC)
        # Converted before the transaction begins: nobody waits for that.
        rows = [
            to_columns(message) | {"position": place, "created_at": now}
            for place, message in enumerate(batch, start=position)
        ]
        feedback = [
            {"message_id": message.id, **storable_json(given.model_dump())}
            for message in batch
            if (given := conversation.feedback.get(message.id))
        ]
        with self._database.writing() as session:
            session.execute(insert(MessageRow), rows)
            if feedback:
                session.execute(insert(FeedbackRow), feedback)
        time.sleep(_PAUSE_SECONDS)


def _batches(messages: Sequence[Message]) -> Iterator[list[Message]]:
    batch: list[Message] = []
    characters = 0
    for message in messages:
        size = _size(message)
        if batch and (len(batch) >= _BATCH_MESSAGES or characters + size > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(message)
        characters += size
    yield batch


def _size(message: Message) -> int:
    """Return about how many characters a message takes."""
    texts = (message.text, message.question, message.draft, message.reasoning)
    lists = (*message.unsupported, *message.suggestions, *(doubt.about for doubt in message.doubts))
    cited = (len(c.quote) + len(c.title) + len(c.section) + len(c.document) for c in message.citations)
    return sum(map(len, texts)) + sum(map(len, lists)) + sum(cited)
