"""The row below an answer: copy it, rate it and say why, have it answered again, turn to its other takes."""

import logging
import time
from pathlib import Path
from typing import Literal

import streamlit as st

from assistant.store.conversations.exchange import answer_to_markdown
from assistant.store.failures import StoreError
from assistant.store.messages import Feedback, Message
from assistant.store.rounds import Round, Take
from assistant.text import Language
from assistant.ui import asking, bridge, session, texts, visitors
from assistant.ui.sections import literal

_SEPARATOR = "；"
# The browser copies without asking Python.
_copy_component = st.components.v2.component(
    "pm_coach_copying",
    js=Path(__file__).with_name("copy_buttons.js").read_text("utf-8"),
    isolate_styles=False,
)

_log = logging.getLogger(__name__)


def show_actions(shown: Round, take: Take, answer: Message, language: Language, *, latest: bool) -> None:
    """Show what can be done with an answer; one in somebody else's conversation can be copied."""
    is_mine = session.is_mine()
    with _row(f"actions-{answer.id}"):
        _copy_buttons(answer, language)
        if is_mine:
            _thumbs(answer, language)
        if latest and take.question:
            st.button(
                texts.chat.AGAIN.of(language),
                key=f"act-again-{answer.id}",
                icon=":material/refresh:",
                type="tertiary",
                help=texts.chat.AGAIN.of(language),
                on_click=asking.answer_again,
                args=(take.question.id, take.question.text),
            )
        _pager(shown, language)
    if is_mine:
        _reason(answer, language)


def show_takes(shown: Round, language: Language) -> None:
    """Show the way to the other takes of a question that has no answer yet."""
    if len(shown.takes) > 1:
        with _row(f"actions-{round_name(shown)}"):
            _pager(shown, language)


def chosen_take(shown: Round) -> Take:
    """Return the take that the learner turned to; the latest one until then, and whenever there is a new one."""
    return shown.takes[_take_number(shown)]


def round_name(shown: Round) -> str:
    """Return what tells a round from the others, whatever takes it gets."""
    first = shown.takes[0].question or shown.takes[0].answer
    return first.id if first else ""


def load_feedback(conversation_id: str) -> None:
    """Read what the learner thinks of a conversation's answers, for all that is drawn until the next time."""
    store = session.warm_up().store
    try:
        st.session_state["ratings"] = dict(store.feedback_of(conversation_id)) if store else {}
    except StoreError:
        _log.exception("the feedback can't be read")
        st.session_state["ratings"] = {}


def _row(key: str) -> st.delta_generator.DeltaGenerator:
    return st.container(key=key, horizontal=True, gap=None, vertical_alignment="center")


def _copy_buttons(answer: Message, language: Language) -> None:
    """Offer an answer as Markdown with its sources, and the link to it."""
    _copy_component(
        key=f"copying-{answer.id}",
        width="content",
        data={
            "markdown": answer_to_markdown(answer, language),
            "conversation": answer.conversation_id,
            "message": answer.id,
            "copy": texts.chat.COPY.of(language),
            "link": texts.chat.COPY_LINK.of(language),
            "copied": texts.chat.COPIED.of(language),
        },
    )


def _pager(shown: Round, language: Language) -> None:
    """Offer the other takes, where there are any."""
    count, at = len(shown.takes), _take_number(shown)
    if count == 1:
        return
    st.button(
        texts.chat.PREVIOUS_TAKE.of(language),
        key=f"act-previous-{round_name(shown)}",
        icon=":material/chevron_left:",
        type="tertiary",
        help=texts.chat.PREVIOUS_TAKE.of(language),
        disabled=at == 0,
        on_click=_turn_to,
        args=(shown, at - 1),
    )
    with st.container(key=f"take-{round_name(shown)}", width="content"):
        st.markdown(f"{at + 1} / {count}")
    st.button(
        texts.chat.NEXT_TAKE.of(language),
        key=f"act-next-{round_name(shown)}",
        icon=":material/chevron_right:",
        type="tertiary",
        help=texts.chat.NEXT_TAKE.of(language),
        disabled=at == count - 1,
        on_click=_turn_to,
        args=(shown, at + 1),
    )


def _take_number(shown: Round) -> int:
    at, count = _turned_to().get(round_name(shown), (0, 0))
    return at if count == len(shown.takes) else len(shown.takes) - 1


def _turn_to(shown: Round, at: int) -> None:
    _turned_to()[round_name(shown)] = (at, len(shown.takes))


def _turned_to() -> dict[str, tuple[int, int]]:
    """The takes that were turned to, with how many there were, by the round's name."""
    places: dict[str, tuple[int, int]] = st.session_state.setdefault("takes", {})
    return places


def _thumbs(answer: Message, language: Language) -> None:
    """Offer a thumb up and a thumb down; a second click takes it back."""
    given = _ratings().get(answer.id)
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


def _reason(answer: Message, language: Language) -> None:
    """Ask why an answer did not help, or show what was said."""
    given = _ratings().get(answer.id)
    if given is None or given.value == "up":
        return
    with st.container(key=f"reason-{answer.id}", gap="xsmall"):
        if st.session_state.get("explained") == answer.id:
            bridge.reveal(f"reason-{answer.id}", str(st.session_state["explanation_began"]))
            _ask_why(answer, given, language)
        else:
            _given_reason(answer, given, language)


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
                on_click=_open_reason,
                args=(None,),
            )


def _given_reason(answer: Message, given: Feedback, language: Language) -> None:
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
            on_click=_open_reason,
            args=(answer.id,),
        )


def _explain(answer: Message, language: Language) -> None:
    chosen: list[str] = st.session_state[f"reasons-{answer.id}"]
    own = " ".join(str(st.session_state[f"own-words-{answer.id}"] or "").split())
    said = _SEPARATOR.join([*chosen, *([own] if own else [])])
    _rate(answer, Feedback(value="down", reason=said), language)
    _open_reason(None)


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
    _open_reason(answer.id if given and given.value == "down" else None)


def _open_reason(answer_id: str | None) -> None:
    st.session_state["explained"], st.session_state["explanation_began"] = answer_id, time.monotonic()


def _ratings() -> dict[str, Feedback]:
    ratings: dict[str, Feedback] = st.session_state.setdefault("ratings", {})
    return ratings
