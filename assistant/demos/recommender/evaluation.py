"""How good lists of recommendations are: hits, ranks, coverage, novelty, and whether a difference is more than chance."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.proportions import wilson_interval
from assistant.demos.recommender.records import Split


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the lists of one method did."""

    hits: NDArray[np.bool_]
    """Whether each tested user's next item is on their list."""
    ndcg: float
    """NDCG@k, 0 to 1: a hit at rank r counts 1 / log₂(r + 1) (Järvelin and Kekäläinen, ACM TOIS 20, 2002)."""
    coverage: float
    """The share of all items that anybody is shown, 0 to 1."""
    novelty: float
    """How surprising what is shown is, in bits: the mean of −log₂ of the share of users who liked it (Zhou et al., PNAS 107, 2010)."""
    new_items_shown: int
    new_item_hits: int
    """Hits of users whose next item is one that nobody had before."""

    @property
    def hit_rate(self) -> float:
        """HR@k: the share of tested users whose next item is on their list, 0 to 1."""
        return float(self.hits.mean()) if len(self.hits) else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the hit rate."""
        return wilson_interval(float(self.hits.sum()), float(max(len(self.hits), 1)))


def evaluate(shown: NDArray[np.int64], known: Split) -> Evaluation:
    """Return how lists did.

    Args:
        shown: The items shown to each tested user, best first, -1 for none; of shape (tested users, k).
        known: What was known beforehand, and what is held out.
    """
    matches = shown == known.targets[:, None]
    hits = matches.any(axis=1)
    gains = 1 / np.log2(np.arange(shown.shape[1]) + 2)
    anywhere = np.unique(shown[shown >= 0])
    # One user more who likes everything: an item that nobody liked is surprising, not infinitely so.
    shares = (known.popularity + 1) / (len(known.liked) + 1)
    novelty = -np.log2(shares[shown[shown >= 0]])
    return Evaluation(
        hits=hits,
        ndcg=float((matches * gains).sum() / len(hits)) if len(hits) else 0.0,
        coverage=len(anywhere) / known.liked.shape[1],
        novelty=float(novelty.mean()) if novelty.size else 0.0,
        new_items_shown=int(known.new_items[anywhere].sum()),
        new_item_hits=int((hits & known.new_items[known.targets]).sum()),
    )


def sign_test(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Return McNemar's exact two-sided p-value of two methods' hits on the same users (Psychometrika 12, 1947).

    Args:
        first: Whether the one method hit, of shape (n,).
        second: Whether the other did, of shape (n,).
    """
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    differing = only_first + only_second
    if not differing:
        return 1.0
    tail = range(min(only_first, only_second) + 1)
    logs = [
        math.lgamma(differing + 1)
        - math.lgamma(n + 1)
        - math.lgamma(differing - n + 1)
        - differing * math.log(2)
        for n in tail
    ]
    return min(2 * math.fsum(math.exp(log) for log in logs), 1.0)
