"""The files that are being added: read in threads, so that no click, page or refresh ends it, and shown line by line."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Literal
from uuid import uuid4

import streamlit as st

from assistant.documents import Library
from assistant.documents.uploads import NameTakenError, UploadError, Uploads
from assistant.settings import settings
from assistant.text import Bilingual, Language
from assistant.ui import session, texts
from assistant.ui.library import place
from assistant.ui.sections import literal
from assistant.ui.warming import WarmUp

_log = logging.getLogger(__name__)
State = Literal["waiting", "reading", "taken", "indexing", "ready", "failed"]
_MOVING: frozenset[State] = frozenset({"waiting", "reading", "indexing"})
_ICONS = {
    "waiting": ":material/schedule:",
    "reading": ":material/progress_activity:",
    "indexing": ":material/progress_activity:",
    "taken": ":material/help:",
    "ready": ":material/check_circle:",
    "failed": ":material/error:",
}


@dataclass(slots=True)
class QueuedFile:
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


class UploadQueue:
    """The files that the whole process is adding, one after the other. Safe to use from several sessions."""

    def __init__(self, warm_up: WarmUp) -> None:
        self._warm_up = warm_up
        self._files: list[QueuedFile] = []
        self._reading = self._indexing = False
        self._lock = Lock()

    @property
    def files(self) -> tuple[QueuedFile, ...]:
        """The files that were given, oldest first, until they are forgotten."""
        return tuple(self._files)

    @property
    def running(self) -> bool:
        """Whether any of them is still being read or indexed."""
        return any(file.state in _MOVING for file in self.files)

    def add(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Take in files by their names; those that were added before are forgotten."""
        with self._lock:
            unfinished = [file for file in self._files if file.state != "ready"]
            self._files = [*unfinished, *(QueuedFile(name, data) for name, data in files)]
            self._start_reading()

    def replace(self, file_id: str) -> None:
        """Let a file take the place of the one that has its name."""
        with self._lock:
            for file in self._files:
                if file.id == file_id and file.state == "taken":
                    file.state, file.replace = "waiting", True
            self._start_reading()

    def forget(self, *file_ids: str) -> None:
        """Leave out files that wait for an answer or have come to their end."""
        with self._lock:
            self._files = [each for each in self._files if each.id not in file_ids or each.state in _MOVING]

    def _start_reading(self) -> None:
        if not self._reading:
            self._reading = True
            Thread(target=self._read, name="upload-reading", daemon=True).start()

    def _read(self) -> None:
        while file := self._next():
            try:
                kept = uploads().add(file.name, file.data, replace=file.replace, on_progress=file.advance)
            except Exception as error:  # The page shows it in the learner's words.
                if not isinstance(error, UploadError):
                    _log.exception("a file could not be added")
                file.error = error
                file.state = "taken" if isinstance(error, NameTakenError) else "failed"
            else:
                file.name, file.state = kept, "indexing"
                self._start_indexing()
            if file.state != "taken":
                file.data = b""

    def _next(self) -> QueuedFile | None:
        with self._lock:
            file = next((each for each in self._files if each.state == "waiting"), None)
            if file:
                file.state = "reading"
            else:
                self._reading = False
            return file

    def _start_indexing(self) -> None:
        with self._lock:
            if not self._indexing:
                self._indexing = True
                Thread(target=self._index, name="upload-indexing", daemon=True).start()

    def _index(self) -> None:
        while kept := self._kept():
            self._warm_up.reread()
            error = self._warm_up.wait_until_read()
            for file in kept:
                file.error, file.state = error, "failed" if error else "ready"

    def _kept(self) -> list[QueuedFile]:
        with self._lock:
            kept = [file for file in self._files if file.state == "indexing"]
            self._indexing = bool(kept)
            return kept


def uploads() -> Uploads:
    """Return the learner's own files."""
    return Uploads(settings().uploads_dir, settings().converted_dir)


@st.cache_resource(show_spinner=False)
def queue() -> UploadQueue:
    """Return what this process is adding."""
    return UploadQueue(session.warm_up())


def show_progress(library: Library, language: Language) -> None:
    """Show a line for each file that was given and not yet forgotten."""
    given = queue().files
    if not given:
        return
    with st.container(key="material-additions", gap=None):
        for file in given:
            with st.container(key=f"material-{file.state}-{file.id}", gap="xxsmall"):
                _line(file, library, language)


def _line(file: QueuedFile, library: Library, language: Language) -> None:
    # The thread may move it on while it is drawn.
    state, error = file.state, _in_words(file.error).of(language)
    icon, name = _ICONS[state], literal(file.name)
    if state == "waiting":
        st.markdown(f"{icon} {name} · {texts.library.FILE_WAITING.of(language)}")
    elif state == "reading":
        _reading(file, f"{icon} {name}", language)
    elif state == "indexing":
        _indexing(f"{icon} {name}", language)
    elif state == "taken":
        _taken(file, f"{icon} {literal(error)}", language)
    elif state == "ready":
        _ended(
            file, f"{icon} {name} · {texts.library.FILE_READY.of(language)}", language, _title(file, library)
        )
    else:
        _ended(file, f"{icon} {literal(error)}", language)


def _reading(file: QueuedFile, label: str, language: Language) -> None:
    done, total = file.pages
    if not total:
        st.markdown(f"{label} · :shimmer[{texts.library.FILE_READING.of(language)}]")
        return
    words = texts.library.FILE_READING_PAGES.of(language, done=f"{done:,}", total=f"{total:,}")
    st.progress(min(done / total, 1.0), text=f"{label} · {words}")


def _indexing(label: str, language: Language) -> None:
    done, total = session.warm_up().progress
    if not total:
        st.markdown(f"{label} · :shimmer[{texts.library.FILE_INDEXING.of(language)}]")
        return
    words = texts.library.FILE_INDEXING_PASSAGES.of(language, done=f"{done:,}", total=f"{total:,}")
    st.progress(min(done / total, 1.0), text=f"{label} · {words}")


def _taken(file: QueuedFile, label: str, language: Language) -> None:
    st.markdown(label)
    with st.container(key=f"material-answers-{file.id}", horizontal=True, gap="small"):
        st.button(
            texts.library.REPLACE.of(language),
            key=f"material-replace-{file.id}",
            on_click=queue().replace,
            args=(file.id,),
        )
        st.button(
            texts.library.CANCEL.of(language),
            key=f"material-cancel-{file.id}",
            type="tertiary",
            on_click=queue().forget,
            args=(file.id,),
        )


def _ended(file: QueuedFile, label: str, language: Language, title: str | None = None) -> None:
    with st.container(
        key=f"material-ended-{file.id}",
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
    ):
        st.markdown(label, width="stretch")
        if title:
            st.button(
                texts.library.OPEN_DOCUMENT.of(language, title=literal(title)),
                key=f"material-open-{file.id}",
                type="tertiary",
                on_click=place.go,
                args=(place.Place(document=file.name),),
            )
        st.button(
            texts.library.DISMISS_FILE.of(language, name=literal(file.name)),
            key=f"material-forget-{file.id}",
            icon=":material/close:",
            type="tertiary",
            on_click=queue().forget,
            args=(file.id,),
        )


def _title(file: QueuedFile, library: Library) -> str | None:
    return next((document.title for document in library.documents if document.id == file.name), None)


def _in_words(error: Exception | None) -> Bilingual:
    """Return why a file was not added."""
    told = getattr(error, "message", None)
    return told if isinstance(told, Bilingual) else texts.library.FILE_FAILED
