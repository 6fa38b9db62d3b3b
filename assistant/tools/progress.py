"""How far a piece of work is, as whoever waits for it is told."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called with the finished share of the work, 0 to 1; what it raises ends the run, so call it at least twice a second."""


def untold(share: float) -> None:
    """Tell nobody."""
