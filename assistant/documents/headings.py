"""The numbers that headings carry: "9.2.", "第八章", "Section 4.2", "一、", "(二)"."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import chinese_number
from assistant.text.language import HAN
from assistant.text.numerals import HAN_COUNT

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
    ("within", re.compile(rf"(?P<n>{HAN_COUNT})[、.．]")),
    ("within", re.compile(rf"[(（]\s*(?P<n>\d{{1,3}}|{HAN_COUNT})\s*[)）]")),
)
_BARE = re.compile(rf"(?P<n>\d{{1,2}})(?=\s|[{HAN}]|$)")
_ORNAMENT = re.compile(r"[^\w(（§]*")
_SEPARATOR = re.compile(r"[\s.．、:：·,，\-–—)）]*")
_SUMMARY = re.compile(
    r"(?:内容)?(?:摘\s*要|概\s*要)(?:\s*[/(（]?\s*abstract\s*[)）]?)?|abstract|(?:executive\s+)?summary",
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
    if match := _BARE.match(heading, position):
        return HeadingNumber(_digits(match["n"]), _rest(heading, match), "within", doubtful=True)
    return None


def is_summary(title: str) -> bool:
    """Return whether a heading is that of a summary."""
    return bool(_SUMMARY.fullmatch(title.strip(" :：")))


def opens_summary(text: str) -> bool:
    """Return whether Markdown begins as a summary: "摘要：…", "> **Abstract.** …"."""
    match = _SUMMARY.match(re.sub(r"[>*_]+", "", text[:60]).lstrip())
    return bool(match and match.string[match.end() :].lstrip()[:1] in tuple(":：—-."))


def _rest(heading: str, match: re.Match[str]) -> str:
    separator = _SEPARATOR.match(heading, match.end())
    return heading[separator.end() if separator else match.end() :]


def _digits(numeral: str) -> str:
    if numeral[0].isdecimal():
        return ".".join(str(int(part)) for part in numeral.replace("．", ".").split("."))
    value = chinese_number(numeral)
    return numeral if value is None else str(int(value))
