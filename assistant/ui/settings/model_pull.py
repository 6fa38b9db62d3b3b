"""The download of the model for this computer; it runs in a thread, so that no click on the page ends it."""

import logging
from threading import Event, Lock, Thread

import streamlit as st

from assistant.models import local as local_model
from assistant.settings import settings

_log = logging.getLogger(__name__)


class ModelPull:
    """One download for the whole process. Safe to use from several sessions."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        """Bytes that are there, and of how many; (0, 0) until the first have come."""
        self.error: Exception | None = None
        self._stopping = Event()
        self._thread: Thread | None = None
        self._lock = Lock()

    @property
    def running(self) -> bool:
        """Whether bytes are still being fetched."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin, or go on where an earlier download stopped."""
        with self._lock:
            if self.running:
                return
            self.error, self.progress = None, (0, 0)
            self._stopping.clear()
            self._thread = Thread(target=self._run, name="model-pull", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop at the next piece; what has come is kept."""
        self._stopping.set()

    def _run(self) -> None:
        try:
            local_model.pull(settings(), self._on_progress, should_stop=self._stopping.is_set)
        except local_model.PullStoppedError:
            return
        except Exception as error:  # The page shows it in the learner's words.
            reason = error if isinstance(error, local_model.LocalModelError) else type(error).__name__
            _log.warning("the download of the model ended early: %s", reason)
            self.error = error

    def _on_progress(self, done: int, total: int) -> None:
        self.progress = (done, total)


@st.cache_resource(show_spinner=False)
def model_pull() -> ModelPull:
    """Return the download of this process."""
    return ModelPull()
