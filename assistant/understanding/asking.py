"""What grammars read in a question: the two things that it compares, and the point of a list that it means."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.text import chinese_number
from assistant.text.numerals import HAN_COUNT, NUMBER, number_value

Form = Literal["list", "steps", "formula", "code", "diagram", "action", "comparison"]
"""Several items, an order to follow, how something is computed, a program, a picture, what to do, two things side by side."""
FORMS: tuple[Form, ...] = get_args(Form)

# Between words there is one space or one line break: `_evenly_spaced`.
_ZH_JOINT = r"\s?(?:和|与|跟|同|还是|相比于?|比起|对比|比|vs\.?)\s?"
_ZH_END = (
    r"(?:之间|这两|这俩|两者|二者|到底|究竟|分别|各自|相比|比起来|放在一起|哪个|哪种|哪边|谁|的(?=区别|不同|差|异同|关系)"
    r"|有什么|有啥|有何|差在|区别|不同|差别|差异|不一样|怎么选|该选|[，,。？?！!]|$)"
)
_EN_END = r"(?=\s?(?:[?.!,;]|$|\b(?:differ|compare|when|for|in\sterms|which|side\s+by\s+side)\b))"
_COMPARED = (
    re.compile(
        r"\b(?:between|compare|comparing|contrast|differentiate|distinguish)\s(?P<a>.{2,50}?)\s(?:and|with|to|from|against|vs\.?|versus)\s(?P<b>.{2,50}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"\bhow\s(?:do|does|is|are)\s(?P<a>.{2,50}?)\s(?:differ(?:ent)?|compare[ds]?|stack\sup)\s(?:from|to|with|against)\s(?P<b>.{2,50}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:.*\bis\s)?(?P<a>[^?,]{2,40}?)\s(?:vs\.?|versus|or|better\sthan|different\sfrom)\s(?P<b>[^?]{2,40}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:请问|那么?|说说|讲讲|请?(?:帮我)?(?:比较|对比|区分|分清)(?:一下|下)?|怎么(?:区分|分清)|如何区分|什么时候用|该?用|选)?\s?"
        rf"(?P<a>[^，,。？?]{{1,20}}?){_ZH_JOINT}(?P<b>[^，,。？?]{{1,20}}?)\s?{_ZH_END}",
        re.IGNORECASE,
    ),
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def compared_terms(question: str) -> tuple[str, str] | None:
    """Return the two things that a question which compares compares, e.g. ("梯度下降", "反向传播"); None where it names none."""
    text = _evenly_spaced(question)
    for pattern in _COMPARED:
        if found := pattern.search(text):
            a, b = (_ARTICLE.sub("", found[group].strip()) for group in ("a", "b"))
            if a and b and a != b:
                return a, b
    return None


def _evenly_spaced(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


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
