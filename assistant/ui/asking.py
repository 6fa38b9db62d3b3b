"""Asking the coach in the open conversation: who asks, what they ask, and the answer that begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answering.events import Event, Failed
from assistant.documents import SectionRef
from assistant.store.rounds import rounds
from assistant.ui import session, texts, visitors
from assistant.ui.running import Ask

if TYPE_CHECKING:
    # What the coach needs takes a second to import: the page does not wait for it.
    from assistant.answering.engines import Learner
    from assistant.coach import Coach


def learner() -> Learner:
    """Return who asks, and what they chose."""
    from assistant.answering.engines import Learner

    return Learner(
        visitors.owner(),
        session.language(),
        session.engine_choice(),
        session.model_service(),
        _open_section(),
        shares_tables=session.shares_tables(),
        sources=session.sources(),
    )


def _open_section() -> SectionRef | None:
    """Return the section that stands open beside the conversation by its own address."""
    document, address = st.query_params.get("document"), st.query_params.get("section")
    coach = session.warm_up().ready
    if not address or coach is None:
        return None
    sections = (each for each in coach.library.sections() if each.address == address)
    return next((each.ref for each in sections if document in (None, each.document)), None)


def ask(question: str, *, replaces: str = "", tables: Sequence[str] = ()) -> None:
    """Put a question to the coach in the open conversation.

    Args:
        question: What was written.
        replaces: The id of the question that it is a new wording of.
        tables: The tables of the visitor's that came with it; nothing need be written then.
    """
    conversation_id, who = session.conversation(), learner()

    def asking(coach: Coach) -> Iterator[Event]:
        if replaces and not _is_last(coach, conversation_id, replaces):
            return _outdated("wording_outdated", texts.chat.WORDING_OUTDATED.of(who.language or "zh"))
        return coach.reply(conversation_id, question, who, replaces=replaces, tables=tables)

    _start(question, asking, replaces, tables)


def answer_again(question_id: str, question: str) -> None:
    """Have the last question of the open conversation answered once more."""
    conversation_id, who = session.conversation(), learner()

    def asking(coach: Coach) -> Iterator[Event]:
        if not _is_last(coach, conversation_id, question_id):
            return _outdated("question_outdated", texts.chat.QUESTION_OUTDATED.of(who.language or "zh"))
        return coach.answer_again(conversation_id, question_id, who)

    _start(question, asking, question_id)


def run_demo(name: str, arguments: dict[str, object], label: str) -> None:
    """Run a demo in the open conversation; the label stands for the question until the coach has stored it."""
    conversation_id, who = session.conversation(), learner()
    _start(label, lambda coach: coach.run_demo(conversation_id, name, arguments, who))


def was_asked() -> bool:
    """Return, once, whether something was asked since the page was drawn: a part of it must then draw all of it."""
    return bool(st.session_state.pop("asked", False))


def _start(question: str, ask: Ask, replaces: str = "", tables: Sequence[str] = ()) -> None:
    if not session.is_mine():
        return
    session.claim()
    session.running().start(
        session.conversation(), question, ask, session.visit(), replaces, visitors.owner(), tables
    )
    st.session_state["asked"] = True
    st.query_params["conversation"] = session.conversation()
    if "cite" not in st.query_params:
        # The newest question is what is looked at now.
        st.query_params.pop("message", None)


def _is_last(coach: Coach, conversation_id: str, question_id: str) -> bool:
    """Whether a question belongs to the last round: another tab may have gone on since the page was drawn."""
    every = rounds(coach.conversations.outline(conversation_id))
    return bool(every) and question_id in every[-1].question_ids


def _outdated(error: str, explanation: str) -> Iterator[Event]:
    yield Failed(error, explanation)
