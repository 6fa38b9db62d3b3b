"""A line in which people wait for a place, first come, first served, and nobody takes all the places."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from assistant.text import Bilingual, ExplainedError

_LOOK_SECONDS = 0.05
_FULL = Bilingual(
    zh="你已经有 {count} 件事在排队，请等前面的做完，或者先停下一件。",
    en="{count} of your requests are waiting already. Please wait for one of them, or stop one.",
)


class LineFullError(ExplainedError):
    """Somebody has so many waiting that no more are taken; `message` says so."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    who: object
    person: str


class Line:
    """Lets so many through at once; the others wait. Safe to use from several threads."""

    def __init__(self, at_once: int, each: int | None = None, most_waiting: int = 5) -> None:
        """Open the line.

        Args:
            at_once: How many are inside at a time.
            each: How many of one person's; None for as many as there are places. Whoever has no name is not counted.
            most_waiting: How many of one person's may wait.
        """
        self._at_once = at_once
        self._each = each or at_once
        self._most_waiting = most_waiting
        self._inside: list[str] = []
        self._waiting: list[_Waiting] = []
        self._moved = Condition()

    def place(self, who: object) -> int:
        """Return the place of one who waits, 1 for the next one; 0 for who does not wait."""
        with self._moved:
            return next((n for n, each in enumerate(self._waiting, start=1) if each.who is who), 0)

    @contextmanager
    def through(self, who: object, gives_up: Callable[[], bool], person: str = "") -> Iterator[None]:
        """Wait for a place and keep it until the block ends; who gives up need not wait: all they do is end.

        Raises:
            LineFullError: Too many of the person's are waiting already.
        """
        me = _Waiting(who, person)
        with self._moved:
            if person and sum(each.person == person for each in self._waiting) >= self._most_waiting:
                raise LineFullError(_FULL.filled(count=self._most_waiting))
            self._waiting.append(me)
            try:
                while not (gives_up() or self._next() is me):
                    self._moved.wait(_LOOK_SECONDS)
            finally:
                self._waiting.remove(me)
            self._inside.append(person)
        try:
            yield
        finally:
            with self._moved:
                self._inside.remove(person)
                self._moved.notify_all()

    def _next(self) -> _Waiting | None:
        """Return who comes in now: the first whose person has not as many inside as one may have."""
        if len(self._inside) >= self._at_once:
            return None
        return next(
            (
                each
                for each in self._waiting
                if not each.person or self._inside.count(each.person) < self._each
            ),
            None,
        )
