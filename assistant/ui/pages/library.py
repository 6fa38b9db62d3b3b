"""The library: table of contents, search, a chapter at a time to read, and the learner's own files."""

import streamlit as st

from assistant.documents import LibraryError
from assistant.ui import bridge, session, states, texts
from assistant.ui.library import material, page, place
from assistant.ui.library.chapters import editions

_SOON_SECONDS = 0.5

language = session.language()

try:
    library = session.library(_SOON_SECONDS)
except TimeoutError:
    bridge.mount(language)
    states.reading(language)
except LibraryError as error:
    bridge.mount(language)
    states.show(
        "problem",
        texts.library.UNREADABLE.of(language),
        session.in_words(error, language),
        retry=session.warm_up().start,
    )
else:
    if editions(library, language):
        with st.container(key="library", gap=None):
            page.show(library, language)
    elif place.current().material:
        material.show(library, language)
    else:
        bridge.mount(language)
        states.show(
            "empty", texts.library.EMPTY_LIBRARY.of(language), texts.library.EMPTY_ADVICE.of(language)
        )
        material.link(language, scope="empty")
