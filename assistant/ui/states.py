"""What a page shows where something is missing or wrong: an icon, what is the matter, what to do."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from assistant.documents import LibraryError
from assistant.text import Bilingual, Language
from assistant.ui import session, texts, waking
from assistant.ui.sections import literal

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


@st.fragment(run_every=_POLL_SECONDS)
def reading(language: Language) -> None:
    """Hold the place of the library until it is read; then the page is drawn again."""
    try:
        session.library(0)
    except TimeoutError:
        with st.container(key="state-reading"):
            waking.show(session.warm_up(), language)
        return
    except LibraryError:
        pass  # The page says so.
    st.rerun()


def at_field(problem: Bilingual | None, language: Language) -> None:
    """Show what is wrong with what was typed, below its field, in a container whose key has `-field-` in it."""
    if problem:
        st.markdown(f":material/error: {literal(problem.of(language))}")
