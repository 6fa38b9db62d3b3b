"""Who answers: in the open conversation, at the foot of the sidebar; in all of this visit, in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.text import Language
from assistant.ui import navigation, session, texts
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from assistant.answering.engines import EngineChoice, EngineInfo


def engine_menu(language: Language) -> None:
    """Show which engine speaks; a click lets the learner choose another for the open conversation."""
    coach = session.warm_up().ready
    if coach is None:
        return
    infos = coach.engines(session.model_service())
    first = next(info for info in infos if info.available)
    choice = session.engine_choice()
    speaks = next((info for info in infos if info.name == choice), first)
    if speaks.resting_seconds:
        label, seconds = literal(speaks.label.of(language)), round(speaks.resting_seconds)
        st.caption(texts.frame.ENGINE_RESTS.of(language, engine=label, seconds=seconds))
    with (
        st.container(key="engine-menu"),
        st.popover(
            literal(speaks.label.of(language)),
            icon=":material/record_voice_over:",
            width="stretch",
            type="tertiary",
        ),
    ):
        labels = _labels(infos, language)
        options = list(labels)
        # The browser names an option by its label: where labels change, so does the widget.
        key = f"engine-{session.conversation()}-{hash(tuple(labels.values()))}"
        st.radio(
            texts.frame.ENGINE.of(language),
            options,
            index=options.index(choice) if choice in options else 0,
            format_func=labels.__getitem__,
            help=texts.frame.ENGINE_HELP.of(language),
            key=key,
            on_change=lambda: session.choose_engine(st.session_state[key]),
        )
        navigation.settings_link(texts.frame.MODEL_SETTINGS.of(language))


def engine_section(language: Language) -> None:
    """Let the visitor choose who answers in the conversations of this visit; what each costs stands below its name."""
    st.markdown(f"## {texts.settings.ENGINE.of(language)}", anchors=False)
    st.caption(texts.settings.ENGINE_LEAD.of(language))
    coach = session.warm_up().ready
    if coach is None:
        waits = texts.settings.ENGINE_WAITS if session.warm_up().error else texts.frame.WAKING
        st.caption(waits.of(language))
        return
    infos = coach.engines(session.model_service())
    labels, choice = _labels(infos, language), session.default_engine()
    options = list(labels)
    only = next(info.name for info in infos if info.available)
    costs: Sequence[EngineChoice] = options if len(options) > 1 else [only]
    key = f"default-engine-{hash(tuple(labels.values()))}"
    st.radio(
        texts.settings.ENGINE.of(language),
        options,
        index=options.index(choice) if choice in options else 0,
        format_func=labels.__getitem__,
        captions=[texts.settings.ENGINE_COSTS[name].of(language) for name in costs],
        key=key,
        label_visibility="collapsed",
        on_change=lambda: session.choose_default_engine(st.session_state[key]),
    )


def _labels(infos: Sequence[EngineInfo], language: Language) -> dict[EngineChoice, str]:
    """Return what there is to choose from, by name: `auto`, and each engine unless there is but one for it to choose."""
    available: dict[EngineChoice, str] = {
        info.name: literal(info.label.of(language)) for info in infos if info.available
    }
    first = next(iter(available.values()))
    if len(available) == 1:
        return {"auto": first}
    return {"auto": texts.frame.ENGINE_AUTO.of(language, engine=first), **available}
