"""The settings: who answers, the model service, the model on this computer, the sources, language and data."""

import streamlit as st

from assistant.ui import bridge, session, texts, visitors
from assistant.ui.settings.data import data_section, language_section, taking_along_section
from assistant.ui.settings.engine_menu import engine_section
from assistant.ui.settings.knowledge import knowledge_section
from assistant.ui.settings.local_model import local_section
from assistant.ui.settings.own_tables import own_tables_section
from assistant.ui.settings.service import service_section

language = session.language()
sections = [
    service_section,
    engine_section,
    local_section,
    knowledge_section,
    own_tables_section,
    language_section,
    taking_along_section,
]
if visitors.is_host():
    sections.append(data_section)

with st.container(key="settings", gap=None):
    st.markdown(f"# {texts.settings.SETTINGS.of(language)}", anchors=False)
    for section in sections:
        with st.container(key=section.__name__.replace("_", "-"), gap="small"):
            section(language)
bridge.mount(language)
