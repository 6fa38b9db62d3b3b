"""The library: table of contents, search, and a chapter at a time to read."""

import streamlit as st

from assistant.documents import LibraryError
from assistant.ui import bridge, session, shelf, states, texts

language = session.language()

try:
    documents = shelf.editions(session.library(), language)
except LibraryError as error:
    bridge.mount(language)
    states.show("problem", texts.library.UNREADABLE.of(language), error.message.of(language))
else:
    if documents:
        with st.container(key="library", gap=None):
            shelf.show(documents, language)
    else:
        bridge.mount(language)
        states.show(
            "empty", texts.library.EMPTY_LIBRARY.of(language), texts.library.EMPTY_ADVICE.of(language)
        )
