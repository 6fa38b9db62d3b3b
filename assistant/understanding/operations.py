"""What a figure does to the value that it changes: "改成 40" sets it, "再加 10" adds to it, "a third less" takes a part away.

Which of these a figure does, a head has learned from what stands around it (`value_training.py`); this is what each means.
"""

from collections.abc import Callable, Mapping

SET = "set"
_CHANGES: Mapping[str, Callable[[float, float], float]] = {
    "more": lambda value, figure: value + figure,
    "fewer": lambda value, figure: value - figure,
    "raised": lambda value, figure: value * (1 + figure),
    "cut": lambda value, figure: value * (1 - figure),
    "times": lambda value, figure: value * figure,
    "divided": lambda value, figure: value / figure if figure else value,
}
OPERATIONS = (SET, *_CHANGES)
OF_SHARES = frozenset({"raised", "cut"})
"""Those whose figure is a part of the value itself."""
TIMES = "times"
BY_UNITS = frozenset({"more", "fewer"})
"""Those whose figure is told in the value's units."""


def changed(operation: str, value: float, figure: float) -> float:
    """Return what becomes of a value where a figure does this to it.

    Args:
        operation: One of OPERATIONS but SET, which needs no value before.
        value: The value before.
        figure: The figure.
    """
    return _CHANGES[operation](value, figure)
