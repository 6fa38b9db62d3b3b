"""How likely the sources entail a statement: what is measured on it and on what they say nearest to it, and what that adds up to.

The sum is a logistic regression. No single sign of an opposite is sure: a free paraphrase denies what its passage words as an
affirmation, and an opposite in new words may deny nothing. So every measure only adds to one sum. The weights were fitted on the
lines of tests/gold/support*.jsonl that are there to develop on, with the ridge that cross-validation over the sections of the
article preferred: supported statements against turned round ones, ones from elsewhere, and supported ones whose own section was
taken away. The bias is where that cross-validation marked 5 % of the supported ones. Across languages words can't be compared and
cosines alone decide.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.checking.support.antonyms import antonym_differs, antonym_lead
from assistant.checking.support.extrinsic import unfounded_absolutes, unfounded_exemption
from assistant.checking.support.negation_scope import (
    affirmed_against,
    has_denial,
    segments,
    share_in_one,
    words,
)
from assistant.checking.support.polarity import (
    QUESTION,
    concedes_condition,
    negation_differs,
    simplify_negation,
)

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


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the sources say nearest to a statement."""

    best: str
    """The sentence that is most like it."""
    near: Sequence[str]
    """The sentences of the windows that it may be taken from, each with its neighbours, in order, none twice."""
    cosine: float
    """Of the best window."""
    usual: float
    """Mean cosine of the statement with the sentences of all sources."""
    coverage: float
    """Share of the statement's content words that the best window holds."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What speaks for a statement and against it, as numbers, each with a weight above."""

    cosine: float
    """Of the sentence that is most like the statement, within the best window."""
    lead: float
    """By how much that is above what is usual among the sources."""
    coverage: float
    """Share of the content words that the best window holds."""
    together: float
    """Share of the content words, rare ones counting more, that one part of a sentence holds for each part of the statement."""
    both_deny: float
    """The coverage where the statement and the sentence that is most like it both deny something, or else 0."""
    denial_left_out: float
    """The coverage where that sentence denies something and the statement nothing, or else 0."""
    affirms_denied: float
    denies_affirmed: float
    affirmed_against: float
    """Share of the words affirmed that the sources only deny."""
    antonym: float
    antonym_lead: float
    concedes: float
    absolutes: float
    exemption: float


def rarity(sentences: Sequence[str]) -> Callable[[str], float]:
    """Return what says of a word how rare it is among sentences: about 0 for one that all have, about 1 for one that none has."""
    counts = Counter(word for sentence in sentences for word in words(sentence))
    scale = math.log(len(sentences) + 1) or 1.0
    return lambda word: math.log((len(sentences) + 1) / (counts[word] + 0.5)) / scale


def measure(statement: str, nearest: Nearest, weight: Callable[[str], float]) -> Measures:
    """Measure a statement.

    Args:
        statement: One sentence.
        nearest: What the sources say nearest to it, in its language.
        weight: How rare a word is in the sources.
    """
    stated = simplify_negation(statement)
    told = [simplify_negation(sentence) for sentence in nearest.near]
    known = [sentence for sentence in told if not QUESTION.search(sentence)]
    together = "\n".join(told)
    parts = [part for sentence in told for part in segments(sentence)]
    own = segments(stated) or [stated]
    denies, denied = has_denial(stated), has_denial(nearest.best)
    return Measures(
        cosine=nearest.cosine,
        lead=nearest.cosine - nearest.usual,
        coverage=nearest.coverage,
        together=_held_by_part(own, parts, weight),
        both_deny=nearest.coverage * (denies and denied),
        denial_left_out=nearest.coverage * (denied and not denies),
        affirms_denied=negation_differs(stated, told, denying=False),
        denies_affirmed=negation_differs(stated, told, denying=True),
        affirmed_against=affirmed_against(stated, told, weight),
        antonym=antonym_differs(stated, known),
        antonym_lead=max(antonym_lead(part, parts, weight) for part in own),
        concedes=concedes_condition(stated, known),
        absolutes=unfounded_absolutes(stated, together),
        exemption=unfounded_exemption(stated, together),
    )


def _held_by_part(own: Sequence[str], parts: Sequence[str], weight: Callable[[str], float]) -> float:
    """Return the mean, by weight, of how much of each part of a statement some one part of the sources holds."""
    held = total = 0.0
    for content in map(words, own):
        size = sum(map(weight, content))
        held += size * max((share_in_one(content, part, weight) for part in parts), default=0.0)
        total += size
    return held / total if total else 0.0


def likelihood(measures: Measures) -> float:
    """Return how likely sources of the statement's language support it, 0 to 1."""
    return _sigmoid(_BIAS + _weighted_sum(measures, _FOR) + _weighted_sum(measures, _AGAINST))


def likelihood_by_meaning(measures: Measures) -> float:
    """Return how likely they would, were there nothing in what is denied or exaggerated that speaks against it, 0 to 1."""
    return _sigmoid(_BIAS + _weighted_sum(measures, _FOR))


def likelihood_across_languages(language: str, cosine: float) -> float:
    """Return how likely a source of the other language supports a statement, 0 to 1, by their similarity alone."""
    slope, bias = _ACROSS_LANGUAGES[language]
    return _sigmoid(slope * cosine + bias)


def _weighted_sum(measures: Measures, weights: dict[str, float]) -> float:
    return float(sum(weight * getattr(measures, name) for name, weight in weights.items()))


def _sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))
