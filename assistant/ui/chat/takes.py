"""The takes of a round: which one is shown, and the way from one to the next."""

import streamlit as st

from assistant.store.rounds import Round, Take
from assistant.text import Language
from assistant.ui import texts


def name(shown: Round) -> str:
    """Return what tells a round from the others, whatever takes it gets."""
    first = shown.takes[0].question or shown.takes[0].answer
    return first.id if first else ""


def chosen(shown: Round) -> Take:
    """Return the take that the learner turned to; the latest one until then, and whenever there is a new one."""
    return shown.takes[_place(shown)]


def pager(shown: Round, language: Language) -> None:
    """Offer the other takes, where there are any."""
    count, at = len(shown.takes), _place(shown)
    if count == 1:
        return
    st.button(
        texts.chat.PREVIOUS_TAKE.of(language),
        key=f"act-previous-{name(shown)}",
        icon=":material/chevron_left:",
        type="tertiary",
        help=texts.chat.PREVIOUS_TAKE.of(language),
        disabled=at == 0,
        on_click=_turn_to,
        args=(shown, at - 1),
    )
    with st.container(key=f"take-{name(shown)}", width="content"):
        st.markdown(f"{at + 1} / {count}")
    st.button(
        texts.chat.NEXT_TAKE.of(language),
        key=f"act-next-{name(shown)}",
        icon=":material/chevron_right:",
        type="tertiary",
        help=texts.chat.NEXT_TAKE.of(language),
        disabled=at == count - 1,
        on_click=_turn_to,
        args=(shown, at + 1),
    )


def _place(shown: Round) -> int:
    at, count = _places().get(name(shown), (0, 0))
    return at if count == len(shown.takes) else len(shown.takes) - 1


def _turn_to(shown: Round, at: int) -> None:
    _places()[name(shown)] = (at, len(shown.takes))


def _places() -> dict[str, tuple[int, int]]:
    """The takes that were turned to, with how many there were, by the round's name."""
    places: dict[str, tuple[int, int]] = st.session_state.setdefault("takes", {})
    return places
