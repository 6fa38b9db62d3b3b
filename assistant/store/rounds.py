"""A conversation in rounds: a question with its answer, and the earlier wordings and answers that they took the place of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.store.messages import Message


@dataclass(frozen=True, slots=True)
class Take:
    """A question and one answer to it."""

    question: Message | None
    """None where an imported conversation has an answer that nothing asked for."""
    answer: Message | None = None
    """None where there is none yet."""


@dataclass(frozen=True, slots=True)
class Round:
    """The takes of one question, oldest first; the last one counts."""

    takes: tuple[Take, ...]

    @property
    def latest(self) -> Take:
        """The take that the conversation goes on from."""
        return self.takes[-1]

    @property
    def question_ids(self) -> frozenset[str]:
        """The ids of the question's wordings."""
        return frozenset(take.question.id for take in self.takes if take.question)

    @property
    def message_ids(self) -> frozenset[str]:
        """The ids of all its messages."""
        answers = frozenset(take.answer.id for take in self.takes if take.answer)
        return self.question_ids | answers


def rounds(messages: Iterable[Message]) -> tuple[Round, ...]:
    """Return a conversation's rounds, in the order in which their questions were first asked."""
    found: list[list[Take]] = []
    place: dict[str, int] = {}
    for message in messages:
        is_question = message.role == "user"
        at = place.get(message.replaces if is_question else message.answers)
        if at is None:
            at = len(found) if is_question or not found else len(found) - 1
        if at == len(found):
            found.append([])
        if is_question:
            place[message.id] = at
            found[at].append(Take(message))
        else:
            _add_answer(found[at], message)
    return tuple(Round(tuple(takes)) for takes in found)


def current(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Return the messages that count: each round's latest question and answer."""
    return flattened(rounds(messages))


def before(messages: Iterable[Message], question_id: str) -> tuple[Message, ...]:
    """Return the messages that count before the round of a question."""
    earlier: list[Round] = []
    for each in rounds(messages):
        if question_id in each.question_ids:
            break
        earlier.append(each)
    return flattened(earlier)


def flattened(rounds: Sequence[Round]) -> tuple[Message, ...]:
    """Return the latest questions and answers of rounds as one conversation."""
    pairs = ((each.latest.question, each.latest.answer) for each in rounds)
    return tuple(message for pair in pairs for message in pair if message is not None)


def _add_answer(takes: list[Take], answer: Message) -> None:
    """Give the take of the answer's question its answer; one that has an answer already makes another take."""
    # Messages of earlier versions do not say what they answer: the question before them.
    asked = (i for i, take in enumerate(takes) if take.question and take.question.id == answer.answers)
    number = max(asked, default=len(takes) - 1)
    question = takes[number].question if takes else None
    if takes and takes[number].answer is None:
        takes[number] = Take(question, answer)
    else:
        takes.append(Take(question, answer))
