"""Documents with questions that their sections answer: what is asked of them is known, and what they do not answer."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Library, Section
from assistant.retrieval.background import Background
from assistant.retrieval.classifier import KernelRidge, Logistic
from assistant.retrieval.collection import Collection, Guidance, Ranking
from assistant.retrieval.corpus import Query, fused, passage_texts
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.index import Scores
from assistant.retrieval.questions import CounterExample, Preparation, PreparedQuestion
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.text import LANGUAGES, Language, tokens

_FALSE_REFUSALS = 0.025
"""Share of the prepared questions that may be refused; at most 3 % of real ones should be."""
_FALSE_REFUSALS_TOGETHER = 0.04
"""The same of documents that were prepared together: many of their questions are worded harder than real ones, of which half as
many are refused then (measured on the development half of the questions over both)."""
_GUIDANCE_TEMPERATURE = 0.5


class PreparedCollection(Collection):
    """Documents with questions that their sections answer, and with counter-examples."""

    def __init__(
        self,
        library: Library,
        documents: Sequence[str],
        questions: Sequence[PreparedQuestion],
        counter_examples: Sequence[CounterExample],
        vectors: VectorCache,
        background: Background,
        on_progress: Progress | None = None,
    ) -> None:
        """Embed and index documents, and learn from their questions; see `Collection`."""
        super().__init__(library, documents, vectors, background, on_progress=on_progress)
        # A section says the same in both languages.
        self._known = tuple(dict.fromkeys((each.document, each.section) for each in questions))
        self._classes = {
            language: np.array([self._class(each.document, each.address) for each in edition.sections])
            for language, edition in self._editions.items()
        }
        self._asked = len(questions)
        asked: list[PreparedQuestion | CounterExample] = [*questions, *counter_examples]
        examples = self._embed(asked, vectors, on_progress)
        targets = self._targets(questions, counter_examples)
        texts = [(each.language, each.text) for each in asked]
        what = json.dumps([KernelRidge.VERSION, background.asked, texts, targets.argmax(axis=1).tolist()])
        self._head = KernelRidge(examples, vectors.fit(what, lambda: KernelRidge.solve(examples, targets)))
        learn = partial(self._learn, questions, counter_examples, examples)
        self._refusals = _FALSE_REFUSALS if len(documents) == 1 else _FALSE_REFUSALS_TOGETHER
        what = json.dumps([Logistic.VERSION, self._refusals, what, self._read()])
        self._answerability = Logistic(vectors.fit(what, learn))

    def rank(self, query: Query, language: Language, named: Sequence[Section] = ()) -> Ranking:
        """Return how well the sections that may do fit a query, and whether any answers it; see `Collection.rank`."""
        edition = self._editions[language]
        rows = edition.candidates(query, named)
        signals = edition.signals(query, rows)
        cosines = self._head.cosines(query.vector)
        predicted = self._head.predict(cosines)
        classes = self._classes[language][rows]
        # A section without questions of its own is neither raised nor lowered by those of the others.
        keys = np.where(classes >= 0, predicted[classes], predicted[: len(self._known)].mean())
        scores = fused((1.0, keys), (0.8, signals.dense), (0.5, signals.lexical))
        coverage = edition.lexical.coverage(query.tokens)
        features = self._features(
            predicted[None], cosines[None], signals.dense.max(keepdims=True), np.array([coverage])
        )
        near, far = predicted[-2:]
        confidence = float(self._answerability.probability(features)[0])
        return Ranking(edition, signals, scores, confidence, near=bool(near >= far), prepared=True)

    def guidance(self, query: Query, language: Language) -> Guidance:
        """Say where in another text to look, as someone would who knows the field from this document.

        A question in a learner's words is far from a text that says the same in a specialist's. The sections here that
        answer it are not far: what is like them is what the question is about.
        """
        ranking = self.rank(query, language)
        weights = np.exp((ranking.scores - ranking.scores.max()) / np.float32(_GUIDANCE_TEMPERATURE))
        return Guidance(ranking.edition.blend(ranking.signals.rows, weights), ranking.confidence)

    def _class(self, document: str, address: str) -> int:
        key = (document, address)
        return self._known.index(key) if key in self._known else -1

    def _embed(
        self,
        asked: Sequence[PreparedQuestion | CounterExample],
        vectors: VectorCache,
        on_progress: Progress | None,
    ) -> Vectors:
        embedded = vectors.queries([each.text for each in asked], on_progress)
        languages = np.array([each.language for each in asked])
        for language in LANGUAGES:
            rows = languages == language
            embedded[rows] = self._background.query(embedded[rows], language)
        return embedded

    def _targets(
        self, questions: Sequence[PreparedQuestion], counter_examples: Sequence[CounterExample]
    ) -> Scores:
        """Return one class for each section, one for what comes near, one for everything else."""
        targets = np.zeros((len(questions) + len(counter_examples), len(self._known) + 2), np.float32)
        for row, question in enumerate(questions):
            targets[row, self._class(question.document, question.section)] = 1
        for row, example in enumerate(counter_examples, start=len(questions)):
            targets[row, -2 if example.near else -1] = 1
        return targets

    def _read(self) -> str:
        """Return a digest of all that is read in the editions."""
        texts = [[edition.language, *passage_texts(edition.sections)] for edition in self._editions.values()]
        return hashlib.sha256(json.dumps(texts).encode()).hexdigest()

    def _learn(
        self,
        questions: Sequence[PreparedQuestion],
        counter_examples: Sequence[CounterExample],
        examples: Vectors,
    ) -> Scores:
        """Return what answerability is, fitted on signals in which no question sees itself."""
        asked: list[PreparedQuestion | CounterExample] = [*questions, *counter_examples]
        cosines = self._head.cosines(examples)
        np.fill_diagonal(cosines, -1)
        dense, coverage = np.zeros(len(asked), np.float32), np.zeros(len(asked))
        languages = np.array([each.language for each in asked])
        for language, edition in self._editions.items():
            rows = np.flatnonzero(languages == language)
            dense[rows] = edition.dense_of(examples[rows])
            coverage[rows] = [edition.lexical.coverage(tokens(asked[row].text)) for row in rows]
        features = self._features(self._head.left_out, cosines, dense, coverage)
        return Logistic.solve(features, np.arange(len(asked)) < len(questions), self._refusals)

    def _features(
        self, predicted: Scores, cosines: Scores, dense: Scores, coverage: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the signals that tell whether a section answers: (n, 6)."""
        return np.column_stack(
            [
                predicted[:, -2:].sum(axis=1),
                predicted[:, :-2].max(axis=1),
                cosines[:, : self._asked].max(axis=1),
                cosines[:, self._asked :].max(axis=1),
                dense,
                coverage,
            ]
        ).astype(np.float64)


def prepare(
    library: Library,
    preparation: Preparation,
    vectors: VectorCache,
    background: Background,
    on_progress: Progress | None = None,
) -> PreparedCollection | None:
    """Return the documents that have both questions and counter-examples as one collection; None where there are none.

    Together they know of each question which of them answers it. What one does not answer is no counter-example where another
    does.
    """
    asked = {each.document for each in preparation.questions}
    refused = {each.document for each in preparation.counter_examples}
    documents = [document for document in library.ids if document in asked & refused]
    if not documents:
        return None
    questions = [each for each in preparation.questions if each.document in documents]
    answered = {(each.language, each.text) for each in questions}
    counter_examples = {
        (each.language, each.text): each
        for each in preparation.counter_examples
        if each.document in documents
        and each.unless not in documents
        and (each.language, each.text) not in answered
    }
    return PreparedCollection(
        library, documents, questions, list(counter_examples.values()), vectors, background, on_progress
    )
