"""What of a conversation the chat shows: its newest rounds, and as many earlier ones as the learner asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.store.messages import Message
from assistant.store.rounds import Round, rounds
from assistant.text import Language
from assistant.ui import session, texts
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
