"""Messages that are never lost: kept in a database, and in memory for as long as it does not work."""

import logging
import time
from collections import OrderedDict
from collections.abc import Collection
from datetime import UTC, datetime
from threading import RLock

from assistant.store.conversations.room import Usage, make_room
from assistant.store.conversations.tables import (
    ConversationRow,
    read_messages,
    read_outline,
    write_messages,
)
from assistant.store.database import Database
from assistant.store.failures import UNSAVED, RefusedError, StoreError
from assistant.store.folding import storable
from assistant.store.limits import Limits
from assistant.store.messages import LOCAL, Message
from assistant.text import Bilingual

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 10.0
_REMEMBERED_CONVERSATIONS = 32
_DEFAULT_LIMITS = Limits()


class MessageStore:
    """Messages in a database, for any number of threads and processes.

    Reading and saving never fail on the database's account: what can't be saved stays in memory, `problem` says so, and
    the next call that finds the database working saves it. Only a conversation's owner adds to it.
    """

    def __init__(self, database: Database, limits: Limits = _DEFAULT_LIMITS) -> None:
        """Use a database that is up to date.

        Args:
            database: The database.
            limits: How much of it a visitor can fill.
        """
        self._database = database
        self._limits = limits
        self._problem: Bilingual | None = None
        self._unsaved: dict[str, tuple[Message, str]] = {}
        """Messages, and whose conversation they are to begin, by message id."""
        self._remembered = Remembered()
        self._saving_pause, self._reading_pause = Pause(), Pause()
        self._lock = RLock()

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong now; None as soon as the database works."""
        return UNSAVED.filled(problem=self._problem) if self._problem else None

    def close(self) -> None:
        """Save what could not be saved before, if possible."""
        with self._lock:
            self._saving_pause.end()
            self._save_unsaved()

    def messages(self, conversation_id: str, ids: Collection[str] | None = None) -> tuple[Message, ...]:
        """Return a conversation's messages, oldest first; an unknown or deleted conversation has none.

        Args:
            conversation_id: The conversation.
            ids: Those that are wanted; all without it.
        """
        unsaved = self._unsaved_of(conversation_id)
        found = merged(self._saved(conversation_id, ids), unsaved)
        return found if ids is None else tuple(message for message in found if message.id in ids)

    def outline(self, conversation_id: str) -> tuple[Message, ...]:
        """Return what `rounds` needs of a conversation's messages, without their texts: quick, however long it is."""
        unsaved = self._unsaved_of(conversation_id)
        if not self._reading_pause:
            try:
                with self._database.reading() as session:
                    return merged(read_outline(session, conversation_id), unsaved)
            except StoreError as error:
                self._failed(error, self._reading_pause)
        return self.messages(conversation_id)

    def save(self, message: Message, owner: str = LOCAL) -> None:
        """Add a message, or replace the one with the same id where it stands.

        An answer can be saved again and again while it streams: one row is updated, and indexed when it has ended.
        A question brings a deleted conversation back. The first message makes the conversation the owner's.

        Raises:
            NotYoursError: The conversation is somebody else's.
            QuotaError: It is a question of a visitor who has no room for more.
            ValueError: A message of this id belongs to another conversation.
        """
        if not self._unsaved and not self._saving_pause:
            try:
                # An answer is always kept: its question had room.
                if message.role == "user" and owner != LOCAL:
                    make_room(self._database, self._limits, owner, self._added(message))
                with self._database.writing() as session:
                    write_messages(session, (message,), now(), owner)
                return
            except RefusedError:
                raise
            except StoreError as error:
                self._failed(error, self._saving_pause)
        with self._lock:
            self._unsaved[message.id] = (message, owner)
            if refusal := self._save_unsaved().get(message.id):
                raise refusal

    def _added(self, question: Message) -> Usage:
        with self._database.reading() as session:
            is_known = session.get(ConversationRow, storable(question.conversation_id)) is not None
        return Usage(0 if is_known else 1, 1, len(question.text))

    def _unsaved_of(self, conversation_id: str) -> tuple[Message, ...]:
        with self._lock:
            self._save_unsaved()
            return tuple(m for m, _ in self._unsaved.values() if m.conversation_id == conversation_id)

    def _saved(self, conversation_id: str, ids: Collection[str] | None) -> tuple[Message, ...]:
        if not self._reading_pause:
            try:
                with self._database.reading() as session:
                    messages = read_messages(session, conversation_id, ids)
            except StoreError as error:
                self._failed(error, self._reading_pause)
            else:
                with self._lock:
                    self._remembered.keep(conversation_id, messages)
                    self._problem = self._problem if self._unsaved else None
                return messages
        with self._lock:
            return self._remembered.of(conversation_id)

    def _save_unsaved(self) -> dict[str, RefusedError]:
        """Save what is unsaved, if possible; return why by id, of what turned out to belong to somebody else's conversation."""
        refused: dict[str, RefusedError] = {}
        if not self._unsaved or self._saving_pause:
            return refused
        try:
            with self._database.writing() as session:
                for message, owner in self._unsaved.values():
                    try:
                        write_messages(session, (message,), now(), owner)
                    except RefusedError as error:
                        _log.warning("message %s is for somebody else's conversation: not saved", message.id)
                        refused[message.id] = error
        except StoreError as error:
            self._failed(error, self._saving_pause)
        else:
            self._unsaved.clear()
            self._problem = None
        return refused

    def _failed(self, error: StoreError, pause: "Pause") -> None:
        pause.begin()
        self._problem = error.message


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


class Pause:
    """Leaves a database alone for 10 s after it failed, so that not every message waits for it."""

    def __init__(self) -> None:
        self._until = 0.0

    def __bool__(self) -> bool:
        return time.monotonic() < self._until

    def begin(self) -> None:
        """Begin to wait."""
        self._until = time.monotonic() + _RETRY_SECONDS

    def end(self) -> None:
        """Wait no longer."""
        self._until = 0.0


class Remembered:
    """The messages of the conversations that were read last."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, tuple[Message, ...]] = OrderedDict()

    def keep(self, conversation_id: str, messages: tuple[Message, ...]) -> None:
        """Keep a conversation, and forget the one that was not read for longest where there are 32 others."""
        self._conversations[conversation_id] = messages
        self._conversations.move_to_end(conversation_id)
        while len(self._conversations) > _REMEMBERED_CONVERSATIONS:
            self._conversations.popitem(last=False)

    def of(self, conversation_id: str) -> tuple[Message, ...]:
        """Return a conversation as it was read last; none where it was not."""
        return self._conversations.get(conversation_id, ())


def merged(saved: tuple[Message, ...], unsaved: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return saved messages with the unsaved ones in the place of those with their ids, the others at the end."""
    messages = {message.id: message for message in saved}
    return tuple((messages | {message.id: message for message in unsaved}).values())
