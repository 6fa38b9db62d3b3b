"""A conversation in the chat: its newest rounds, as many earlier ones as the learner asked for, and each of them.

A round is a question and its answer with what can be done with them; the last question can be put in a new wording.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.store.messages import Message
from assistant.store.rounds import Round, Take, rounds
from assistant.text import Language
from assistant.ui import asking, bridge, session, texts
from assistant.ui.chat import answer_actions, answer_status, answers
from assistant.ui.running import RunningAnswer

_NEWEST = 4
_MOST = 24
"""A conversation that grows beyond this many rounds shows its newest ones again."""
_MORE = 40


@dataclass(frozen=True, slots=True)
class View:
    """The rounds that are shown, and how many come before them."""

    rounds: tuple[Round, ...]
    earlier: int

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages that are shown or can be turned to."""
        takes = (take for each in self.rounds for take in each.takes)
        return tuple(m for take in takes for m in (take.question, take.answer) if m is not None)


@dataclass(slots=True)
class _Window:
    """Where the shown rounds of a conversation begin; it stays there while the conversation grows a little."""

    first: int
    count: int
    anchor: str | None = None
    """The container to scroll to, so that the reading place is kept when earlier rounds come in above it."""


def view(conversation_id: str, running: Sequence[RunningAnswer], linked: str | None = None) -> View:
    """Return what to show of a conversation, without what its running turns are about to write.

    Args:
        conversation_id: The conversation.
        running: Its running turns, oldest first.
        linked: The id of a message that is to be among what is shown.
    """
    outline = session.outline(conversation_id)
    if running and running[0].stored_before is not None:
        outline = outline[: running[0].stored_before]
    every = rounds(outline)
    if running and every and running[0].replaces in every[-1].question_ids:
        every = every[:-1]
    first = _first(conversation_id, every, linked)
    wanted = {message_id for each in every[first:] for message_id in each.message_ids}
    shown = rounds(session.messages(conversation_id, wanted)) if wanted else ()
    return View(shown, first)


def show_earlier(shown: View, language: Language) -> None:
    """Offer the rounds before those that are shown."""
    if shown.earlier:
        with st.container(key="earlier", horizontal=True, horizontal_alignment="center"):
            st.button(
                texts.chat.EARLIER.of(language, count=min(shown.earlier, _MORE)),
                key="earlier-button",
                icon=":material/keyboard_arrow_up:",
                type="tertiary",
                on_click=_widen,
                args=(session.conversation(), shown),
            )


def reading_place(conversation_id: str) -> str | None:
    """Return the container that stood on top before earlier rounds came in; None unless they just did."""
    window = _windows().get(conversation_id)
    return window.anchor if window else None


@st.fragment
def show_round(shown: Round, problem: str | None = None, *, latest: bool) -> None:
    """Show a round.

    Args:
        shown: The round.
        problem: Why its question has no answer, where that is known.
        latest: Whether it is the last one, the visitor's, and nothing is being written: then the conversation goes on from it.
    """
    if asking.was_asked():
        st.rerun()
    language = session.language()
    take = answer_actions.chosen_take(shown)
    with st.container(key=f"round-{answer_actions.round_name(shown)}"):
        if take.question:
            _question(take.question, language, latest=latest)
        if take.answer:
            _answer(shown, take, take.answer, language, latest=latest)
        elif take.question:
            answer_status.show_unanswered(take.question, problem, language, latest=latest)
            answer_actions.show_takes(shown, language)


def _first(conversation_id: str, every: Sequence[Round], linked: str | None) -> int:
    windows, count = _windows(), len(every)
    window = windows.get(conversation_id)
    if window is None or (count > window.count and count - window.first > _MOST) or count < window.first:
        window = windows[conversation_id] = _Window(max(0, count - _NEWEST), count)
    if count != window.count:
        window.count, window.anchor = count, None
    if linked:
        at = next((i for i, each in enumerate(every) if linked in each.message_ids), window.first)
        window.first = min(window.first, at)
    return window.first


def _widen(conversation_id: str, shown: View) -> None:
    window = _windows()[conversation_id]
    window.first = max(0, window.first - _MORE)
    question = shown.rounds[0].latest.question if shown.rounds else None
    window.anchor = f"question-{question.id}" if question else None


def _windows() -> dict[str, _Window]:
    windows: dict[str, _Window] = st.session_state.setdefault("windows", {})
    return windows


def _question(question: Message, language: Language, *, latest: bool) -> None:
    if latest and _is_edited(question):
        _show_editor(question, language)
        return
    answers.show_question(question.text, language, f"question-{question.id}", question.files)
    if latest:
        _show_pencil(question, language)


def _answer(shown: Round, take: Take, answer: Message, language: Language, *, latest: bool) -> None:
    is_empty = not (answer.text or answer.tool_calls or answer.reasoning)
    if not is_empty:
        answers.show_answer(answer, language)
    if answer.status != "complete":
        answer_status.show_ending(answer, take.question, language, latest=latest)
    if is_empty:
        answer_actions.show_takes(shown, language)
        return
    answer_actions.show_actions(shown, take, answer, language, latest=latest)
    if latest and take is shown.latest:
        answers.show_offers(answer, language)
        answers.show_follow_ups(answer, language)


def _is_edited(question: Message) -> bool:
    """Return whether the learner is rewording a question."""
    return bool(st.session_state.get("edited") == question.id)


def _show_pencil(question: Message, language: Language) -> None:
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


def _show_editor(question: Message, language: Language) -> None:
    """Show a question's text to be changed, in the place of the question."""
    key = f"wording-{question.id}"
    with st.container(key="editor", gap="xsmall"):
        bridge.reveal("editor", str(st.session_state["edit_began"]), focus=True)
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
                on_click=_save_wording,
                args=(question, key),
            )


def _edit(question_id: str | None) -> None:
    st.session_state["edited"], st.session_state["edit_began"] = question_id, time.monotonic()


def _save_wording(question: Message, key: str) -> None:
    wording = str(st.session_state[key] or "").strip()
    if not wording:
        return
    _edit(None)
    if wording == question.text:
        asking.answer_again(question.id, question.text)
    else:
        asking.ask(wording, replaces=question.id)
