"""The bar at the bottom of the chat: the question, and the button that stops an answer."""

import streamlit as st

from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.chat import failures
from assistant.ui.conversations import others

_KEY = "question"


def composer(language: Language) -> None:
    """Show the bar. It lies in `st.bottom` itself, where it leaves the scroll position alone."""
    running = session.running_answers()
    with st.bottom, st.container(key="composer", gap=None):
        if not session.is_mine():
            others.offer_copy(language)
            return
        if running:
            with st.container(key="stop", horizontal=True, horizontal_alignment="center"):
                st.button(
                    texts.chat.STOP.of(language),
                    key="stop-button",
                    icon=":material/stop_circle:",
                    on_click=running[0].stop,
                )
        if question := failures.given_back(session.latest_answer()):
            st.session_state[_KEY] = question
        st.chat_input(texts.chat.PLACEHOLDER.of(language), key=_KEY, on_submit=_submit)
        st.caption(texts.chat.FINE_PRINT.of(language), text_alignment="center")


def _submit() -> None:
    session.ask(str(st.session_state[_KEY] or ""))
