"""What the pages share: the open conversation, the learner's choices and tables, the language."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from assistant.documents import Library, LibraryError
from assistant.settings import settings
from assistant.text import Bilingual, Language
from assistant.tools.shelves import Shelves
from assistant.tools.tables import TableShelf
from assistant.ui import store_access, texts, visitors
from assistant.ui.running import RunningAnswer, RunningAnswers
from assistant.ui.warming import WarmUp

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.answering.engines import EngineChoice
    from assistant.answering.kept_tables import KeptTables
    from assistant.models.service import ModelService
    from assistant.store.conversations import ConversationStore
    from assistant.store.messages import Message

_GRACE_SECONDS = 0.25
_SOMEBODY = "somebody"


@st.cache_resource(show_spinner=False)
def warm_up() -> WarmUp:
    """Return the coach of this process, which begins to open at the first call."""
    return WarmUp()


@st.cache_resource(show_spinner=False)
def running() -> RunningAnswers:
    """Return the answers that this process writes; they outlive a click, a page and a browser refresh."""
    return RunningAnswers(warm_up().coach, settings().answers_at_once, settings().answers_each)


def latest_answer() -> RunningAnswer | None:
    """Return the answer that runs or ran last in the open conversation, after a moment's grace."""
    turn = running().latest(conversation())
    if turn:
        # Most answers are there before the eye could follow their steps.
        turn.wait(_GRACE_SECONDS)
    return turn


def running_answers() -> tuple[RunningAnswer, ...]:
    """Return the answers of the open conversation that run, oldest first."""
    return running().of(conversation())


def language() -> Language:
    """Return the language of the interface: chosen in the sidebar, else the browser's, else Chinese."""
    if "language" not in st.session_state:
        locale = st.context.locale or "zh"
        st.session_state["language"] = "zh" if locale.lower().startswith("zh") else "en"
    chosen: Language = st.session_state["language"]
    return chosen


def conversation() -> str:
    """Return the id of the open conversation."""
    if "conversation" not in st.session_state:
        open_conversation()
    current: str = st.session_state["conversation"]
    return current


def missing() -> bool:
    """Return whether the chat's address names a conversation that there is not; a new one is open in its place."""
    return bool(st.session_state.get("missing"))


def follow_address(*, arrived: bool) -> None:
    """Open the conversation that the chat's address names; a bare address is a new one, and so is one that names none.

    Args:
        arrived: Whether another page was open before: then a bare address goes on with the open conversation.
    """
    named = st.query_params.get("conversation")
    was_missing = st.session_state.get("missing")
    st.session_state["missing"] = named if named and _is_missing(named) else None
    if named and missing():
        # Not under the name in the address: whoever else has that link would be led into it.
        if was_missing != named:
            open_conversation()
    elif named:
        st.session_state["conversation"] = named
    elif not arrived and _is_asked(conversation()):
        open_conversation()
    elif _is_asked(conversation()):
        st.query_params["conversation"] = conversation()


def open_conversation(conversation_id: str | None = None) -> None:
    """Make a conversation the open one; without an id, begin a new one."""
    st.session_state["conversation"] = conversation_id or uuid4().hex


def address() -> dict[str, str | list[str]]:
    """Return what the chat's address says of the open conversation; nothing until something was asked."""
    if not _is_asked(conversation()):
        return {}
    return {"conversation": conversation(), **({"sources": list(sources())} if sources() else {})}


def messages(conversation_id: str, ids: Collection[str] | None = None) -> tuple[Message, ...]:
    """Return a conversation's messages, or those with these ids; none until the conversations are opened."""
    store = warm_up().store
    return store.messages(conversation_id, ids) if store else ()


def outline(conversation_id: str) -> tuple[Message, ...]:
    """Return a conversation's messages without their texts; none until the conversations are opened."""
    store = warm_up().store
    return store.outline(conversation_id) if store else ()


def is_mine() -> bool:
    """Return whether the open conversation is the visitor's, or new: nobody adds to another's."""
    opened = conversation()
    if opened not in _owners():
        # Where the database can't tell, what already has messages is taken for somebody's.
        unknown = _SOMEBODY if messages(opened) else None
        owner = store_access.read(warm_up().store, lambda store: store.owner(opened), unknown)
        if owner is None or owner == _SOMEBODY:
            return owner is None
        _owners()[opened] = owner
    return _owners()[opened] == visitors.owner()


def claim() -> None:
    """Know the open conversation, which was new or the visitor's, for the visitor's."""
    _owners()[conversation()] = visitors.owner()


def _owners() -> dict[str, str]:
    """The owners of conversations, which never change, as far as this visit knows them."""
    owners: dict[str, str] = st.session_state.setdefault("owners", {})
    return owners


def _is_missing(conversation_id: str) -> bool:
    """Whether there is no such conversation; where the database can't tell, there may be one."""
    if _is_asked(conversation_id) or warm_up().store is None:
        return False
    return (
        store_access.read(warm_up().store, lambda store: store.owner(conversation_id), _SOMEBODY) != _SOMEBODY
    )


def _is_asked(conversation_id: str) -> bool:
    return bool(running().latest(conversation_id) or outline(conversation_id))


def engine_choice() -> EngineChoice:
    """Return who should answer in the open conversation: chosen there, else for all of this visit."""
    choices: dict[str, EngineChoice] = st.session_state.setdefault("engine-choices", {})
    return choices.get(conversation(), default_engine())


def choose_engine(choice: EngineChoice) -> None:
    """Let an engine answer in the open conversation from now on."""
    st.session_state.setdefault("engine-choices", {})[conversation()] = choice


def default_engine() -> EngineChoice:
    """Return who should answer in the conversations of this visit that have no choice of their own."""
    chosen: EngineChoice = st.session_state.get("default-engine", "auto")
    return chosen


def choose_default_engine(choice: EngineChoice) -> None:
    """Let an engine answer in all conversations of this visit that have no choice of their own."""
    st.session_state["default-engine"] = choice


def sources() -> tuple[str, ...]:
    """Return the documents that the open conversation is answered from, as `Library.chosen` takes them; all where none is named.

    They were chosen in this visit, stand in the address, or were those of the conversation's latest question.
    """
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault("sources-chosen", {})
    opened = conversation()
    if opened not in chosen:
        named = st.query_params.get_all("sources")
        chosen[opened] = tuple(each for each in named if each) or _asked_of(opened)
    return chosen[opened]


def choose_sources(documents: tuple[str, ...]) -> None:
    """Let the open conversation be answered from these documents from now on."""
    st.session_state.setdefault("sources-chosen", {})[conversation()] = documents
    if documents:
        st.query_params["sources"] = list(documents)
    else:
        st.query_params.pop("sources", None)


def _asked_of(conversation_id: str) -> tuple[str, ...]:
    """Return the documents that a conversation's latest question was put to."""
    questions = [message.id for message in outline(conversation_id) if message.role == "user"]
    latest = messages(conversation_id, questions[-1:])
    return latest[0].sources if latest else ()


def model_service() -> ModelService | None:
    """Return the model service that was entered in this visit."""
    entered: ModelService | None = st.session_state.get("model-service")
    return entered


def use_model_service(service: ModelService | None) -> None:
    """Let questions of this visit go to a model service; None forgets the one that was entered, and its key.

    It lives in this visit's memory alone: no database, no file, no address knows of it.
    """
    from assistant.models.endpoint import forget_clients

    st.session_state["model-service"] = service
    forget_clients()


def tables() -> TableShelf:
    """Return where the visitor's tables are kept."""
    return shelves().of(visitors.owner())


def shelves() -> Shelves:
    """Return where all visitors' tables are kept."""
    return Shelves(settings().tables_dir)


def kept_tables(store: ConversationStore) -> KeptTables:
    """Return who looks after visitors' tables, by the conversations that use them."""
    from assistant.answering.kept_tables import KeptTables

    return KeptTables(store, shelves())


def shares_tables() -> bool:
    """Return whether model services may be told what stands in the visitor's tables."""
    return bool(st.session_state.get("shares-tables", False))


def share_tables(*, shares: bool) -> None:
    """Let model services be told from now on what stands in the visitor's tables, or not any more."""
    st.session_state["shares-tables"] = shares


def visit() -> str:
    """Return the id of this visit: a tab of a browser."""
    current: str = st.session_state.setdefault("visit", uuid4().hex)
    return current


def library(seconds: float | None = None) -> Library:
    """Return what there is to read. Reading takes a moment, waking the model seconds, so this does not wait for the coach.

    Args:
        seconds: How long to wait for it; None waits until it is read.

    Raises:
        LibraryError: The knowledge can't be read.
        TimeoutError: It is still being read: PDF and Word files take longer the first time.
    """
    return warm_up().library(seconds)


def in_words(error: Exception | None, language: Language) -> str:
    """Return what went wrong in the learner's words; where the sources lie is for who runs the coach to know."""
    told = getattr(error, "message", None)
    if isinstance(error, LibraryError) and not visitors.is_host():
        told = texts.frame.SOURCES_DOWN
    if isinstance(told, Bilingual):
        return told.of(language)
    return texts.chat.CRASHED.of(language)
