"""The learner's conversations."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Literal

from sqlalchemy import Select, delete, func, select, update

from assistant.store.database import Database
from assistant.store.exchange import ExportedConversation, read_export
from assistant.store.failures import NO_CONVERSATION, UNSAVED, StoreError, filled
from assistant.store.folding import fold, storable, storable_json
from assistant.store.markdown import to_markdown
from assistant.store.messages import Message
from assistant.store.migrating import migrate
from assistant.store.models import ConversationRow, FeedbackRow, MessageRow
from assistant.store.rows import listed, read_messages, read_outline, title_of, write_messages
from assistant.store.search import cites, count_citing, search_messages
from assistant.store.summaries import LOCAL, Feedback, SearchHit, Summary
from assistant.store.unsaved import Pause, Remembered, merged
from assistant.text import Bilingual, Language, clean

KEPT_AFTER_DELETION = timedelta(days=30)
_TITLE_CHARACTERS = 120


class ConversationStore:
    """Conversations in a database, for any number of threads and processes.

    `messages` and `save` never fail on the database's account: what can't be saved stays in memory, `notices` says so,
    and the next call that finds the database working saves it. Everything else raises StoreError.
    """

    def __init__(
        self,
        database: Database | None = None,
        notices: Iterable[Bilingual] = (),
        lasting: Bilingual | None = None,
    ) -> None:
        """Use a database that is up to date.

        Args:
            database: `open_store` opens one; without it conversations live in memory, as long as the store does.
            notices: What people should be told about it once.
            lasting: What stays wrong as long as this store is used.
        """
        self._database = database or Database("sqlite://")
        if not database:
            migrate(self._database)
        self._notices, self._lasting = tuple(notices), lasting
        self._problem: Bilingual | None = None
        self._unsaved: dict[str, tuple[Message, str]] = {}
        """Messages, and whose conversation they are to begin, by message id."""
        self._remembered = Remembered()
        self._saving_pause, self._reading_pause = Pause(), Pause()
        self._lock = RLock()

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told: what happened on opening, and what is wrong now."""
        problem = self.problem
        return (*self._notices, problem) if problem else self._notices

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong now; None as soon as the database works."""
        problem = self._problem
        return filled(UNSAVED, problem=problem) if problem else self._lasting

    @property
    def place(self) -> str | None:
        """Where conversations are kept: a path, or an address without its password; None where only memory keeps them."""
        return None if self._database.in_memory else self._database.place

    def count(self, owner: str = LOCAL) -> int:
        """Return how many conversations an owner has."""
        rows = select(func.count()).where(
            ConversationRow.owner == owner, ConversationRow.deleted_at.is_(None)
        )
        with self._database.reading() as session:
            return session.scalar(rows) or 0

    def close(self) -> None:
        """Save what could not be saved before, if possible, and close the connections."""
        with self._lock:
            self._saving_pause.end()
            self._save_unsaved()
        self._database.close()

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
            ValueError: A message of this id belongs to another conversation.
        """
        if not self._unsaved and not self._saving_pause:
            try:
                with self._database.writing() as session:
                    write_messages(session, (message,), _now(), owner)
                return
            except StoreError as error:
                self._failed(error, self._saving_pause)
        with self._lock:
            self._unsaved[message.id] = (message, owner)
            self._save_unsaved()

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

    def rename(self, conversation_id: str, title: str) -> bool:
        """Give a conversation a title; an empty one gives it its first question's again. False where there is none."""
        title = " ".join(clean(title).split())[:_TITLE_CHARACTERS]
        first = (
            select(MessageRow.text)
            .where(MessageRow.conversation_id == storable(conversation_id), MessageRow.role == "user")
            .order_by(MessageRow.position)
            .limit(1)
        )
        with self._database.writing() as session:
            row = session.get(ConversationRow, storable(conversation_id))
            if not row:
                return False
            row.title, row.title_given = title or title_of(session.scalar(first) or ""), bool(title)
            return True

    def delete(self, conversation_id: str) -> bool:
        """Put a conversation away for 30 days, in which `restore` brings it back. False where there is none."""
        return self._set_deleted(conversation_id, _now())

    def restore(self, conversation_id: str) -> bool:
        """Bring a deleted conversation back. False where there is none."""
        return self._set_deleted(conversation_id, None)

    def purge(self, older_than: timedelta = KEPT_AFTER_DELETION) -> int:
        """Remove the conversations that were deleted so long ago, for good, and return how many."""
        with self._database.writing() as session:
            gone = delete(ConversationRow).where(ConversationRow.deleted_at <= _now() - older_than)
            return len(session.scalars(gone.returning(ConversationRow.id)).all())

    def feedback(self, message_id: str, value: Literal["up", "down"] | None, reason: str = "") -> bool:
        """Keep what a learner thinks of an answer; None takes it back. False where there is no such message."""
        message_id = storable(message_id)
        with self._database.writing() as session:
            known = session.scalar(
                select(MessageRow.number).where(MessageRow.id == message_id).with_for_update()
            )
            session.execute(delete(FeedbackRow).where(FeedbackRow.message_id == message_id))
            if known is not None and value:
                session.add(FeedbackRow(message_id=message_id, value=value, reason=storable(reason)))
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
        conversation_id = found.messages[0].conversation_id
        with self._database.writing() as session:
            write_messages(session, found.messages, _now(), owner)
            given = {
                "title": storable(found.title),
                "title_given": found.title_given,
                "created_at": found.created_at,
            }
            session.execute(
                update(ConversationRow).where(ConversationRow.id == conversation_id).values(given)
            )
            for message_id, feedback in found.feedback.items():
                session.add(FeedbackRow(message_id=message_id, **storable_json(feedback.model_dump())))
        return conversation_id

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

    def _set_deleted(self, conversation_id: str, moment: datetime | None) -> bool:
        changed = (
            update(ConversationRow)
            .where(ConversationRow.id == storable(conversation_id))
            .values(deleted_at=moment)
            .returning(ConversationRow.id)
        )
        with self._database.writing() as session:
            return session.scalar(changed) is not None

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

    def _save_unsaved(self) -> None:
        if not self._unsaved or self._saving_pause:
            return
        try:
            with self._database.writing() as session:
                for message, owner in self._unsaved.values():
                    write_messages(session, (message,), _now(), owner)
        except StoreError as error:
            self._failed(error, self._saving_pause)
        else:
            self._unsaved.clear()
            self._problem = None

    def _failed(self, error: StoreError, pause: Pause) -> None:
        pause.begin()
        self._problem = error.message


def _now() -> datetime:
    return datetime.now(UTC)
