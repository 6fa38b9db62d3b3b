"""Conversations for as long as the coach lives: a command that answers one question needs no database."""

from collections.abc import Collection
from threading import Lock
from typing import Protocol

from assistant.store.failures import NotYoursError
from assistant.store.messages import LOCAL, Message


class Conversations(Protocol):
    """What a coach asks of the place where its conversations are kept."""

    def messages(self, conversation_id: str, ids: Collection[str] | None = None) -> tuple[Message, ...]:
        """Return a conversation's messages, or those with these ids, oldest first; an unknown conversation has none."""

    def outline(self, conversation_id: str) -> tuple[Message, ...]:
        """Return what `rounds` needs of a conversation's messages, oldest first."""

    def save(self, message: Message, owner: str = LOCAL) -> None:
        """Add a message, or replace the one with the same id where it stands.

        Raises:
            NotYoursError: The conversation is somebody else's.
        """


class MemoryConversations:
    """Conversations in memory, for any number of threads."""

    def __init__(self) -> None:
        self._conversations: dict[str, dict[str, Message]] = {}
        self._owners: dict[str, str] = {}
        self._lock = Lock()

    def messages(self, conversation_id: str, ids: Collection[str] | None = None) -> tuple[Message, ...]:
        """Return a conversation's messages, or those with these ids, oldest first; an unknown conversation has none."""
        with self._lock:
            found = tuple(self._conversations.get(conversation_id, {}).values())
        return found if ids is None else tuple(message for message in found if message.id in ids)

    def outline(self, conversation_id: str) -> tuple[Message, ...]:
        """Return what `rounds` needs of a conversation's messages, oldest first."""
        return self.messages(conversation_id)

    def save(self, message: Message, owner: str = LOCAL) -> None:
        """Add a message, or replace the one with the same id where it stands; the first makes the conversation the owner's.

        Raises:
            NotYoursError: The conversation is somebody else's.
        """
        with self._lock:
            if self._owners.setdefault(message.conversation_id, owner) != owner:
                raise NotYoursError
            self._conversations.setdefault(message.conversation_id, {})[message.id] = message
