"""The library: table of contents, search, and one section to read at a time."""

import streamlit as st

from assistant.documents import LibraryError
from assistant.ui import session, shelf, texts

language = session.language()

with st.container(key="library", gap=None):
    try:
        sections = session.library().sections(language)
    except LibraryError as error:
        st.text(error.message.of(language))
    else:
        if sections:
            shelf.show(sections, language)
        else:
            st.text(texts.library.EMPTY_LIBRARY.of(language))
