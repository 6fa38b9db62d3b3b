"""Values that a message gives to a demo's parameters: "名称 0.1", "50 names", "without it", "name: value", "sales.csv"."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from assistant.documents.addresses import section_addresses
from assistant.text.numerals import HAN_NUMERALS, NUMBER, number_value
from assistant.tools.kinds import Choice, Number, Table, Text, Value, WholeNumber, YesNo
from assistant.tools.parameters import DemoParameters, kind_of, wording_of
from assistant.tools.tables import SUFFIXES

Certainty = Literal["clear", "loose", "mention"]
"""Whether the words give the value clearly ("rate 0.1"), in words that could count something else ("三轮"), or may only
mention it (a term of the field)."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A parameter and the value that a part of the message gives it."""

    parameter: str
    value: Value | None
    """None takes back a value given before: "换个种子"."""
    start: int
    end: int
    weight: float
    """How sure the reading is; decides between readings that overlap."""
    certainty: Certainty


def assignments(text: str, parameters: type[DemoParameters], current: Mapping[str, Any]) -> list[Assignment]:
    """Return the values that a message gives to a demo's parameters, in order.

    Args:
        text: The message, normalised and in lower case.
        parameters: The demo's.
        current: The values of the run before, which "double it" starts from.
    """
    found: list[Assignment] = []
    squeezed = "".join(text.split())
    for name, field in parameters.model_fields.items():
        # Most messages speak of no parameter: what none of its words stands in needs no patterns.
        if not any(word in squeezed for word in _words(parameters, name)):
            continue
        before = current.get(name, field.default)
        for way in _ways(parameters, name):
            for match in way.pattern.finditer(text):
                value = way.read(match, before) if way.read else None
                if value is not None or way.read is None:
                    weight = way.weight + 0.01 * len(match.group())
                    found.append(Assignment(name, value, match.start(), match.end(), weight, way.certainty))
    return _best(found) or _bare_value(text, current)


_BARE_VALUE = re.compile(
    r"(?:[改换调设变加降][成为到]|换|改|用|试一?试|试一?下|试|\b(?:try|use|with|make\s+it|to|what\s+about|how\s+about)\b)"
    rf"\s*(?P<number>{NUMBER})(?=\W*+(?:(?:呢|吧|看看|试试|again|instead)\W*+|再.*)?$)"
    # "∞" is a number.
    rf"|^[^\w∞]*+那?么?\s*(?P<alone>{NUMBER})\s*呢\W*$",
    re.DOTALL,
)


def _bare_value(text: str, current: Mapping[str, Any]) -> list[Assignment]:
    """Return the value in "换成 0.2" or "0.2 呢", where the run before was given a single number that it can be meant for."""
    numbers = [
        name
        for name, value in current.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    found = _BARE_VALUE.search(text)
    if found is None or len(numbers) != 1 or section_addresses(text):
        return []
    value = number_value(found["number"] or found["alone"])
    return [] if value is None else [Assignment(numbers[0], value, *found.span(), 1.0, "loose")]


def _best(candidates: Iterable[Assignment]) -> list[Assignment]:
    """Return the readings that don't overlap: as many as possible, then the surest (weighted interval scheduling)."""
    ordered = sorted(candidates, key=lambda found: found.end)
    best: list[tuple[int, float, list[Assignment]]] = [(0, 0.0, [])]
    for position, found in enumerate(ordered):
        before = next((i for i in range(position, 0, -1) if ordered[i - 1].end <= found.start), 0)
        count, weight, chosen = best[before]
        with_it = (count + 1, weight + found.weight, [*chosen, found])
        best.append(max(best[position], with_it, key=lambda candidate: candidate[:2]))
    return best[-1][2]


_Read = Callable[[re.Match[str], Any], Value | None]


@dataclass(frozen=True)
class _Way:
    """A way of giving a parameter a value.

    `read` is called with the match and the value before; it is None for a way of taking a value back.
    """

    words: str
    read: _Read | None
    weight: float = 1.0
    certainty: Certainty = "clear"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern; made when a message first may hold them.

        In a message as it is read no two spaces follow one another, and none are looked for: many `\\s*` in a row take long.
        """
        return re.compile(self.words.replace(r"\s*", r"\s?").replace(r"\s+", r"\s"))


# What stands between a name and its value: "…的值改成 0.5", "… from 0.01 to 0.5", "…多一点，500 个".
_NOUN = r"(?:\s*的?\s*(?:值|大小|数值|数量|数目)|\s+(?:value|level|scale|count))?"
_FROM = rf"(?:\s*(?:从|由|from)\s*{NUMBER})?"
_A_BIT = r"(?:\s*[再更]?[大小高低多少]一?[点些]\s*[、,]?)?"
_SET_ZH = (
    r"\s*(?:如果|要是|假如|若|也|都|再|直接|就|只|给我){0,2}"
    r"(?:(?:设置?|调整?|改|换|变|取|用|选|提高|提升|提|升|降低?|加|减|增加?|减少|放|拉|定|缩|缩小|放大|开|给|固定|锁定|指定|限制)?"
    r"[大小高低多少满]?(?:成|为|到|至|是|作|等于|=+|:|→|->)\s*(?:=|:)?|(?:设置?|改|换|取|用|选|调|开|等于|只?有|只剩|固定|满))"
    r"\s*(?:大?约)?\s*"
)
_SET_EN = (
    r"\s*(?:=+|:|→|->|(?:(?:is|was|were|be|being)\s+)?(?:set|changed|increased|decreased|raised|lowered|reduced|equal)\s+to\b"
    r"|(?:equals|equal|of|is|to|at|as|was|were|being|up\s+to|down\s+to)\b)\s*(?:(?:about|around|only|just)\b)?\s*"
)
_SET = rf"(?:{_SET_ZH}|{_SET_EN})"
# The figure in "训练7B模型" is no value, nor is that of "10 倍" or the word in "训练一个模型".
_COUNTER = r"(?![a-z]|\s*倍|(?<=一)(?:[个次遍下段天周月年]|小时))(?:\s*(?:个|条|次|遍|份|组|轮))?"
# What stands between a value and the name behind it: "500 个…", "0.1 的…", "0.1 as the …".
_LINK = r"\s*(?:个|条|份|组)?\s*(?:的|作为|当作|当|作|为|(?:as|for|of|training|random)\b)?\s*(?:(?:the|a|an)\s+)?-?"
_TEXT = r"(?P<text>(?!(?:and|or|the|a|an|it|this|that|is|to|in|of|on)\b)[a-z_][a-z0-9_]*)"
_TEXT_SET = r"\s*(?:=+|:|(?:设置?|改|换|变|调|取)?(?:成|为)|(?:设置?|调|改)到|(?:set|changed)\s+to\b)\s*"
# A learner's own words end where the sentence does.
_WORDS = r"(?P<text>[^、。;!?\n]+)"
# A name of someone or something holds a number: "用户 u012".
_IDENTIFIER = r"(?P<text>[a-z]{1,12}[-_]?\d[a-z\d_-]{0,40})(?![a-z\d_.-])"
_FILE = r"(?<![^\s、。;!?:/\\])(?P<text>[^\s、。;!?:/\\]+\.(?:csv|tsv|txt|xlsx))(?![a-z0-9])"
_FACTOR_ZH = (
    r"\s*(?:再|给我|能|也)?(?:(?P<double>翻一?倍|加倍|翻番|大一倍)|(?P<half>减半|砍半|降一半|缩小一半)"
    rf"|(?:[调缩降减变]?小|降低|减少)(?:到|成|为|了)?\s*(?P<smaller>{NUMBER})\s*倍|(?:除以|/|÷)\s*(?P<over>{NUMBER})"
    rf"|(?:[调提扩增变放加][大高到成]?)?(?:到|成|为|了)?\s*(?P<times>{NUMBER})\s*倍|(?:乘以?|[×*]|times\b)\s*(?P<by>{NUMBER}))"
)
_FACTOR_EN = r"\b(?:(?P<double>doubl(?:e|ing))|(?P<half>halv(?:e|ing)|half))\s+(?:of\s+)?(?:the\s+)?(?:number\s+of\s+)?"
_ANOTHER = (
    r"(?:[换改]一?个|另一?个|别的|不固定|不要固定|\b(?:another|a\s+different|different|a\s+new|new)\s+)"
)

_OFF = (
    r"(?:(?:不再?(?:带|要|加|用|含|拟合|使用|设|包含|需要|考虑)?|(?<!有)没有?|无|去掉|去除|拿掉|关掉|关闭|取消|省略|删掉|删除"
    r"|别[带要加用])(?:了|任何|一个)?\s*"
    r"|\b(?:without|w/o|no|drop(?:ping)?|remov(?:e|ing)|disabl(?:e|ing)|exclud(?:e|ing)|omit(?:ting)?|skip(?:ping)?"
    r"|turn(?:ing)?\s+off|leav(?:e|ing)\s+out|(?:don'?t|do\s+not|not)\s+(?:fit|use|include|add))\s+(?:(?:an?|the|any)\s+)?)"
)
_ON = (
    r"(?:(?<![不没别])(?:带上?|加上?|加回|要|有|包含|含|使用|用|保留|恢复|打开|开启|拟合)(?:了|一个)?\s*"
    r"|\b(?:with|includ(?:e|ing)|add(?:ing)?|us(?:e|ing)|enabl(?:e|ing)|turn(?:ing)?\s+on|fit(?:ting)?|keep(?:ing)?|restor(?:e|ing))"
    r"\s+(?:(?:an?|the)\s+)?)"
)
_SWITCH = r"\s*(?:=+|:|(?:设置?|改|换|变|调)?(?:成|为)|(?:is|to)\b)?\s*"
_FALSE = r"(?:(?:false|off|no|none)\b|否|关掉|关闭|关|清零|归零|别要|去掉|去|不要|取消|拿掉)了?"
_TRUE = r"(?:(?:true|on|yes)\b|打开|开启|开|加上|带上|加回来)"
_CHOOSE = r"(?:改用|换用|[换改]成|设[成为]|使用|采用|用上?|\b(?:us(?:e|ing)|with|switch(?:ing)?\s+to|chang(?:e|ing)\s+to)\b)\s*(?:the\s+)?"


@cache
def _words(parameters: type[DemoParameters], name: str) -> tuple[str, ...]:
    """Return the words without which no value of a parameter can stand in a message, spaces left out."""
    field = parameters.model_fields[name]
    wording, kind = wording_of(field), kind_of(field)
    said = [
        *parameter_names(parameters, name),
        *wording.verbs,
        *(p for _, group in wording.phrases for p in group),
    ]
    if isinstance(kind, Choice):
        groups = (*kind.phrases.values(), *kind.terms.values())
        said += [*kind.labels, *(phrase for group in groups for phrase in group)]
    if isinstance(kind, Table):
        said += SUFFIXES
    return tuple("".join(word.lower().split()) for word in said)


@cache
def _ways(parameters: type[DemoParameters], parameter: str) -> tuple[_Way, ...]:
    field = parameters.model_fields[parameter]
    wording, kind = wording_of(field), kind_of(field)
    name = any_of(parameter_names(parameters, parameter))
    match kind:
        case Choice():
            return tuple(_choice_ways(name, kind))
        case Table():
            return (_way(_FILE, _read_text, 3),)
        case Text():
            return (
                _way(rf"{name}{_TEXT_SET}{_WORDS}", _read_text, 3),
                _way(rf"{name}\s*{_IDENTIFIER}", _read_text, 2),
            )
        case YesNo():
            ways = list(_on_ways(name))
        case _:
            ways = list(_number_ways(name, is_counted=isinstance(kind, WholeNumber)))
    if wording.verbs:
        ways.append(
            _way(rf"{any_of(wording.verbs)}\s*(?P<number>{NUMBER}){_COUNTER}", _read_number, 1, "loose")
        )
    if wording.off is not None:
        ways += _off_ways(name, wording.off)
    if field.default is None and isinstance(kind, Number | WholeNumber):
        ways.append(_way(rf"{_ANOTHER}{name}", None, 2))
    return (*ways, *(_way(any_of(phrases), _constant(value), 2) for value, phrases in wording.phrases))


def parameter_names(parameters: type[DemoParameters], name: str) -> Iterator[str]:
    """Yield what a parameter is called in messages."""
    field = parameters.model_fields[name]
    wording = wording_of(field)
    yield from (name, name.replace("_", "-"), name.replace("_", " "), *wording.aliases)
    # The label of a switch says what it does ("带…"); the word for the thing itself is among the aliases.
    if not isinstance(kind_of(field), YesNo):
        yield from (wording.title.zh, wording.title.en)


def _number_ways(name: str, *, is_counted: bool) -> Iterator[_Way]:
    number = rf"(?P<number>{NUMBER})"
    yield _way(rf"{name}{_NOUN}{_FROM}{_A_BIT}{_SET}{number}{_COUNTER}", _read_number, 3)
    yield _way(rf"{name}{_NOUN}{_A_BIT}\s*{number}{_COUNTER}", _read_number, 1)
    # "50 rounds" is how people count; "0.1 share" is rarer than a new name after a value.
    before = rf"(?<![\d.a-z])(?!(?<=[{HAN_NUMERALS}])[{HAN_NUMERALS}]){number}{_LINK}{name}"
    yield _way(before, _read_count, 2, "loose") if is_counted else _way(before, _read_number, 0.5)
    yield _way(rf"{name}\s*[、,]\s*{number}{_COUNTER}", _read_number, 0.3)
    yield _way(rf"{name}{_TEXT_SET}{_TEXT}", _read_text, 0.5)
    yield _way(rf"{name}\s+{_TEXT}(?=\s*(?:[,、。]|跑|训|再|重|$))", _read_text, 0.2, "mention")
    yield _way(rf"{name}{_FACTOR_ZH}", _read_factor, 2)
    yield _way(rf"{_FACTOR_EN}{name}", _read_factor, 2)


def _on_ways(name: str) -> Iterator[_Way]:
    yield _way(rf"{_ON}{name}", _constant(True), 2)
    yield _way(rf"{name}{_SWITCH}{_TRUE}", _constant(True), 2)


def _off_ways(name: str, off: Value) -> Iterator[_Way]:
    yield _way(rf"{_OFF}{name}", _constant(off), 3)
    yield _way(rf"{name}{_SWITCH}{_FALSE}", _constant(off), 3)
    yield _way(rf"--no-{name}", _constant(off), 3)


def _choice_ways(name: str, kind: Choice) -> Iterator[_Way]:
    of_it = rf"(?:\s*(?:的|那个|(?:as|for)\b)?\s*(?:the\s+)?{name})?"
    for value in kind.labels:
        phrases, terms = [value, *kind.phrases.get(value, ())], kind.terms.get(value, ())
        asked = rf"(?:{_CHOOSE}|{name}{_NOUN}{_SET}){any_of([*phrases, *terms])}{of_it}"
        yield _way(asked, _constant(value), 3)
        yield _way(rf"{any_of(phrases)}{of_it}", _constant(value), 1)
        if terms:
            yield _way(rf"{any_of(terms)}{of_it}", _constant(value), 1, "mention")
    yield _way(rf"{name}{_TEXT_SET}{_TEXT}", _read_text, 0.5)


def _way(pattern: str, read: _Read | None, weight: float, certainty: Certainty = "clear") -> _Way:
    return _Way(pattern, read, weight, certainty)


def any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, the longest first.

    Latin names are matched whole, with or without a plural s; spaces in Chinese ones may be left out.
    """
    return "(?:" + "|".join(_named(name.lower()) for name in sorted(set(names), key=len, reverse=True)) + ")"


def _named(name: str) -> str:
    if not name.isascii():
        return r"\s*".join(re.escape(part) for part in name.split())
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    # A single letter is a name only where a value is set: m=500.
    ending = r"(?=\s*=)" if len(name) == 1 else r"s?(?![a-z_])"
    return rf"(?<![a-z_]){pattern}{ending}"


def _read_number(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    return number_value(match["number"])


def _read_count(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    value = number_value(match["number"])
    return value if isinstance(value, int) else None


def _read_text(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    return match["text"].strip()


def _read_factor(match: re.Match[str], before: object) -> Value | None:
    if isinstance(before, bool) or not isinstance(before, int | float):
        return None
    groups = {name: said for name, said in match.groupdict().items() if said}
    times = number_value(groups.get("times") or groups.get("by") or ("2" if "double" in groups else "1"))
    over = number_value(groups.get("over") or groups.get("smaller") or ("2" if "half" in groups else "1"))
    if times is None or not over:
        return None
    value = round(before * times / over, 12)
    return int(value) if value == int(value) and isinstance(before, int) else value


def _constant(value: Value) -> _Read:
    return lambda _match, _before: value
