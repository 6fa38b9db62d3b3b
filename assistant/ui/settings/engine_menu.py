"""Who answers: the engine of the open conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from assistant.text import Language
from assistant.ui import navigation, session, texts
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from assistant.answering.engines import EngineChoice, EngineInfo, EngineName


def engine_menu(language: Language) -> None:
    """Show which engine speaks; a click lets the learner choose another."""
    coach = session.warm_up().ready
    if coach is None:
        return
    infos = {info.name: info for info in coach.engines(session.model_service())}
    first = next(info for info in infos.values() if info.available)
    choice = session.engine_choice()
    speaks = infos.get(choice, first) if choice != "auto" else first
    for info in infos.values():
        if info.resting_seconds and info.name == speaks.name:
            label = literal(info.label.of(language))
            st.caption(
                texts.engines.ENGINE_RESTS.of(language, engine=label, seconds=round(info.resting_seconds))
            )
    with (
        st.container(key="engine-menu"),
        st.popover(
            literal(speaks.label.of(language)),
            icon=":material/record_voice_over:",
            width="stretch",
            type="tertiary",
        ),
    ):
        _choices(infos, first, choice, language)
        navigation.settings_link(texts.engines.SETTINGS.of(language))


def _choices(
    infos: Mapping[EngineName, EngineInfo], first: EngineInfo, choice: EngineChoice, language: Language
) -> None:
    labels: dict[EngineChoice, str] = {
        name: literal(info.label.of(language)) for name, info in infos.items() if info.available
    }
    labels["auto"] = texts.engines.ENGINE_AUTO.of(language, engine=labels[first.name])
    options = sorted(labels, key=lambda name: name != "auto")
    # The browser names an option by its label: where labels change, so does the widget.
    key = f"engine-{session.conversation()}-{hash(tuple(labels.values()))}"
    st.radio(
        texts.engines.ENGINE.of(language),
        options,
        index=options.index(choice) if choice in options else 0,
        format_func=labels.__getitem__,
        help=texts.engines.ENGINE_HELP.of(language),
        key=key,
        on_change=lambda: session.choose_engine(st.session_state[key]),
    )
