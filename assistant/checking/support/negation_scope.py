"""Which words of a text are denied: in "the model needs no labels" it is the labels, in "unlabelled" the label.

Every content word stands behind an even or an odd number of denying words of its clause. What a statement affirms while the
passages only deny it shows an opposite even where the clauses are built too differently to be laid beside each other.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.checking.support.lexical_overlap import CHINESE, ENGLISH, stem
from assistant.checking.support.polarity import NO_NEGATION, is_turned_by_answer, simplify_negation
from assistant.text.language import CLAUSE_END, HAN, is_han

# Wider than a negation: what is avoided, prevented or hard to do is denied too.
_DENIES = re.compile(
    r"没有|并非|绝非|而非|而不是|无法|无需|无须|毫无|尚未|从未|难以|很难|很少|极少|免得|避免|防止|缺少|缺乏|拒绝|犯不着|用不着|谈不上"
    r"|算不上|不|没|无|未|非|别(?!的|人)|勿|少了|缺"
    r"|\b(?:not|no|never|without|none|neither|nor|cannot|nothing|nobody|nowhere|unable|lacks?|lacking|free (?:of|from)|rather than"
    r"|instead of|rarely|seldom|hardly|barely|unlikely|fail(?:s|ed)? to|avoids?|prevents?|kept out of|far from|stops?|refus\w+|minus"
    r"|except|out of reach)\b|n['’]t\b"
)
_DENIES_NOTHING = re.compile(
    rf"{NO_NEGATION.pattern}|不等(?!于)|无关紧要|不变|不多不少|\bno (?:longer|fewer|less) than\b"
)
_DENYING_PREFIX = re.compile(
    r"^(?:un|in|im|non|ir|dis)-?(?=(?:necess|import|accur|correct|label|solv|lik|relia|possib|supervis|reli|relev|complet|consist"
    r"|depend|agree|chang|limit|avail|clear|usual|known|seen|safe|secure|certain|common|interest)\w)"
)
_SEGMENT_END = re.compile(r"[；;。！？!?]|\.(?=\s|$)|(?:，|, )(?:但|而(?!且))|\b(?:but|while|whereas)\b")
_CLAUSE_END = re.compile(rf"{CLAUSE_END.pattern}|\.(?=\s|$)|\band\b")
_WORD = re.compile(rf"[{HAN}]+|[a-zà-ɏ][\w'’]*")
_SMOOTHING = 0.5

Weight = Callable[[str], float]
"""How much a word says, 0 for a word of every sentence."""


def has_denial(text: str) -> bool:
    """Whether a sentence denies anything."""
    return bool(_DENIES.search(_DENIES_NOTHING.sub(" ", simplify_negation(text))))


def words(text: str) -> frozenset[str]:
    """Return the content words of a text: English stems, Chinese pairs of characters."""
    return frozenset(word for word, _ in _sign_words(text))


def segments(sentence: str) -> list[str]:
    """Return the parts of a sentence that each say something of their own, such as the two sides of a "but"."""
    return [part for part in _SEGMENT_END.split(simplify_negation(sentence)) if part and len(part) > 2]


def share_in_one(wanted: frozenset[str], text: str, weight: Weight) -> float:
    """Return the share of words, by weight, that one text holds, 0 to 1."""
    total = sum(map(weight, wanted)) or 1.0
    return sum(map(weight, wanted & words(text))) / total


def affirmed_against(statement: str, sentences: Sequence[str], weight: Weight) -> float:
    """Return the share of what a statement affirms that neighbouring sentences speak of only to deny it, 0 to below 1."""
    denied = _group_by_word([pair for one in pairwise([*sentences, ""]) for pair in _sign_with_answer(*one)])
    against = agreed = 0.0
    for word, states in _group_by_word(_sign_words(statement)).items():
        if states == {False} and word in denied:
            if False in denied[word]:
                agreed += weight(word)
            else:
                against += weight(word)
    return against / (against + agreed + _SMOOTHING)


def _group_by_word(signed: Sequence[tuple[str, bool]]) -> dict[str, set[bool]]:
    found: dict[str, set[bool]] = {}
    for word, denied in signed:
        found.setdefault(word, set()).add(denied)
    return found


def _sign_with_answer(sentence: str, following: str) -> Sequence[tuple[str, bool]]:
    """Return the words of a sentence and whether it, read with the answer behind it, denies them."""
    turned = is_turned_by_answer(sentence, following)
    return [] if turned is None else [(word, denied != turned) for word, denied in _sign_words(sentence)]


@lru_cache(maxsize=8_192)
def _sign_words(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the content words of a text, each with whether it is denied."""
    found: list[tuple[str, bool]] = []
    for clause in _CLAUSE_END.split(simplify_negation(text)):
        if clause and len(clause) > 1:
            blank = _DENIES_NOTHING.sub(lambda match: " " * len(match.group()), clause)
            ends = [match.end() for match in _DENIES.finditer(blank)]
            for word, start in _locate_content_words(clause):
                inner = _DENYING_PREFIX.match(word)
                if inner and len(word) - inner.end() > 3:
                    word = word[inner.end() :]
                count = sum(end <= start for end in ends) + bool(inner)
                found.append((stem(word) if word.isascii() else word, count % 2 == 1))
    return tuple(found)


def _locate_content_words(clause: str) -> list[tuple[str, int]]:
    """Return the content words of a clause with where they start."""
    found: list[tuple[str, int]] = []
    for match in _WORD.finditer(clause):
        word = match.group()
        if is_han(word[0]):
            masked = CHINESE.sub(_blank, _DENIES.sub(_blank, word))
            pairs = ((masked[i : i + 2], match.start() + i) for i in range(len(masked) - 1))
            found += [(pair, start) for pair, start in pairs if " " not in pair]
        elif word not in ENGLISH and len(word) > 1 and not _DENIES.fullmatch(word):
            found.append((word, match.start()))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
