"""Thumbs up or down for an answer, and why."""

import logging
import time
from typing import Literal

import streamlit as st

from assistant.store.failures import StoreError
from assistant.store.messages import Message
from assistant.store.summaries import Feedback
from assistant.text import Language
from assistant.ui import session, texts, visitors
from assistant.ui.chat.reveal import reveal
from assistant.ui.sections import literal

_SEPARATOR = "；"

_log = logging.getLogger(__name__)


def load(conversation_id: str) -> None:
    """Read what the learner thinks of a conversation's answers, for all that is drawn until the next time."""
    store = session.warm_up().store
    try:
        st.session_state["ratings"] = dict(store.feedback_of(conversation_id)) if store else {}
    except StoreError:
        _log.exception("the feedback can't be read")
        st.session_state["ratings"] = {}


def thumbs(answer: Message, language: Language) -> None:
    """Offer a thumb up and a thumb down; a second click takes it back."""
    given = _rating(answer)
    value: Literal["up", "down"]
    for value in ("up", "down"):
        is_given = given is not None and given.value == value
        label = texts.chat.THUMBS_GIVEN[value] if is_given else texts.chat.THUMBS[value]
        with st.container(
            key=f"thumb-{'given' if is_given else 'open'}-{value}-{answer.id}", width="content"
        ):
            st.button(
                label.of(language),
                key=f"act-{value}-{answer.id}",
                icon=f":material/thumb_{value}:",
                type="tertiary",
                help=label.of(language),
                on_click=_rate,
                args=(answer, None if is_given else Feedback(value=value), language),
            )


def reason(answer: Message, language: Language) -> None:
    """Ask why an answer did not help, or show what was said."""
    given = _rating(answer)
    if given is None or given.value == "up":
        return
    with st.container(key=f"reason-{answer.id}", gap="xsmall"):
        if st.session_state.get("explained") == answer.id:
            reveal(f"reason-{answer.id}", str(st.session_state["explanation_began"]))
            _ask_why(answer, given, language)
        else:
            _said(answer, given, language)


def _ask_why(answer: Message, given: Feedback, language: Language) -> None:
    reasons = [each.of(language) for each in texts.chat.REASONS]
    said = [part for part in given.reason.split(_SEPARATOR) if part]
    with st.form(f"why-{answer.id}", border=False, clear_on_submit=False):
        st.pills(
            texts.chat.WHY.of(language),
            reasons,
            selection_mode="multi",
            default=[part for part in said if part in reasons],
            key=f"reasons-{answer.id}",
        )
        st.text_input(
            texts.chat.OWN_WORDS.of(language),
            _SEPARATOR.join(part for part in said if part not in reasons),
            key=f"own-words-{answer.id}",
            placeholder=texts.chat.OWN_WORDS.of(language),
            label_visibility="collapsed",
            max_chars=500,
        )
        with st.container(horizontal=True, gap="xsmall"):
            st.form_submit_button(
                texts.chat.SEND.of(language),
                key=f"send-{answer.id}",
                on_click=_explain,
                args=(answer, language),
            )
            st.form_submit_button(
                texts.chat.NO_REASON.of(language),
                key=f"skip-{answer.id}",
                type="tertiary",
                on_click=_open,
                args=(None,),
            )


def _said(answer: Message, given: Feedback, language: Language) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        text = (
            texts.chat.NOTED.of(language, reason=literal(given.reason))
            if given.reason
            else texts.chat.NOTED_BARE.of(language)
        )
        st.caption(text, width="content")
        label = texts.chat.CHANGE_REASON if given.reason else texts.chat.GIVE_REASON
        st.button(
            label.of(language),
            key=f"explain-{answer.id}",
            type="tertiary",
            on_click=_open,
            args=(answer.id,),
        )


def _explain(answer: Message, language: Language) -> None:
    chosen: list[str] = st.session_state[f"reasons-{answer.id}"]
    own = " ".join(str(st.session_state[f"own-words-{answer.id}"] or "").split())
    said = _SEPARATOR.join([*chosen, *([own] if own else [])])
    _rate(answer, Feedback(value="down", reason=said), language)
    _open(None)


def _rate(answer: Message, given: Feedback | None, language: Language) -> None:
    store, owner = session.warm_up().store, visitors.owner()
    value, said = (given.value, given.reason) if given else (None, "")
    try:
        if store:
            store.feedback(answer.id, value, said, owner)
    except StoreError as error:
        st.toast(session.in_words(error, language), icon=":material/error:")
        return
    _ratings().pop(answer.id, None)
    if given:
        _ratings()[answer.id] = given
    _open(answer.id if given and given.value == "down" else None)


def _open(answer_id: str | None) -> None:
    st.session_state["explained"], st.session_state["explanation_began"] = answer_id, time.monotonic()


def _rating(answer: Message) -> Feedback | None:
    return _ratings().get(answer.id)


def _ratings() -> dict[str, Feedback]:
    ratings: dict[str, Feedback] = st.session_state.setdefault("ratings", {})
    return ratings
