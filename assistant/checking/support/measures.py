"""What is measured on a statement and what the sources say nearest to it, in one language."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.checking.support.denial import affirmed_against, has_denial, held_together, segments, words
from assistant.checking.support.opposition import antonym_differs, antonym_lead
from assistant.checking.support.overstatement import unfounded_absolutes, unfounded_exemption
from assistant.checking.support.polarity import QUESTION, concedes_condition, negation_differs, plain


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
    """What speaks for a statement and against it, as numbers; `weighing` has a weight for each."""

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
    stated = plain(statement)
    told = [plain(sentence) for sentence in nearest.near]
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
        held += size * max((held_together(content, part, weight) for part in parts), default=0.0)
        total += size
    return held / total if total else 0.0
