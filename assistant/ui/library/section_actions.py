"""What can be done with a section: ask about it, run its demo, copy its address, open the conversations that cite it."""

import streamlit as st

from assistant.demos import demos
from assistant.documents import Section
from assistant.text import Language
from assistant.ui import navigation, session, texts, visitors
from assistant.ui.library import place
from assistant.ui.sections import literal


def show(section: Section, cited: int, language: Language, *, key: str) -> None:
    """Show a section's actions.

    Args:
        section: The section.
        cited: How many of the learner's conversations cite it.
        language: The language of the labels.
        key: Tells them from those of other sections.
    """
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            texts.library.ASK_ABOUT.of(language), key=f"{key}-ask", icon=":material/forum:", type="tertiary"
        ):
            _ask(section, language)
        for demo in demos().values():
            label = texts.library.RUN_DEMO.of(language, demo=demo.title.of(language))
            if section.ref in demo.homes(section.language) and st.button(
                label, key=f"{key}-run-{demo.name}", icon=":material/play_arrow:", type="tertiary"
            ):
                navigation.to_demo(demo.name)
        with st.container(key=f"{key}-link", width="content"):
            link = f"[:material/link: {texts.library.COPY_LINK.of(language)}]({place.of(section).address})"
            st.markdown(link, width="content")
        if cited:
            _citing(section, cited, language, key)


def _ask(section: Section, language: Language) -> None:
    session.ask(
        texts.library.ASK_ABOUT_QUESTION.of(language, address=section.address, title=section.title)
        if section.address != section.title
        else texts.library.ASK_ABOUT_TITLE.of(language, title=section.title)
    )
    navigation.to_chat()


@st.fragment
def _citing(section: Section, cited: int, language: Language, key: str) -> None:
    """List the conversations that cite the section; they are looked up when the list is opened."""
    label = texts.library.CITED_BY.of(language, count=cited)
    opened = st.popover(
        label, key=f"{key}-citing", icon=":material/format_quote:", type="tertiary", on_change="rerun"
    )
    store = session.warm_up().store
    if not opened.open or store is None:
        return
    with opened:
        for summary in store.citing(section.document, section.address, visitors.owner()):
            if st.button(
                literal(summary.title) or "…", key=f"{key}-{summary.id}", type="tertiary", width="stretch"
            ):
                session.open_conversation(summary.id)
                navigation.to_chat()
