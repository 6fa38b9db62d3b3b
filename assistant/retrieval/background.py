"""What questions and passages look like in general, so that a score says what is special about one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from assistant.documents import Library
from assistant.retrieval.corpus import answering_sections, centre, passage_texts
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.index import Index, NumpyIndex
from assistant.retrieval.questions import CounterExample, Preparation, PreparedQuestion
from assistant.retrieval.vectors import VectorCache
from assistant.text import LANGUAGES, Language

_SAMPLE = 256
"""Texts of each kind and language: enough for a mean, little to embed for a model that has no seed."""


@dataclass(frozen=True, slots=True)
class Background:
    """Means of a prepared library's texts, and a cohort of questions that have nothing to do with any document."""

    queries: dict[Language, Vectors] = field(default_factory=dict)
    """The mean vector of questions in each language, shape (d,)."""
    passages: Vectors | None = None
    """The mean vector of passages, shape (d,)."""
    cohort: Index = field(default_factory=lambda: NumpyIndex(np.zeros((0, 0), np.float32)))
    """Unrelated questions as passages, centred."""
    asked: tuple[str, ...] = ()
    """The questions that the means were taken over."""

    def query(self, vector: Vectors, language: Language) -> Vectors:
        """Return a question's vectors relative to the mean of questions in its language; shape (…, d)."""
        return centre(vector, self.queries[language]) if language in self.queries else vector


def make_background(library: Library, preparation: Preparation, vectors: VectorCache) -> Background:
    """Return the background that a prepared library gives, an empty one where nothing is prepared."""
    asked: list[PreparedQuestion | CounterExample] = [*preparation.questions, *preparation.counter_examples]
    unrelated = _sample(each.text for each in preparation.counter_examples if not each.near)
    if not asked or not unrelated:
        return Background()
    questions = {
        language: _sample(each.text for each in asked if each.language == language) for language in LANGUAGES
    }
    means = {language: vectors.queries(texts).mean(axis=0) for language, texts in questions.items() if texts}
    # Of the prepared documents alone: what else lies in the library must not change what is found in them.
    documents = list(dict.fromkeys(each.document for each in asked))
    editions = (answering_sections(library, documents, language) for language in LANGUAGES)
    texts = [sample for sections in editions if (sample := _sample(passage_texts(sections)))]
    passages: Vectors = np.stack([vectors.passages(sample).mean(axis=0) for sample in texts]).mean(axis=0)
    cohort = NumpyIndex(centre(vectors.passages(unrelated), passages))
    return Background(means, passages, cohort, tuple(text for texts in questions.values() for text in texts))


def _sample(texts: Iterable[str]) -> list[str]:
    """Return up to _SAMPLE texts, evenly spread."""
    every = list(texts)
    step = max(1, len(every) / _SAMPLE)
    return [every[int(i * step)] for i in range(min(len(every), _SAMPLE))]
