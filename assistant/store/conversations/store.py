"""The learner's conversations."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Literal

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from assistant.store.conversations.exchange import (
    ExportedConversation,
    read_export,
    read_exports,
    to_markdown,
)
from assistant.store.conversations.keeping import MessageStore, now
from assistant.store.conversations.search import cites, count_citing, search_messages
from assistant.store.conversations.tables import (
    ConversationRow,
    FeedbackRow,
    MessageRow,
    listed,
    title_of,
    write_messages,
)
from assistant.store.failures import NO_CONVERSATION, NotYoursError, StoreError
from assistant.store.folding import fold, storable, storable_json
from assistant.store.messages import LOCAL, Feedback, SearchHit, Summary
from assistant.text import Language, clean

KEPT_AFTER_DELETION = timedelta(days=30)
_TITLE_CHARACTERS = 120
_REASON_CHARACTERS = 500


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
            row = _owned(session, conversation_id, owner)
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

    def purge(self, older_than: timedelta = KEPT_AFTER_DELETION) -> int:
        """Remove the conversations that were deleted so long ago, for good, and return how many."""
        with self._database.writing() as session:
            gone = delete(ConversationRow).where(ConversationRow.deleted_at <= now() - older_than)
            return len(session.scalars(gone.returning(ConversationRow.id)).all())

    def feedback(
        self, message_id: str, value: Literal["up", "down"] | None, reason: str = "", owner: str = LOCAL
    ) -> bool:
        """Keep what a learner thinks of an answer; None takes it back. False where there is no such message.

        Raises:
            NotYoursError: The answer stands in somebody else's conversation.
        """
        message_id = storable(message_id)
        with self._database.writing() as session:
            known = session.scalar(
                select(MessageRow.conversation_id).where(MessageRow.id == message_id).with_for_update()
            )
            if known is not None:
                _owned(session, known, owner)
            session.execute(delete(FeedbackRow).where(FeedbackRow.message_id == message_id))
            if known is not None and value:
                session.add(
                    FeedbackRow(
                        message_id=message_id, value=value, reason=storable(reason)[:_REASON_CHARACTERS]
                    )
                )
            return known is not None

    def feedback_of(self, conversation_id: str) -> Mapping[str, Feedback]:
        """Return what the learner thought of a conversation's answers, by message id."""
        rows = (
            select(FeedbackRow)
            .join(MessageRow, MessageRow.id == FeedbackRow.message_id)
            .where(MessageRow.conversation_id == storable(conversation_id))
        )
        with self._database.reading() as session:
            return {
                row.message_id: Feedback.model_validate({"value": row.value, "reason": row.reason})
                for row in session.scalars(rows)
            }

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
        return self._exported(conversation_id).model_dump_json(indent=2)

    def import_json(self, text: str, owner: str = LOCAL) -> str:
        """Add a conversation that `export_json` wrote, under new ids, as an owner's, and return its id.

        Raises:
            StoreError: The text is anything else; nothing is added then.
        """
        found = read_export(text)
        with self._database.writing() as session:
            _add(session, found, owner)
        return found.id

    def exported(self, owner: str = LOCAL) -> list[Any]:
        """Return an owner's conversations, the oldest first, as JSON that `importing` reads."""
        ids = [summary.id for summary in self.conversations(owner, limit=self.count(owner))]
        return [self._exported(conversation_id).model_dump(mode="json") for conversation_id in reversed(ids)]

    def importing(self, exported: Any, owner: str = LOCAL) -> Callable[[Session], int]:  # noqa: ANN401 - unread JSON
        """Return what adds exported conversations as an owner's, under new ids, and returns how many.

        Raises:
            StoreError: It is anything else.
        """
        found = read_exports(exported)

        def add(session: Session) -> int:
            for conversation in found:
                _add(session, conversation, owner)
            return len(found)

        return add

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
            row = _owned(session, conversation_id, owner)
            if row:
                row.deleted_at = moment
            return row is not None


def _owned(session: Session, conversation_id: str, owner: str) -> ConversationRow | None:
    """Return an owner's conversation; None where there is none of this id."""
    row = session.get(ConversationRow, storable(conversation_id))
    if row and row.owner != storable(owner):
        raise NotYoursError
    return row


def _add(session: Session, found: ExportedConversation, owner: str) -> None:
    """Add a conversation with its feedback."""
    title = _free_title(session, storable(found.title), owner)
    write_messages(session, found.messages, now(), owner)
    given = {"title": title, "title_given": found.title_given, "created_at": found.created_at}
    session.execute(update(ConversationRow).where(ConversationRow.id == found.id).values(given))
    for message_id, feedback in found.feedback.items():
        session.add(FeedbackRow(message_id=message_id, **storable_json(feedback.model_dump())))


def _free_title(session: Session, title: str, owner: str) -> str:
    """Return a title by which the owner can tell the conversation from their others: "Pricing", else "Pricing (2)"."""
    if not title:
        return title
    like = select(ConversationRow.title).where(
        ConversationRow.owner == storable(owner),
        ConversationRow.deleted_at.is_(None),
        ConversationRow.title.startswith(title, autoescape=True),
    )
    taken = set(session.scalars(like))
    numbered = (title if number == 1 else f"{title} ({number})" for number in count(1))
    return next(each for each in numbered if each not in taken)
