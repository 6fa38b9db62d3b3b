"""The last question in a new wording."""

import time

import streamlit as st

from assistant.store.messages import Message
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.chat.reveal import reveal


def is_edited(question: Message) -> bool:
    """Return whether the learner is rewording a question."""
    return bool(st.session_state.get("edited") == question.id)


def show_pencil(question: Message, language: Language) -> None:
    """Offer to reword a question."""
    with st.container(key=f"reword-{question.id}", horizontal=True, horizontal_alignment="right"):
        st.button(
            texts.chat.EDIT.of(language),
            key=f"act-edit-{question.id}",
            icon=":material/edit:",
            type="tertiary",
            help=texts.chat.EDIT.of(language),
            on_click=_edit,
            args=(question.id,),
        )


def show_editor(question: Message, language: Language) -> None:
    """Show a question's text to be changed, in the place of the question."""
    key = f"wording-{question.id}"
    with st.container(key="editor", gap="xsmall"):
        reveal("editor", str(st.session_state["edit_began"]), focus=True)
        st.text_area(
            texts.chat.EDIT.of(language),
            question.text,
            key=key,
            height="content",
            label_visibility="collapsed",
        )
        with st.container(key="editor-foot", horizontal=True, horizontal_alignment="right", gap="xsmall"):
            st.button(
                texts.chat.CANCEL.of(language),
                key="editor-cancel",
                on_click=_edit,
                args=(None,),
                shortcut="Esc",
            )
            st.button(
                texts.chat.SAVE_AND_ASK.of(language),
                key="editor-save",
                type="primary",
                on_click=_save,
                args=(question, key),
            )


def _edit(question_id: str | None) -> None:
    st.session_state["edited"], st.session_state["edit_began"] = question_id, time.monotonic()


def _save(question: Message, key: str) -> None:
    wording = str(st.session_state[key] or "").strip()
    if not wording:
        return
    _edit(None)
    if wording == question.text:
        session.answer_again(question.id, question.text)
    else:
        session.ask(wording, replaces=question.id)
