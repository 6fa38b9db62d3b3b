"""The pages and the ways between them."""

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit.navigation.page import Page

from assistant.documents import Section
from assistant.store.messages import Message
from assistant.text import Language
from assistant.ui import bridge, session, texts

_CHAT = "assistant/ui/pages/chat.py"
_LIBRARY = "assistant/ui/pages/library.py"


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


def chat_link(chat: Page, label: str, conversation_id: str, message_id: str | None = None) -> None:
    """Show a link to a conversation in the chat, or to one of its messages."""
    params = {"conversation": conversation_id} | ({"message": message_id} if message_id else {})
    st.page_link(chat, label=label, icon="", help="", width="stretch", query_params=params)


def chat_address(conversation_id: str) -> str:
    """Return the address of a conversation, to be opened in another browser."""
    page = urlsplit(st.context.url or "")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"/{base}/" if base else "/"
    return urlunsplit((page.scheme, page.netloc, path, urlencode({"conversation": conversation_id}), ""))


def linked(messages: Iterable[Message]) -> str | None:
    """Mark the message that the address names, and return the key of its container; None where there is none."""
    named = st.query_params.get("message")
    message = next((message for message in messages if message.id == named), None)
    if message is None:
        return None
    key = f"{'question' if message.role == 'user' else 'answer'}-{message.id}"
    st.html(f"<style>.st-key-{key} {{ animation: linked 2.5s ease-out; }}</style>")
    return key


def to_library(section: Section) -> None:
    """Leave for a section in the library."""
    st.switch_page(_LIBRARY, query_params={"section": section.address, "document": section.document})


def enter(page: Page) -> None:
    """Take note of the page that is shown; the chat shows the conversation that its address names."""
    before = st.session_state.get("page")
    if before is None and page.url_path and "conversation" in st.query_params:
        # The list's links are relative: one that was opened in a new tab from another page names that page.
        st.switch_page(_CHAT, query_params=st.query_params.to_dict())
    st.session_state["page"] = page.url_path
    if page.url_path == "":
        left, arrived = session.conversation(), before != page.url_path
        session.follow_address(arrived=arrived)
        if session.conversation() != left:
            bridge.close()
        if not arrived:
            _confirm_address()


def _confirm_address() -> None:
    """Let the browser's address say what is shown: a link from the chat to the chat leaves it as it was."""
    address = st.query_params.to_dict()
    if address != st.session_state.get("address"):
        st.session_state["address"] = address
        st.query_params.from_dict(address)
