"""From what was measured on a statement and a window to how likely the window says the same."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Features:
    """How alike a statement and a window are."""

    language: str
    """The statement's."""
    same_language: bool
    cosine: float
    coverage: float


def probability(features: Features) -> float:
    """Return how likely it is that the window supports the statement, 0 to 1."""
    zero = 0.93 if features.language == "zh" else 0.85
    z = 60 * (features.cosine - zero) + (4 * (features.coverage - 0.5) if features.same_language else 0)
    return float(1 / (1 + np.exp(-z)))
