"""What an answer has come to so far: its text, its reasoning, its timings."""

import time
from collections.abc import Generator

from assistant.answering.engine import Outcome
from assistant.answering.events import Event, ReasoningDelta, TextDelta
from assistant.answering.llm.output import presentable
from assistant.store.messages import Timings


class Clock:
    """Milliseconds since the question."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._retrieved = self._first_text = 0.0

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 2)

    def retrieved(self) -> None:
        """Take the time at which the evidence was there."""
        self._retrieved = self._elapsed()

    def wrote(self) -> None:
        """Take the time of the first words; later ones change nothing."""
        self._first_text = self._first_text or self._elapsed()

    def timings(self) -> Timings:
        """Return what was taken, and the time until now."""
        return Timings(retrieve=self._retrieved, first_text=self._first_text, total=self._elapsed())


class Written:
    """What an engine has written so far."""

    def __init__(self, clock: Clock) -> None:
        self.text = ""
        self.reasoning = ""
        self._clock = clock

    def passed_on(self, answer: Generator[Event, None, Outcome]) -> Generator[Event, None, Outcome]:
        """Pass an engine's events on, keeping what it writes; return its outcome."""
        try:
            outcome = yield from self._kept(answer)
        except BaseException:
            # An engine makes its text presentable at the end, which this one did not reach.
            self.text = presentable(self.text)
            raise
        return outcome

    def _kept(self, answer: Generator[Event, None, Outcome]) -> Generator[Event, None, Outcome]:
        while True:
            try:
                event = next(answer)
            except StopIteration as stopped:
                outcome: Outcome = stopped.value
                return outcome
            if isinstance(event, TextDelta):
                self._clock.wrote()
                self.text += event.text
            elif isinstance(event, ReasoningDelta):
                self.reasoning += event.text
            yield event
