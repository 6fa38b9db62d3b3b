"""Which words of a sentence a passage holds: stems in English, shared character runs in Chinese."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.support.function_words import CHINESE, ENGLISH
from assistant.text import to_simplified
from assistant.text.language import HAN, is_han

_UNIT = re.compile(rf"[{HAN}]+|[a-zà-ɏ][a-zà-ɏ'’]*|[a-zà-ɏ\d][\w.+-]*")
_ENDING = re.compile(
    r"(?<=\w{3})(?:i[sz]ations?|ations?|ments?|ness|ities|ity|ings?|i[sz]e[sd]?|i[sz]ing|ively|ive|ally|edly|ly|ions?|ers?|ors?"
    r"|ies|ied|es|ed|al|able|ible|s|e|y)$"
)


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A content word of a statement (in Chinese: a run between function words)."""

    text: str
    start: int
    end: int
    """`statement[start:end]`."""
    held: float
    """Share of it that the passage holds, 0 to 1."""


@lru_cache(maxsize=8_192)
def normalize(text: str) -> str:
    """Return text in one script, case and width; positions stay where they are."""
    flat = "".join(
        c if len(unicodedata.normalize("NFKC", c)) != 1 else unicodedata.normalize("NFKC", c) for c in text
    )
    simple = to_simplified(flat)
    lowered = (simple if len(simple) == len(text) else flat).lower()
    return lowered if len(lowered) == len(text) else text


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return an English word without its ending, at least three letters long; British and American spellings meet."""
    word = word.replace("'s", "").replace("’s", "").replace("our", "or").replace("isi", "izi")
    word = _ENDING.sub("", word)
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-zà-ɏ][a-zà-ɏ'’]*", text)
    return frozenset(stem(word) for word in words)


def content_words(statement: str, passage: str) -> list[ContentWord]:
    """Return the content words of a statement with how much of each a passage holds; numbers are left out."""
    passage = normalize(passage)
    found: list[ContentWord] = []
    for word, start, end in _units(normalize(statement)):
        if _is_han(word):
            found += _split_chinese(word, start, passage)
        else:
            found.append(ContentWord(word, start, end, float(_holds(passage, word))))
    return found


@lru_cache(maxsize=4_096)
def _units(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the runs of Chinese and the content words of other languages in a normal text, with where they stand."""
    found = ((match.group(), match.start(), match.end()) for match in _UNIT.finditer(text))
    return tuple(
        (word, start, end)
        for word, start, end in found
        if _is_han(word) or (word not in ENGLISH and word[0].isalpha() and len(word) > 1)
    )


def _is_han(word: str) -> bool:
    return is_han(word[0])


@lru_cache(maxsize=20_000)
def _holds(passage: str, word: str) -> bool:
    stems = _stems(passage)
    base = stem(word)
    if base in stems or word in passage.split():
        return True
    return len(base) >= 5 and any(
        len(other) >= 5 and (other.startswith(base[:-1]) or base.startswith(other[:-1])) for other in stems
    )


def _split_chinese(run: str, offset: int, passage: str) -> list[ContentWord]:
    held = _score_characters(run, passage)
    found: list[ContentWord] = []
    start = 0
    bounds = [(m.start(), m.end()) for m in CHINESE.finditer(run)] + [(len(run), len(run))]
    for stop, after in bounds:
        if stop > start:
            share = sum(held[start:stop]) / (stop - start)
            found.append(ContentWord(run[start:stop], offset + start, offset + stop, share))
        start = after
    return found


def _score_characters(run: str, passage: str) -> list[float]:
    """Say of each character how well the passage holds it: 1 within a shared pair, 0.5 alone, 0 not at all."""
    held = [0.5 if c in passage else 0.0 for c in run]
    for i in range(len(run) - 1):
        if run[i : i + 2] in passage:
            held[i] = held[i + 1] = 1.0
    return held


def share_held(text: str, passage: str, *, nothing: float = 0.0) -> float:
    """Return the share of a text's content words that a passage holds, by length, 0 to 1; `nothing` where it has none."""
    found = content_words(text, passage)
    # A Chinese character says about half as much as an English word.
    weights = [piece.end - piece.start if _is_han(piece.text) else 2 for piece in found]
    total = sum(piece.held * weight for piece, weight in zip(found, weights, strict=True))
    return total / sum(weights) if weights else nothing


@lru_cache(maxsize=4_096)
def content_set(text: str) -> frozenset[str]:
    """Return the content of a short normal text as a set: English stems, Chinese characters."""
    words = re.findall(rf"[{HAN}]+|[a-zà-ɏ\d][\w'’+-]*", text)
    han = "".join(word for word in words if _is_han(word))
    stems = {stem(word) for word in words if not _is_han(word) and word not in ENGLISH}
    return frozenset(stems | set(CHINESE.sub("", han)))
