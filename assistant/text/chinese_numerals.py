"""Numbers as Chinese speakers write them."""

import re
import unicodedata

from assistant.text.language import to_simplified

HAN_DIGITS = "零〇一二三四五六七八九十百千两"
HAN_COUNT = f"[{HAN_DIGITS}]+"
"""A pattern for how many or which one there is, in Chinese characters: "三", "二十一"."""
_PLACES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_VARIANTS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_ARABIC_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def chinese_number(text: str) -> float | None:
    """Return the value of a number as Chinese speakers write it, or None where the text is not one number.

    "一千", "两万", "零点一", "三百五" (350), "二〇二四", "10万", "1.5万", "3千5百", "百分之五", "半", "0.1", "1,000".
    """
    text = to_simplified(unicodedata.normalize("NFKC", text)).strip().translate(_VARIANTS)
    if text == "半":
        return 0.5
    for prefix, factor in (("负", -1.0), ("百分之", 0.01)):
        if text.startswith(prefix):
            value = chinese_number(text.removeprefix(prefix))
            return None if value is None else round(value * factor, 12)
    return _number(_THOUSANDS_COMMA.sub("", text).translate(_ARABIC_DIGITS).replace("点", "."))


def _number(text: str) -> float | None:
    """Read a number whose digits are Arabic and whose places (十 to 亿) are Chinese."""
    if re.fullmatch(r"\d{1,300}(?:\.\d+)?", text, re.ASCII):
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
