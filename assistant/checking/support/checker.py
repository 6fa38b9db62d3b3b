"""The judge: finds where a sentence may come from and whether it says the same."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Lock
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.checking.support.entailment import (
    Measures,
    Nearest,
    likelihood,
    likelihood_across_languages,
    likelihood_by_meaning,
    measure,
    rarity,
)
from assistant.checking.support.entities import find_counts, find_numbers, missing_names, missing_numbers
from assistant.checking.support.entity_swap import swaps_entities
from assistant.checking.support.evidence_selection import (
    SplitSource,
    Window,
    best_windows,
    split_source,
    states_something,
)
from assistant.checking.support.extrinsic import item_counts, strange_item, unfounded_praise
from assistant.store.messages import Reason
from assistant.text import detect_language

Vectors = NDArray[np.float32]
_CACHED_TEXTS = 4_096
_LONGEST_STATEMENT = 2_000
"""Characters of a statement that are judged; no sentence is longer."""
_CANDIDATES = 3
# How much worse than the best window another may fit and still be what the statement was taken from.
_RIVAL = 0.03
_STRANGE = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one statement."""

    source: int | None
    """Index of the source that supports it best; None where none does."""
    kind: Literal["supported", "unsupported", "no_claim"]
    reason: Reason | None
    """Why it is unsupported; None otherwise."""
    score: float
    """How likely the sources say the same by their meaning and words and by what they deny, 0 to 1."""
    about: str = ""
    """The number or name that the sources lack, as the statement writes it; empty where another reason was found."""


class _Objection(NamedTuple):
    """What speaks against a statement."""

    reason: Reason
    about: str = ""


class SupportChecker:
    """Tells which sentences of an answer its sources support. Safe to use from several threads."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        """Take what turns n texts into n unit vectors, shape (n, d); statements and sources go through it alike."""
        self._encode = encode
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def prepare(self, sources: Sequence[str]) -> None:
        """Embed sources beforehand, so that `judge` need not: worth while before the answer is written."""
        self._embed([sentence for source in sources for sentence in split_source(source).sentences])

    def judge(
        self, statements: Sequence[str], sources: Sequence[str], *, premises: Sequence[str] = ()
    ) -> list[Judgement]:
        """Return a judgement of each statement.

        Args:
            statements: Single sentences without Markdown and citation marks.
            sources: Plain texts of passages.
            premises: Texts whose numbers and names a statement may also use, such as the question or a demo's result.
        """
        known = [split_source(source) for source in sources if source.strip()]
        position = [index for index, source in enumerate(sources) if source.strip()]
        statements = [statement[:_LONGEST_STATEMENT] for statement in statements]
        claims = [statement for statement in statements if states_something(statement)]
        embedded = self._embed([*claims, *(s for source in known for s in source.sentences)])
        vectors = dict(zip(claims, embedded, strict=False))
        counts = np.cumsum([0, *(len(source.sentences) for source in known)])
        there = embedded[len(claims) :]
        weight = rarity([sentence for source in known for sentence in source.sentences])
        judgements: list[Judgement] = []
        for statement in statements:
            if statement not in vectors:
                judgements.append(Judgement(None, "no_claim", None, 1.0))
                continue
            similar = there @ vectors[statement] if known else np.zeros(0, np.float32)
            by_source = [similar[a:b] for a, b in pairwise(counts)]
            judgement = _judge(statement, known, by_source, weight, premises)
            source = None if judgement.source is None else position[judgement.source]
            judgements.append(replace(judgement, source=source))
        return judgements

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, from memory where they are known."""
        if not texts:
            return np.zeros((0, 1), np.float32)
        found = self._recall(texts)
        # Not under the lock: nobody's answer waits for the embedding of another's. Two may embed the same text at once.
        if new := [text for text in dict.fromkeys(texts) if text not in found]:
            found.update(zip(new, self._encode(new), strict=True))
            self._remember(new, found)
        return np.stack([found[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those texts that are known; they are the last to be forgotten."""
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in found:
                self._vectors.move_to_end(text)
            return found

    def _remember(self, texts: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        with self._lock:
            self._vectors.update((text, vectors[text]) for text in texts)
            while len(self._vectors) > _CACHED_TEXTS:
                self._vectors.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement with what may be said for it and what speaks against it, whichever source it comes from."""

    text: str
    language: str
    premises: Sequence[str]
    counts: frozenset[float]
    """Whole numbers that it may state."""
    objection: _Objection | None
    measures: Measures | None
    """None where no source of its language is near."""


def _judge(
    statement: str,
    sources: Sequence[SplitSource],
    similar: Sequence[Vectors],
    weight: Callable[[str], float],
    premises: Sequence[str],
) -> Judgement:
    """Judge one claim against all sources."""
    language = detect_language(statement)
    windows = best_windows(statement, language, sources, similar, _CANDIDATES)
    if not windows:
        return Judgement(None, "unsupported", "meaning", 0.0)
    rivals = [window for window in windows if window.rank >= windows[0].rank - _RIVAL]
    claim = _Statement(
        statement,
        language,
        premises,
        _allowed_counts(statement, [sources[window.source].text for window in windows]),
        _find_objection(
            statement, [window for window in windows if sources[window.source].language == language], sources
        ),
        _measure_nearest(statement, language, windows, sources, similar, weight),
    )
    judgements = [_judge_by_window(claim, window, sources[window.source]) for window in rivals]
    return next((judgement for judgement in judgements if judgement.kind == "supported"), judgements[0])


def _allowed_counts(statement: str, texts: Sequence[str]) -> frozenset[float]:
    """Return how many items a statement's own lists have, and which of its counts stand in any of the texts."""
    told = {count for text in texts for count in find_counts(text)}
    return frozenset(item_counts(statement)) | {value for value, _ in find_counts(statement) & told}


def _find_objection(
    statement: str, windows: Sequence[Window], sources: Sequence[SplitSource]
) -> _Objection | None:
    """Return what speaks against a statement when all that may support it, in its language, is read together."""
    if not windows:
        return None
    if swaps_entities(statement, _sentences(windows, sources)):
        return _Objection("negation")
    together = "\n".join(sources[window.source].text for window in windows)
    if strange_item(statement, together) >= _STRANGE:
        return _Objection("list")
    return _Objection("meaning") if unfounded_praise(statement, together) else None


def _measure_nearest(
    statement: str,
    language: str,
    windows: Sequence[Window],
    sources: Sequence[SplitSource],
    similar: Sequence[Vectors],
    weight: Callable[[str], float],
) -> Measures | None:
    """Measure a statement on the windows of its own language, best first."""
    own = [window for window in windows if sources[window.source].language == language]
    if not own:
        return None
    rivals = [window for window in own if window.rank >= windows[0].rank - _RIVAL] or own[:1]
    closest = max({window.source for window in own}, key=lambda index: float(similar[index].max()))
    nearest = Nearest(
        best=sources[closest].sentences[int(similar[closest].argmax())],
        near=_sentences(rivals, sources),
        cosine=own[0].cosine,
        usual=float(np.mean(np.concatenate(similar))),
        coverage=own[0].coverage,
    )
    return measure(statement, nearest, weight)


def _judge_by_window(claim: _Statement, window: Window, source: SplitSource) -> Judgement:
    """Judge a claim by one window, its passage, and what was known before."""
    measures = claim.measures if claim.language == source.language else None
    score = likelihood(measures) if measures else likelihood_across_languages(claim.language, window.cosine)
    objection = _find_unknown_entity(claim, "\n".join([source.text, *claim.premises])) or claim.objection
    if objection is None and score < 0.5:
        turned = measures is not None and likelihood_by_meaning(measures) >= 0.5
        objection = _Objection("negation" if turned else "meaning")
    if objection:
        return Judgement(None, "unsupported", objection.reason, score, objection.about)
    return Judgement(window.source, "supported", None, score)


def _find_unknown_entity(claim: _Statement, held: str) -> _Objection | None:
    """Return the first number, else the first name, of a claim that a text does not hold."""
    if strange := missing_numbers(claim.text, find_numbers(held), claim.counts):
        return _Objection("number", strange[0].written)
    if unknown := missing_names(claim.text, held):
        start = claim.text.lower().find(unknown[0])
        return _Objection("name", claim.text[start : start + len(unknown[0])] if start >= 0 else "")
    return None


def _sentences(windows: Sequence[Window], sources: Sequence[SplitSource]) -> tuple[str, ...]:
    """Return the sentences of windows, each window with the sentence on either side; none twice."""
    return tuple(
        dict.fromkeys(
            sentence
            for window in windows
            for sentence in sources[window.source].sentences[
                max(0, window.first - 1) : window.first + len(window.sentences) + 1
            ]
        )
    )
