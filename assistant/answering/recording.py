"""What an answer has come to so far: its text, its reasoning, its timings."""

import time
from collections.abc import Callable, Generator, Mapping

from assistant.answering.engine import Outcome
from assistant.answering.events import Event, ReasoningDelta, TextDelta
from assistant.answering.llm.output import presentable
from assistant.answering.toolbox import Toolbox
from assistant.checking.cited_lines import without_marks
from assistant.store.messages import Message, Timings

_SAVE_SECONDS = 0.5


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


class Record:
    """An answer as it is kept: when it begins, twice a second while it is written, and when it ends, however it ends."""

    def __init__(
        self, message: Message, clock: Clock, toolbox: Toolbox, save: Callable[[Message], None]
    ) -> None:
        """Begin a record.

        Args:
            message: The answer before anything is written.
            clock: Runs since the question.
            toolbox: Knows the demos that were run for it.
            save: Keeps the message; called with newer states of the same one.
        """
        self.text = ""
        self._reasoning = ""
        self._message = message.model_copy(update={"status": "streaming"})
        self._clock = clock
        self._toolbox = toolbox
        self._save = save
        self._saved_at = 0.0
        self._keep(self._message)

    def passed_on(self, answer: Generator[Event, None, Outcome]) -> Generator[Event, None, Outcome]:
        """Pass an engine's events on, keeping what it writes; return its outcome."""
        try:
            outcome = yield from self._kept(answer)
        except BaseException:
            # An engine makes its text presentable at the end, which this one did not reach.
            self.text = presentable(self.text)
            raise
        return outcome

    def end(self, changes: Mapping[str, object]) -> Message:
        """Keep the answer with what has come of it, and return it."""
        return self._keep(self._message.model_copy(update=dict(changes)))

    def _keep(self, message: Message) -> Message:
        message = message.model_copy(
            update={
                # The marks of an answer that did not come to its end have no citations yet.
                "text": self.text if message.status == "complete" else without_marks(self.text),
                "reasoning": self._reasoning,
                "tool_calls": tuple(self._toolbox.calls),
                "timings_ms": self._clock.timings(),
            }
        )
        self._save(message)
        self._saved_at = time.monotonic()
        return message

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
                self._reasoning += event.text
            if time.monotonic() - self._saved_at >= _SAVE_SECONDS:
                self._keep(self._message)
            yield event
