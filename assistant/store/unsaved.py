"""What is kept in memory while the database does not work."""

import time
from collections import OrderedDict

from assistant.store.messages import Message

_RETRY_SECONDS = 10.0
_REMEMBERED_CONVERSATIONS = 32


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
