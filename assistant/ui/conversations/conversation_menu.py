"""What can be done with a conversation: rename it, take it along, delete it and undo that, import one."""

from __future__ import annotations

import re

import streamlit as st

from assistant.documents import LibraryError
from assistant.store.messages import Message, Summary
from assistant.text import Bilingual, Language
from assistant.ui import navigation, session, states, store_access, texts, visitors
from assistant.ui.door.uploads import claim
from assistant.ui.sections import literal

_STOP_SECONDS = 2.0
_LARGEST_MEGABYTES = 50
_READING_SECONDS = 5.0
DELETED = "conversation"
"""Names the offer to undo a deletion."""
_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]+')


def menu(conversation: Summary, title: str, language: Language) -> None:
    """Show the button that opens a conversation's menu, and do what is chosen."""
    names = texts.conversations
    actions = {"rename": names.RENAME, "share": names.SHARE, "delete": names.DELETE}
    icons = {"rename": "edit", "share": "ios_share", "delete": "delete"}
    action = st.menu_button(
        names.MENU.of(language, title=title),
        list(actions),
        format_func=lambda action: f":material/{icons[action]}: {actions[action].of(language)}",
        key=f"menu-{conversation.id}",
        icon=":material/more_horiz:",
        type="tertiary",
    )
    if action == "rename":
        st.dialog(names.RENAME.of(language))(_rename)(conversation, language)
    elif action == "share":
        st.dialog(names.SHARE.of(language))(_share)(conversation, language)
    elif action == "delete":
        _delete(conversation, title, language)


def import_button(language: Language) -> None:
    """Show the button that takes in an exported conversation."""
    label = texts.conversations.IMPORT.of(language)
    if st.button(label, key="import-conversation", icon=":material/upload_file:", type="tertiary"):
        st.dialog(label)(_import)(language)


def _rename(conversation: Summary, language: Language) -> None:
    names = texts.conversations
    with st.form("rename", border=False):
        title = st.text_input(
            names.TITLE.of(language), conversation.title, max_chars=120, help=names.TITLE_HELP.of(language)
        )
        if st.form_submit_button(names.SAVE.of(language), type="primary"):
            owner = visitors.owner()
            _, wrong = store_access.change(
                session.warm_up().store, lambda store: store.rename(conversation.id, title or "", owner)
            )
            if wrong is None:
                st.rerun()
            st.error(literal(wrong.of(language)))


def _share(conversation: Summary, language: Language) -> None:
    names = texts.conversations
    found, wrong = store_access.change(
        session.warm_up().store,
        lambda store: (store.export_markdown(conversation.id, language), store.export_json(conversation.id)),
    )
    if wrong:
        st.error(literal(wrong.of(language)))
    for name, kind, mime, text in zip(
        (names.MARKDOWN, names.JSON),
        ("md", "json"),
        ("text/markdown", "application/json"),
        found or (),
        strict=False,
    ):
        st.download_button(
            name.of(language),
            text,
            f"{_file_name(conversation.title, language)}.{kind}",
            mime,
            key=f"export-{kind}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
    st.caption(names.LINK.of(language))
    st.code(navigation.chat_address(conversation.id), language=None, wrap_lines=True)


def _import(language: Language) -> None:
    label = texts.conversations.IMPORT_FILE.of(language, megabytes=_LARGEST_MEGABYTES)
    file = st.file_uploader(label, "json", key="import-file", max_upload_size=_LARGEST_MEGABYTES)
    claim(file)
    if file is None:
        return
    try:
        text = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(texts.conversations.NOT_TEXT.of(language))
        return
    owner = visitors.owner()
    imported, wrong = store_access.change(
        session.warm_up().stores, lambda stores: stores.import_json(text, owner, _by_the_library)
    )
    if wrong:
        st.error(literal(wrong.of(language)))
        return
    if imported:
        session.open_conversation(imported)
    navigation.to_chat()


def _by_the_library(message: Message) -> Message:
    """Return an imported message that cites the sources as they are read here; what is not among them stays as it is."""
    from assistant.checking.citing import as_the_sources_say

    if not message.citations:
        return message
    try:
        return as_the_sources_say(message, session.library(_READING_SECONDS))
    except (LibraryError, TimeoutError):
        return message


def _delete(conversation: Summary, title: str, language: Language) -> None:
    turn = session.running().latest(conversation.id)
    if turn and turn.running:
        # Its question, stored later, would bring the conversation back.
        turn.stop()
        turn.wait(_STOP_SECONDS)
    owner = visitors.owner()
    _, wrong = store_access.change(
        session.warm_up().store,
        lambda store: session.kept_tables(store).delete_conversation(conversation.id, owner),
    )
    if wrong:
        st.toast(literal(wrong.of(language)), icon=":material/error:")
        return
    was_open = conversation.id == session.conversation()
    says = texts.conversations.DELETED.filled(title=title)
    states.offer_undo(DELETED, says, lambda: _restore(conversation.id, was_open))
    if was_open:
        session.open_conversation()
        navigation.to_chat()
    st.rerun()


def _restore(conversation_id: str, was_open: bool) -> Bilingual | None:
    owner = visitors.owner()
    _, wrong = store_access.change(
        session.warm_up().store,
        lambda store: session.kept_tables(store).restore_conversation(conversation_id, owner),
    )
    if wrong is None and was_open:
        session.open_conversation(conversation_id)
        navigation.to_chat()
    return wrong


def _file_name(title: str, language: Language) -> str:
    """Return a title as a file's name that every system takes."""
    name = _FORBIDDEN_IN_NAMES.sub(" ", title).strip()[:60].strip()
    return name or texts.conversations.FILE_NAME.of(language)
