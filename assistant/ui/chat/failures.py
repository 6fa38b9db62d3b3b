"""RunningAnswers that left no answer: why, in the learner's words, and the question given back."""

import streamlit as st

from assistant.store.rounds import Round
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.chat import answers
from assistant.ui.running import RunningAnswer

_NOT_TAKEN = ("empty_question", "question_too_long", "wording_outdated")
"""Failures of what was typed: it is not stored, and goes back to where it was typed."""
_NOTE_ONLY = (*_NOT_TAKEN, "question_outdated", "question_gone", "not_yours")


def problem(turn: RunningAnswer | None, language: Language) -> str | None:
    """Return why a turn has no stored answer, in the learner's words; None where it has one or runs."""
    if turn is None or turn.running:
        return None
    if turn.failure and turn.failure.message is None:
        return turn.failure.explanation
    return session.in_words(turn.crash, language) if turn.crash else None


def belongs_to(turn: RunningAnswer, last: Round | None) -> bool:
    """Return whether the last round is the turn's question, stored and without an answer."""
    if last is None or last.latest.answer or (turn.failure and turn.failure.error in _NOTE_ONLY):
        return False
    question = last.latest.question
    return question is not None and question.text.strip() == turn.question.strip()


def show_failure(turn: RunningAnswer, explanation: str, language: Language) -> None:
    """Show why a question was not taken; one that is kept nowhere else is shown, to be asked again."""
    is_lost = not turn.replaces and (turn.failure is None or turn.failure.error not in _NOTE_ONLY)
    if is_lost:
        answers.show_question(turn.question, language, key="question-failed")
    with st.container(key="answer-failed", gap="xsmall"):
        answers.show_problem(explanation, language, key="answer-failed-note-warning-0")
        if is_lost:
            st.button(
                texts.chat.ASK_AGAIN.of(language),
                key="ask-again",
                icon=":material/refresh:",
                on_click=session.ask,
                args=(turn.question,),
            )


def given_back(turn: RunningAnswer | None) -> str | None:
    """Return, once, what this visit typed and the coach could not take."""
    if turn is None or turn.running or turn.failure is None or turn.failure.error not in _NOT_TAKEN:
        return None
    if turn.visit != session.visit() or st.session_state.get("given_back") == turn.id:
        return None
    st.session_state["given_back"] = turn.id
    return turn.question
