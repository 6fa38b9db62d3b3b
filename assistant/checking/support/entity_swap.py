"""Whether a statement gives one thing what a passage says of another: "CNN for sequences, RNN for images".

Swapping changes no word, so neither meaning nor wording shows it. What shows it is that parallel pieces of the passage,
each with a subject in front of what is said of it, are mixed: the subject of one stands before the predicate of the other.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, permutations

from assistant.checking.support.lexical_overlap import CHINESE, ENGLISH, normalize, stem
from assistant.text.language import HAN, is_han

_WORD = re.compile(rf"[{HAN}]+|[a-zà-ɏ][\w'’]*|(?:(?<!\w)-)?\d[\d.,]*(?<![.,])")
_CLAUSES = re.compile(
    r"[，,](?!\d|\s*(?:such as|for example)|比如|例如)|[；;。！？!?：:—…]+|\.(?=\s|$)|\b(?:while|whereas|but)\b"
    rf"|(?<=[{HAN}])(?=但|却|而是)"
)
_FINE = re.compile(rf"{_CLAUSES.pattern}|\band\b")
_COARSE = re.compile(r"[；;。]|\.(?=\s|$)")
_QUESTION = re.compile(r"[？?][\"'”’」』)）]*\s*$")
_PUNCTUATION = re.compile("[，,；;：:（）()]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_ORDER = re.compile(
    r"\b(?:usually |often )?(?:counts?|matters?|weighs?) (more than)\b|\b(?:rather than|instead of|before)\b"
    r"|, not\b|而不是|之前(?=[，,]?[^，,])"
)
_ARTICLES = frozenset(["the", "a", "an", "and", "it", "its", "their", "of", "to", "you", "also"])
_FRAME = 2
"""How many words pieces that are built alike have in common, at least."""
_COARSEST = 3
_KNOWN = 0.75
_CROSSED = 0.6


@dataclass(frozen=True, slots=True)
class _Piece:
    """A clause, or a few of them: its content words, and all its words with where they stand."""

    words: frozenset[str]
    places: dict[str, int]
    level: int
    """How finely the sentence has to be cut to get it: 1 for most finely."""
    coarsest: int
    """The last level at which it is still in one piece."""

    def first(self, words: Collection[str]) -> int:
        return min(self.places[word] for word in words)

    def last(self, words: Collection[str]) -> int:
        return max(self.places[word] for word in words)

    def middle(self, words: Collection[str]) -> float:
        return sum(self.places[word] for word in words) / len(words)


def swaps_entities(statement: str, sentences: Sequence[str]) -> bool:
    """Whether a statement gives a subject of neighbouring sentences the predicate of another.

    Args:
        statement: One sentence.
        sentences: The sentences of the passages around what is most like it, in order.
    """
    cut = [_split_pieces(sentence) for sentence in sentences if not _QUESTION.search(sentence)]
    told = [piece for pieces in cut for piece in pieces]
    parts = _split_pieces(statement)
    words = frozenset().union(*(part.words for part in parts))
    pairs = list(_parallel_pairs(cut, words))
    return (
        any(_mixes(part, p, q, told) for part in parts if part.level < _COARSEST for p, q in pairs)
        or any(
            _crosses(a, b, p, q, told) for a, b in combinations(parts, 2) if _level(a, b) for p, q in pairs
        )
        or _turns_order(statement, sentences)
    )


def _parallel_pairs(
    cut: Sequence[tuple[_Piece, ...]], words: frozenset[str]
) -> Iterator[tuple[_Piece, _Piece]]:
    """Yield pieces that may be built alike and each hold words of their own among some words."""
    speaking = [(number, p) for number, pieces in enumerate(cut) for p in pieces if p.words & words]
    for (number, p), (other, q) in permutations(speaking, 2):
        if (
            _level(p, q)
            and (number == other or len(p.places.keys() & q.places.keys()) >= _FRAME)
            and (p.words - q.words) & words
            and (q.words - p.words) & words
        ):
            yield p, q


def _level(p: _Piece, q: _Piece) -> int:
    """Return the finest level at which both are pieces; 0 where one is part of the other at every level."""
    level = max(p.level, q.level)
    return level if level <= min(p.coarsest, q.coarsest) else 0


def _mixes(stated: _Piece, p: _Piece, q: _Piece, told: Sequence[_Piece]) -> bool:
    """Whether a clause is the subject of q, words that p and q have in common, and the predicate of p."""
    predicate, subject = (stated.words & p.words) - q.words, (stated.words & q.words) - p.words
    left_p, left_q = p.words - q.words - stated.words, q.words - p.words - stated.words
    if not (predicate and subject and left_p and left_q):
        return False
    if len(stated.words & (p.words | q.words)) < _KNOWN * len(stated.words):
        return False
    between = [
        word
        for word in stated.places.keys() & p.places.keys() & q.places.keys()
        if stated.last(subject) < stated.places[word] < stated.first(predicate)
        and q.last(subject) < q.places[word] < q.last(left_q)
        and p.first(left_p) < p.places[word] < p.first(predicate)
    ]
    shared = p.places.keys() & q.places.keys()
    is_frame = len(between) >= _FRAME and 3 * len(shared) >= min(len(p.places), len(q.places))
    return is_frame and not _stand_together(subject, predicate, told, max(p.level, q.level))


def _crosses(a: _Piece, b: _Piece, p: _Piece, q: _Piece, told: Sequence[_Piece]) -> bool:
    """Whether a has the subject of p and the predicate of q, and b has them the other way round."""
    from_p, from_q = p.words - q.words, q.words - p.words
    subject_a, predicate_a = a.words & from_p, a.words & from_q
    subject_b, predicate_b = b.words & from_q, b.words & from_p
    if not (subject_a and predicate_a and subject_b and predicate_b):
        return False
    known = len(subject_a | predicate_a) + len(subject_b | predicate_b)
    if known < _CROSSED * len(a.words ^ b.words):
        return False
    in_order = (
        a.middle(subject_a) < a.middle(predicate_a)
        and b.middle(subject_b) < b.middle(predicate_b)
        and p.middle(subject_a) < p.middle(predicate_b)
        and q.middle(subject_b) < q.middle(predicate_a)
    )
    return in_order and not _stand_together(subject_a, predicate_a, told, max(p.level, q.level))


def _stand_together(some: frozenset[str], others: frozenset[str], told: Sequence[_Piece], level: int) -> bool:
    """Whether a piece as fine as that level holds half of both sets of words."""
    return any(
        2 * len(some & piece.words) >= len(some) and 2 * len(others & piece.words) >= len(others)
        for piece in told
        if piece.level <= level
    )


def _turns_order(statement: str, sentences: Sequence[str]) -> bool:
    """Whether "A before B" is told as "B before A"."""
    told = [order for sentence in sentences for order in _orders(sentence)]
    return any(
        word == other and _has_changed_sides(before, first, last) and _has_changed_sides(after, last, first)
        for word, before, after in _orders(statement)
        for other, first, last in told
    )


def _orders(text: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield each word of order with the content words before and after it."""
    text = normalize(text)
    for match in _ORDER.finditer(text):
        before, after = _COARSE.split(text[: match.start()])[-1], _COARSE.split(text[match.end() :])[0]
        yield match[1] or match.group(), _read_piece(before).words, _read_piece(after).words


def _has_changed_sides(words: frozenset[str], here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether half of the words that are not where they were are on the other side."""
    strange = words - here
    return bool(strange & there) and 2 * len(strange & there) >= len(strange)


@lru_cache(maxsize=4_096)
def _split_pieces(sentence: str) -> tuple[_Piece, ...]:
    """Return the pieces of a sentence, from single clauses to what stands between semicolons; no piece twice."""
    text = _IN_BRACKETS.sub(lambda found: _PUNCTUATION.sub(" ", found.group()), normalize(sentence))
    found: dict[frozenset[str], _Piece] = {}
    for level, pattern in enumerate((_FINE, _CLAUSES, _COARSE), start=1):
        for part in pattern.split(text):
            piece = _read_piece(part, level)
            if piece.words:
                known = found.get(piece.words, piece)
                found[piece.words] = replace(known, coarsest=level)
    return tuple(found.values())


def _read_piece(text: str, level: int = 1) -> _Piece:
    places: dict[str, int] = {}
    words: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        if is_han(word[0]):
            for i in range(len(word) - 1):
                places.setdefault(word[i : i + 2], match.start() + i)
            words |= {run[i : i + 2] for run in CHINESE.sub(" ", word).split() for i in range(len(run) - 1)}
        elif word in ENGLISH:
            if word not in _ARTICLES:
                places.setdefault(word, match.start())
        else:
            base = stem(word) if word[0].isalpha() else word
            places.setdefault(base, match.start())
            words.add(base)
    return _Piece(frozenset(words), places, level, level)
