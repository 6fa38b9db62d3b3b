"""From what was measured on a statement to how likely the sources say the same: a logistic regression.

No single sign of an opposite is sure: a free paraphrase denies what its passage words as an affirmation, and an opposite in new
words may deny nothing. So every measure only adds to one sum. The weights were fitted on the lines of tests/gold/support*.jsonl
that are there to develop on, with the ridge that cross-validation over the sections of the article preferred: supported
statements against turned round ones, ones from elsewhere, and supported ones whose own section was taken away. The bias is where
that cross-validation marked 5 % of the supported ones. Across languages words can't be compared and cosines alone decide.
"""

import numpy as np

from assistant.checking.support.measures import Measures

_FOR = {"cosine": 17.79, "lead": 25.57, "coverage": 1.96, "together": 1.41}
_AGAINST = {
    "both_deny": 1.57,
    "denial_left_out": -1.25,
    "affirms_denied": -3.28,
    "denies_affirmed": -3.68,
    "affirmed_against": -2.81,
    "antonym": -3.30,
    "antonym_lead": -2.20,
    "concedes": -4.72,
    "absolutes": -0.32,
    "exemption": -1.40,
}
_BIAS = -19.24
_ACROSS_LANGUAGES = {"zh": (200.0, -167.2), "en": (200.0, -162.2)}


def likelihood(measures: Measures) -> float:
    """Return how likely sources of the statement's language support it, 0 to 1."""
    return _sigmoid(_BIAS + _weighed(measures, _FOR) + _weighed(measures, _AGAINST))


def by_meaning(measures: Measures) -> float:
    """Return how likely they would, were there nothing in what is denied or exaggerated that speaks against it, 0 to 1."""
    return _sigmoid(_BIAS + _weighed(measures, _FOR))


def likelihood_across_languages(language: str, cosine: float) -> float:
    """Return how likely a source of the other language supports a statement, 0 to 1, by their similarity alone."""
    slope, bias = _ACROSS_LANGUAGES[language]
    return _sigmoid(slope * cosine + bias)


def _weighed(measures: Measures, weights: dict[str, float]) -> float:
    return float(sum(weight * getattr(measures, name) for name, weight in weights.items()))


def _sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))
