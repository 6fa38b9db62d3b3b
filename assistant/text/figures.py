"""Figures and other values as people read them: in a sentence, in a form, in a table."""

import math

from assistant.text.bilingual import Bilingual, Language

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


def written(value: object, language: Language = "zh") -> str:
    """Return a value as people would type it: six significant digits, yes and no in words, a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return (_YES if value else _NO).of(language)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def grouped(value: object, language: Language) -> str:
    """Return a value to read, thousands separated; a large fraction in powers of ten."""
    if isinstance(value, float) and abs(value) < _LARGE:
        return f"{value:,.6g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return written(value, language)
