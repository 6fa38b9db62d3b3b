"""Documents that are searched together, and how sure their sections answer a question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.documents import Library, Section
from assistant.retrieval.background import Background
from assistant.retrieval.corpus import Edition, Query, Signals, answering_sections, fused
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.index import Scores
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.text import LANGUAGES, Language

if TYPE_CHECKING:
    from assistant.retrieval.prepared import PreparedCollection

_COHORT_NEIGHBOURS = 5
_LEANING = -0.4
_GUIDANCE = 1.5
"""Standard deviations by which the sections that a trusted guide points to come forward."""
_LIKE = (0.35, 0.65)
"""Centroids of unrelated texts stay below the first cosine (measured: 0.28); two texts on one subject pass the second."""
_NEAR = 0.15
"""An unprepared text is near the question's topic from this confidence on."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a collection has to say to a query."""

    edition: Edition
    signals: Signals
    scores: Scores
    """How well each of the signals' sections fits, in standard deviations, shape (sections,)."""
    confidence: float
    """Estimated probability that the best section answers the query."""
    near: bool
    """Whether the query is about the documents' topic at all."""
    prepared: bool = False
    """Whether the documents' own questions tell what they answer."""

    @property
    def documents(self) -> frozenset[str]:
        """The documents that it is about."""
        return frozenset(section.document for section in self.edition.sections)

    @property
    def sections(self) -> list[Section]:
        """The sections that were scored."""
        return [self.edition.sections[row] for row in self.signals.rows]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a prepared document says about a question to another text."""

    point: Vectors
    """What the prepared sections that fit the question have in common, a unit vector, shape (d,)."""
    confidence: float
    """How sure it is that those answer, 0 to 1."""

    def trust(self, likeness: Scores) -> float:
        """Return how far to follow it among sections that are so like that point: not at all on another subject."""
        low, high = _LIKE
        return self.confidence * float(np.clip((likeness.max(initial=-1.0) - low) / (high - low), 0, 1))


class Collection:
    """Documents that nobody prepared."""

    def __init__(
        self,
        library: Library,
        documents: Sequence[str],
        vectors: VectorCache,
        background: Background,
        guide: "PreparedCollection | None" = None,
        on_progress: Progress | None = None,
    ) -> None:
        """Embed and index documents.

        Args:
            library: Where the documents lie.
            documents: Their ids.
            vectors: Where vectors come from.
            background: What scores are measured against.
            guide: A prepared document that may know what a question is about.
            on_progress: Called with (done, total) while texts are embedded.
        """
        self.documents = tuple(documents)
        self._background = background
        self._guide = guide
        self._editions: dict[Language, Edition] = {}
        for language in LANGUAGES:
            sections = answering_sections(library, documents, language)
            same = [edition for edition in self._editions.values() if list(edition.sections) == sections]
            edition = same[0] if same else Edition(sections, vectors, background.passages, on_progress)
            self._editions[language] = edition

    def rank(self, query: Query, language: Language, named: Sequence[Section] = ()) -> Ranking:
        """Return how well the sections that may do fit a query, and whether any answers it.

        Args:
            query: The question.
            language: The edition to answer from.
            named: Sections that it calls by name.
        """
        edition = self._editions[language]
        guidance = self._guide.guidance(query, edition.language) if self._guide and edition.sections else None
        rows = edition.candidates(query, named, guidance.point if guidance else None)
        signals = edition.signals(query, rows)
        scores = fused((1.0, signals.dense), (0.5, signals.whole), (0.4, signals.lexical))
        logit = self._logit(query, edition, signals)
        trust = 0.0
        if guidance:
            likeness = edition.likeness(guidance.point, rows)
            trust = guidance.trust(likeness)
            scores += _GUIDANCE * trust * fused((1.0, likeness))
        confidence = max(1 / (1 + math.exp(-logit)), trust)
        return Ranking(edition, signals, scores, confidence, near=confidence >= _NEAR)

    def _logit(self, query: Query, edition: Edition, signals: Signals) -> float:
        """Estimate from how far the best passage stands out from unrelated texts (a background cohort).

        The weights come from a logistic regression over five corpora, prepared questions and counter-examples among
        them; the last one leans to answering, for a terse text scores lower on what it does answer.
        """
        if not len(signals.dense):
            return -math.inf
        _, unrelated = self._background.cohort.nearest(query.vector[None], _COHORT_NEIGHBOURS)
        neighbours = unrelated.mean() if unrelated.size else 0.0
        coverage = edition.lexical.coverage(query.tokens)
        return 9.0 * float(signals.dense.max()) - 11.0 * float(neighbours) + 2.8 * coverage + _LEANING
