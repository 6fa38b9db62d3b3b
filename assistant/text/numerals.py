"""Numbers: as people write them in a message (0.1, 1e-3, 10k, 5%, 2 万, 零点一, two hundred), and as they read them."""

import math
import re
from collections.abc import Mapping

from assistant.text.bilingual import Bilingual, Language
from assistant.text.language import normalize, to_simplified

HAN_DIGITS = "零〇一二三四五六七八九十百千两"
HAN_COUNT = f"[{HAN_DIGITS}]+"
"""A pattern for how many or which one there is, in Chinese characters: "三", "二十一"."""
_PLACES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_VARIANTS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_ARABIC_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORDS = {
    word: value
    for value, words in {
        0: "zero", 1: "a an one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 11: "eleven", 12: "twelve dozen", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "w": 1e4,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "t": 1e12,
}

_SPELT_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_SPELT_DIGIT = (
    rf"(?:{'|'.join(sorted((word for word in _WORDS if word not in ('a', 'an')), key=len, reverse=True))})"
)
_SPELT = (
    rf"\b(?:half an?[ -]{_SPELT_SCALE}|one[ -]half|(?:an?[ -](?:{_SPELT_SCALE}|dozen)|{_SPELT_DIGIT})"
    rf"(?:[ -](?:and )?(?:{_SPELT_SCALE}|{_SPELT_DIGIT}))*+)\b"
)
_PERCENT = r"(?:\s?%|\s?(?:percent|per cent)\b)"
HAN_NUMERALS = f"{HAN_DIGITS}万亿"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?![\d])|\d+)(?:\.\d+)?|\.\d+"
_COUNTED = f"{HAN_NUMERALS}点成个条次遍份组轮层步张天周月年秒人块元位名件种页批题单"
"""What may stand behind 一 where it counts; elsewhere it is a part of a word: 一样, 一下, 一口气."""
_POWER = r"10\s*+(?:\^|\*\*)\s*+(?:[-−]\s*+)?\d+"
NUMBER = (
    r"(?:[-−+]\s*(?=[\d.]))?(?:"
    rf"(?:(?:{_ARABIC})\s*[x×*]\s*)?{_POWER}"
    rf"|(?:{_ARABIC})e[-+−]?\d+"
    rf"|(?:{_ARABIC})\s*[十百千万亿]+"
    rf"|(?:{_ARABIC})\s*(?:{_SPELT_SCALE}\b|[kwmbt](?![a-z]))"
    r"|\d+\s*/\s*\d++(?![\d.]*+\s*m)"
    r"|\d成(?:[\d五](?!\d))?(?![为功本绩交员长果立])"
    rf"|(?:{_ARABIC}){_PERCENT}?(?![a-z]*\d)"
    r"|[一二两三四五六七八九十]成(?:半|[一二三四五六七八九](?![十百千万]))?(?![为功本绩交员长果立])"
    r"|一半|半(?=[秒天年月]|个?小时)"
    rf"|负?(?!一(?![{_COUNTED}])[\u4e00-\u9fff])(?:[{HAN_NUMERALS}]+分之)?[{HAN_NUMERALS}]+(?:点[{HAN_NUMERALS}]+)?"
    rf"|{_SPELT}{_PERCENT}?"
    r"|\bnan\b|\b(?:inf|infinity)\b|∞)"
)
"""A regular expression for one number in lower-case text."""

_POWER_PARTS = re.compile(
    r"\A(?:(?P<factor>[\d.,]++)\s*+[x×*]\s*+)?10\s*+(?:\^|\*\*)\s*+(?P<exponent>(?:-\s*+)?\d{1,300})"
)
_SCALED = re.compile(rf"\A(?P<number>[\d.,]++)\s*+(?P<scale>{_SPELT_SCALE}|[kwmbt])")
_BETWEEN_WORDS = re.compile(r"[ -]+(?:and )?")
_PERCENT_SIGN = re.compile(rf"{_PERCENT}\Z")
_TENTHS = re.compile(r"\A(?P<tenths>[\d一二两三四五六七八九十])成(?P<more>[\d一二三四五六七八九半])?\Z")
_PART_OF = re.compile(rf"\A(?P<whole>[{HAN_NUMERALS}]+)分之(?P<part>[{HAN_NUMERALS}点]+)\Z")
_DECIMAL = re.compile(r"\d{1,300}(?:\.\d+)?", re.ASCII)
_LONGEST_NUMBER = 300
"""Characters of a number that is read: its places are read one within the other."""


def number_value(text: str) -> int | float | None:
    """Return the value of a number in lower case, whole numbers as int; None where it is none.

    The value of "nan" and "inf" is that of the float; those who asked should hear that it is not allowed.
    """
    text = text.strip().replace("−", "-")
    negative = text.startswith("-")
    try:
        value = _magnitude(text.lstrip("+-").strip())
    except ValueError:
        return None
    if value is None:
        return None
    value = -value if negative else value
    return int(value) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else value


def _magnitude(text: str) -> float | None:
    if text in ("nan", "inf", "infinity", "∞"):
        return float(text.replace("∞", "inf"))
    if found := _POWER_PARTS.fullmatch(text):
        factor = float((found["factor"] or "1").replace(",", ""))
        return float(f"{factor}e{int(found['exponent'].replace(' ', ''))}")
    if found := _SCALED.fullmatch(text):
        return float(found["number"].replace(",", "")) * _SCALES[found["scale"]]
    if "/" in text:
        numerator, denominator = (float(part) for part in text.split("/"))
        return numerator / denominator if denominator else None
    if (number := _PERCENT_SIGN.sub("", text)) != text:
        value = _magnitude(number)
        return None if value is None else round(value / 100, 12)
    if (spelt := _spelt_out(text)) is not None:
        return spelt
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return chinese_number(text.replace(" ", ""))


def _spelt_out(text: str) -> float | None:
    """Return the value of the words: "two hundred and fifty thousand", "seventy-five", "half a million"."""
    if text.startswith("half a"):
        return 0.5 * _SCALES.get(_BETWEEN_WORDS.split(text)[-1], math.nan)
    if _BETWEEN_WORDS.split(text) == ["one", "half"]:
        return 0.5
    total, below = 0.0, 0.0
    for word in _BETWEEN_WORDS.split(text):
        if (scale := _SCALES.get(word, 0)) >= 1000:
            total, below = total + (below or 1.0) * scale, 0.0
        elif scale or word == "dozen":
            below = (below or 1.0) * (scale or _WORDS[word])
        elif word in ("a", "an"):
            continue
        elif (digit := _WORDS.get(word)) is not None:
            below += digit
        else:
            return None
    return total + below


def chinese_number(text: str) -> float | None:
    """Return the value of a number as Chinese speakers write it, or None where the text is not one number.

    "一千", "两万", "零点一", "三百五" (350), "二〇二四", "10万", "1.5万", "3千5百", "百分之五", "三分之二", "八成五", "半", "0.1", "1,000".
    """
    if len(text) > _LONGEST_NUMBER:
        return None
    text = to_simplified(normalize("NFKC", text)).strip().translate(_VARIANTS)
    if text in ("半", "一半"):
        return 0.5
    if text.startswith("负"):
        value = chinese_number(text.removeprefix("负"))
        return None if value is None else -value
    if found := _TENTHS.match(text):
        tenths, more = (chinese_number(each or "零") for each in found.groups())
        return (
            None
            if tenths is None or more is None
            else round((tenths + (more if more < 1 else more / 10)) / 10, 12)
        )
    if found := _PART_OF.match(text):
        whole = _PLACES.get(found["whole"]) or chinese_number(found["whole"])
        part = chinese_number(found["part"])
        return None if part is None or not whole else round(part / whole, 12)
    return _number(_THOUSANDS_COMMA.sub("", text).translate(_ARABIC_DIGITS).replace("点", "."))


def _number(text: str) -> float | None:
    """Read a number whose digits are Arabic and whose places (十 to 亿) are Chinese."""
    if _DECIMAL.fullmatch(text):
        return float(text)
    for place, value in _PLACES.items():
        head, found, tail = text.rpartition(place)
        if not found:
            continue
        count = 1.0 if place == "十" and not head else _number(head)
        rest = _below(tail, value)
        # "一二百" is no number, "12百" would be.
        if count is None or rest is None or (value < 10**4 and count >= 10):
            return None
        return count * value + rest
    return None


def _below(tail: str, place: int) -> float | None:
    """Read what follows a place: nothing, "零五", "五十", or a lone digit that leaves out its place ("三百五")."""
    if not tail:
        return 0.0
    if len(tail) == 1 and tail.isdigit() and tail != "0":
        return float(tail) * (place / 10 if place > 10 else 1)
    value = _number(tail.removeprefix("0"))
    return value if value is not None and 0 < value < place else None


_YES = Bilingual(zh="是", en="yes")
_NO = Bilingual(zh="否", en="no")
_LARGE = 1e6
_ROUNDING = 1e-20
"""Below this, figures of order one are what rounding errors leave of zero."""


def number(value: float) -> str:
    """Return a value that was set, in full: 0.01, 1,000, 1e-05."""
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.6g}"
    return f"{value:,.10g}"


def figure(value: float, digits: int = 3) -> str:
    """Return a value that was measured, rounded: 4.40, 12,345, 3.4e-06, ∞."""
    if not math.isfinite(value):
        return "∞"
    if abs(value) < _ROUNDING:
        return "0"
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.{digits}g}"
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:#.{digits}g}"


def percent(share: float) -> str:
    """Return a share as a percentage of two digits: 0.12%, 13%."""
    return f"{figure(100 * share, digits=2)}%"


def exact_percent(share: float) -> str:
    """Return a share that was set, as a percentage in full: 12.5%."""
    return f"{100 * share:.6g}%"


def written(value: object, language: Language = "zh") -> str:
    """Return a value as people would type it: six significant digits, yes and no in words, a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return (_YES if value else _NO).of(language)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


_SPOKEN: Mapping[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, " 万亿"), (1e8, " 亿"), (1e4, " 万")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
}
_ENDLESS = 1e16
"""What is larger is told in powers of ten."""


def glanced(value: object, language: Language) -> str:
    """Return a measured value to be read at a glance: three significant digits, whole from a thousand on."""
    if isinstance(value, float) and abs(value) < _LARGE:
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return grouped(value, language)


def grouped(value: object, language: Language) -> str:
    """Return a value to read, thousands separated; a large fraction as people say it: 70 亿, 7 billion."""
    if isinstance(value, float) and abs(value) < _LARGE:
        return f"{value:,.6g}"
    if isinstance(value, float) and abs(value) < _ENDLESS:
        scale, name = next(each for each in _SPOKEN[language] if abs(value) >= each[0])
        return f"{value / scale:,.6g}{name}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return written(value, language)
