"""What a search found, and whether it answers the question."""

from dataclasses import dataclass
from typing import Literal

from assistant.documents import Passage, Section
from assistant.text import Language

Coverage = Literal["answers", "near", "none"]
"""answers: the sections answer it. near: the topic is close, the answer is not there. none: nothing like it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits the query (higher is better; comparable within one search only)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class SectionHit:
    """A section, its score, and its passages from best to worst."""

    section: Section
    score: float
    passages: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sections found for a query, best first, and whether they answer it."""

    query: str
    language: Language
    sections: tuple[SectionHit, ...]
    confidence: float
    """Estimated probability, 0 to 1, that the sections answer the query."""
    coverage: Coverage
    elsewhere: tuple[Section, ...] = ()
    """Sections of other documents that are called by the same number or title."""
    also: tuple[SectionHit, ...] = ()
    """The best section of each other document that answers it as well; of the learner's files, one."""
    silent: tuple[str, ...] = ()
    """The prepared documents that come before the one which answers, and do not answer it themselves."""

    @property
    def answerable(self) -> bool:
        """Whether the sections answer the query."""
        return self.coverage == "answers"
