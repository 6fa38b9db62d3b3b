"""The learner's conversations."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, delete, func, select

from assistant.store.arriving import take_in
from assistant.store.conversations.arrival import Arrival
from assistant.store.conversations.exchange import ExportedConversation, to_markdown
from assistant.store.conversations.feedback import keep_feedback, read_feedback
from assistant.store.conversations.imported import (
    Recompute,
    as_it_is,
    parsed,
    read_export,
    read_exports,
    renamed,
    without_results,
)
from assistant.store.conversations.keeping import MessageStore, now
from assistant.store.conversations.room import ARRIVING, make_room
from assistant.store.conversations.search import cites, count_citing, search_messages
from assistant.store.conversations.tables import (
    ConversationFileRow,
    ConversationRow,
    MessageRow,
    files_in_use,
    listed,
    owned,
    title_of,
)
from assistant.store.failures import NO_CONVERSATION, StoreError
from assistant.store.folding import fold, storable
from assistant.store.messages import LOCAL, Feedback, Message, SearchHit, Summary
from assistant.text import Language, clean

KEPT_AFTER_DELETION = timedelta(days=30)
_TITLE_CHARACTERS = 120
_LONGEST_IMPORT = timedelta(hours=1)


class ConversationStore(MessageStore):
    """Conversations in a database: listed, searched, named, deleted, exported. What is not about messages raises StoreError."""

    name = "conversations"

    def count(self, owner: str = LOCAL) -> int:
        """Return how many conversations an owner has."""
        rows = select(func.count()).where(
            ConversationRow.owner == owner, ConversationRow.deleted_at.is_(None)
        )
        with self._database.reading() as session:
            return session.scalar(rows) or 0

    def conversations(self, owner: str = LOCAL, limit: int = 50, offset: int = 0) -> tuple[Summary, ...]:
        """Return an owner's conversations, the one with the latest message first, without deleted ones."""
        return self._summaries(listed(owner).limit(limit).offset(offset))

    def owner(self, conversation_id: str) -> str | None:
        """Return whose conversation it is; None where there is none, deleted or not."""
        mine = select(ConversationRow.owner).where(ConversationRow.id == storable(conversation_id))
        with self._database.reading() as session:
            return session.scalar(mine)

    def search(self, query: str, owner: str = LOCAL, limit: int = 20) -> tuple[SearchHit, ...]:
        """Return the questions and answers that contain every word of a query, the newest first."""
        with self._database.reading() as session:
            return search_messages(session, query, owner, limit)

    def citing(self, document: str, section: str, owner: str = LOCAL) -> tuple[Summary, ...]:
        """Return an owner's conversations in which an answer cites a section, the latest first."""
        with self._database.reading() as session:
            citing = select(MessageRow.conversation_id).where(cites(session, document, section))
        return self._summaries(listed(owner).where(ConversationRow.id.in_(citing)))

    def cited(self, document: str, owner: str = LOCAL) -> dict[str, int]:
        """Return in how many of an owner's conversations an answer cites each section of a document that any cites."""
        with self._database.reading() as session:
            return count_citing(session, document, owner)

    def rename(self, conversation_id: str, title: str, owner: str = LOCAL) -> bool:
        """Give a conversation a title; an empty one gives it its first question's again. False where there is none.

        Raises:
            NotYoursError: It is somebody else's.
        """
        title = " ".join(clean(title).split())[:_TITLE_CHARACTERS]
        first = (
            select(MessageRow.text)
            .where(MessageRow.conversation_id == storable(conversation_id), MessageRow.role == "user")
            .order_by(MessageRow.position)
            .limit(1)
        )
        with self._database.writing() as session:
            row = owned(session, conversation_id, owner)
            if not row:
                return False
            row.title, row.title_given = title or title_of(session.scalar(first) or ""), bool(title)
            return True

    def delete(self, conversation_id: str, owner: str = LOCAL) -> bool:
        """Put a conversation away for 30 days, in which `restore` brings it back. False where there is none.

        Raises:
            NotYoursError: It is somebody else's.
        """
        return self._set_deleted(conversation_id, now(), owner)

    def restore(self, conversation_id: str, owner: str = LOCAL) -> bool:
        """Bring a deleted conversation back. False where there is none.

        Raises:
            NotYoursError: It is somebody else's.
        """
        return self._set_deleted(conversation_id, None, owner)

    def files(self, conversation_id: str) -> frozenset[str]:
        """Return the names of the tables that a conversation uses, deleted or not."""
        row = ConversationFileRow
        mine = select(row.name).where(row.conversation_id == storable(conversation_id))
        with self._database.reading() as session:
            return frozenset(session.scalars(mine))

    def files_in_use(self) -> frozenset[tuple[str, str]]:
        """Return the tables that conversations use that are not deleted: each one's owner and name."""
        with self._database.reading() as session:
            return frozenset((owner, name) for owner, name in session.execute(files_in_use()))

    def files_of(self, owner: str = LOCAL) -> dict[str, int]:
        """Return the tables that an owner's conversations use, each with how many use it, without deleted ones."""
        with self._database.reading() as session:
            return dict(Counter(name for _, name in session.execute(files_in_use(owner))))

    def purge(self, older_than: timedelta = KEPT_AFTER_DELETION) -> int:
        """Remove the conversations that were deleted so long ago, for good, and return how many.

        What an import left that was ended while it wrote goes as well, for it is never shown.
        """
        with self._database.writing() as session:
            row = ConversationRow
            broken_off = (row.deleted_at == ARRIVING) & (row.updated_at <= now() - _LONGEST_IMPORT)
            gone = delete(row).where((row.deleted_at <= now() - older_than) | broken_off)
            return len(session.scalars(gone.returning(ConversationRow.id)).all())

    def feedback(
        self, message_id: str, value: Literal["up", "down"] | None, reason: str = "", owner: str = LOCAL
    ) -> bool:
        """Keep what a learner thinks of an answer; None takes it back. False where there is no such message.

        Raises:
            NotYoursError: The answer stands in somebody else's conversation.
        """
        with self._database.writing() as session:
            return keep_feedback(session, message_id, value, reason, owner)

    def feedback_of(self, conversation_id: str) -> Mapping[str, Feedback]:
        """Return what the learner thought of a conversation's answers, by message id."""
        with self._database.reading() as session:
            return read_feedback(session, conversation_id)

    def tidy(self) -> None:
        """Stop what a killed process left streaming, and remove for good what was deleted 30 days ago."""
        self.recover()
        self.purge()

    def recover(self) -> int:
        """Mark answers that a killed process left "streaming" as "stopped", and return how many.

        An answer that another process is still writing is set right by its own next save.
        """
        with self._database.writing() as session:
            rows = session.scalars(select(MessageRow).where(MessageRow.status == "streaming")).all()
            for row in rows:
                row.status, row.folded = "stopped", fold(row.text)
            return len(rows)

    def export_markdown(self, conversation_id: str, language: Language) -> str:
        """Return a conversation to read, its sources as footnotes.

        Raises:
            StoreError: There is no such conversation.
        """
        return to_markdown(self._exported(conversation_id), language)

    def export_json(self, conversation_id: str) -> str:
        """Return a conversation as JSON that `import_json` reads.

        Raises:
            StoreError: There is no such conversation.
        """
        return without_results(self._exported(conversation_id)).model_dump_json(indent=2)

    def import_json(self, text: str, owner: str = LOCAL, recompute: Recompute = as_it_is) -> str:
        """Add a conversation that `export_json` wrote as an owner's; see `import_one`."""
        return self.import_one(parsed(text, self._limits.import_characters), owner, recompute)

    def import_one(self, exported: object, owner: str = LOCAL, recompute: Recompute = as_it_is) -> str:
        """Add an exported conversation, under new ids, as an owner's, and return its id.

        Args:
            exported: What `export_json` wrote, as JSON.
            owner: Whose it will be.
            recompute: Makes anew what a message says of the sources.

        Raises:
            QuotaError: The owner has no room for it.
            StoreError: It is anything else. Nothing is added then, as in every other case.
        """
        found = read_export(exported, self._limits.conversation_characters, recompute)
        self._take_in(found, owner)
        return found.id

    def copy(self, conversation_id: str, owner: str = LOCAL) -> str:
        """Add a copy of anybody's conversation as an owner's, without what was thought of its answers; return its id.

        Raises:
            QuotaError: The owner has no room for it.
            StoreError: There is no such conversation.
        """
        theirs = self._exported(conversation_id)
        copied = renamed(theirs.model_copy(update={"feedback": {}, "messages": _ended(theirs.messages)}))
        self._take_in(copied, owner)
        return copied.id

    def exported(self, owner: str = LOCAL) -> list[Any]:
        """Return an owner's conversations, the oldest first, as JSON that `importing` reads."""
        ids = [summary.id for summary in self.conversations(owner, limit=self.count(owner))]
        found = (without_results(self._exported(conversation_id)) for conversation_id in reversed(ids))
        return [conversation.model_dump(mode="json") for conversation in found]

    def importing(self, exported: Any, owner: str = LOCAL, recompute: Recompute = as_it_is) -> Arrival:  # noqa: ANN401 - unread JSON
        """Return what adds exported conversations as an owner's, under new ids.

        Raises:
            QuotaError: The owner has no room for them.
            StoreError: It is anything else.
        """
        found = read_exports(exported, self._limits.conversation_characters, recompute)
        arrival = Arrival(self._database, found, owner)
        make_room(self._database, self._limits, owner, arrival.usage)
        return arrival

    def _take_in(self, conversation: ExportedConversation, owner: str) -> None:
        arrival = Arrival(self._database, [conversation], owner)
        make_room(self._database, self._limits, owner, arrival.usage)
        take_in(self._database, [arrival])

    def _exported(self, conversation_id: str) -> ExportedConversation:
        messages, feedback = self.messages(conversation_id), self.feedback_of(conversation_id)
        with self._database.reading() as session:
            row = session.get(ConversationRow, storable(conversation_id))
            if not row or not messages:
                raise StoreError(NO_CONVERSATION)
            return ExportedConversation.model_validate(
                {
                    "title": row.title,
                    "title_given": row.title_given,
                    "language": row.language,
                    "created_at": row.created_at,
                    "messages": messages,
                    "feedback": feedback,
                }
            )

    def _summaries(self, statement: Select[str, str, datetime, int]) -> tuple[Summary, ...]:
        with self._database.reading() as session:
            return tuple(Summary(*row) for row in session.execute(statement))

    def _set_deleted(self, conversation_id: str, moment: datetime | None, owner: str) -> bool:
        with self._database.writing() as session:
            row = owned(session, conversation_id, owner)
            if row:
                row.deleted_at = moment
            return row is not None


def _ended(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return messages of which none is being written any more."""
    return tuple(
        message.model_copy(update={"status": "stopped"}) if message.status == "streaming" else message
        for message in messages
    )
