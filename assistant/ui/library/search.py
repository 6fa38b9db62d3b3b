"""A search of the library: the query's words at once, its meaning as well once the model is awake."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.documents import Passage, Section
from assistant.store.folding import fold
from assistant.text import clean
from assistant.text.language import HAN
from assistant.ui.sections import name, with_unicode_formulas

if TYPE_CHECKING:
    from assistant.retrieval.evidence import Evidence

Span = tuple[int, int]
_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}][\w'.+-]*[^\W_{HAN}]|[^\W_{HAN}]")
_PARTICLES = frozenset("的了着是在和与及吗呢吧啊把被")
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)
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


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return a text as it is searched, of the same length: in either script, any width and any case alike."""
    changed = fold(text)
    # Folding keeps the length of nearly all texts; where it does not, positions in the one say nothing about the other.
    return changed if len(changed) == len(text) else text.lower()


def terms(query: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return what to look for in folded texts, the longest first.

    A run of Chinese characters is looked for as it is; where no text has it, its content words are, and where no text has
    those either, their pairs of characters.
    """
    # Beside it stand parts of the coach that take a while to import: the page must not wait for them.
    from assistant.checking.support.lexical_overlap import ENGLISH

    everything = "\n".join(texts)
    runs = [match.group() for match in _RUN.finditer(fold(clean(query)))]
    found: dict[str, None] = {}
    for run in (run for run in runs if run not in ENGLISH) if any(r not in ENGLISH for r in runs) else runs:
        found.update(dict.fromkeys(_known(run, everything)))
    return tuple(sorted(found, key=len, reverse=True))


def spans(text: str, terms: Sequence[str]) -> list[Span]:
    """Return where terms stand in a folded text, in order, without overlap; a Latin word is found at its beginning."""
    if not terms:
        return []
    marked: list[Span] = []
    for match in _pattern(tuple(terms)).finditer(text):
        start, end = match.start(), match.start() + len(match.group(1))
        if marked and start <= marked[-1][1]:
            marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
        else:
            marked.append((start, end))
    return marked


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


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    # Looked ahead for, so that pairs of characters that overlap are found each.
    words = "|".join(("(?<![a-z0-9])" if _LATIN.match(term) else "") + re.escape(term) for term in terms)
    return re.compile(f"(?=({words}))")


def _known(run: str, text: str) -> Iterable[str]:
    if run in text or _LATIN.match(run):
        return [run] if run in text else []
    known: list[str] = []
    for word in [word for word in _content_words(run) if len(word) > 1] or [run]:
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        known += [word] if word in text else [pair for pair in pairs if pair in text]
    return known


def _content_words(run: str) -> Iterable[str]:
    """Yield what stands between the function words of a run; a single character is one only where it seldom builds words."""
    from assistant.checking.support.lexical_overlap import CHINESE

    start = 0
    for match in CHINESE.finditer(run):
        if len(match.group()) > 1 or match.group() in _PARTICLES:
            yield run[start : match.start()]
            start = match.end()
    yield run[start:]
