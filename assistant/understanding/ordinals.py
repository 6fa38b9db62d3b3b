"""Which point of a list a message means: "第二点", "最后一条", "倒数第二步", "the third one", "point 4"."""

import re
from dataclasses import dataclass

from assistant.text import chinese_number
from assistant.text.numerals import HAN_COUNT, NUMBER, number_value

_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = r"(?:个|点|条|项|步|种|方面|部分|类|本|篇|款|句|段)"
_NOUN = r"(?:one|point|item|step|reason|way|part|factor|thing|tip|bullet|method)"
_ORDINAL = re.compile(
    rf"(?P<back>倒数)?第\s*(?P<zh>(?:{HAN_COUNT}|\d+))\s*{_COUNTED}?"
    rf"|(?P<last>最后一?{_COUNTED}|\b(?:last|final)\b)"
    rf"|\b(?P<en>{'|'.join(_ENGLISH)}|\d+(?:st|nd|rd|th))\b(?P<from_last>\s+(?:to|from)\s+(?:the\s+)?last)?(?:\s+{_NOUN}\b)?"
    rf"|\b(?:point|item|step|number|no\.?|#)\s*(?P<number>{NUMBER})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A point of a list that a message means."""

    position: int
    """From 1; -1 is the last, -2 the one before it."""
    rest: str
    """The message without it."""


def ordinal(text: str) -> Ordinal | None:
    """Return the point of a list that a message means, or None where it names none."""
    found = _ORDINAL.search(text)
    if found is None:
        return None
    position = _position(found)
    rest = text[: found.start()] + text[found.end() :]
    return Ordinal(position, rest.strip()) if position else None


def _position(found: re.Match[str]) -> int:
    if found["last"]:
        return -1
    if found["zh"]:
        value = int(chinese_number(found["zh"]) or 0)
        return -value if found["back"] else value
    if found["number"]:
        return int(number_value(found["number"].lower()) or 0)
    word = found["en"].lower()
    value = _ENGLISH.index(word) + 1 if word in _ENGLISH else int(word[:-2])
    return -value if found["from_last"] else value
