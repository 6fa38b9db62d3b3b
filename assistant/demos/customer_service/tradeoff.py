"""Coverage against precision: what a threshold lets through, which one reaches a target, and what a promise costs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.customer_service.answering import Answering
from assistant.demos.proportions import wilson_interval

PROMISES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Shares of questions that a service may promise to answer by itself."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of a threshold on the questions."""

    threshold: float
    questions: int
    answered: int
    right: int

    @property
    def coverage(self) -> float:
        """The share of all questions that it answers by itself, 0 to 1."""
        return self.answered / self.questions

    @property
    def precision(self) -> float | None:
        """The share of its answers that are right, 0 to 1; None where it gives none."""
        return self.right / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the precision; None where it gives no answer."""
        return wilson_interval(float(self.right), float(self.answered)) if self.answered else None

    @property
    def wrong(self) -> int:
        """The number of its answers that are wrong."""
        return self.answered - self.right


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """Every threshold that makes a difference on labelled questions, the strictest first."""

    points: tuple[Point, ...]

    def reaching(self, target: float) -> Point | None:
        """Return the lowest threshold whose precision reaches a target; None where none does."""
        return next(
            (p for p in reversed(self.points) if p.precision is not None and p.precision >= target), None
        )

    def covering(self, share: float) -> Point:
        """Return the highest threshold that answers at least a share of the questions."""
        return next((p for p in self.points if p.coverage >= share), self.points[-1])

    def plain(self, point: Point) -> float:
        """Return the roundest threshold with the same outcome as a point's: 0.66 for 0.6603, where nothing lies between."""
        below = max((p.threshold for p in self.points if p.threshold < point.threshold), default=-1.0)
        for digits in range(1, _DIGITS):
            scale = 10.0**digits
            rounded = math.floor(point.threshold * scale) / scale
            if rounded > below:
                return rounded
        return point.threshold


def at_threshold(answering: Answering, threshold: float) -> Point:
    """Return what comes of a threshold."""
    passes = answering.confidence >= threshold
    return Point(threshold, len(passes), int(passes.sum()), int((answering.right & passes).sum()))


def tradeoff(answering: Answering) -> Tradeoff:
    """Return the outcome of each threshold that makes a difference: each confidence that came up."""
    order = np.argsort(-answering.confidence, kind="stable")
    confidence = answering.confidence[order]
    right: NDArray[np.int64] = np.cumsum(answering.right[order])
    # Of equal confidences all pass or none does.
    ends = np.flatnonzero(np.append(confidence[1:] != confidence[:-1], True))
    return Tradeoff(
        tuple(Point(float(confidence[n]), len(confidence), int(n) + 1, int(right[n])) for n in ends)
    )
