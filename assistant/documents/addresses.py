"""The numbers of sections: those that headings carry, and those that a question names."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import chinese_number, normalize
from assistant.text.language import HAN
from assistant.text.numerals import HAN_COUNT, HAN_DIGITS

SUMMARY = "摘要"
"""The address of a summary, in every language."""

Scope = Literal["whole", "part", "within"]

_NUMERAL = rf"(?:\d{{1,3}}(?:[.．]\d{{1,3}})*|{HAN_COUNT})"
_AFTER = rf"(?![\w%％])|(?=[{HAN}])"
_PATTERNS: tuple[tuple[Scope, re.Pattern[str]], ...] = (
    ("whole", re.compile(rf"第\s*(?P<n>{_NUMERAL})\s*[章讲课回](?:\s*第\s*(?P<m>{_NUMERAL})\s*[节節])?")),
    ("part", re.compile(rf"第\s*(?P<n>{_NUMERAL})\s*(?:篇|部分|单元|編|编)")),
    ("within", re.compile(rf"第\s*(?P<n>{_NUMERAL})\s*[节節]")),
    ("whole", re.compile(rf"chapter\s+(?P<n>\d{{1,3}}(?:\.\d{{1,3}})*)(?:{_AFTER})", re.IGNORECASE)),
    ("part", re.compile(rf"part\s+(?P<n>\d{{1,3}})(?:{_AFTER})", re.IGNORECASE)),
    (
        "within",
        re.compile(
            rf"(?:section\s+|sec\.\s*|§\s*)(?P<n>\d{{1,3}}(?:\.\d{{1,3}})*)(?:{_AFTER})", re.IGNORECASE
        ),
    ),
    ("whole", re.compile(rf"(?P<n>\d{{1,3}}(?:[.．]\d{{1,3}})+)(?:{_AFTER})")),
    ("within", re.compile(r"(?P<n>\d{1,3})[.．、)）:：](?!\d)")),
    ("within", re.compile(rf"(?<![{HAN_DIGITS}])(?P<n>{HAN_COUNT})[、.．]")),
    ("within", re.compile(rf"[(（]\s*(?P<n>\d{{1,3}}|{HAN_COUNT})\s*[)）]")),
)
_LONE_NUMBER = re.compile(rf"(?P<n>\d{{1,2}})(?=\s|[{HAN}]|$)")
_ORNAMENT = re.compile(r"[^\w(（§]*")
_SEPARATOR = re.compile(r"[\s.．、:：·,，\-–—)）]*")
_EMPHASIS = re.compile(r"[>*_]+")
_SUMMARY = re.compile(
    r"(?:内容)?(?:摘\s*要|概\s*要)(?:\s*+(?:[/(（]\s*+)?abstract\s*+[)）]?)?|abstract|(?:executive\s+)?summary",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """A heading's number, in Arabic digits, and what is left of its title."""

    number: str
    title: str
    scope: Scope = "whole"
    """What is counted: chapters through the whole text, its parts, or what lies within the heading above ("(二)")."""
    doubtful: bool = False
    """Could belong to the title, as in "3 ways to fail": a number only where headings beside it count on."""


def heading_number(heading: str) -> HeadingNumber | None:
    """Return the number that a heading begins with, or None."""
    start = _ORNAMENT.match(heading)
    position = start.end() if start else 0
    for scope, pattern in _PATTERNS:
        if match := pattern.match(heading, position):
            number = ".".join(_digits(part) for part in match.groups() if part)
            if number.endswith(".0"):
                # "2.0 时代" speaks of a version.
                return None
            return HeadingNumber(number, _rest(heading, match), "whole" if "." in number else scope)
    if match := _LONE_NUMBER.match(heading, position):
        return HeadingNumber(_digits(match["n"]), _rest(heading, match), "within", doubtful=True)
    return None


def is_summary(title: str) -> bool:
    """Return whether a heading is that of a summary."""
    return bool(_SUMMARY.fullmatch(title.strip(" :：")))


def opens_summary(text: str) -> bool:
    """Return whether Markdown begins as a summary: "摘要：…", "> **Abstract.** …"."""
    match = _SUMMARY.match(_EMPHASIS.sub("", text[:60]).lstrip())
    return bool(match and match.string[match.end() :].lstrip()[:1] in tuple(":：—-."))


def _rest(heading: str, match: re.Match[str]) -> str:
    separator = _SEPARATOR.match(heading, match.end())
    return heading[separator.end() if separator else match.end() :]


def _digits(numeral: str) -> str:
    if numeral[0].isdecimal():
        return ".".join(str(int(part)) for part in numeral.replace("．", ".").split("."))
    value = chinese_number(numeral)
    return numeral if value is None else str(int(value))


_ADDRESS = r"[1-9]\d?(?:\.\d{1,2})*"
# What looks like 9.2 is one only where no letter, digit, sign or unit clings to it: not "GPT-3.5", "lr=2.5", "1.997", "2.5x".
_DOTTED = r"(?<![A-Za-z\d_.\-=/])(?<![A-Za-z] )(?P<{0}>[1-9]\d?(?:\.\d{{1,2}})+)(?![A-Za-z\d_%‰°]|\.\d)"
_ENGLISH_DOTTED = (
    r"(?P<{0}>[1-9]\d?(?:\.\d{{1,2}})+)(?![A-Za-z\d_%‰°]|\.\d)(?=\s*(?:[?？,，.。!！:;]|and\b|to\b|$))"
)
_ADDRESSED = re.compile(
    # 第三章第二节, 第9章, 第 8.3 节
    rf"第\s*(?P<chapter>\d+|{HAN_COUNT})\s*[章篇讲课](?:\s*+(?:的\s*+)?第\s*(?P<section>\d+|{HAN_COUNT})\s*小?节)?"
    rf"|第\s*(?P<a>{_ADDRESS}|{HAN_COUNT}(?:点{HAN_COUNT})?)\s*(?:小?节|部分)"
    # chapter 7, sec. 4.2, § 3, 章节 9.2
    rf"|(?:\b(?:chapters?|sections?|secs?\.?|ch\.)|(?<!§)§+|章节|小节)\s*(?P<b>{_ADDRESS})(?![A-Za-z\d_%]|\.\d)"
    # 看下 9.2, open 9.2
    rf"|(?:[看读讲说见第]|打开|跳到|翻到|回到|参考|解释|解读|总结|概括|关于)(?:一下|下|看|讲|说)?\s*{_DOTTED.format('c')}(?!\s*[倍个万亿元秒版年岁])"
    rf"|\b(?:see|read|open|show(?:\s+me)?|explain|summari[sz]e|about|go\s+to|in|from|per)\s+{_ENGLISH_DOTTED.format('d')}"
    # 9.2 讲了什么, 9.2 节, what does 9.2 say
    rf"|{_DOTTED.format('e')}\s*(?:小?节|章|部分|这[一]?[节章]|[里中讲写呢《“]|说(?!明)|提到|介绍|的(?:内容|要点|重点|意思|标题|代码|公式|结论|例子))"
    rf"|(?<![A-Za-z\d_.\-=/])(?P<f>[1-9]\d?(?:\.\d{{1,2}})+)\s+(?:says?|covers?|means?|talks?|describes?|explains?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_DOTTED.format('n')}(?!\s*[倍个万亿元秒版年岁])")
_VALUE_NAME = re.compile(r"(?:[率值数量度]|参数|版本|[是为约达到]|于|超过)\s*\Z")
_ONLY_ADDRESS = re.compile(rf"\A[^\w.]*+({_ADDRESS})[^\w%]*")
_NEXT_ADDRESS = re.compile(
    r"(?<!\s)\s*+(?:和|与|跟|及|以及|还有|、|,|，|/|到|至|[-–—~～]|and|to|vs\.?|&)\s*+(?P<n>[1-9]\d?(?:\.\d{1,2})+)(?![A-Za-z\d_%]|\.\d)",
    re.IGNORECASE,
)
_POINT = re.compile("[.点]")
_NEAR = 80
"""How many characters before a number tell what it is."""
_EARLIER_ADDRESS = re.compile(
    r"(?<![A-Za-z\d_.\-=/])([1-9]\d?(?:\.\d{1,2})+)\s*(?:和|与|跟|及|以及|还有|、|,|，|/|到|至|[-–—~～]|and|to|vs\.?|&)\s*\Z",
    re.IGNORECASE,
)


def section_addresses(text: str, *, in_document: bool = False) -> list[str]:
    """Return the section numbers that a question names, in order: "第三章第二节" -> ["3.2"], "compare section 9.1 and 9.2".

    A decimal that is a value ("转化率 0.5", "GPT-3.5", "3.8 以上版本") is none; whether a section of that number exists
    is for the caller to see.

    Args:
        text: A question.
        in_document: Whether the question names a document with it ("the handbook, 3.2"): then a number that stands alone
            is a section's too.
    """
    text = normalize("NFKC", text)
    if only := _ONLY_ADDRESS.fullmatch(text):
        return [only.group(1)]
    found: list[str] = []
    for match in _ADDRESSED.finditer(text):
        start = match.start(match.lastgroup or 0)
        if match.lastgroup == "e" and _is_value(text, start):
            continue
        earlier: list[str] = []
        while listed := _EARLIER_ADDRESS.search(text, max(0, start - _NEAR), start):
            earlier.append(listed.group(1))
            start = listed.start()
        found += [*reversed(earlier), _address(match)]
        position = match.end(match.lastgroup or 0)
        while also := _NEXT_ADDRESS.match(text, position):
            found.append(also.group("n"))
            position = also.end()
    if in_document and not found:
        found = [m["n"] for m in _BARE.finditer(text) if not _is_value(text, m.start())]
    return list(dict.fromkeys(found))


def _is_value(text: str, start: int) -> bool:
    """Return whether what stands before a number says that it is a value."""
    return _VALUE_NAME.search(text, max(0, start - _NEAR), start) is not None


def _address(match: re.Match[str]) -> str:
    parts = [part for part in match.groups() if part]
    return ".".join(_arabic(number) for part in parts for number in _POINT.split(part))


def _arabic(number: str) -> str:
    value = chinese_number(number)
    return number if value is None else str(int(value))
