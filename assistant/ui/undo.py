"""The line that offers, for a moment, to take back what was just done."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.text import Bilingual, Language
from assistant.ui import texts
from assistant.ui.sections import literal

UNDO_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done last of its kind."""

    says: Bilingual
    undo: Callable[[], Bilingual | None]
    until: float


def offer(kind: str, says: Bilingual, undo: Callable[[], Bilingual | None]) -> None:
    """Offer to take something back; it takes the place of an earlier offer of its kind.

    Args:
        kind: Which line offers it.
        says: What was done, as Markdown.
        undo: Takes it back; returns why that failed, or None.
    """
    st.session_state[_key(kind)] = _Done(says, undo, time.monotonic() + UNDO_SECONDS)


def line(kind: str, language: Language) -> None:
    """Show the offer of a kind while it stands."""
    done: _Done | None = st.session_state.get(_key(kind))
    if done is None or time.monotonic() > done.until:
        return
    with st.container(
        key=f"undo-line-{kind}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    ):
        st.markdown(done.says.of(language), anchors=False)
        if st.button(texts.conversations.UNDO.of(language), key=f"undo-{kind}", type="tertiary"):
            _undo(kind, done, language)
    _away_later(done)


def _key(kind: str) -> str:
    return f"undone-{kind}"


def _undo(kind: str, done: _Done, language: Language) -> None:
    # What takes it back may leave for another page: the offer has to be gone before.
    del st.session_state[_key(kind)]
    wrong = done.undo()
    if wrong:
        st.session_state[_key(kind)] = done
        st.toast(literal(wrong.of(language)), icon=":material/error:")
        return
    st.rerun()


def _away_later(done: _Done) -> None:
    """Take the line away when its time is over."""

    @st.fragment(run_every=1.0)
    def away() -> None:
        if time.monotonic() > done.until:
            st.rerun()

    away()
