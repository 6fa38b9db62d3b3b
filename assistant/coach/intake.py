"""Taking a question in: whether it may be asked, what it follows, the tables that came with it; then it is stored."""

from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from assistant.answering.allowance import TURNS_USED_UP, Allowance
from assistant.answering.engines import Learner
from assistant.answering.events import Event, Failed
from assistant.store.failures import NotYoursError, QuotaError
from assistant.store.memory import Conversations
from assistant.store.messages import Message
from assistant.store.rounds import before, current
from assistant.text import Bilingual, Language, clean, detect_language
from assistant.tools.shelves import Shelves
from assistant.tools.tables import DataTable, TableError

MAX_QUESTION_CHARACTERS = 4000
HISTORY_ROUNDS = 20
"""How far back a question can lean, and what a model is told of a conversation at most."""

_EMPTY_QUESTION = Bilingual(
    zh="还没有写问题。想了解什么？", en="There is no question yet. What would you like to know?"
)
_LONG_QUESTION = Bilingual(
    zh="这条消息有 {length:,} 个字符，最多 {limit:,} 个。请把问题写短一点，或者分几次问。",
    en="This message has {length:,} characters; the limit is {limit:,}. Please shorten the question or ask it in parts.",
)
_QUESTION_GONE = Bilingual(
    zh="这个问题已经不在对话里了。", en="This question is no longer in the conversation."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken in."""

    question: Message
    history: tuple[Message, ...]
    """The latest messages that it follows, oldest first."""


class Intake:
    """Takes questions in. Each of its ways yields why a question is refused, and returns it only where it is not."""

    def __init__(self, conversations: Conversations, allowance: Allowance, shelves: Shelves) -> None:
        """Take questions in for a coach.

        Args:
            conversations: Where questions are stored.
            allowance: Counts what learners ask in a day.
            shelves: Where learners' tables are kept.
        """
        self._conversations = conversations
        self._allowance = allowance
        self._shelves = shelves

    def written(
        self,
        conversation_id: str,
        text: str,
        learner: Learner,
        replaces: str = "",
        tables: Sequence[str] = (),
    ) -> Generator[Event, None, Asked | None]:
        """Take in what a learner wrote; a new wording brings the tables of the question that it replaces.

        Args:
            conversation_id: Any name; a new one begins a conversation.
            text: As it was written. Where there is nothing, the tables' names stand for it.
            learner: Who asks.
            replaces: The id of an earlier question that this one is a new wording of.
            tables: The learner's tables that came with it, by the names under which they are kept.
        """
        words = clean(text).strip()
        text = words or ", ".join(tables)
        language: Language = detect_language(words) if words else learner.language or "zh"
        if not text:
            yield Failed("empty_question", _EMPTY_QUESTION.of(language))
            return None
        if too_long := _too_long(text, language):
            yield too_long
            return None
        if replaces and not tables:
            replaced = self._conversations.messages(conversation_id, [replaces])
            tables = replaced[0].files if replaced else ()
        return (yield from self.worded(conversation_id, text, language, learner, replaces, tables))

    def worded(
        self,
        conversation_id: str,
        text: str,
        language: Language,
        learner: Learner,
        replaces: str = "",
        tables: Sequence[str] = (),
    ) -> Generator[Event, None, Asked | None]:
        """Take in a question whose words and language are known to be right; what it follows is read before it is stored."""
        history = self._history(conversation_id, replaces)
        if not self._allowance.take_turn(learner.owner):
            yield self._used_up(language)
            return None
        question = Message(
            id=uuid4().hex,
            conversation_id=conversation_id,
            role="user",
            text=text,
            language=language,
            replaces=replaces,
            files=tuple(tables),
            sources=learner.sources,
        )
        try:
            self._conversations.save(question, learner.owner)
        except (NotYoursError, QuotaError) as error:
            kind = "no_room" if isinstance(error, QuotaError) else "not_yours"
            yield Failed(kind, error.message.of(language))
            return None
        return Asked(question, history)

    def again(
        self, conversation_id: str, question_id: str, learner: Learner
    ) -> Generator[Event, None, Asked | None]:
        """Take in a question that is stored already; it counts as another of the day."""
        found = (m for m in self._conversations.messages(conversation_id) if m.role == "user")
        question = next((m for m in found if m.id == question_id), None)
        if question is None:
            yield Failed("question_gone", _QUESTION_GONE.of(learner.language or "zh"))
            return None
        # It may have come with a conversation that somebody else exported.
        if too_long := _too_long(question.text, question.language):
            yield too_long
            return None
        if not self._allowance.take_turn(learner.owner):
            yield self._used_up(question.language)
            return None
        return Asked(question, self._history(conversation_id, question_id))

    def headers(self, question: Message, owner: str) -> dict[str, DataTable]:
        """Return a question's tables by their names, without rows; of one that brought none, those that it names.

        What is not on the shelf any more is left out.
        """
        names = question.files or [
            table.name for table in self._shelves.kept(owner) if table.name in question.text
        ]
        found: dict[str, DataTable] = {}
        for name in names:
            with suppress(TableError):
                found[name] = self._shelves.of(owner).outline(name)
        return found

    def _history(self, conversation_id: str, replaced: str = "") -> tuple[Message, ...]:
        """Return the latest messages that a new question follows; those before the question that it replaces."""
        outline = self._conversations.outline(conversation_id)
        counting = before(outline, replaced) if replaced else current(outline)
        latest = [message.id for message in counting[-2 * HISTORY_ROUNDS :]]
        read = {message.id: message for message in self._conversations.messages(conversation_id, latest)}
        return tuple(read[message_id] for message_id in latest if message_id in read)

    def _used_up(self, language: Language) -> Failed:
        return Failed("used_up", TURNS_USED_UP.of(language, limit=self._allowance.daily_turns))


def _too_long(text: str, language: Language) -> Failed | None:
    """Return why a message is not answered where it is too long."""
    if len(text) <= MAX_QUESTION_CHARACTERS:
        return None
    explanation = _LONG_QUESTION.of(language, length=len(text), limit=MAX_QUESTION_CHARACTERS)
    return Failed("question_too_long", explanation)
