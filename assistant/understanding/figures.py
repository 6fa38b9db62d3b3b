"""Figures in a message: numbers and factors ("twice", "减半") that may stand for a demo's value, and how they are written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.text.numerals import NUMBER, number_value

_LARGEST_WHOLE = 1e15
_NUMBER = re.compile(rf"(?<![a-z_.\d])(?P<number>{NUMBER})")
_OUT_OF = re.compile(
    rf"(?<![a-z_.\d])(?P<part>{NUMBER}) (?:in|out of) (?:an? )?(?P<whole>{NUMBER})(?![a-z_.\d])"
)
_PRICE = re.compile(
    r"(?P<whole>[\d一二两三四五六七八九十百千万]+)[块元](?P<tenths>[\d一二三四五六七八九])(?![\d一二三四五六七八九十百千万])"
)
_FRACTION = re.compile(
    r"\b(?:(?P<count>three) |(?:an?|one) )(?P<name>quarter|third|fifth|tenth|hundredth|thousandth)s?\b"
)
_FRACTIONS = {
    "quarter": 1 / 4,
    "third": 1 / 3,
    "fifth": 1 / 5,
    "tenth": 0.1,
    "hundredth": 0.01,
    "thousandth": 0.001,
}
_SHARE = re.compile(r"%|percent|per cent|分之|成|半|half|/")
_UNIT = re.compile(r"\s?(?P<unit>[a-z]{1,12}|[\u4e00-\u9fff]{1,2})")
_FACTOR = re.compile(
    r"(?P<double>翻一?[倍番]|加倍|\bdoubl(?:e|es|ed|ing)\b|\btwice\b)|(?P<triple>\btripl(?:e|es|ed|ing)\b)"
    r"|(?P<half>[减砍降缩少]小?[掉了到]?一?半|\bhalv(?:e|es|ed|ing)\b|\bhalf (?:of )?the\b|\bin half\b)"
    r"|(?P<less_zero>(?:少|去掉|砍掉|多)(?:写|打)?了?一?个零|打对折)"
    rf"|[砍减降][掉少低]了?\s?(?P<less>{NUMBER})"
    rf"|(?P<smaller>小|缩小?|除以|降|减少?|/|÷)\s?[到成为了]?\s?(?P<over>{NUMBER})\s?倍?"
    rf"|(?P<number>{NUMBER})\s?(?:倍|times (?=the|as|more|larger|bigger|higher|longer)|-?fold\b|x (?=the|as))"
    rf"|(?P<divisor>{NUMBER}) times (?:smaller|less|lower|fewer|shorter)"
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
        value = number_value(match["number"])
        if value is not None:
            unit = _UNIT.match(text, match.end())
            is_share = bool(_SHARE.search(match["number"]))
            yield Figure(match.start(), match.end(), value, False, is_share, unit["unit"] if unit else "")


def _parts(text: str) -> Iterator[Figure]:
    """Yield what is written as a part in words, or in two numbers: "one in ten", "a quarter", and 十二块五."""
    for match in _OUT_OF.finditer(text):
        part, whole = number_value(match["part"]), number_value(match["whole"])
        if part and whole and part < whole:
            yield Figure(match.start(), match.end(), part / whole, False, True, "")
    for match in _FRACTION.finditer(text):
        part = _FRACTIONS[match["name"]] * (3 if match["count"] else 1)
        yield Figure(match.start(), match.end(), part, False, True, "")
    for match in _PRICE.finditer(text):
        whole, tenths = number_value(match["whole"]), number_value(match["tenths"])
        if whole is not None and tenths is not None:
            yield Figure(match.start(), match.end(), whole + tenths / 10, False, False, "")


def _factors(text: str) -> Iterator[Figure]:
    for match in _FACTOR.finditer(text):
        factor = _factor(match)
        if factor is not None:
            yield Figure(match.start(), match.end(), factor, True, False, "")


def _factor(match: re.Match[str]) -> float | None:
    for name, factor in (("double", 2.0), ("triple", 3.0), ("half", 0.5)):
        if match[name]:
            return factor
    if match["less_zero"]:
        return 0.5 if match["less_zero"] == "打对折" else 0.1
    if match["less"]:
        less = number_value(match["less"])
        # "降低 100" names a value: only a part can be taken off.
        return 1 - less if less is not None and 0 < less < 1 else None
    over = number_value(match["over"] or match["divisor"] or "0")
    if match["smaller"] and not match.group().endswith("倍") and match["smaller"] not in ("除以", "/", "÷"):
        return None
    return 1 / over if over else number_value(match["number"] or "")
