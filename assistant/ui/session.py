"""What the pages share: the coach that is opened in the background, the learner's conversations and language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from assistant.documents import Library, load_library
from assistant.settings import Settings, settings
from assistant.text import Bilingual, Language
from assistant.ui import texts
from assistant.ui.turns import Ask, Turn, Turns

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.answering.engines import EngineChoice
    from assistant.coach import Coach

_GRACE_SECONDS = 0.25

_log = logging.getLogger(__name__)


def open_coach(settings: Settings, on_progress: Callable[[int, int], None]) -> Coach:
    """Return the coach; what it needs is imported here, in the background, and not when the page starts."""
    from assistant import coach

    return coach.open_coach(settings, on_progress)


class WarmUp:
    """The coach of this process, opened in a thread because its model takes seconds to load."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        """How many passages are read into the index, and of how many; (0, 0) while the model loads."""
        self.error: Exception | None = None
        self.awake = False
        """Whether the model is loaded as well; until then a question can be asked, but its search waits."""
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
            self._coach = open_coach(settings(), self._on_progress)
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


@st.cache_resource(show_spinner=False)
def warm_up() -> WarmUp:
    """Return the coach of this process, which begins to open at the first call."""
    return WarmUp()


@st.cache_resource(show_spinner=False)
def turns() -> Turns:
    """Return the running turns of this process; they outlive a click, a page and a browser refresh."""
    return Turns(warm_up().coach)


def latest_turn() -> Turn | None:
    """Return the turn that runs or ran last in the open conversation, after a moment's grace."""
    turn = turns().latest(conversation())
    if turn:
        # Most answers are there before the eye could follow their steps.
        turn.wait(_GRACE_SECONDS)
    return turn


def language() -> Language:
    """Return the language of the interface: chosen in the sidebar, else the browser's, else Chinese."""
    if "language" not in st.session_state:
        locale = st.context.locale or "zh"
        st.session_state["language"] = "zh" if locale.lower().startswith("zh") else "en"
    chosen: Language = st.session_state["language"]
    return chosen


def conversation() -> str:
    """Return the id of the open conversation. It stands in the address too, so that a refresh keeps it."""
    if "conversation" not in st.session_state:
        open_conversation(st.query_params.get("c") or uuid4().hex)
    current: str = st.session_state["conversation"]
    if st.query_params.get("c") != current:
        st.query_params["c"] = current
    return current


def conversations() -> list[str]:
    """Return the ids of the conversations of this visit, the latest first."""
    known: list[str] = st.session_state.setdefault("conversations", [])
    return known


def open_conversation(conversation_id: str | None = None) -> None:
    """Make a conversation the open one; without an id, begin a new one."""
    opened = conversation_id or uuid4().hex
    st.session_state["conversation"] = opened
    if opened not in conversations():
        conversations().insert(0, opened)


def engine_choice() -> EngineChoice:
    """Return who should answer in the open conversation."""
    choices: dict[str, EngineChoice] = st.session_state.setdefault("engine-choices", {})
    return choices.get(conversation(), "auto")


def choose_engine(choice: EngineChoice) -> None:
    """Let an engine answer in the open conversation from now on."""
    st.session_state.setdefault("engine-choices", {})[conversation()] = choice


def ask(question: str) -> None:
    """Put a question to the coach in the open conversation."""
    preferred, conversation_id, engine = language(), conversation(), engine_choice()
    _start(question, lambda coach: coach.reply(conversation_id, question, preferred, engine))


def run_demo(name: str, arguments: dict[str, object], label: str) -> None:
    """Run a demo in the open conversation; the label stands for the question until the coach has stored it."""
    preferred, conversation_id, engine = language(), conversation(), engine_choice()
    _start(label, lambda coach: coach.run_demo(conversation_id, name, arguments, preferred, engine))


def _start(question: str, ask: Ask) -> None:
    turns().start(conversation(), question, ask)


@st.cache_resource(show_spinner=False)
def library() -> Library:
    """Return what there is to read. Reading takes a moment, waking the model seconds, so this does not wait for the coach.

    Raises:
        LibraryError: The knowledge can't be read.
    """
    chosen = settings()
    return load_library(chosen.knowledge, chosen.uploads_dir, cache_dir=chosen.converted_dir)


def title(conversation_id: str) -> str:
    """Return a conversation's first question, or "" where nothing was asked yet."""
    coach = warm_up().ready
    messages = coach.messages(conversation_id) if coach else ()
    turn = turns().latest(conversation_id)
    return messages[0].text if messages else turn.question if turn else ""


def in_words(error: Exception | None, language: Language) -> str:
    """Return what went wrong in the learner's words."""
    told = getattr(error, "message", None)
    if isinstance(told, Bilingual):
        return told.of(language)
    return texts.CRASHED.of(language)
