"""Which of several prepared documents answers a question, which has something to add, and which says nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.documents import Section
from assistant.retrieval.collection import Ranking

ANSWERS = 0.5
"""The confidence from which on documents count as answering a question."""
_AS_WELL = 0.5
"""A document answers as well where its best section fits less well than the best of all by no more standard deviations."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who speaks to a question, of documents that were prepared together."""

    ranking: Ranking
    """In which the first section to be told comes first."""
    first: Section
    also: tuple[int, ...]
    """The best sections of other documents that answer as well, as positions in the ranking."""
    silent: tuple[str, ...]
    """The documents before the first one that do not answer."""


def answering(ranking: Ranking, order: Sequence[str]) -> Answering | None:
    """Return who speaks; None where the documents are not prepared, or do not answer.

    Args:
        ranking: What the documents have to say to a question.
        order: The documents; of two that answer, the one before the other here speaks first.
    """
    if not ranking.prepared or ranking.confidence < ANSWERS:
        return None
    names = np.array([section.document for section in ranking.sections])
    best = {
        document: int(np.where(names == document, ranking.scores, -np.inf).argmax())
        for document in order
        if document in names
    }
    top = max(float(ranking.scores[row]) for row in best.values())
    speaking = [document for document, row in best.items() if ranking.scores[row] >= top - _AS_WELL]
    first = best[speaking[0]]
    scores = ranking.scores.copy()
    scores[first] = np.nextafter(max(top, float(scores[first])), np.float32(np.inf))
    before = list(best)[: list(best).index(speaking[0])]
    return Answering(
        replace(ranking, scores=scores),
        ranking.sections[first],
        tuple(best[document] for document in speaking[1:]),
        tuple(before),
    )
