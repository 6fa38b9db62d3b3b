"""What a page shows of a state: empty, wrong, not ready yet, or just changed and still to be undone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from assistant.documents import LibraryError
from assistant.text import Bilingual, Language
from assistant.ui import session, texts
from assistant.ui.sections import literal
from assistant.ui.warming import WarmUp

UNDO_SECONDS = 10.0
_POLL_SECONDS = 0.4
_ICONS = {"empty": ":material/menu_book:", "missing": ":material/link_off:", "problem": ":material/error:"}


def show(
    kind: Literal["empty", "missing", "problem"],
    title: str,
    advice: str,
    *,
    retry: Callable[[], None] | None = None,
) -> None:
    """Show a state in the middle of the page; both texts appear as they are.

    Args:
        kind: Whether there is nothing to show, not what was looked for, or something is wrong.
        title: What is the matter.
        advice: What to do.
        retry: What a button below does, to try again.
    """
    with st.container(key=f"state-{kind}", gap="xsmall"):
        st.markdown(_ICONS[kind])
        st.markdown(f"## {literal(title)}", anchors=False)
        st.text(advice)
        if retry:
            label = texts.frame.RETRY.of(session.language())
            st.button(label, key="state-retry", icon=":material/refresh:", on_click=retry)


def at_field(problem: Bilingual | None, language: Language) -> None:
    """Show what is wrong with what was typed, below its field, in a container whose key has `-field-` in it."""
    if problem:
        st.markdown(f":material/error: {literal(problem.of(language))}")


@st.fragment(run_every=_POLL_SECONDS)
def reading(language: Language) -> None:
    """Hold the place of the library until it is read; then the page is drawn again."""
    try:
        session.library(0)
    except TimeoutError:
        with st.container(key="state-reading"):
            progress(session.warm_up(), language)
        return
    except LibraryError:
        pass  # The page says so.
    st.rerun()


def progress_words(warm_up: WarmUp, language: Language, otherwise: Bilingual = texts.frame.WAKING) -> str:
    """Return what the coach is doing before it can answer: files read, passages indexed; else the other words."""
    label, (done, total) = _stage(warm_up)
    return (label or otherwise).of(language, done=done, total=total)


def progress(warm_up: WarmUp, language: Language, otherwise: Bilingual = texts.frame.WAKING) -> None:
    """Show how far the coach is with its sources, with a bar where it can be told how much is done."""
    _, (done, total) = _stage(warm_up)
    said = progress_words(warm_up, language, otherwise)
    if total:
        st.progress(min(done / total, 1.0), text=said)
    else:
        st.markdown(f":material/progress_activity: :shimmer[{said}]")


def _stage(warm_up: WarmUp) -> tuple[Bilingual | None, tuple[int, int]]:
    if warm_up.progress[1]:
        return texts.frame.INDEXING, warm_up.progress
    read, files = warm_up.reading
    return (texts.frame.READING_FILES, (read, files)) if read < files else (None, (0, 0))


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done last of its kind."""

    says: Bilingual
    undo: Callable[[], Bilingual | None]
    until: float


def offer_undo(kind: str, says: Bilingual, undo: Callable[[], Bilingual | None]) -> None:
    """Offer to take something back; it takes the place of an earlier offer of its kind.

    Args:
        kind: Which line offers it.
        says: What was done, as Markdown.
        undo: Takes it back; returns why that failed, or None.
    """
    st.session_state[_undo_key(kind)] = _Done(says, undo, time.monotonic() + UNDO_SECONDS)


def undo_line(kind: str, language: Language) -> None:
    """Show the offer of a kind while it stands."""
    done: _Done | None = st.session_state.get(_undo_key(kind))
    if done is None or time.monotonic() > done.until:
        return
    with st.container(
        key=f"undo-line-{kind}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    ):
        st.markdown(done.says.of(language), anchors=False)
        if st.button(texts.conversations.UNDO.of(language), key=f"undo-{kind}", type="tertiary"):
            _undo(kind, done, language)
    _remove_later(done)


def _undo_key(kind: str) -> str:
    return f"undone-{kind}"


def _undo(kind: str, done: _Done, language: Language) -> None:
    # What takes it back may leave for another page: the offer has to be gone before.
    del st.session_state[_undo_key(kind)]
    wrong = done.undo()
    if wrong:
        st.session_state[_undo_key(kind)] = done
        st.toast(literal(wrong.of(language)), icon=":material/error:")
        return
    st.rerun()


def _remove_later(done: _Done) -> None:
    """Take the line away when its time is over."""

    @st.fragment(run_every=1.0)
    def away() -> None:
        if time.monotonic() > done.until:
            st.rerun()

    away()
