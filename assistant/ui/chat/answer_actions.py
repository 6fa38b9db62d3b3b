"""The row below an answer: copy, thumbs, answer again, and the way to its other takes."""

import streamlit as st

from assistant.store.messages import Message
from assistant.store.rounds import Round, Take
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.chat import feedback, takes
from assistant.ui.chat.copying import copy_buttons


def show_actions(shown: Round, take: Take, answer: Message, language: Language, *, latest: bool) -> None:
    """Show what can be done with an answer; one in somebody else's conversation can be copied."""
    is_mine = session.is_mine()
    with _row(f"actions-{answer.id}"):
        copy_buttons(answer, language)
        if is_mine:
            feedback.thumbs(answer, language)
        if latest and take.question:
            st.button(
                texts.chat.AGAIN.of(language),
                key=f"act-again-{answer.id}",
                icon=":material/refresh:",
                type="tertiary",
                help=texts.chat.AGAIN.of(language),
                on_click=session.answer_again,
                args=(take.question.id, take.question.text),
            )
        takes.pager(shown, language)
    if is_mine:
        feedback.reason(answer, language)


def pager_alone(shown: Round, language: Language) -> None:
    """Show the way to the other takes of a question that has no answer yet."""
    if len(shown.takes) > 1:
        with _row(f"actions-{takes.name(shown)}"):
            takes.pager(shown, language)


def _row(key: str) -> st.delta_generator.DeltaGenerator:
    return st.container(key=key, horizontal=True, gap=None, vertical_alignment="center")
