"""Answers that did not come to their end, and questions without one: what happened, and the offer to go on."""

import time

import streamlit as st

from assistant.store.messages import Message
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.chat import answers

_POLL_SECONDS = 2.0
_SILENCE_SECONDS = 30.0
"""An answer that another process writes is taken for broken off when nothing came for so long."""


def show_unanswered(question: Message, problem: str | None, language: Language, *, latest: bool) -> None:
    """Show that a question has no answer, why if that is known, and offer to answer it."""
    with st.container(key=f"unanswered-{question.id}", gap="xsmall"):
        if problem:
            answers.show_problem(problem, language, key=f"unanswered-{question.id}-note-warning-0")
        else:
            st.caption(texts.chat.UNANSWERED.of(language))
        if latest:
            _offer(question, texts.chat.ANSWER_THIS.of(language))


def show_ending(answer: Message, question: Message | None, language: Language, *, latest: bool) -> None:
    """Say how an answer ended that is not complete, and offer to write it anew."""
    if answer.status == "streaming" and not _is_silent(answer):
        _written_elsewhere(answer, language)
        return
    told = texts.chat.FAILED if answer.status == "failed" else texts.chat.STOPPED
    with st.container(key=f"unfinished-{answer.id}", gap="xsmall"):
        st.caption((told if answer.text else texts.chat.STOPPED_EMPTY).of(language))
        if latest and question:
            _offer(question, (texts.chat.GO_ON if answer.text else texts.chat.ANSWER_THIS).of(language))


def _offer(question: Message, label: str) -> None:
    st.button(
        label,
        key=f"go-on-{question.id}",
        icon=":material/play_arrow:",
        on_click=session.answer_again,
        args=(question.id, question.text),
    )


@st.fragment(run_every=_POLL_SECONDS)
def _written_elsewhere(answer: Message, language: Language) -> None:
    """Wait for an answer that no turn of this process writes; the page is drawn again when there is more of it."""
    now = session.messages(answer.conversation_id, {answer.id})
    if now != (answer,) or _is_silent(answer):
        st.rerun()
    st.caption(f":shimmer[{texts.chat.ELSEWHERE.of(language)}]")


def _is_silent(answer: Message) -> bool:
    """Whether nothing was added to an answer for long, as far as this visit has seen."""
    state = (answer.id, len(answer.text), len(answer.reasoning))
    now = time.monotonic()
    since: dict[tuple[str, int, int], float] = st.session_state.setdefault("elsewhere", {})
    return now - since.setdefault(state, now) > _SILENCE_SECONDS
