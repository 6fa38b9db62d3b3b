"""The bar at the bottom of the chat: the question, and the button that stops an answer.

Somebody else's conversation, opened by its link, is to be read, and to go on with in a copy.
"""

import streamlit as st

from assistant.text import Language
from assistant.ui import asking, navigation, session, store_access, texts, visitors
from assistant.ui.chat import answer_status, dropped
from assistant.ui.chat.source_choice import source_choice
from assistant.ui.sections import literal

_KEY, _WORDS = "question", "question-words"


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
        words = st.session_state.pop(_WORDS, None)
        if question := answer_status.given_back(session.latest_answer()) or words:
            st.session_state[_KEY] = question
        source_choice(language)
        dropped.show(language)
        st.chat_input(
            texts.chat.PLACEHOLDER.of(language),
            key=_KEY,
            accept_file="multiple",
            # What is too large is told by the coach: Streamlit would in English alone.
            max_upload_size=st.get_option("server.maxUploadSize"),
            on_submit=_submit,
        )
        st.caption(texts.chat.FINE_PRINT.of(language), text_alignment="center")


def read_only_notice(language: Language) -> None:
    """Say that the open conversation is somebody else's; it stays in view while one scrolls."""
    with st.container(key="theirs", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":material/lock: {texts.conversations.READ_ONLY.of(language)}", anchors=False)


def _submit() -> None:
    """Send what was written with the tables that came along; where a file is refused, the words stay to be sent again."""
    sent = st.session_state[_KEY]
    words, files = str(getattr(sent, "text", sent) or ""), list(getattr(sent, "files", ()))
    taken = dropped.take_in(files)
    dropped.tell(taken)
    if taken.problems:
        st.session_state[_WORDS] = words
    elif taken.tables or words.strip() or not files:
        asking.ask(words, tables=taken.tables)


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
