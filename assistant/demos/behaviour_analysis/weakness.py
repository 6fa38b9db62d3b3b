"""Which knowledge points are weak: each against the rest, exactly, and corrected for asking about many at once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.demos.behaviour_analysis.answers import Answers
from assistant.demos.proportions import wilson_interval

Verdict = Literal["weak", "chance", "fine", "few"]
"""Weak after the correction; below the rest but no more than chance explains; not below the rest; too few answers to be compared."""


@dataclass(frozen=True, slots=True)
class PointResult:
    """How a knowledge point did."""

    number: int
    answers: int
    right: int
    low: float
    high: float
    """Wilson's interval of the share that is right."""
    p_value: float | None
    """How probable as few right answers are where the point is no harder than the rest; None where it was not compared."""
    adjusted: float | None
    """The same after the correction for many comparisons."""
    verdict: Verdict

    @property
    def share(self) -> float:
        """The share of its answers that are right, 0 to 1."""
        return self.right / self.answers


def point_results(answers: Answers, confidence: float, min_answers: int) -> list[PointResult]:
    """Return how each point did, the lowest share first; of equal shares the one with more answers first."""
    given, right = answers.counts()
    low, high = wilson_interval(right.astype(float), given.astype(float), confidence)
    compared = np.flatnonzero(given >= min_answers)
    total, total_right = int(given.sum()), int(right.sum())
    p_values = np.array([lower_tail(int(right[n]), int(given[n]), total_right, total) for n in compared])
    adjusted = dict(zip(compared.tolist(), adjusted_p_values(p_values).tolist(), strict=True))
    raw = dict(zip(compared.tolist(), p_values.tolist(), strict=True))
    found = [
        PointResult(
            number=n,
            answers=int(given[n]),
            right=int(right[n]),
            low=float(low[n]),
            high=float(high[n]),
            p_value=raw.get(n),
            adjusted=adjusted.get(n),
            verdict=_verdict(adjusted.get(n), right[n] / given[n] < answers.share, 1 - confidence),
        )
        for n in range(len(given))
    ]
    return sorted(found, key=lambda result: (result.share, -result.answers))


def lower_tail(right: int, answers: int, total_right: int, total: int) -> float:
    """Return Fisher's exact one-sided p-value: the probability of at most `right` right ones among `answers`.

    `answers` are drawn without replacement from `total`, of which `total_right` are right (R. A. Fisher, "The Design of
    Experiments", 1935).
    """
    factorials = _log_factorials(total)

    def log_choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(factorials[n] - factorials[k] - factorials[n - k])

    counts = np.arange(max(0, answers - (total - total_right)), right + 1)
    logs = log_choose(total_right, counts) + log_choose(total - total_right, answers - counts)
    logs -= log_choose(total, np.array(answers))
    return float(min(np.exp(logs).sum(), 1.0))


@lru_cache(maxsize=1)
def _log_factorials(largest: int) -> NDArray[np.float64]:
    """Return ln n! for n from 0 to the largest; importing SciPy for it would take longer than all the rest."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, largest + 1, dtype=float)))])


def adjusted_p_values(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p-values adjusted for many comparisons, of the same shape.

    Whoever calls weak what stays below α has at most a share of α called weak by chance, on average (Y. Benjamini and
    Y. Hochberg, "Controlling the False Discovery Rate", JRSS B 57, 1995).
    """
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum.accumulate(np.minimum(p_values[order] * len(p_values) / ranks, 1.0))
    return adjusted


def _verdict(adjusted: float | None, is_below: bool, level: float) -> Verdict:
    if adjusted is None:
        return "few"
    if not is_below:
        return "fine"
    return "weak" if adjusted <= level else "chance"
