"""A question and its answer in the chat, with what can be done with them. A click there draws this round alone."""

import streamlit as st

from assistant.store.messages import Message
from assistant.store.rounds import Round, Take
from assistant.text import Language
from assistant.ui import session
from assistant.ui.chat import answer_actions, answers, question_edit, takes, unfinished


@st.fragment
def show_round(shown: Round, problem: str | None = None, *, latest: bool) -> None:
    """Show a round.

    Args:
        shown: The round.
        problem: Why its question has no answer, where that is known.
        latest: Whether it is the last one, the visitor's, and nothing is being written: then the conversation goes on from it.
    """
    if session.was_asked():
        st.rerun()
    language = session.language()
    take = takes.chosen(shown)
    with st.container(key=f"round-{takes.name(shown)}"):
        if take.question:
            _question(take.question, language, latest=latest)
        if take.answer:
            _answer(shown, take, take.answer, language, latest=latest)
        elif take.question:
            unfinished.show_unanswered(take.question, problem, language, latest=latest)
            answer_actions.pager_alone(shown, language)


def _question(question: Message, language: Language, *, latest: bool) -> None:
    if latest and question_edit.is_edited(question):
        question_edit.show_editor(question, language)
        return
    answers.show_question(question.text, language, f"question-{question.id}")
    if latest:
        question_edit.show_pencil(question, language)


def _answer(shown: Round, take: Take, answer: Message, language: Language, *, latest: bool) -> None:
    is_empty = not (answer.text or answer.tool_calls or answer.reasoning)
    if not is_empty:
        answers.show_answer(answer, language)
    if answer.status != "complete":
        unfinished.show_ending(answer, take.question, language, latest=latest)
    if is_empty:
        answer_actions.pager_alone(shown, language)
        return
    answer_actions.show_actions(shown, take, answer, language, latest=latest)
    if latest and take is shown.latest:
        answers.show_follow_ups(answer, language)
