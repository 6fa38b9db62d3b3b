"""Wrong answers grouped by what they mean."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.behaviour_analysis.answers import Answers
from assistant.demos.meaning import vectors_of
from assistant.retrieval.embedding import Vectors
from assistant.tools.demo import Progress

_FARTHEST = 0.06
"""Mean cosine distance up to which wordings count as one mistake; with this embedding model, other short answers on the same
point lie some 0.1 to 0.15 apart."""
_MOST_WORDINGS = 300
"""Different wordings a point, the commonest; embedding thousands would take minutes."""
_WORDING_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """Wrong answers on one point that mean the same."""

    point: int
    wording: str
    """The wording that lies in the middle of the group."""
    wordings: tuple[str, ...]
    count: int
    learners: int
    wrong: int
    """The wrong answers in words on this point, all groups together."""

    @property
    def share(self) -> float:
        """Its share of the point's wrong answers in words, 0 to 1."""
        return self.count / self.wrong


def mistakes(answers: Answers, points: list[int], on_progress: Progress) -> list[Mistake]:
    """Return the groups of wrong answers on some points, the largest of each point first.

    Raises:
        EmbeddingError: The embedding model cannot be loaded.
    """
    found: list[Mistake] = []
    for done, point in enumerate(points):

        def advance(share: float, done: int = done) -> None:
            on_progress((done + share) / len(points))

        on_point = _mistakes_on(answers, point, advance)
        found += sorted(on_point, key=lambda mistake: -mistake.count)
    return found


def _mistakes_on(answers: Answers, point: int, on_progress: Progress) -> list[Mistake]:
    wrong = np.flatnonzero((answers.point == point) & ~answers.correct).tolist()
    told = [n for n in wrong if answers.said[n]]
    counts = Counter(answers.said[n] for n in told)
    wordings = [words for words, _ in counts.most_common(_MOST_WORDINGS)]
    if not wordings:
        return []
    vectors = vectors_of([words[:_WORDING_CHARACTERS] for words in wordings], "query", on_progress)
    groups = grouped(vectors)
    found: list[Mistake] = []
    for group in range(groups.max() + 1):
        members = np.flatnonzero(groups == group)
        own = {wordings[n] for n in members}
        who = {int(answers.learner[n]) for n in told if answers.said[n] in own}
        middle = _middle(vectors[members], np.array([counts[wordings[n]] for n in members], float))
        found.append(
            Mistake(
                point=point,
                wording=wordings[members[middle]],
                wordings=tuple(wordings[n] for n in members),
                count=sum(counts[words] for words in own),
                learners=len(who),
                wrong=len(told),
            )
        )
    return found


def grouped(vectors: Vectors) -> NDArray[np.int64]:
    """Return the group of each text, numbered from 0, of shape (n,): average linkage of cosine distances, cut at a distance.

    Args:
        vectors: Unit vectors of shape (n, d).
    """
    # Importing SciPy's clustering would take longer than this does for as many texts as there can be.
    distances = 1 - vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.fill_diagonal(distances, np.inf)
    sizes, group = np.ones(len(vectors)), np.arange(len(vectors))
    while True:
        first, second = sorted(int(n) for n in np.unravel_index(distances.argmin(), distances.shape))
        if first == second or distances[first, second] > _FARTHEST:
            return np.asarray(np.unique(group, return_inverse=True)[1], np.int64)
        # Lance and Williams, "A general theory of classificatory sorting strategies", 1967: the mean over all pairs.
        weights = sizes[first] * distances[first] + sizes[second] * distances[second]
        merged = weights / (sizes[first] + sizes[second])
        distances[first], distances[:, first] = merged, merged
        distances[second], distances[:, second] = np.inf, np.inf
        distances[first, first] = np.inf
        sizes[first] += sizes[second]
        group[group == second] = first


def _middle(vectors: Vectors, weights: NDArray[np.float64]) -> int:
    """Return the member that is nearest to the others, each as often as it was said."""
    return int((vectors @ (weights @ vectors)).argmax())
