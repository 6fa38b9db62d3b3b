"""The event stream that the page, the command line and the evaluation read."""

from dataclasses import dataclass

from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Citation, Message, ToolCall
from assistant.text import Language


@dataclass(frozen=True, slots=True)
class Understood:
    """The question made self-contained from the conversation."""

    question: str
    language: Language
    act: str
    """What the learner wants: "answer", "demo", "chat"."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages found, with scores, and whether they answer the question."""

    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A demo begins to run."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class ToolProgress:
    """A running demo has done this share of its work, 0 to 1."""

    call: ToolCall
    share: float


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A demo has run; `call.result` or `call.error` is set."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer's Markdown."""

    text: str
    citations: tuple[Citation, ...] | None = None
    """The citations of its marks, and perhaps more; None where they are known only once the whole answer is."""


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """The next piece of what a model thinks aloud before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing has come for a moment; whoever reads may do something else, or give up."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The whole answer."""

    message: Message


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong, told in the learner's words; `message` keeps the part that was written, where there is one."""

    error: str
    """A stable name, e.g. "empty_question"."""
    explanation: str
    message: Message | None = None


Event = (
    Understood
    | Retrieved
    | ToolStarted
    | ToolProgress
    | ToolFinished
    | ReasoningDelta
    | TextDelta
    | Waiting
    | Completed
    | Failed
)
