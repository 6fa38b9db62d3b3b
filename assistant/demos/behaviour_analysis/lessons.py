"""Who needs the lesson on a weak point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.behaviour_analysis.answers import Answers
from assistant.demos.behaviour_analysis.weakness import PointResult
from assistant.demos.proportions import wilson_interval

_HALF = 0.5
_FEWEST = 2
"""With a single answer on a point nothing can be said of a learner."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson on a weak point, and the learners by how much speaks for their taking it."""

    point: int
    clear: tuple[int, ...]
    """Even the upper end of their interval lies below the class's average over all points."""
    likely: tuple[int, ...]
    """At most half of their answers are right, below that average, but chance may explain it."""
    unneeded: tuple[int, ...]
    unknown: tuple[int, ...]
    """They gave fewer than two answers on it."""

    @property
    def learners(self) -> int:
        """How many should take it."""
        return len(self.clear) + len(self.likely)


def lesson(answers: Answers, weak: PointResult, confidence: float) -> Lesson:
    """Return who needs the lesson on a weak point."""
    given, right = answers.learner_counts(weak.number)
    known = np.maximum(given, 1)
    _, high = wilson_interval(right.astype(float), known.astype(float), confidence)
    unknown = given < _FEWEST
    share = right / known
    below = ~unknown & (share < answers.share) & (share <= _HALF)
    clear = ~unknown & (high < answers.share)
    # Whoever has most wrong answers comes first.
    order = np.argsort(right - given, kind="stable")

    def chosen(mask: NDArray[np.bool_]) -> tuple[int, ...]:
        return tuple(int(n) for n in order if mask[n])

    return Lesson(
        weak.number,
        chosen(clear),
        chosen(below & ~clear),
        chosen(~unknown & ~below & ~clear),
        chosen(unknown),
    )
