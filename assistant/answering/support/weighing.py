"""From what was measured on a statement and a window to how likely the window says the same.

A logistic regression over three measures. Its weights were fitted, with the ridge that cross-validation preferred, on the
odd lines of tests/gold/support.jsonl and tests/gold/support_more.jsonl: supported statements against statements from
elsewhere and supported ones whose own section was taken away; 0.4 of that fit is 0.5 here, since doubting what is right
costs more than missing one of those. Cosines of one language lie in a narrow band of their own, so each has its own weights;
across languages words can't be compared and cosines alone decide.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Features:
    """How alike a statement and a window are."""

    language: str
    """The statement's."""
    same_language: bool
    cosine: float
    """Of the sentence in the window that is most like the statement."""
    usual: float
    """Mean cosine of the statement with the sentences of all sources."""
    coverage: float
    """Share of the statement's content words that the window holds."""


@dataclass(frozen=True, slots=True)
class _Weights:
    cosine: float
    lead: float
    coverage: float
    bias: float


_SAME_LANGUAGE = {
    "zh": _Weights(cosine=23.2, lead=19.7, coverage=8.14, bias=-27.42),
    "en": _Weights(cosine=21.3, lead=26.4, coverage=7.46, bias=-24.92),
}
_ACROSS_LANGUAGES = {
    "zh": _Weights(cosine=200.0, lead=0.0, coverage=0.0, bias=-167.2),
    "en": _Weights(cosine=200.0, lead=0.0, coverage=0.0, bias=-162.2),
}


def probability(features: Features) -> float:
    """Return how likely it is that the window supports the statement, 0 to 1."""
    weights = (_SAME_LANGUAGE if features.same_language else _ACROSS_LANGUAGES)[features.language]
    z = weights.cosine * features.cosine + weights.lead * (features.cosine - features.usual)
    return float(1 / (1 + np.exp(-(z + weights.coverage * features.coverage + weights.bias))))
