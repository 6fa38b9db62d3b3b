"""What a learner sees before the first question, and when the coach could not be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.documents import LibraryError
from assistant.documents.naming import only_manifest
from assistant.text import Language
from assistant.ui import asking, navigation, session, states, texts
from assistant.ui.sections import literal
from assistant.ui.warming import WarmUp

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.coach import Coach

_POLL_SECONDS = 0.4
_SUGGESTIONS = 4
_LIBRARY_SECONDS = 0.5
_OFFERED = "suggestions-offered"


def welcome(language: Language) -> None:
    """Say what the coach is and offer questions to start with."""
    with st.container(key="welcome", gap=None):
        st.markdown(f"# {texts.chat.WELCOME.of(language)}", anchors=False)
        st.markdown(_lead(language))
    warm_up = session.warm_up()
    if warm_up.ready:
        _suggestions(_offered(warm_up.ready, language), language)
    elif warm_up.error is None:
        _waiting(language)


def _lead(language: Language) -> str:
    """Return what the only collection says of itself, else what holds of any."""
    try:
        own = only_manifest(session.library(_LIBRARY_SECONDS))
    except (LibraryError, TimeoutError):
        own = None
    return ((own and own.welcome) or texts.chat.WELCOME_LEAD).of(language)


def _offered(coach: Coach, language: Language) -> tuple[str, ...]:
    """Return the questions to begin the open conversation with: drawn once, so that no click shuffles them."""
    offered: dict[tuple[object, ...], tuple[str, ...]] = st.session_state.setdefault(_OFFERED, {})
    sources = session.sources()
    began = (session.conversation(), language, sources)
    if began not in offered:
        offered[began] = coach.suggestions(language, sources)[:_SUGGESTIONS]
    return offered[began]


def _suggestions(questions: tuple[str, ...], language: Language) -> None:
    with st.container(key="suggestions", gap="xsmall"):
        st.caption(texts.chat.SUGGESTIONS.of(language))
        with st.grid(2, min_column_width=260, gap="small"):
            for number, question in enumerate(questions):
                st.button(
                    literal(question),
                    key=f"suggestion-{number}",
                    icon=":material/arrow_outward:",
                    icon_position="right",
                    width="stretch",
                    wrap=True,
                    on_click=asking.ask,
                    args=(question,),
                )


@st.fragment(run_every=_POLL_SECONDS)
def _waiting(language: Language) -> None:
    """Hold the suggestions' place until the coach knows them."""
    warm_up = session.warm_up()
    if warm_up.ready or warm_up.error:
        st.rerun()
    with st.container(key="suggestions-waiting", gap="xsmall"):
        states.progress(warm_up, language)
        with st.grid(2, min_column_width=260, gap="small"):
            for _ in range(_SUGGESTIONS):
                st.skeleton(height=58)


@st.fragment(run_every=_POLL_SECONDS)
def opening(language: Language) -> None:
    """Hold the place of a conversation until the conversations are opened, soon after the page's server has started."""
    warm_up = session.warm_up()
    if warm_up.store or warm_up.error:
        st.rerun()
    st.caption(f":shimmer[{texts.chat.OPENING.of(language)}]")


def not_there(language: Language) -> None:
    """Say that the address names no conversation, and lead to a new one."""
    states.show("missing", texts.chat.MISSING.of(language), texts.chat.MISSING_ADVICE.of(language))
    with st.container(key="not-there", horizontal=True, horizontal_alignment="center"):
        if st.button(
            texts.frame.NEW_CONVERSATION.of(language), key="begin-instead", icon=":material/edit_square:"
        ):
            session.open_conversation()
            navigation.to_chat()


def not_opened(warm_up: WarmUp, language: Language) -> None:
    """Tell why the coach could not be opened, and offer to try again."""
    with st.container(key="not-opened-note-warning-0", gap="small"):
        st.markdown(f":material/error: **{texts.frame.NOT_OPENED.of(language)}**", anchors=False)
        st.text(session.in_words(warm_up.error, language))
        st.markdown(texts.frame.NOT_OPENED_ADVICE.of(language))
        st.button(
            texts.frame.RETRY.of(language), key="retry", icon=":material/refresh:", on_click=warm_up.start
        )
