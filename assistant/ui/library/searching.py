"""A search of the library: the words at once, the meaning as well once the model is awake."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.documents import Passage, Section
from assistant.ui.library.matching import Span, folded, spans, terms
from assistant.ui.sections import name, with_unicode_formulas

if TYPE_CHECKING:
    from assistant.retrieval.evidence import Evidence

_MOST_PASSAGES = 3
_ADDRESSED = 100.0
"""What it weighs that the query is a section's own number."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage that was found, and where the query's words stand in its text."""

    passage: Passage
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The passage's plain text, its formulas in Unicode."""
        return with_unicode_formulas(self.passage.plain)


@dataclass(frozen=True, slots=True)
class Found:
    """A section that was found."""

    section: Section
    snippets: tuple[Snippet, ...]
    """Its best passages, best first."""
    hits: int
    """How often the query's words stand in it; 0 where only its meaning fits."""


def find(sections: Sequence[Section], query: str, evidence: Evidence | None) -> tuple[Found, ...]:
    """Return the sections that fit a query, best first.

    Args:
        sections: Where to look.
        query: What to look for.
        evidence: What the retriever found for it; None while it is not there.
    """
    by_words = _by_words(sections, query)
    if evidence is None or evidence.coverage == "none":
        return tuple(by_words.values())
    found: list[Found] = []
    for hit in evidence.sections:
        best = [each.passage for each in hit.passages[:_MOST_PASSAGES]]
        words = by_words.pop((hit.section.document, hit.section.address), None)
        if words is None and evidence.coverage == "near" and by_words:
            continue
        found.append(words or Found(hit.section, tuple(Snippet(p, ()) for p in best[:1]), 0))
    return (*found, *by_words.values())


def _by_words(sections: Sequence[Section], query: str) -> dict[tuple[str, str], Found]:
    """Return the sections with the query's words, those with most of the rarer ones first."""
    wanted = terms(query, (text for section in sections for text in _texts(section)))
    having = {term: sum(any(term in text for text in _texts(s)) for s in sections) for term in wanted}
    # The fewer sections have a term, the more it tells, as in BM25.
    weights = {term: math.log1p((len(sections) - n + 0.5) / (n + 0.5)) for term, n in having.items()}
    scored = [(score, found) for s in sections for score, found in _scored(s, wanted, weights)]
    scored.sort(key=lambda pair: -pair[0])
    return {(found.section.document, found.section.address): found for _, found in scored}


def _scored(
    section: Section, wanted: Sequence[str], weights: Mapping[str, float]
) -> Iterator[tuple[float, Found]]:
    """Yield a section with its score where it has any of the words; its heading counts like all of its text."""
    heading, *texts = _texts(section)
    marked = [
        (passage, text, spans(text, wanted)) for passage, text in zip(section.passages, texts, strict=True)
    ]
    hits = len(spans(heading, wanted)) + sum(len(found) for _, _, found in marked)
    if not hits:
        return
    weight = _weight([heading], weights) + _weight(texts, weights)
    weight += _ADDRESSED * (folded(section.address) in wanted)
    best = sorted(marked, key=lambda each: -(_weight([each[1]], weights) + len(each[2]) / 100))
    snippets = tuple(Snippet(passage, tuple(found)) for passage, _, found in best[:_MOST_PASSAGES] if found)
    yield weight + math.log1p(hits) / 100, Found(section, snippets, hits)


def _texts(section: Section) -> list[str]:
    return [
        folded(name(section)),
        *(folded(with_unicode_formulas(passage.plain)) for passage in section.passages),
    ]


def _weight(texts: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(weight for term, weight in weights.items() if any(term in text for text in texts))
