"""The coach and the conversations of this process, opened in the background."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep
from typing import TYPE_CHECKING

from assistant.documents import Library, load_library
from assistant.documents.converting import isolation
from assistant.processes import hide_memory
from assistant.settings import Settings, settings

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.coach import Coach
    from assistant.store.conversations import ConversationStore
    from assistant.store.stores import Stores

_POLL_SECONDS = 0.1
_FIRST_PAGE_SECONDS = 4.0

FileState = frozenset[tuple[str, int, int]]
"""Of each file its path, size and time of change: whether it changed since it was read is told by these alone."""

_log = logging.getLogger(__name__)


def open_stores(settings: Settings) -> Stores:
    """Return what the coach remembers; what that needs is imported here, in the background."""
    from assistant.store import opening

    return opening.open_stores(settings)


def open_coach(
    settings: Settings,
    on_progress: Callable[[int, int], None],
    stores: Stores,
    after: Coach | None,
    on_read: Callable[[int, int], None],
) -> Coach:
    """Return the coach; what it needs is imported here, in the background, and not when the page starts."""
    from assistant import coach

    return coach.open_coach(settings, on_progress, stores, on_read=on_read, after=after)


class WarmUp:
    """The coach of this process, opened in a thread because its model takes seconds to load. Safe to use from several threads."""

    def __init__(self) -> None:
        # The environment of this process holds the host's keys, and every program of the same user could read it.
        hide_memory()
        self.progress = (0, 0)
        """How many passages are read into the index, and of how many; (0, 0) while the model loads."""
        self.reading = (0, 0)
        """How many files of the knowledge are read, and of how many."""
        self.computed = 0
        """How many passages had to be embedded for the coach there is; the others' vectors came from the disk."""
        self.error: Exception | None = None
        self.reread_error: Exception | None = None
        """Why the knowledge could not be read anew; the coach from before answers on."""
        self.rereading = False
        """Whether the knowledge is being read anew while the coach from before answers."""
        self.awake = False
        """Whether the model is loaded as well; until then a question can be asked, but its search waits."""
        self.stores: Stores | None = None
        """What the coach remembers; there before the coach is."""
        self._coach: Coach | None = None
        self._library: Future[Library] | None = None
        self._files: FileState = frozenset()
        self._embedded = 0
        self._opening = False
        self._again = False
        self._ended = Event()
        self._wanted = Event()
        self._lock, self._library_lock = Lock(), Lock()
        self.start()

    @property
    def store(self) -> ConversationStore | None:
        """The conversations, as soon as they are opened."""
        return self.stores.conversations if self.stores else None

    @property
    def ready(self) -> Coach | None:
        """The coach if it is there already."""
        return self._coach

    def start(self) -> None:
        """Open the coach, again where it failed before."""
        with self._lock:
            if self._opening:
                return
            self._opening = True
            self.error, self._library = None, None
            self._ended.clear()
            Thread(target=self._open, name="warm-up", daemon=True).start()

    def page_drawn(self) -> None:
        """Say that the first page is there; what is opened in the background waits for it, so that it is there soon."""
        self._wanted.set()

    def coach(self) -> Coach:
        """Wait for the coach and return it; raises what opening it raised."""
        self._wanted.set()
        self._ended.wait()
        if self._coach is None:
            raise self.error or RuntimeError("the coach was not opened")
        return self._coach

    def library(self, seconds: float | None = None) -> Library:
        """Return what the coach reads from; until there is a coach, what it is going to read from.

        Args:
            seconds: How long to wait for it; None waits until it is read.

        Raises:
            LibraryError: The knowledge can't be read.
            TimeoutError: It is still being read.
        """
        if self._coach is not None:
            return self._coach.library
        with self._library_lock:
            if self._library is None:
                self._library = Future()
                Thread(target=self._load, args=(self._library,), name="library", daemon=True).start()
            being_read = self._library
        return being_read.result(seconds)

    def _load(self, library: Future[Library]) -> None:
        chosen = settings()
        try:
            library.set_result(
                load_library(
                    chosen.knowledge,
                    chosen.uploads_dir,
                    cache_dir=chosen.converted_dir,
                    on_progress=self._on_read,
                )
            )
        except Exception as error:  # Whoever waits for it is told.
            library.set_exception(error)

    def reread(self) -> None:
        """Read the knowledge anew in the background; the coach there is answers on until the new one replaces it.

        Called while the knowledge is being read, it is read once more afterwards.
        """
        if self._coach is None and not self._opening:
            self.start()
            return
        with self._lock:
            self._again = True
            if self.rereading or self._opening:
                return
            self._start_rereading()

    def wait_until_read(self) -> Exception | None:
        """Wait until nothing is being read any more; return why the knowledge could not be read, or None."""
        while True:
            with self._lock:
                if not self._opening and not self.rereading:
                    return self.error or self.reread_error
            sleep(_POLL_SECONDS)

    def changed_files(self) -> int:
        """Return how many files of the knowledge were added, changed or removed since it was read."""
        return _changed_files(self._files, _source_files(settings())) if self._coach else 0

    def _open(self) -> None:
        try:
            # Importing what it needs would hold up the first page.
            self._wanted.wait(_FIRST_PAGE_SECONDS)
            # Once a process: messages that could not be saved yet live in it.
            self.stores = self.stores or open_stores(settings())
            # What takes long in it, PDF and Word, is done once for both.
            self.library()
            coach = self._read(self.stores)
            self._ended.set()
            coach.warm_up()
            self.awake = True
            coach.warm_up_engine("zh")
            # Tried once a process, while nobody waits for it: the settings tell what came of it.
            isolation()
        except Exception as error:  # The page shows it in the learner's words.
            _log.exception("the coach could not be opened")
            self.error = error
        finally:
            self._ended.set()
            with self._lock:
                self._opening = False
                if self._again and self._coach is not None:
                    self._start_rereading()

    def _start_rereading(self) -> None:
        self.rereading = True
        Thread(target=self._reread, name="rereading", daemon=True).start()

    def _reread(self) -> None:
        while True:
            self._again, self.reread_error = False, None
            try:
                self._read(self.stores or open_stores(settings()))
            except Exception as error:  # The page shows it in the learner's words.
                _log.warning("the knowledge could not be read anew: %s", type(error).__name__)
                self.reread_error = error
            with self._lock:
                if not self._again:
                    self.rereading = False
                    return

    def _read(self, stores: Stores) -> Coach:
        """Open a coach and let it answer from now on."""
        self.progress, self.reading, self._embedded = (0, 0), (0, 0), 0
        files = _source_files(settings())
        coach = open_coach(settings(), self._on_progress, stores, self._coach, self._on_read)
        if self._coach is not None:
            # The one there is answers meanwhile, and is not replaced by one that can't.
            coach.warm_up()
        self._coach, self._files, self.computed = coach, files, self._embedded
        return coach

    def _on_read(self, done: int, total: int) -> None:
        self.reading = (done, total)

    def _on_progress(self, done: int, total: int) -> None:
        self.progress = (done, total)
        if done == total:
            self._embedded += total


def _source_files(settings: Settings) -> FileState:
    return _file_state(settings.knowledge, settings.uploads_dir)


def _file_state(*roots: Path) -> FileState:
    """Return the state of files, and of all files in folders but the hidden ones; what can't be read is left out."""
    found: set[tuple[str, int, int]] = set()
    for root in roots:
        for path in [root, *_files_below(root)]:
            try:
                facts = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                found.add((str(path), facts.st_size, facts.st_mtime_ns))
    return frozenset(found)


def _changed_files(before: FileState, after: FileState) -> int:
    """Return how many files were added, changed or removed."""
    return len({path for path, _, _ in before ^ after})


def _files_below(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in files if not name.startswith(".")]
    return found
