"""The searchable form of a library's sections: what is embedded, what is indexed, and the signals of one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.documents import Library, Passage, Section
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.index import Index, NumpyIndex, Rows, Scores
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.text import Language, tokens

_INTRODUCTION = 1
"""A chapter heading with at most this many paragraphs of its own is answered through its sections."""
_SCORED = 4096
"""Passages that are scored for a query: all of a bookshelf, the nearest ones of a library."""
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
    """How well some sections of an edition fit a query: those that may, in the order of the text."""

    rows: Rows
    """The sections, by their positions in the edition, shape (sections,)."""
    dense: Scores
    """Cosine of its best passage, shape (sections,)."""
    whole: Scores
    """Cosine of the section as a whole, the centroid of its passages, shape (sections,)."""
    lexical: Scores
    """BM25 of the section as a whole, shape (sections,)."""
    passages: Scores
    """Cosine and BM25 of each of their passages together, shape (passages,)."""
    starts: Rows
    """The position of each section's first passage in `passages`, and their number, shape (sections + 1,)."""


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
        self._counts = np.array([len(section.passages) for section in sections], np.int64)
        self._spans = np.concatenate([[0], np.cumsum(self._counts)]).astype(np.int64)
        self._owners = np.repeat(np.arange(len(sections)), self._counts)
        self.language: Language = (
            "zh" if sum(s.language == "zh" for s in sections) * 2 >= len(sections) else "en"
        )
        """The language that most of the sections are in."""
        self._rows = {(section.document, section.address): row for row, section in enumerate(sections)}
        texts = passage_texts(sections)
        embedded = vectors.passages(texts, on_progress)
        centred = centre(embedded, _shrunk_mean(embedded, prior)) if texts else embedded
        self._dense: Index = NumpyIndex(centred)
        # As good as embedding the whole section (measured), and nothing to compute.
        self._whole: Index = NumpyIndex(
            centre(np.add.reduceat(centred, self._spans[:-1]), np.zeros_like(embedded[0]))
            if texts
            else centred
        )
        self.lexical = LexicalIndex([tokens(_whole_text(section)) for section in sections])
        self._passage_lexical = LexicalIndex([tokens(text) for text in texts])

    def row(self, section: Section) -> int | None:
        """Return the position of a section, in whichever language it is read, or None where it is not searched."""
        return self._rows.get((section.document, section.address))

    def candidates(self, query: Query, named: Iterable[Section] = (), towards: Vectors | None = None) -> Rows:
        """Return the sections that may fit a query, in the order of the text: all of them where there are not many.

        Args:
            query: The question.
            named: Sections that it calls by name.
            towards: A point among centred passages that sections may be near, shape (d,).
        """
        if len(self._dense) <= _SCORED:
            return np.arange(len(self.sections))
        passages, _ = self._dense.nearest(query.vector[None], _SCORED)
        found = [self._owners[passages[0]], _highest(self.lexical.scores(query.tokens), _SCORED)]
        points = [query.vector] if towards is None else [query.vector, towards]
        found += [self._whole.nearest(point[None], _SCORED)[0][0] for point in points]
        found.append(np.array([row for each in named if (row := self.row(each)) is not None], np.int64))
        return np.unique(np.concatenate(found))

    def signals(self, query: Query, rows: Rows) -> Signals:
        """Return how well some sections, by their positions, fit a query."""
        starts = np.concatenate([[0], np.cumsum(self._counts[rows])]).astype(np.int64)
        # The passages of the first section, then those of the second, ….
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], self._counts[rows])
        passages = np.repeat(self._spans[rows], self._counts[rows]) + within
        cosines = self._dense.scores(query.vector, passages)
        words = self._passage_lexical.scores(query.tokens)[passages]
        return Signals(
            rows,
            dense=np.maximum.reduceat(cosines, starts[:-1]) if len(rows) else cosines,
            whole=self._whole.scores(query.vector, rows),
            lexical=self.lexical.scores(query.tokens)[rows],
            passages=fused((1.0, cosines), (0.5, words)),
            starts=starts,
        )

    def dense_of(self, queries: Vectors) -> Scores:
        """Return the cosine of the best passage of any section for many queries at once, shape (queries,)."""
        _, scores = self._dense.nearest(queries, 1)
        return scores[:, 0] if scores.shape[1] else np.full(len(queries), -1.0, np.float32)

    def likeness(self, point: Vectors, rows: Rows) -> Scores:
        """Return the cosine of some sections as a whole to a point among centred passages, shape (rows,)."""
        return self._whole.scores(point, rows)

    def blend(self, rows: Rows, weights: Scores) -> Vectors:
        """Return the point that sections weighted so have in common, a unit vector."""
        return self._whole.blend(rows, weights)

    def ranked_passages(self, signals: Signals, position: int, limit: int) -> list[tuple[Passage, float]]:
        """Return the passages of the section at a position of the signals, from best to worst."""
        section = self.sections[signals.rows[position]]
        scores = signals.passages[signals.starts[position] : signals.starts[position + 1]]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(section.passages[i], float(scores[i])) for i in order]


def _highest(scores: Scores, count: int) -> Rows:
    """Return the rows of the highest scores above zero."""
    rows = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    return rows[scores[rows] > 0]


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
