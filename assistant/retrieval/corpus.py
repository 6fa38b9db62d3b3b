"""The searchable form of a library's sections: what is embedded, what is indexed, and the signals of one query."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Library, Passage, Section
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.index import DenseIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.text import Language, tokens

Scores = NDArray[np.float32]

_INTRODUCTION = 1
"""A chapter heading with at most this many paragraphs of its own is answered through its sections."""
_PRIOR_WEIGHT = 100
"""A text's mean vector counts as much as this many background passages: ten passages alone would say little of it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question in every form that the signals need."""

    text: str
    language: Language
    """The language it is written in."""
    tokens: tuple[str, ...]
    vector: Vectors
    """Its unit vector relative to the mean of questions in its language, shape (d,)."""


@dataclass(frozen=True, slots=True)
class Signals:
    """How well each section of an edition fits a query."""

    dense: Scores
    """Cosine of its best passage, shape (sections,)."""
    whole: Scores
    """Cosine of the section as a whole, the centroid of its passages, shape (sections,)."""
    lexical: Scores
    """BM25 of the section as a whole, shape (sections,)."""
    passages: Scores
    """Cosine and BM25 of each passage together, shape (passages,)."""


class Edition:
    """Sections in the language they are read in, one for each address, and the indexes over them."""

    def __init__(
        self,
        sections: Sequence[Section],
        vectors: VectorCache,
        prior: Vectors | None,
        on_progress: Progress | None = None,
    ) -> None:
        """Embed and index sections.

        Args:
            sections: Those that answer for themselves.
            vectors: Where vectors come from.
            prior: The mean of the background's passages, shape (d,); None to do without.
            on_progress: Called with (done, total) while texts are embedded.
        """
        self.sections = tuple(sections)
        self.passages: tuple[Passage, ...] = tuple(p for section in sections for p in section.passages)
        counts = [len(section.passages) for section in sections]
        owners = np.repeat(np.arange(len(sections)), counts)
        self._spans = np.concatenate([[0], np.cumsum(counts)]).astype(int)
        self.language: Language = (
            "zh" if sum(s.language == "zh" for s in sections) * 2 >= len(sections) else "en"
        )
        """The language that most of the sections are in."""
        self._rows = {(section.document, section.address): row for row, section in enumerate(sections)}
        texts = passage_texts(sections)
        embedded = vectors.passages(texts, on_progress)
        centred = centre(embedded, _shrunk_mean(embedded, prior))
        self._dense = DenseIndex(centred, owners, len(sections))
        # As good as embedding the whole section (measured), and nothing to compute.
        self._whole = (
            centre(np.add.reduceat(centred, self._spans[:-1]), np.zeros_like(embedded[0]))
            if texts
            else centred
        )
        self.lexical = LexicalIndex([tokens(_whole_text(section)) for section in sections])
        self._passage_lexical = LexicalIndex([tokens(text) for text in texts])

    def row(self, section: Section) -> int | None:
        """Return the position of a section, in whichever language it is read, or None where it is not searched."""
        return self._rows.get((section.document, section.address))

    def signals(self, query: Query) -> Signals:
        """Return how well each section fits a query."""
        cosines = self._dense.scores(query.vector)
        return Signals(
            dense=self._dense.best_of(cosines),
            whole=self._whole @ query.vector,
            lexical=self.lexical.scores(query.tokens),
            passages=fused((1.0, cosines), (0.5, self._passage_lexical.scores(query.tokens))),
        )

    def dense_of(self, queries: Vectors) -> Scores:
        """Return the cosine of the best passage of any section for many queries at once, shape (queries,)."""
        return self._dense.highest(queries)

    def likeness(self, centroid: Vectors) -> Scores:
        """Return the cosine of each section as a whole to a point among centred passages, shape (sections,)."""
        return self._whole @ centroid

    def blend(self, weights: Scores) -> Vectors:
        """Return the point that sections weighted so (shape (sections,)) have in common, a unit vector."""
        blended: Vectors = weights @ self._whole
        return blended / max(float(np.linalg.norm(blended)), 1e-9)

    def ranked_passages(self, signals: Signals, row: int, limit: int) -> list[tuple[Passage, float]]:
        """Return the passages of the section at a row, from best to worst."""
        start, end = self._spans[row], self._spans[row + 1]
        scores = signals.passages[start:end]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(self.passages[start + i], float(scores[i])) for i in order]


def fused(*weighted: tuple[float, Scores]) -> Scores:
    """Return the weighted sum of z-scores: each signal measured in its own standard deviations over what it ranks."""
    total = np.zeros(len(weighted[0][1]), np.float32)
    for weight, scores in weighted:
        deviation = float(scores.std())
        if deviation > 1e-6:
            total += weight * (scores - scores.mean()) / deviation
    return total


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return unit vectors of what sets texts apart from the mean of their kind.

    e5's vectors all lie in one narrow cone, and questions in Chinese in another part of it than questions in English:
    without the mean, distances tell meaning instead of language and form.
    """
    centred: Vectors = vectors - mean
    norms = np.linalg.norm(centred, axis=-1, keepdims=True)
    centred /= np.maximum(norms, 1e-9)
    return centred


def passage_texts(sections: Sequence[Section]) -> list[str]:
    """Return what is embedded of each passage: it alone would not tell what it is about, so its heading comes with it."""
    return [f"{section.title}\n{passage.plain}" for section in sections for passage in section.passages]


def _whole_text(section: Section) -> str:
    # The title counts twice: its words say what all the others are about.
    return "\n".join([section.title, section.title, *(passage.plain for passage in section.passages)])


def answering_sections(library: Library, documents: Sequence[str], language: Language) -> list[Section]:
    """Return the sections of some documents, each once, in a language where it exists in that.

    Left out are headings without text, and headings whose one introductory paragraph only leads to their sections unless
    the document says no more.
    """
    there = [section for section in library.sections() if section.document in set(documents)]
    saying = {section.document for section in there if answers_itself(section)}
    chosen: dict[tuple[str, str], Section] = {}
    for section in there:
        key = (section.document, section.address)
        answers = answers_itself(section) if section.document in saying else bool(section.passages)
        if answers and (key not in chosen or section.language == language):
            chosen[key] = section
    return list(chosen.values())


def answers_itself(section: Section) -> bool:
    """Return whether a section holds more than an introduction to the sections below it."""
    return bool(section.passages) and not (section.children and len(section.passages) <= _INTRODUCTION)


def _shrunk_mean(vectors: Vectors, prior: Vectors | None) -> Vectors:
    if prior is None:
        return np.zeros(vectors.shape[1], np.float32)
    mean: Vectors = (vectors.sum(axis=0) + _PRIOR_WEIGHT * prior) / (len(vectors) + _PRIOR_WEIGHT)
    return mean
