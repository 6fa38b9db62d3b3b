"""What the store tells: messages, and what it says about conversations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.documents import SectionRef
from assistant.text import Language

PassageKey = tuple[str, Language, str, int]
"""Document, language, section address, position in the section."""

Reason = Literal["meaning", "number", "name", "negation", "list"]
"""Why nothing supports a sentence: nothing says it, or says it of another number or name, the opposite, or not of all items."""


class Citation(BaseModel):
    """A passage that supports the statements marked [n]."""

    model_config = ConfigDict(frozen=True)

    n: int
    document: str
    section: str
    title: str
    quote: str
    """The passage as plain text."""
    language: Language = "zh"
    """The edition that the passage stands in."""
    passage: int = 0
    """The passage's position in its section."""
    source: str = ""
    """How its document is called, where more than one was loaded."""

    @property
    def name(self) -> str:
        """The section's number and title, its document before them where more than one was loaded."""
        section = self.title if self.section == self.title else f"{self.section} {self.title}"
        return f"{self.source} · {section}" if self.source else section

    @property
    def ref(self) -> SectionRef:
        """The section that the passage stands in."""
        return SectionRef(self.document, self.language, self.section)


class Doubt(BaseModel):
    """Why no passage supports a sentence."""

    model_config = ConfigDict(frozen=True)

    reason: Reason = "meaning"
    about: str = ""
    """The number or name that the passages don't hold, as the sentence writes it; empty where that is not known."""


class ToolCall(BaseModel):
    """A demo that was run (or refused) on the learner's behalf."""

    id: str
    name: str
    arguments: dict[str, Any]
    """Just the values that were asked for; defaults are left out."""
    result: dict[str, Any] | None = None
    """The DemoResult as JSON."""
    error: str | None = None
    """Why it could not run, in the learner's words."""
    values: dict[str, Any] = {}
    """Where its result is not kept: all values that it ran with, those that it drew too, so that it can be run again."""

    @property
    def used(self) -> dict[str, Any]:
        """All values that it ran with, as far as they are known."""
        ran = self.result.get("parameters") if self.result else None
        return dict(ran) if isinstance(ran, dict) else self.values | self.arguments

    def without_result(self) -> "ToolCall":
        """Return the call with nothing but what its result can be computed from again."""
        return self.model_copy(update={"result": None, "values": {} if self.error else self.used})


class Offer(BaseModel):
    """A run that an answer offers by a button."""

    model_config = ConfigDict(frozen=True)

    demo: str
    arguments: dict[str, Any] = {}
    is_ready: bool = True
    """Whether it can run as it is; else its form asks first which columns of a table are which."""


class Timings(BaseModel):
    """Milliseconds from the question."""

    retrieve: float = 0
    first_text: float = 0
    total: float = 0


class Message(BaseModel):
    """One message of a conversation."""

    id: str
    conversation_id: str
    role: Literal["user", "assistant"]
    text: str
    language: Language
    question: str = ""
    """For answers: the question made self-contained."""
    answers: str = ""
    """For answers: the id of the question."""
    replaces: str = ""
    """For questions: the id of an earlier wording that this one takes the place of."""
    status: Literal["complete", "stopped", "failed", "streaming"] = "complete"
    refused: bool = False
    engine: str = ""
    citations: tuple[Citation, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    unsupported: tuple[str, ...] = ()
    """Sentences that no passage supports."""
    doubts: tuple[Doubt, ...] = ()
    """Why, for each of them in their order; none in answers older than this field."""
    draft: str = ""
    """The model's own words before its citations were computed: what it sees of its earlier answers."""
    given: tuple[PassageKey, ...] = ()
    """The passages that the model was newly given for this answer."""
    reasoning: str = ""
    """What a model thought aloud before it answered; never part of the answer."""
    suggestions: tuple[str, ...] = ()
    """Follow-up questions that the coach can answer."""
    offers: tuple[Offer, ...] = ()
    """Runs that it offers."""
    files: tuple[str, ...] = ()
    """The learner's tables that came with it, or that it is about."""
    sources: tuple[str, ...] = ()
    """For questions: the documents that were chosen to answer it, as `Library.chosen` takes them; all where none is named."""
    saw_tables: bool = False
    """Whether a model wrote it that had seen cells of the learner's tables."""
    timings_ms: Timings = Timings()


LOCAL = ""
"""The owner of conversations on a computer that is not shared."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list."""

    id: str
    title: str
    """The learner's, or the first question; empty where there is neither."""
    updated_at: datetime
    """When its last message was saved, in UTC."""
    count: int
    """The number of its messages."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A message that contains what was searched for."""

    conversation_id: str
    title: str
    """The conversation's."""
    message_id: str
    role: Literal["user", "assistant"]
    snippet: str
    """One line of the message around the first find."""
    match: tuple[int, int]
    """Where the find stands in the snippet: [start, end); (0, 0) where that can't be told."""


class Feedback(BaseModel):
    """What a learner thought of an answer."""

    model_config = ConfigDict(frozen=True)

    value: Literal["up", "down"]
    reason: str = ""
