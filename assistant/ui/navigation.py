"""The pages and the ways between them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit.navigation.page import Page

from assistant.documents import Section
from assistant.store.messages import Message
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.sections import literal

# Where they are, wherever the script that the server runs lies.
_PAGES = Path(__file__).with_name("pages")
_CHAT = _PAGES / "chat.py"
_LIBRARY = _PAGES / "library.py"
_DEMOS = _PAGES / "demos.py"
_SETTINGS = _PAGES / "settings.py"


def pages(language: Language) -> list[Page]:
    """Return the pages, named in a language."""
    return [
        chat(language),
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


def chat(language: Language) -> Page:
    """Return the page of the chat."""
    return st.Page(
        _CHAT,
        title=texts.frame.CHAT.of(language),
        icon=":material/forum:",
        help=texts.frame.CHAT_HELP.of(language),
        default=True,
    )


def to_chat() -> None:
    """Leave for the chat, its open conversation in the address."""
    st.switch_page(_CHAT, query_params=session.address())


def settings_link(label: str) -> None:
    """Show a link to the settings."""
    st.page_link(_SETTINGS, label=label, icon=":material/tune:", help="")


def material_link(label: str) -> None:
    """Show a link to the files that were added to the library."""
    st.page_link(_LIBRARY, label=label, icon="", help="", query_params={"material": "1"})


def chat_link(chat: Page, label: str, conversation_id: str, message_id: str | None = None) -> None:
    """Show a link to a conversation in the chat, or to one of its messages."""
    params = {"conversation": conversation_id} | ({"message": message_id} if message_id else {})
    st.page_link(chat, label=label, icon="", help="", width="stretch", query_params=params)


def chat_address(conversation_id: str) -> str:
    """Return the address of a conversation, to be opened in another browser."""
    return _address("", {"conversation": conversation_id})


def demo_address(run: Mapping[str, str]) -> str:
    """Return the address of a run on the demos' page, to be opened in another browser."""
    return _address(_DEMOS.stem, run)


def _address(page: str, query: Mapping[str, str]) -> str:
    here = urlsplit(st.context.url or "")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"/{base}/{page}" if base else f"/{page}"
    return urlunsplit((here.scheme, here.netloc, path, urlencode(query), ""))


def linked(messages: Iterable[Message]) -> str | None:
    """Mark the message that the address names, and return the key of its container; None where there is none.

    With `cite` the address names a citation of the message: the reader shows it, and the chat stays where it is.
    """
    named = st.query_params.get("message") if "cite" not in st.query_params else None
    message = next((message for message in messages if message.id == named), None)
    if message is None:
        return None
    key = f"{'question' if message.role == 'user' else 'answer'}-{message.id}"
    st.html(f"<style>.st-key-{key} {{ animation: linked 2.5s ease-out; }}</style>")
    return key


def to_library(section: Section, passage: int | None = None) -> None:
    """Leave for a section in the library, or for one of its passages."""
    place = {"section": section.address, "document": section.document}
    st.switch_page(_LIBRARY, query_params=place | ({} if passage is None else {"passage": str(passage)}))


def section_link(section: Section, label: str, *, title: str = "") -> None:
    """Show a link to a section in the library; what is pointed at tells its title."""
    place = {"section": section.address, "document": section.document}
    st.page_link(_LIBRARY, label=literal(label), icon="", help=literal(title), query_params=place)


def to_demo(name: str) -> None:
    """Leave for a demo, which runs there with its defaults."""
    st.switch_page(_DEMOS, query_params={"demo": name, "run": "1"})


def enter(page: Page) -> None:
    """Take note of the page that is shown; the chat shows the conversation that its address names."""
    before = st.session_state.get("page")
    if before is None and page.url_path and "conversation" in st.query_params:
        # The list's links are relative: one that was opened in a new tab from another page names that page.
        st.switch_page(_CHAT, query_params=st.query_params.to_dict())
    st.session_state["page"] = page.url_path
    if page.url_path == "":
        arrived = before != page.url_path
        session.follow_address(arrived=arrived)
        if not arrived:
            _confirm_address()


def _confirm_address() -> None:
    """Let the browser's address say what is shown: a link from the chat to the chat leaves it as it was."""
    address = st.query_params.to_dict()
    if address != st.session_state.get("address"):
        st.session_state["address"] = address
        st.query_params.from_dict(address)
