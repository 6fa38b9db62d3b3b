"""The pages and the ways between them."""

import streamlit as st
from streamlit.navigation.page import Page

from assistant.documents import Section
from assistant.text import Language
from assistant.ui import session, texts

_CHAT = "assistant/ui/pages/chat.py"
_LIBRARY = "assistant/ui/pages/library.py"
_DEMOS = "assistant/ui/pages/demos.py"
_SETTINGS = "assistant/ui/pages/settings.py"


def pages(language: Language) -> list[Page]:
    """Return the pages, named in a language."""
    return [
        st.Page(
            _CHAT,
            title=texts.frame.CHAT.of(language),
            icon=":material/forum:",
            help=texts.frame.CHAT_HELP.of(language),
            default=True,
        ),
        st.Page(
            _LIBRARY,
            title=texts.frame.LIBRARY.of(language),
            icon=":material/menu_book:",
            help=texts.frame.LIBRARY_HELP.of(language),
        ),
        st.Page(
            _DEMOS,
            title=texts.frame.DEMOS.of(language),
            icon=":material/experiment:",
            help=texts.frame.DEMOS_HELP.of(language),
        ),
        st.Page(
            _SETTINGS,
            title=texts.settings.SETTINGS.of(language),
            icon=":material/tune:",
            help=texts.settings.SETTINGS_HELP.of(language),
        ),
    ]


def to_chat() -> None:
    """Leave for the chat, its open conversation in the address."""
    st.switch_page(_CHAT, query_params=session.address())


def settings_link(label: str) -> None:
    """Show a link to the settings."""
    st.page_link(_SETTINGS, label=label, icon=":material/tune:", help="")


def to_library(section: Section, passage: int | None = None) -> None:
    """Leave for a section in the library, or for one of its passages."""
    place = {"section": section.address, "document": section.document}
    st.switch_page(_LIBRARY, query_params=place | ({} if passage is None else {"passage": str(passage)}))


def to_demo(name: str) -> None:
    """Leave for a demo, which runs there with its defaults."""
    st.switch_page(_DEMOS, query_params={"demo": name, "run": "1"})


def enter(page: Page) -> None:
    """Take note of the page that is shown; the chat shows the conversation that its address names."""
    before = st.session_state.get("page")
    st.session_state["page"] = page.url_path
    if page.url_path == "":
        session.follow_address(arrived=before != page.url_path)
