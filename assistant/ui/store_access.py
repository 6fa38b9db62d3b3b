"""Reading and changing the database of conversations without ever breaking the page over it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from assistant.text import Bilingual

if TYPE_CHECKING:
    # The page does not wait for the database's library to be imported.
    from assistant.store.conversations import ConversationStore
    from assistant.store.stores import Stores

_T = TypeVar("_T")
_D = TypeVar("_D")
_S = TypeVar("_S", "ConversationStore", "Stores")
_PAUSE_SECONDS = 10.0
_KEY = "reading-problem"


def read(store: ConversationStore | None, ask: Callable[[ConversationStore], _T], default: _D) -> _T | _D:
    """Return what the conversations answer; the default where they are not opened yet, or can't be read.

    A database that can't be read is left alone for 10 s, so that not every click waits for it; `problem` says what is wrong.
    """
    _, until = st.session_state.get(_KEY, (None, 0.0))
    if store is None or time.monotonic() < until:
        return default
    found, wrong = _answered(store, ask)
    if wrong:
        st.session_state[_KEY] = (wrong, time.monotonic() + _PAUSE_SECONDS)
        return default
    st.session_state.pop(_KEY, None)
    return cast(_T, found)


def change(store: _S | None, do: Callable[[_S], _T]) -> tuple[_T | None, Bilingual | None]:
    """Return what a change returns, and why it failed; one of them is None, both where the store is not opened yet."""
    return _answered(store, do) if store else (None, None)


def problem(stores: Stores | None) -> Bilingual | None:
    """Return what is wrong with the database now."""
    wrong, _ = st.session_state.get(_KEY, (None, 0.0))
    return (stores.problem if stores else None) or wrong


def _answered(store: _S, ask: Callable[[_S], _T]) -> tuple[_T | None, Bilingual | None]:
    from assistant.store.failures import StoreError

    try:
        return ask(store), None
    except StoreError as error:
        return None, error.message
