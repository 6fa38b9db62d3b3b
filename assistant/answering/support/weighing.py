"""From what was measured on a statement and a window to how likely the window says the same.

A logistic regression over three measures. Its weights were fitted, with a little ridge, on the odd lines of
tests/gold/support.jsonl and a hundred more sentences of the kind: supported statements against statements from elsewhere and
supported ones whose own section was taken away. Cosines of one language lie in a narrow band of their own, so each has its
own weights; across languages words can't be compared and cosines alone decide.
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
    "zh": _Weights(cosine=47.4, lead=37.8, coverage=8.76, bias=-52.03),
    "en": _Weights(cosine=2.2, lead=58.6, coverage=7.82, bias=-10.92),
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
