"""The sidebar: the name, a new conversation, the conversations of this visit, the language."""

from pathlib import Path

import streamlit as st

from assistant.documents import inert
from assistant.text import Language
from assistant.ui import navigation, session, texts, visitors
from assistant.ui.engine_menu import engine_menu
from assistant.ui.sections import literal

_MARK = Path(__file__).with_name("mark.svg")


def sidebar() -> None:
    """Show the sidebar, the same on every page."""
    language = session.language()
    st.logo(_MARK, size="small")
    _notices(language)
    with st.sidebar:
        if st.button(
            texts.frame.NEW_CONVERSATION.of(language),
            key="new-conversation",
            icon=":material/edit_square:",
            width="stretch",
        ):
            session.open_conversation()
            navigation.to_chat()
        _conversations(language)
        with st.container(key="sidebar-foot"):
            engine_menu(language)
            st.segmented_control(
                texts.frame.LANGUAGE.of(language),
                list(texts.frame.LANGUAGES),
                format_func=texts.frame.LANGUAGES.__getitem__,
                required=True,
                key="language",
                label_visibility="collapsed",
            )


def _notices(language: Language) -> None:
    """Tell once a visit what the coach found when it opened, such as files that could not be read."""
    coach = session.warm_up().ready
    if coach and not st.session_state.get("notices_told"):
        st.session_state["notices_told"] = bool(coach.notices)
        for notice in coach.notices:
            st.toast(inert(notice.of(language)), icon=":material/info:", duration="infinite")


def _conversations(language: Language) -> None:
    store = session.warm_up().store
    listed = store.conversations(visitors.owner()) if store else ()
    if not listed:
        return
    with st.container(key="conversations", gap=None):
        st.caption(texts.frame.CONVERSATIONS.of(language))
        for conversation, title in ((summary.id, summary.title) for summary in listed):
            current = conversation == session.conversation()
            if st.button(
                literal(title),
                key=f"conversation-{'current-' if current else ''}{conversation}",
                type="tertiary",
                width="stretch",
                wrap=False,
            ):
                session.open_conversation(conversation)
                navigation.to_chat()
