"""The coach and the conversations of this process, opened in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from assistant.settings import Settings, settings

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.coach import Coach
    from assistant.store.conversations import ConversationStore

_log = logging.getLogger(__name__)


def open_store(settings: Settings) -> ConversationStore:
    """Return where the conversations are kept; what that needs is imported here, in the background."""
    from assistant.store import opening

    return opening.open_store(settings)


def open_coach(
    settings: Settings, on_progress: Callable[[int, int], None], store: ConversationStore
) -> Coach:
    """Return the coach; what it needs is imported here, in the background, and not when the page starts."""
    from assistant import coach

    return coach.open_coach(settings, on_progress, store)


class WarmUp:
    """The coach of this process, opened in a thread because its model takes seconds to load."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        """How many passages are read into the index, and of how many; (0, 0) while the model loads."""
        self.error: Exception | None = None
        self.awake = False
        """Whether the model is loaded as well; until then a question can be asked, but its search waits."""
        self.store: ConversationStore | None = None
        """The conversations; there before the coach is."""
        self._coach: Coach | None = None
        self._ended = Event()
        self._lock = Lock()
        self.start()

    @property
    def ready(self) -> Coach | None:
        """The coach if it is there already."""
        return self._coach

    def start(self) -> None:
        """Open the coach, again where it failed before."""
        with self._lock:
            self.error = None
            self._ended.clear()
            Thread(target=self._open, name="warm-up", daemon=True).start()

    def coach(self) -> Coach:
        """Wait for the coach and return it; raises what opening it raised."""
        self._ended.wait()
        if self._coach is None:
            raise self.error or RuntimeError("the coach was not opened")
        return self._coach

    def _open(self) -> None:
        try:
            # Once a process: messages that could not be saved yet live in it.
            self.store = self.store or open_store(settings())
            self._coach = open_coach(settings(), self._on_progress, self.store)
            self._ended.set()
            self._coach.warm_up()
            self.awake = True
            self._coach.warm_up_engine("zh")
        except Exception as error:  # The page shows it in the learner's words.
            _log.exception("the coach could not be opened")
            self.error = error
        finally:
            self._ended.set()

    def _on_progress(self, done: int, total: int) -> None:
        self.progress = (done, total)
