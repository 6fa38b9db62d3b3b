"""Whether a statement has a word of opposite meaning where a passage has another: "too small a rate diverges"."""

import re
from collections.abc import Callable, Sequence

from assistant.checking.support.antonyms import opposites
from assistant.checking.support.denial import held_together, words
from assistant.checking.support.polarity import negated_at
from assistant.checking.support.wording import bag, share_held

_RESTRICTED = re.compile(r"\bonly (?:for|if|when)\b|只有|只在|仅当")
_CONTEXT_ALIKE = 0.6
_CONTEXT_LEAD = 0.2
_CONTEXT_FAINT, _REST_HELD = 0.3, 0.85
_REACH_ZH, _REACH_EN = 10, 36
"""How many characters on each side of a word are its surroundings."""


def antonym_differs(statement: str, known: Sequence[str]) -> bool:
    """Whether a word of the statement has its opposite in the same surroundings."""
    together = " ".join(known)
    unrestricted = [text for text in known if not _RESTRICTED.search(text)]
    for mine, theirs in opposites(statement):
        for match in mine.finditer(statement):
            around = _surroundings(statement, match)
            if len(around) < 2:
                continue
            negated = negated_at(statement, match.start())
            same = max((_alike(around, near) for near, _ in _places(mine, known)), default=0.0)
            turned = max(
                (_alike(around, near) for near, n in _places(theirs, unrestricted) if n == negated),
                default=0.0,
            )
            if turned >= _CONTEXT_ALIKE and turned >= same + _CONTEXT_LEAD:
                return True
            rest = statement[: match.start()] + " " + statement[match.end() :]
            if (
                turned >= _CONTEXT_FAINT
                and not mine.search(together)
                and share_held(rest, together) >= _REST_HELD
            ):
                return True
    return False


def _places(word: re.Pattern[str], texts: Sequence[str]) -> list[tuple[frozenset[str], bool]]:
    """Return the surroundings of a word wherever it stands, and whether it is negated there."""
    return [
        (_surroundings(text, match), negated_at(text, match.start()))
        for text in texts
        for match in word.finditer(text)
    ]


def _surroundings(text: str, match: re.Match[str]) -> frozenset[str]:
    """Return the content words around a match, within its clause and a little beyond."""
    reach = _REACH_ZH if re.search("[\u3400-\u9fff]", text) else _REACH_EN
    before = re.split("[；;。！？!?]", text[max(0, match.start() - reach) : match.start()])[-1]
    after = re.split("[；;。！？!?]", text[match.end() : match.end() + reach])[0]
    return bag(before) | bag(after)


def _alike(around: frozenset[str], near: frozenset[str]) -> float:
    return len(around & near) / len(around) if around else 0.0


def antonym_lead(statement: str, segments: Sequence[str], weight: Callable[[str], float]) -> float:
    """Say how much more of what stands with a word of the statement stands with its opposite in one segment, 0 to 1."""
    best = 0.0
    for mine, theirs in opposites(statement):
        speaking = [text for text in segments if theirs.search(text)]
        for match in mine.finditer(statement) if speaking else ():
            rest = words(statement[: match.start()] + " " + statement[match.end() :])
            negated = negated_at(statement, match.start())
            opposed = (
                text
                for text in speaking
                if not _RESTRICTED.search(text)
                and any(negated_at(text, found.start()) == negated for found in theirs.finditer(text))
            )
            turned = max((held_together(rest, text, weight) for text in opposed), default=0.0)
            same = max((held_together(rest, t, weight) for t in segments if mine.search(t)), default=0.0)
            best = max(best, turned - same)
    return best
