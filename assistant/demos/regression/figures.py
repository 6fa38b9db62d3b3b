"""Figures as people read them in a sentence."""

import math

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
