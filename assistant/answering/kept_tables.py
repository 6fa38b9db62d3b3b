"""How long a learner's tables are kept: with the conversations that use them, and no longer."""

from threading import Timer
from typing import TYPE_CHECKING

from assistant.tools.shelves import UNDONE_WITHIN, KeptTable, Shelves

if TYPE_CHECKING:
    # The page does not wait for the database's library to be imported.
    from assistant.store.conversations import ConversationStore


class KeptTables:
    """The tables of learners, and the conversations that use them.

    A table goes with the last conversation of its owner that uses it; one that none uses goes a month after its last run.
    """

    def __init__(self, conversations: "ConversationStore", shelves: Shelves) -> None:
        """Look after tables.

        Args:
            conversations: Knows which conversation uses which.
            shelves: Where they are kept.
        """
        self._conversations = conversations
        self._shelves = shelves

    def of(self, owner: str) -> list[tuple[KeptTable, int]]:
        """Return an owner's tables by name, each with how many conversations use it.

        Raises:
            StoreError: The database can't be read.
        """
        uses = self._conversations.files_of(owner)
        return [(table, uses.get(table.name, 0)) for table in self._shelves.kept(owner)]

    def delete_conversation(self, conversation_id: str, owner: str) -> bool:
        """Delete a conversation, and with it the tables that no other one of its owner uses. False where there is none.

        Raises:
            NotYoursError: It is somebody else's.
            StoreError: The database can't be written.
        """
        if not self._conversations.delete(conversation_id, owner):
            return False
        unused = self._conversations.files(conversation_id) - self._conversations.files_of(owner).keys()
        if unused:
            self._shelves.put_away(owner, unused, _mark(conversation_id))
            timer = Timer(
                UNDONE_WITHIN.total_seconds(), self._shelves.forget, (owner, _mark(conversation_id))
            )
            timer.daemon = True
            timer.start()
        return True

    def restore_conversation(self, conversation_id: str, owner: str) -> bool:
        """Bring a deleted conversation back, with its tables where it was deleted just now. False where there is none.

        Raises:
            NotYoursError: It is somebody else's.
            StoreError: The database can't be written.
        """
        if not self._conversations.restore(conversation_id, owner):
            return False
        self._shelves.bring_back(owner, _mark(conversation_id))
        return True

    def tidy(self) -> None:
        """Remove for good what no conversation uses and nobody has run for a month.

        Raises:
            StoreError: The database can't be read. Nothing is removed then.
        """
        self._shelves.sweep(self._conversations.files_in_use())


def _mark(conversation_id: str) -> str:
    return "".join(character for character in conversation_id if character.isalnum())[:64]
