"""Spans of time and sums of money in words."""

from assistant.text import Bilingual
from assistant.text.numerals import figure

_HOURS = Bilingual(zh=" {value} 小时", en="{value} hours")
_DAYS = Bilingual(zh=" {value} 天", en="{value} days")
_YEARS = Bilingual(zh=" {value} 年", en="{value} years")
_MINUTES = Bilingual(zh=" {value} 分钟", en="{value} minutes")
_STAYS = Bilingual(zh="准确率保持在 {after}", en="its accuracy stays at {after}")
_CHANGES = Bilingual(zh="准确率从 {before} 变成 {after}", en="its accuracy goes from {before} to {after}")
_SPANS = ((2 * 365 * 24, _YEARS, 365 * 24), (48, _DAYS, 24), (1, _HOURS, 1))
_COUNTS = ((1e12, "万亿", "trillion", 1e12), (1e8, "亿", "billion", 1e9), (1e4, "万", "million", 1e6))


def duration(hours: float) -> Bilingual:
    """Return a span in a unit that suits it; the Chinese text begins with the space between words and figures."""
    for least, words, unit in _SPANS:
        if hours >= least:
            return words.filled(value=figure(hours / unit, digits=2))
    return _MINUTES.filled(value=figure(60 * hours, digits=2))


def money(dollars: float) -> str:
    """Return an amount, rounded to what matters: 12,345; 0.53; 1.2e+10."""
    return f"{dollars:,.0f}" if 100 <= dollars < 1e12 else figure(dollars)


def count(value: float) -> Bilingual:
    """Return a large count as people say it: 70 亿, 7 billion."""
    english = next(
        (f"{value / unit:.4g} {word}" for _, _, word, unit in _COUNTS if value >= unit), f"{value:.4g}"
    )
    chinese = next(
        (f"{value / least:.4g} {word}" for least, word, _, _ in _COUNTS if value >= least), f"{value:.4g}"
    )
    return Bilingual(chinese, english)


def accuracies(before: float, after: float) -> Bilingual:
    """Return what became of a network's accuracy, with one decimal: accuracies differ by tenths."""
    old, new = percent1(before), percent1(after)
    return (_STAYS if old == new else _CHANGES).filled(before=old, after=new)


def percent1(share: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{100 * share:.1f}%"
