"""How a demo is run, wherever it is asked for: with progress, a stop that stops the work, and a time limit."""

import logging
import os
import time
from collections.abc import Mapping
from threading import Event, Thread
from typing import Any

from assistant.text import Bilingual, ExplainedError
from assistant.tools.demo import Demo, DemoResult, Progress
from assistant.tools.line import Line
from assistant.tools.parameters import validated
from assistant.tools.tables import Tables, no_tables

_LINE = Line(max(2, os.cpu_count() or 2), each=1, most_waiting=3)
"""Runs of all visitors together; more would only make each of them slower."""

_READING = 0.4
"""The share of a run that it takes to read the tables that are given."""
_TOO_LONG = Bilingual(
    zh="{title}跑了 {seconds:.0f} 秒还没有跑完，已经停下。请换小一点的数值再试。",
    en="{title} was stopped after {seconds:.0f} s without coming to its end. Please try smaller values.",
)

_log = logging.getLogger(__name__)


class TimeLimitError(ExplainedError):
    """A run took longer than its demo allows; `message` says so."""


class RunStoppedError(Exception):
    """A run was stopped by whoever asked for it."""


def run(
    demo: Demo,
    arguments: Mapping[str, Any],
    on_progress: Progress | None = None,
    tables: Tables = no_tables,
) -> DemoResult:
    """Run a demo in this thread and return its result.

    Args:
        demo: What to run.
        arguments: Values by parameter name; what is left out or None keeps its default.
        on_progress: Called with the finished share of the work; what it raises ends the run.
        tables: Opens the tables that are named.

    Raises:
        DemoInputError: It can't run with these values.
        TimeLimitError: It takes too long.
    """
    told = 0.0
    of_reading = 0.0

    def tell(share: float) -> None:
        nonlocal told
        told = max(told, min(share, 1.0))
        if on_progress is not None:
            on_progress(told)

    def read(share: float) -> None:
        nonlocal of_reading
        of_reading = _READING
        tell(_READING * share)

    parameters = validated(demo.parameters, arguments, tables, read)
    began = time.monotonic()

    def advance(share: float) -> None:
        if time.monotonic() - began > demo.time_limit:
            raise TimeLimitError(_TOO_LONG.filled(title=demo.title, seconds=demo.time_limit))
        tell(of_reading + (1 - of_reading) * share)

    result = demo.run(parameters, advance)
    return result.model_copy(update={"columns": parameters.columns()})


class Run:
    """A run in a thread of its own, so that a long one neither freezes who waits nor has to be waited for.

    Its thread writes, everybody else reads.
    """

    def __init__(
        self, demo: Demo, arguments: Mapping[str, Any], tables: Tables = no_tables, person: str = ""
    ) -> None:
        """Begin to run a demo, for a person; empty for who need not wait for their own runs."""
        self._person = person
        self.share = 0.0
        """How far it is, 0 to 1."""
        self.result: DemoResult | None = None
        self.error: Exception | None = None
        """Why it ended without a result, unless it was stopped."""
        self._stopping = Event()
        self._ended = Event()
        Thread(target=self._run, args=(demo, dict(arguments), tables), name="demo", daemon=True).start()

    @property
    def running(self) -> bool:
        """Whether a result may still come."""
        return not (self._ended.is_set() or self.stopped)

    @property
    def stopped(self) -> bool:
        """Whether it was stopped; the work ends when the demo next tells its progress."""
        return self._stopping.is_set()

    @property
    def place(self) -> int:
        """Its place in the line of runs that wait for others to end; 0 where it does not wait."""
        return _LINE.place(self)

    def stop(self) -> None:
        """Give the run up."""
        self._stopping.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the run has ended, but no longer than this; return whether it has."""
        return self._ended.wait(seconds)

    def _run(self, demo: Demo, arguments: Mapping[str, Any], tables: Tables) -> None:
        try:
            with _LINE.through(self, lambda: self.stopped, self._person):
                self._on_progress(0.0)
                self.result = run(demo, arguments, self._on_progress, tables)
        except RunStoppedError:
            pass
        except ExplainedError as error:
            self.error = error
        except Exception as error:  # Whoever reads tells what happened; a thread has nobody to raise to.
            _log.exception("the demo ended early")
            self.error = error
        finally:
            self._ended.set()

    def _on_progress(self, share: float) -> None:
        if self.stopped:
            raise RunStoppedError
        self.share = share
