"""Somebody else's conversation, opened by its link: to read, and to go on with in a copy."""

import streamlit as st

from assistant.text import Language
from assistant.ui import navigation, session, store_access, texts, visitors
from assistant.ui.sections import literal


def notice(language: Language) -> None:
    """Say that the open conversation is somebody else's; it stays in view while one scrolls."""
    with st.container(key="theirs", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":material/lock: {texts.conversations.READ_ONLY.of(language)}", anchors=False)


def offer_copy(language: Language) -> None:
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
        session.warm_up().store, lambda store: store.import_json(store.export_json(conversation_id), owner)
    )
    if copied:
        session.open_conversation(copied)
        navigation.to_chat()
    elif wrong:
        st.toast(literal(wrong.of(language)), icon=":material/error:")
