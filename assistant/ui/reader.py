"""The panel beside the chat: the section behind a citation, the passage highlighted."""

import streamlit as st

from assistant.documents import Section, inert
from assistant.store.messages import Citation
from assistant.text import Language
from assistant.ui import bridge, navigation, sections, session, texts


@st.fragment
def reader(question: str | None) -> None:
    """Show the open citation's section. A click on a mark reruns this alone, so the chat stays as it is."""
    language = session.language()
    target = bridge.opened()
    bridge.mount(language, focus=f"{target}-{bridge.times_opened()}" if target else None, question=question)
    if target is None:
        return
    citation = _citation(*target)
    section = _section(citation) if citation else None
    with st.container(key="reader", gap=None):
        _header(section, language)
        with st.container(key="reader-text", gap="small"):
            if citation is None:
                st.markdown(texts.library.PENDING.of(language, n=target[1]))
            elif section is None:
                st.markdown(texts.library.GONE.of(language))
            else:
                sections.show_section(section, language, scope="reader", cited=citation.passage)


def _header(section: Section | None, language: Language) -> None:
    with st.container(
        key="reader-header", horizontal=True, wrap=False, vertical_alignment="top", gap="small"
    ):
        with st.container(key="reader-title", gap=None):
            above = section.path[-1] if section and section.path else texts.library.READER.of(language)
            st.caption(inert(above))
            title = sections.heading(section) if section else texts.library.READER.of(language)
            st.markdown(f"### {title}", anchors=False)
        to_library = texts.library.OPEN_IN_LIBRARY.of(language)
        if section and st.button(
            to_library, key="reader-library", icon=":material/menu_book:", type="tertiary"
        ):
            bridge.close()
            navigation.to_library(section)
        close = texts.library.CLOSE.of(language)
        st.button(close, key="reader-close", icon=":material/close:", type="tertiary", on_click=bridge.close)


def _citation(anchor: str, n: int) -> Citation | None:
    """Return a citation of a stored answer or of the latest turn; None while its answer is being written."""
    turn = session.turns().latest(session.conversation())
    if turn and turn.message and anchor == turn.id:
        anchor = turn.message.id
    answers = session.messages(session.conversation(), {anchor})
    return next((c for answer in answers for c in answer.citations if c.n == n), None)


def _section(citation: Citation) -> Section | None:
    return session.library().section(citation.document, citation.language, citation.section)
