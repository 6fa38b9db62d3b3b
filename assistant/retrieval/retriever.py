"""From a question to evidence: the one class that the rest of the coach asks."""

import math
from collections.abc import Collection as Container
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial

import numpy as np

from assistant.documents import Library, Section, SectionRef
from assistant.documents.naming import documents_named
from assistant.retrieval.addressing import AddressBook
from assistant.retrieval.background import Background, make_background
from assistant.retrieval.collection import Collection, Ranking
from assistant.retrieval.corpus import Query
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.evidence import Coverage, Evidence, Hit, SectionHit
from assistant.retrieval.prepared import PreparedCollection, prepare
from assistant.retrieval.questions import Preparation, PreparedQuestion
from assistant.retrieval.speakers import ANSWERS, answering
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.text import Bilingual, Language, clean, detect_language, to_simplified, tokens

_PARTS_KEPT = 16
_ELSEWHERE = 10.0
"""Standard deviations by which sections of documents that a question does not name fall behind those that it does."""

_TEMPERATURE = 1.5
"""Standard deviations in which a section's score falls to 1/e of the best one's."""
_MOST_PASSAGES = 64
_AS_CLOSE = 0.03
"""Of two collections, one is no closer to a question than the other where their best cosines differ by this much."""
_BEHIND = 0.05
"""What a collection says counts 1/e where its best cosine is this much further behind. Both measured on the gold questions
beside three unrelated documents: a text that says little of everything must not answer what another says plainly."""


class Retriever:
    """Finds the sections of a library that answer a question, and tells whether they do."""

    def __init__(
        self,
        library: Library,
        vectors: VectorCache,
        preparation: Preparation | None = None,
        background: Background | None = None,
        guide: PreparedCollection | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        """Index a library.

        Args:
            library: What is searched.
            vectors: Where vectors come from.
            preparation: Questions and counter-examples; documents that have both are searched with their help.
            background: What scores are measured against.
            guide: A prepared document to search unprepared ones with, where the library has none itself.
            on_progress: Called with (done, total) while texts are embedded.

        Raises:
            EmbeddingError: Vectors are missing and the model cannot be loaded.
        """
        self.library = library
        self.questions: tuple[PreparedQuestion, ...] = preparation.questions if preparation else ()
        self._problems = preparation.problems if preparation else ()
        self.vectors = vectors
        self._background = background or Background()
        self._addresses = AddressBook(library)
        self._preparation = preparation or Preparation()
        self._guide = guide
        self._collections = self._collect(on_progress)
        self._compared: dict[tuple[str, ...], Vectors] = {}
        self._parts: dict[frozenset[str], Retriever] = {}

    def within(self, documents: Container[str] | None) -> "Retriever":
        """Return what searches some of the documents alone, as if there were no others; all of them for None.

        Where none of them is there any more, it is all of them as well.
        """
        chosen = frozenset(documents or ()) & frozenset(self.library.ids)
        if not chosen or len(chosen) == len(self.library.ids):
            return self
        if chosen not in self._parts:
            # Made anew for each choice, of a few at most that are in use.
            while len(self._parts) >= _PARTS_KEPT:
                self._parts.pop(next(iter(self._parts)), None)
            self._parts[chosen] = self._part(chosen)
        return self._parts[chosen]

    def _part(self, documents: frozenset[str]) -> "Retriever":
        part = copy(self)
        part.library = self.library.within(documents)
        part._preparation = self._preparation.of(documents)
        part.questions = part._preparation.questions
        part._addresses = AddressBook(part.library)
        if part._preparation.counter_examples:
            # The background that they have alone: what is learned of them on it ships with them.
            part._background = make_background(part.library, part._preparation, self.vectors)
        else:
            part._guide = self._prepared or self._guide
        part._collections = part._collect(None)
        part._parts = {}
        return part

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told once: a cache that was damaged or can't be written, question lines that can't be read."""
        return (*self._problems, *self.vectors.notices)

    def warm_up(self) -> None:
        """Load the embedding model, so that the first question need not wait for it.

        Raises:
            EmbeddingError: The model cannot be loaded.
        """
        self.vectors.embedder.warm_up()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of texts as passages, float32 of shape (len(texts), d).

        Raises:
            EmbeddingError: The model can't be loaded.
        """
        return self.vectors.embedder.encode_passages(texts)

    def closeness(self, query: str, texts: Sequence[str]) -> Vectors:
        """Return how close in meaning each of a few texts is to a question: cosines, shape (len(texts),).

        The texts' vectors are remembered: they are the coach's own, such as what its demos say of themselves.

        Raises:
            EmbeddingError: The model can't be loaded.
        """
        known = tuple(texts)
        if known not in self._compared:
            self._compared[known] = self.encode(known)
        cosines: Vectors = self._compared[known] @ self.vectors.embedder.encode_queries([query])[0]
        return cosines

    def search(
        self,
        query: str,
        language: Language | None = None,
        *,
        context: Mapping[SectionRef, float] | None = None,
        limit: int = 8,
    ) -> Evidence:
        """Return the sections that fit a question best, and whether they answer it.

        Args:
            query: The question, self-contained.
            language: The edition to answer from; that of the question when None.
            context: The sections just talked about, each with the standard deviations by which it is preferred.
            limit: The most sections to return, at least one.

        Raises:
            EmbeddingError: The model cannot be loaded.
        """
        text = to_simplified(clean(query)).strip()
        language = language or detect_language(text)
        if not text:
            return Evidence(query, language, (), 0.0, "none")
        about = tuple(dict.fromkeys(ref.document for ref in context or ()))
        named = self._addresses.find(text, language, about)
        prepared = self._query(text)
        rankings = _discount_distant(
            [collection.rank(prepared, language, named.sections) for collection in self._collections]
        )
        rankings = _of_named(rankings, {document for _, document in documents_named(self.library, text)})
        order = [*about, *(document for document in self.library.ids if document not in about)]
        answers = next((each for each in map(partial(answering, order=order), rankings) if each), None)
        if answers:
            rankings = [
                answers.ranking if each.edition is answers.ranking.edition else each for each in rankings
            ]
        found = self._found(rankings, context or {}, max(limit, 1) + len(named.sections))
        if called := _hits_of(named.sections, rankings):
            keys = {(hit.section.document, hit.section.address) for hit in called}
            others = [hit for hit in found if (hit.section.document, hit.section.address) not in keys]
            sections = (*called, *others)[: max(limit, len(called))]
            return Evidence(query, language, sections, 1.0, "answers", named.elsewhere)
        confidence = max((ranking.confidence for ranking in rankings), default=0.0)
        speaks = answers if answers and found and found[0].section is answers.first else None
        also = [_hit(speaks.ranking, row, found[0].score) for row in speaks.also] if speaks else []
        if speaks:
            also += [_best(each) for each in rankings if not each.prepared and each.confidence >= ANSWERS]
        return Evidence(
            query,
            language,
            tuple(found[:limit]),
            confidence,
            _coverage(confidence, rankings),
            also=tuple(also),
            silent=speaks.silent if speaks else (),
        )

    def _query(self, text: str) -> Query:
        written = detect_language(text)
        vector = self._background.query(self.vectors.embedder.encode_queries([text])[0], written)
        return Query(text, written, tuple(tokens(text)), vector)

    def _found(
        self, rankings: Sequence[Ranking], context: Mapping[SectionRef, float], limit: int
    ) -> list[SectionHit]:
        """Merge the collections' best sections; the surer a collection is of its best one, the higher it comes."""
        # Whichever edition was read, its section in the other says the same.
        preferred = {(ref.document, ref.address): weight for ref, weight in context.items()}
        candidates: list[tuple[float, Ranking, int]] = []
        for ranking in rankings:
            scores = ranking.scores.copy()
            for row, section in enumerate(ranking.sections if context else ()):
                scores[row] += preferred.get((section.document, section.address), 0.0)
            relative = ranking.confidence * np.exp((scores - scores.max(initial=-np.inf)) / _TEMPERATURE)
            candidates.extend(
                (float(relative[row]), ranking, int(row)) for row in np.argsort(-relative)[:limit]
            )
        candidates.sort(key=lambda candidate: -candidate[0])
        return [_hit(ranking, row, score) for score, ranking, row in candidates[:limit]]

    def _collect(self, on_progress: Progress | None) -> list[Collection]:
        prepared = prepare(self.library, self._preparation, self.vectors, self._background, on_progress)
        self._prepared = prepared
        others = [each for each in self.library.ids if prepared is None or each not in prepared.documents]
        found: list[Collection] = [prepared] if prepared else []
        if others:
            guide = prepared or self._guide
            found.append(Collection(self.library, others, self.vectors, self._background, guide, on_progress))
        return found


def _discount_distant(rankings: Sequence[Ranking]) -> list[Ranking]:
    """Return rankings whose confidence allows for how much closer to the question another collection comes.

    Prepared documents know of each other what each answers.
    """
    closest = [float(ranking.signals.dense.max(initial=-1.0)) for ranking in rankings]

    def behind(ranking: Ranking, own: float) -> float:
        others = (
            each
            for other, each in zip(rankings, closest, strict=True)
            if not (other.prepared and ranking.prepared)
        )
        return max(0.0, max(others, default=own) - own - _AS_CLOSE)

    return [
        replace(ranking, confidence=ranking.confidence * math.exp(-behind(ranking, own) / _BEHIND))
        for ranking, own in zip(rankings, closest, strict=True)
    ]


def _of_named(rankings: Sequence[Ranking], documents: set[str]) -> list[Ranking]:
    """Return rankings in which a question that names documents is answered from those, where they answer it."""
    if not documents:
        return list(rankings)
    within = [
        replace(
            ranking,
            scores=np.where(
                [section.document in documents for section in ranking.sections],
                ranking.scores,
                ranking.scores.min(initial=0.0) - _ELSEWHERE,
            ).astype(np.float32),
        )
        for ranking in rankings
        if any(section.document in documents for section in ranking.sections)
    ]
    return within if any(ranking.confidence >= ANSWERS for ranking in within) else list(rankings)


def _hits_of(named: Sequence[Section], rankings: Sequence[Ranking]) -> list[SectionHit]:
    """Return the sections called by name, in that order, each as good as the other."""
    rows = (
        (ranking, int(np.flatnonzero(ranking.signals.rows == row)[0]))
        for section in named
        for ranking in rankings
        if (row := ranking.edition.row(section)) is not None
    )
    return [_hit(ranking, position, 1.0) for ranking, position in rows]


def _hit(ranking: Ranking, position: int, score: float) -> SectionHit:
    passages = ranking.edition.ranked_passages(ranking.signals, position, _MOST_PASSAGES)
    section = ranking.edition.sections[ranking.signals.rows[position]]
    return SectionHit(section, score, tuple(Hit(*each) for each in passages))


def _best(ranking: Ranking) -> SectionHit:
    """Return the section of a ranking that fits best."""
    return _hit(ranking, int(ranking.scores.argmax()), ranking.confidence)


def _coverage(confidence: float, rankings: Sequence[Ranking]) -> Coverage:
    if confidence >= ANSWERS:
        return "answers"
    return "near" if any(ranking.near for ranking in rankings) else "none"
