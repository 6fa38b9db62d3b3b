"""Figures in a message: numbers and factors ("twice", "减半") that may stand for a demo's value, and how they are written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.text.numerals import NUMBER, number_value

_LARGEST_WHOLE = 1e15
_NUMBER = re.compile(rf"(?<![a-z_.\d])(?:{NUMBER})")
_SHARE = re.compile(r"%|percent|per cent|分之|成|半|half|/")
_UNIT = re.compile(r"\s?(?P<unit>[a-z]{1,12}|[\u4e00-\u9fff]{1,2})")
_OUT_OF = re.compile(rf" (?:in|out of) (?:an? )?(?P<whole>{NUMBER})(?![a-z_.\d])")
_TENTHS_OF_A_COIN = re.compile(r"[块元](?P<tenths>[\d一二三四五六七八九])(?![\d一二三四五六七八九十百千万])")
_POINTS = re.compile(r"\s?(?:个百分点|个点| ?(?:percentage |percent )?points?\b|pp\b)")
"""Hundredths of a share, by which another share is more or less."""
_FRACTION = re.compile(
    r"\b(?:(?P<count>three) |(?:an?|one) )(?P<name>quarter|third|fifth|tenth|hundredth|thousandth)s?\b"
    r"(?: (?:of an? )?(?P<scale>thousand|million|billion)\b)?"
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_FRACTIONS = {
    "quarter": 1 / 4,
    "third": 1 / 3,
    "fifth": 1 / 5,
    "tenth": 0.1,
    "hundredth": 0.01,
    "thousandth": 0.001,
}
_FACTOR_IN_WORDS = re.compile(
    r"(?P<double>翻一?[倍番]|加倍|\bdoubl(?:e|es|ed|ing)\b|\btwice\b)|(?P<triple>\btripl(?:e|es|ed|ing)\b)"
    r"|(?P<half>[减砍降缩少]小?[掉了到]?一?半|打对折|\bhalv(?:e|es|ed|ing)\b|\bhalf (?:of )?the\b|\bin half\b)"
    r"|(?P<tenth>(?:少|去掉|砍掉|多)(?:写|打)?了?一?个零)"
)
_FACTORS = {"double": 2.0, "triple": 3.0, "half": 0.5, "tenth": 0.1}
_LONGEST_LEAD = 5
_DIVIDED = re.compile(r"(?:除以|(?<![a-z])[/÷])\s?\Z")
_TAKEN_OFF = re.compile(r"[砍减降][掉少低]了?\s?\Z")
_SMALLER = re.compile(r"(?:小|缩|降|减少?|低)[到成为了]?\s?\Z")
_TIMES = re.compile(
    r"\s?倍|-?fold\b| times (?P<smaller>smaller|less|lower|fewer|shorter)"
    r"|(?: times| ?x) (?:the|as|more|larger|bigger|higher|longer)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a factor that a value is to be multiplied by."""

    start: int
    end: int
    number: float
    is_factor: bool
    is_share: bool
    """Whether it is written as a part of a whole: 5%, 两成, 1/4."""
    unit: str
    """The word behind it, "" where there is none."""

    def in_units(self, units: Mapping[str, float]) -> float:
        """Return the number in a parameter's own unit.

        Args:
            units: How many of them make one of a word's: {"秒": 1000} for milliseconds.
        """
        return plain(self.number * next((size for unit, size in units.items() if self._is_in(unit)), 1))

    def _is_in(self, unit: str) -> bool:
        return self.unit == unit or (not unit.isascii() and self.unit.startswith(unit))


def plain(value: float) -> float:
    """Return a number without what computing has added to its last digits, whole ones as int."""
    value = round(value, 12)
    return int(value) if abs(value) < _LARGEST_WHOLE and value == int(value) else value


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a message in lower case, in order; a factor's own number is none."""
    end = 0
    found = sorted(
        (*_factors(text), *_numbers(text), *_parts(text)), key=lambda figure: (figure.start, -figure.end)
    )
    for figure in found:
        if figure.start >= end:
            end = figure.end
            yield figure


def _numbers(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        value = number_value(match.group())
        if value is None:
            continue
        start, end = match.span()
        if (factor := _factor(text, start, end, value)) is not None:
            yield Figure(start, end, factor, True, False, "")
            continue
        is_share = bool(_SHARE.search(match.group()))
        if (whole := _OUT_OF.match(text, end)) and 0 < value < (number_value(whole["whole"]) or 0):
            value, is_share, end = value / (number_value(whole["whole"]) or 1), True, whole.end()
        elif points := _POINTS.match(text, end):
            value, is_share, end = value / 100, True, points.end()
        elif tenths := _TENTHS_OF_A_COIN.match(text, end):
            value, end = value + (number_value(tenths["tenths"]) or 0) / 10, tenths.end()
        unit = _UNIT.match(text, end)
        yield Figure(start, end, value, False, is_share, unit["unit"] if unit else "")


def _parts(text: str) -> Iterator[Figure]:
    for match in _FRACTION.finditer(text):
        part = _FRACTIONS[match["name"]] * (3 if match["count"] else 1)
        scale = _SCALES.get(match["scale"] or "", 1)
        unit = _UNIT.match(text, match.end())
        yield Figure(
            match.start(), match.end(), part * scale, False, scale == 1, unit["unit"] if unit else ""
        )


def _factors(text: str) -> Iterator[Figure]:
    for match in _FACTOR_IN_WORDS.finditer(text):
        yield Figure(match.start(), match.end(), _FACTORS[str(match.lastgroup)], True, False, "")


def _factor(text: str, start: int, end: int, value: float) -> float | None:
    """Return what a value is multiplied by where a number says so: "五倍", "ten times the …", "除以 2"; else None."""
    lead = text[max(start - _LONGEST_LEAD, 0) : start]
    if _TAKEN_OFF.search(lead) and 0 < value < 1:
        return 1 - value
    divides = bool(_DIVIDED.search(lead))
    times = _TIMES.match(text, end)
    if not (times or divides) or not value:
        return None
    return 1 / value if divides or (times and times["smaller"]) or _SMALLER.search(lead) else value
