"""What an answer has come to so far: its text, its reasoning, its timings."""

import time
from collections.abc import Callable, Generator, Mapping

from assistant.answering.engine import Outcome
from assistant.answering.events import Event, ReasoningDelta, TextDelta
from assistant.answering.llm.output import presentable
from assistant.answering.toolbox import Toolbox
from assistant.checking.cited_lines import mark_numbers, strip_marks
from assistant.store.messages import Citation, Message, Offer, Timings

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
        self._stretches: list[tuple[str, bool]] = []
        """The text in stretches, each with whether the citations of its marks are known."""
        self._citations: dict[int, Citation] = {}
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
            self._stretches = [(presentable(self._unfinished()[0]), True)]
            raise
        return outcome

    def end(self, changes: Mapping[str, object]) -> Message:
        """Keep the answer with what has come of it, and return it."""
        return self._keep(self._message.model_copy(update=dict(changes)))

    def _keep(self, message: Message) -> Message:
        text, citations = (
            (self.text, message.citations) if message.status == "complete" else self._unfinished()
        )
        message = message.model_copy(
            update={
                "text": text,
                "citations": citations,
                "reasoning": self._reasoning,
                "tool_calls": tuple(self._toolbox.calls),
                "files": tuple(dict.fromkeys((*self._message.files, *self._toolbox.files))),
                "saw_tables": self._toolbox.tables_seen,
                "timings_ms": self._clock.timings(),
            }
        )
        self._save(message)
        self._saved_at = time.monotonic()
        return message

    def _unfinished(self) -> tuple[str, tuple[Citation, ...]]:
        """Return an answer that has not come to its end: its text without the marks that lead nowhere yet, the others' citations."""
        text = "".join(text if is_cited else strip_marks(text) for text, is_cited in self._stretches)
        marked = sorted(set(mark_numbers(text)) & self._citations.keys())
        return text, tuple(self._citations[n] for n in marked)

    def _write(self, delta: TextDelta) -> None:
        self._clock.wrote()
        self.text += delta.text
        is_cited = delta.citations is not None
        self._citations |= {citation.n: citation for citation in delta.citations or ()}
        # A model writes a mark in pieces: they belong together.
        if self._stretches and self._stretches[-1][1] == is_cited:
            self._stretches[-1] = (self._stretches[-1][0] + delta.text, is_cited)
        else:
            self._stretches.append((delta.text, is_cited))

    def _kept(self, answer: Generator[Event, None, Outcome]) -> Generator[Event, None, Outcome]:
        while True:
            try:
                event = next(answer)
            except StopIteration as stopped:
                outcome: Outcome = stopped.value
                return outcome
            if isinstance(event, TextDelta):
                self._write(event)
            elif isinstance(event, ReasoningDelta):
                self._reasoning += event.text
            if time.monotonic() - self._saved_at >= _SAVE_SECONDS:
                self._keep(self._message)
            yield event


def completed(
    outcome: Outcome, engine: str, suggestions: tuple[str, ...], offers: tuple[Offer, ...] = ()
) -> Mapping[str, object]:
    """Return what a message has once its answer came to its end."""
    return {
        "status": "complete",
        "engine": engine,
        "citations": outcome.citations,
        "refused": outcome.refused,
        "unsupported": outcome.unsupported,
        "doubts": outcome.doubts,
        "draft": outcome.draft,
        "given": outcome.given,
        "suggestions": suggestions,
        "offers": offers,
    }
