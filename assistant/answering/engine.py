"""What an engine is: it puts evidence into words, as events."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from assistant.answering.events import Event
from assistant.answering.toolbox import Toolbox
from assistant.models.model_errors import ModelError
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Citation, Doubt, PassageKey
from assistant.understanding.act import Turn


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine knows of its answer besides the text."""

    citations: tuple[Citation, ...] = ()
    refused: bool = False
    unsupported: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """Why, for each of the unsupported sentences."""
    text: str | None = None
    """The answer as it should stand, where that is not what was streamed: a model's citations are computed at its end."""
    engine: str | None = None
    """Who wrote it, where that is not the engine that was asked."""
    draft: str = ""
    given: tuple[PassageKey, ...] = ()


class UnfinishedError(Exception):
    """A model broke off; `reason` says why, `outcome` what was written till then, cited as well."""

    def __init__(self, reason: ModelError, outcome: Outcome) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.outcome = outcome


class Engine(Protocol):
    """Answers a turn from evidence."""

    @property
    def name(self) -> str:
        """The name that messages carry, e.g. "grounded"."""

    def answer(self, turn: Turn, evidence: Evidence, toolbox: Toolbox) -> Generator[Event, None, Outcome]:
        """Yield the answer's text and tool events; return its citations and whether it refused."""
