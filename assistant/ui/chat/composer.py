"""The bar at the bottom of the chat: the question, and the button that stops an answer.

Somebody else's conversation, opened by its link, is to be read, and to go on with in a copy.
"""

import streamlit as st

from assistant.text import Language
from assistant.ui import navigation, session, store_access, texts, visitors
from assistant.ui.chat import answer_status
from assistant.ui.sections import literal

_KEY = "question"


def composer(language: Language) -> None:
    """Show the bar. It lies in `st.bottom` itself, where it leaves the scroll position alone."""
    running = session.running_answers()
    with st.bottom, st.container(key="composer", gap=None):
        if not session.is_mine():
            _offer_copy(language)
            return
        if running:
            with st.container(key="stop", horizontal=True, horizontal_alignment="center"):
                st.button(
                    texts.chat.STOP.of(language),
                    key="stop-button",
                    icon=":material/stop_circle:",
                    on_click=running[0].stop,
                )
        if question := answer_status.given_back(session.latest_answer()):
            st.session_state[_KEY] = question
        st.chat_input(texts.chat.PLACEHOLDER.of(language), key=_KEY, on_submit=_submit)
        st.caption(texts.chat.FINE_PRINT.of(language), text_alignment="center")


def read_only_notice(language: Language) -> None:
    """Say that the open conversation is somebody else's; it stays in view while one scrolls."""
    with st.container(key="theirs", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":material/lock: {texts.conversations.READ_ONLY.of(language)}", anchors=False)


def _submit() -> None:
    session.ask(str(st.session_state[_KEY] or ""))


def _offer_copy(language: Language) -> None:
    """Offer to go on with somebody else's conversation in a copy."""
    with st.container(
        key="others", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(texts.conversations.TO_GO_ON.of(language), width="content")
        if st.button(
            texts.conversations.COPY.of(language), key="copy-conversation", icon=":material/content_copy:"
        ):
            _copy(session.conversation(), language)


def _copy(conversation_id: str, language: Language) -> None:
    owner = visitors.owner()
    copied, wrong = store_access.change(
        session.warm_up().store, lambda store: store.copy(conversation_id, owner)
    )
    if copied:
        session.open_conversation(copied)
        navigation.to_chat()
    elif wrong:
        st.toast(literal(wrong.of(language)), icon=":material/error:")
