"""A demo's run in a thread of its own, so that a long one neither freezes the page nor has to be waited for."""

import logging
from collections.abc import Mapping
from threading import Event, Thread
from typing import Any

from assistant.tools.base import DemoResult
from assistant.tools.registry import run_demo

_log = logging.getLogger(__name__)


class _CancelledError(Exception):
    pass


class DemoRun:
    """A run that has begun. Its thread writes, the page reads."""

    def __init__(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Begin to run a demo with values that it allows."""
        self.share = 0.0
        """How far it is, 0 to 1."""
        self.result: DemoResult | None = None
        self.error: Exception | None = None
        """Why it ended without a result, unless it was cancelled."""
        self._cancelling = Event()
        self._ended = Event()
        Thread(target=self._run, args=(name, dict(arguments)), name="demo", daemon=True).start()

    @property
    def running(self) -> bool:
        """Whether a result may still come."""
        return not (self._ended.is_set() or self.cancelled)

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled; the thread ends when it next tells its progress."""
        return self._cancelling.is_set()

    def cancel(self) -> None:
        """Give the run up."""
        self._cancelling.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the run has ended, but no longer than this; return whether it has."""
        return self._ended.wait(seconds)

    def _run(self, name: str, arguments: Mapping[str, Any]) -> None:
        try:
            self.result = run_demo(name, arguments, self._on_progress)
        except _CancelledError:
            pass
        except Exception as error:  # The page tells what happened; a thread has nobody to raise to.
            _log.exception("the demo ended early")
            self.error = error
        finally:
            self._ended.set()

    def _on_progress(self, share: float) -> None:
        if self.cancelled:
            raise _CancelledError
        self.share = min(max(share, 0.0), 1.0)
