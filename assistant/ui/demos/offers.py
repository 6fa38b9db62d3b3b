"""The demos of a section, offered where the section is read."""

import streamlit as st

from assistant.demos import demos
from assistant.documents import Section
from assistant.text import Language
from assistant.tools.demo import belonging
from assistant.ui import navigation, texts
from assistant.ui.sections import literal


def show(section: Section, language: Language, *, key: str) -> None:
    """Offer a run of each demo that belongs to a section, a row each; nothing where none does.

    Args:
        section: The section that is read.
        language: The language of the labels.
        key: Tells the rows from those of other sections.
    """
    found = belonging(demos(), section.ref)
    if not found:
        return
    with st.container(key=f"{key}-demos", gap=None):
        for demo in found:
            decision = literal(demo.decision.of(language))
            if st.button(
                texts.demos.RUN_FOR.of(language, decision=decision),
                key=f"{key}-run-{demo.name}",
                help=literal(demo.title.of(language)),
                icon=":material/play_arrow:",
                type="tertiary",
            ):
                navigation.to_demo(demo.name)
