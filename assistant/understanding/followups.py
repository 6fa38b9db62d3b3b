"""What a short message refers to in the conversation: "那第二点呢", "还有吗", "缺点呢？", "what about the second one?"."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import chinese_number

FollowUpKind = Literal["item", "more", "aspect", "pronoun"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How a message leans on the turn before it."""

    kind: FollowUpKind
    rest: str
    """What the message itself contributes: "缺点呢？" -> "缺点"."""
    ordinal: int | None = None
    """For kind "item": the point that is meant, from 1; -1 is the last one."""


_ENGLISH_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            ("first", "one"),
            ("second", "two"),
            ("third", "three"),
            ("fourth", "four"),
            ("fifth", "five"),
            ("sixth", "six"),
        ),
        start=1,
    )
    for word in words
} | {"last": -1, "final": -1}

_COUNTED = r"(?:个|点|条|项|步|种|方面|部分|类|本|篇|款)"
_ITEM = (
    re.compile(rf"第\s*(?P<zh>[一二三四五六七八九十两\d]+)\s*{_COUNTED}"),
    re.compile(rf"(?P<last>最后)一?{_COUNTED}"),
    re.compile(
        r"\b(?:the\s+)?(?P<en>first|second|third|fourth|fifth|sixth|last|final)\s+(?:one|point|item|step|reason|way|part|factor|thing)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:point|item|step|number|no\.?|#)\s*(?P<en>\d|one|two|three|four|five|six)\b", re.IGNORECASE
    ),
    re.compile(
        r"^(?:and|what about|how about)\s+the\s+(?P<en>first|second|third|fourth|fifth|sixth|last)\W*$",
        re.IGNORECASE,
    ),
)
# Beyond the reference itself a message of this kind says little; a long one is a question of its own.
_ITEM_LENGTH = {"zh": 18, "en": 60}

_MORE = re.compile(
    r"(?:那|那么|嗯|然后)?[,，]?(?:还有|别的|其它的?|其他的?|更多|继续|接着|往下|没了|就这些|然后)(?:说|讲|吗|呢|么|没|没有|别的|其他|其它|哪些|什么|内容|的|了|啊|，)*"
    r"|(?:and\s+)?(?:anything|what|something)\s+else|(?:tell\s+me\s+)?more|go\s+on|continue|keep\s+going|and|then|next|is\s+that\s+(?:all|it)|any\s+(?:more|others?)",
    re.IGNORECASE,
)
_ELABORATE = re.compile(
    r"(?:请|能|可以|你)*(?:为什么|为啥|怎么说|怎么做|如何做|怎么办|具体(?:点|一点|一些|说说|讲讲|呢|怎么做|怎么说)*|展开(?:说说|讲讲|一下)*|再?详细(?:点|一点|说说|讲讲|解释|一些)*"
    r"|再?(?:解释|说明)(?:一下)?|举个?例子?(?:说明)?|有(?:什么|没有)?例子|什么意思|啥意思|没(?:听|看)?懂|不(?:太)?(?:明白|懂)|说人话|说得?简单(?:点|一点)|那我该怎么做|所以呢)(?:吗|呢|吧|嘛)?"
    r"|why(?:\s+(?:is\s+that|so|not))?|how(?:\s+(?:so|come|exactly|do\s+i\s+do\s+that))?|(?:can\s+you\s+)?(?:give\s+(?:me\s+)?)?(?:an?|for)\s+example|(?:please\s+)?(?:explain|elaborate)(?:\s+(?:that|more|further|it))?"
    r"|what\s+do\s+you\s+mean|what\s+does\s+(?:that|it)\s+mean|(?:in\s+)?more\s+details?|say\s+it\s+simpler|so\s+what|i\s+don'?t\s+(?:get|understand)(?:\s+(?:it|that))?",
    re.IGNORECASE,
)
_ASPECT_OPENING = re.compile(
    r"^(?:那么|那|然后|还有|而|and\s+(?:what\s+about|how\s+about)|what\s+about|how\s+about|and|but|so)(?:\s+|(?<=[\u4e00-\u9fff]))[,，]?\s*(?:the\s+|its\s+|their\s+)?",
    re.IGNORECASE,
)
_ASPECT_CLOSING = re.compile(r"(?:呢|怎么样|如何)$")
_PRONOUN = re.compile(
    r"它们?|这(?:个|种|些|样|一点|件事|步)?|那(?:个|种|些|样|一点)|(?:上面|刚才|前面)(?:的|说的|那个)?|\b(?:it|its|this|that|these|those|they|them)\b",
    re.IGNORECASE,
)
_PUNCTUATION = " \t\n，,。.!！?？、~～:："


def follow_up(text: str) -> FollowUp | None:
    """Return how a message leans on the turn before it, or None where it stands by itself."""
    bare = text.strip(_PUNCTUATION)
    return _item(bare) or _more(bare) or _aspect(bare) or _pronoun(bare)


def _item(bare: str) -> FollowUp | None:
    for pattern in _ITEM:
        found = pattern.search(bare)
        if not found:
            continue
        groups = found.groupdict()
        chinese = groups.get("zh") or groups.get("last")
        if len(bare) > _ITEM_LENGTH["zh" if chinese else "en"]:
            continue
        rest = (bare[: found.start()] + bare[found.end() :]).strip(_PUNCTUATION)
        if groups.get("zh"):
            number = chinese_number(groups["zh"])
            ordinal = int(number) if number else 0
        elif chinese:
            ordinal = -1
        else:
            word = groups["en"].lower()
            ordinal = int(word) if word.isdigit() else _ENGLISH_ORDINALS[word]
        return FollowUp("item", rest, ordinal) if ordinal else None
    return None


def _more(bare: str) -> FollowUp | None:
    if not bare or _MORE.fullmatch(bare):
        return FollowUp("more", "")
    without_opening = _ASPECT_OPENING.sub("", bare) or bare
    return (
        FollowUp("more", bare)
        if _ELABORATE.fullmatch(bare) or _ELABORATE.fullmatch(without_opening)
        else None
    )


def _aspect(bare: str) -> FollowUp | None:
    opened = _ASPECT_OPENING.sub("", bare, count=1)
    rest = _ASPECT_CLOSING.sub("", opened).strip(_PUNCTUATION)
    if not rest or rest == bare:
        return None
    short = len(rest) <= 8 if re.search(r"[\u4e00-\u9fff]", rest) else len(rest.split()) <= 4
    return FollowUp("aspect", rest) if short else None


def _pronoun(bare: str) -> FollowUp | None:
    return FollowUp("pronoun", bare) if len(bare) <= 60 and _PRONOUN.search(bare) else None
