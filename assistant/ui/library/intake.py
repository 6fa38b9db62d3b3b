"""The files that are being added; they are read in threads, so that no click, page or refresh ends it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Literal
from uuid import uuid4

import streamlit as st

from assistant.documents.uploads import NameTakenError, UploadError, Uploads
from assistant.settings import settings
from assistant.text import Bilingual
from assistant.ui import session, texts
from assistant.ui.warming import WarmUp

_log = logging.getLogger(__name__)

State = Literal["waiting", "reading", "taken", "indexing", "ready", "failed"]
_MOVING: frozenset[State] = frozenset({"waiting", "reading", "indexing"})


@dataclass(slots=True)
class Addition:
    """A file on its way into the library."""

    name: str
    """Its name; from `indexing` on the one that it is kept under."""
    data: bytes
    state: State = "waiting"
    replace: bool = False
    error: Exception | None = None
    pages: tuple[int, int] = (0, 0)
    """How many pages or slides are read, and of how many; (0, 0) where the kind has none."""
    id: str = field(default_factory=lambda: uuid4().hex)

    def advance(self, done: int, total: int) -> None:
        """Take note of how many pages or slides are read."""
        self.pages = (done, total)


class Intake:
    """The files that the whole process is adding, one after the other. Safe to use from several sessions."""

    def __init__(self, warm_up: WarmUp) -> None:
        self._warm_up = warm_up
        self._additions: list[Addition] = []
        self._reading = self._indexing = False
        self._lock = Lock()

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The files that were given, oldest first, until they are forgotten."""
        return tuple(self._additions)

    @property
    def running(self) -> bool:
        """Whether any of them is still being read or indexed."""
        return any(addition.state in _MOVING for addition in self.additions)

    def add(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Take in files by their names; those that were added before are forgotten."""
        with self._lock:
            unfinished = [addition for addition in self._additions if addition.state != "ready"]
            self._additions = [*unfinished, *(Addition(name, data) for name, data in files)]
            self._start_reading()

    def replace(self, addition_id: str) -> None:
        """Let a file take the place of the one that has its name."""
        with self._lock:
            for addition in self._additions:
                if addition.id == addition_id and addition.state == "taken":
                    addition.state, addition.replace = "waiting", True
            self._start_reading()

    def forget(self, *addition_ids: str) -> None:
        """Leave out files that wait for an answer or have come to their end."""
        with self._lock:
            self._additions = [
                each for each in self._additions if each.id not in addition_ids or each.state in _MOVING
            ]

    def _start_reading(self) -> None:
        if not self._reading:
            self._reading = True
            Thread(target=self._read, name="intake", daemon=True).start()

    def _read(self) -> None:
        while addition := self._next():
            try:
                kept = uploads().add(
                    addition.name, addition.data, replace=addition.replace, on_progress=addition.advance
                )
            except Exception as error:  # The page shows it in the learner's words.
                if not isinstance(error, UploadError):
                    _log.exception("a file could not be added")
                addition.error = error
                addition.state = "taken" if isinstance(error, NameTakenError) else "failed"
            else:
                addition.name, addition.state = kept, "indexing"
                self._start_indexing()
            if addition.state != "taken":
                addition.data = b""

    def _next(self) -> Addition | None:
        with self._lock:
            addition = next((each for each in self._additions if each.state == "waiting"), None)
            if addition:
                addition.state = "reading"
            else:
                self._reading = False
            return addition

    def _start_indexing(self) -> None:
        with self._lock:
            if not self._indexing:
                self._indexing = True
                Thread(target=self._index, name="intake-index", daemon=True).start()

    def _index(self) -> None:
        while kept := self._kept():
            self._warm_up.reread()
            error = self._warm_up.wait_until_read()
            for addition in kept:
                addition.error, addition.state = error, "failed" if error else "ready"

    def _kept(self) -> list[Addition]:
        with self._lock:
            kept = [addition for addition in self._additions if addition.state == "indexing"]
            self._indexing = bool(kept)
            return kept


def uploads() -> Uploads:
    """Return the learner's own files."""
    return Uploads(settings().uploads_dir, settings().converted_dir)


@st.cache_resource(show_spinner=False)
def intake() -> Intake:
    """Return what this process is adding."""
    return Intake(session.warm_up())


def in_words(error: Exception | None) -> Bilingual:
    """Return why a file was not added."""
    told = getattr(error, "message", None)
    return told if isinstance(told, Bilingual) else texts.material.BROKE
