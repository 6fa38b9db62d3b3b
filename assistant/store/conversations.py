"""Conversations of this process, kept in memory."""

from collections import defaultdict
from threading import Lock

from assistant.store.messages import Message


class ConversationStore:
    """Messages by conversation, in the order in which they were added. Safe to use from several threads."""

    def __init__(self) -> None:
        self._messages: defaultdict[str, list[Message]] = defaultdict(list)
        self._lock = Lock()

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """Return a conversation's messages, oldest first; an unknown conversation has none."""
        with self._lock:
            return tuple(self._messages.get(conversation_id, ()))

    def save(self, message: Message) -> None:
        """Add a message, or replace the one with the same id where it stands."""
        with self._lock:
            conversation = self._messages[message.conversation_id]
            for position, known in enumerate(conversation):
                if known.id == message.id:
                    conversation[position] = message
                    return
            conversation.append(message)
