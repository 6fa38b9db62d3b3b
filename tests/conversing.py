"""Conversations with a coach that asks a scripted endpoint."""

from collections.abc import Callable
from uuid import uuid4

from assistant.answering.engines import EngineChoice, Learner
from assistant.answering.events import Completed, Event
from assistant.coach import Coach
from assistant.store.messages import Message
from tests.models.scripted import Scripted

KEY = "sk-secret-4711"
ZH = "如何保证大模型的安全性？"
EN = "How do I keep a large model safe?"
SUPPORTED = "对训练数据加密，防止数据泄露。"

Serve = Callable[..., Scripted]
CoachAt = Callable[..., Coach]


def events_of(
    coach: Coach, text: str, conversation: str | None = None, engine: EngineChoice = "openai"
) -> list[Event]:
    """Return everything that happens after a message."""
    return list(coach.reply(conversation or uuid4().hex, text, Learner(engine=engine)))


def answer_of(events: list[Event]) -> Message:
    """Return the message that completes a stream of events."""
    assert isinstance(events[-1], Completed), events[-1]
    return events[-1].message


def answered(
    coach: Coach, text: str = ZH, conversation: str | None = None, engine: EngineChoice = "openai"
) -> Message:
    """Return the answer to a message."""
    return answer_of(events_of(coach, text, conversation, engine))
