"""Where a slider of a number can stand: sensible steps within its bounds, wide ones in equal factors."""

import math

from assistant.tools.kinds import Number, WholeNumber

_WIDE = 100.0
"""A range whose ends lie further apart than this factor is walked in equal factors: learning rates, volumes."""
_REACH = 1000.0
"""A slider reaches this many times below and above the default, however much further the bounds reach."""
_REACH_FROM_ZERO = 20.0
_STEPS = 100
_DECADE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)


def stops(kind: Number | WholeNumber, default: float, value: float | None = None) -> list[float] | list[int]:
    """Return the values that a slider offers, in order; none where the default is the only one.

    Args:
        kind: What is allowed.
        default: The parameter's, which is where people begin.
        value: One that was set exactly, to be among them.
    """
    low, high = _range(kind, default)
    steps = _factors(low, high) if low > 0 and high / low > _WIDE else _equal_steps(low, high)
    allowed = {
        each for step in (*steps, low, high, default, value) if (each := _read(kind, step)) is not None
    }
    return sorted(allowed) if len(allowed) > 1 else []


def _range(kind: Number | WholeNumber, default: float) -> tuple[float, float]:
    lowest = kind.ge if kind.ge is not None else kind.gt
    highest = kind.le if kind.le is not None else kind.lt
    if default <= 0:
        # A default of zero says nothing of what is much.
        return float(default if lowest is None else lowest), float(1.0 if highest is None else highest)
    high = math.inf if highest is None else float(highest)
    if lowest is None or lowest < 0 or (lowest == 0 and high <= _REACH_FROM_ZERO * default):
        return float(lowest or 0.0), min(high, _REACH_FROM_ZERO * default)
    if lowest == 0 and kind.ge is not None:
        return 0.0, min(high, _REACH_FROM_ZERO * default)
    return max(float(lowest), default / _REACH), min(high, default * _REACH)


def _factors(low: float, high: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    # 1.2e-3 is the float that people mean; 1.2 * 10**-3 is one beside it.
    steps = [float(f"{digit}e{decade}") for decade in decades for digit in _DECADE]
    return [step for step in steps if low <= step <= high]


def _equal_steps(low: float, high: float) -> list[float]:
    width = (high - low) / _STEPS
    digit = 10.0 ** math.floor(math.log10(width))
    step = next(each * digit for each in (1.0, 2.0, 5.0, 10.0) if each * digit >= width * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{number * step:.10g}") for number in range(first, last + 1)]


def _read(kind: Number | WholeNumber, value: float | None) -> float | int | None:
    try:
        return None if value is None else kind.read(value)
    except ValueError:
        return None
