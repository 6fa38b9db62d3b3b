"""Who answers in the conversations of this visit."""

import streamlit as st

from assistant.answering.engines import EngineChoice
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.sections import literal


def engine_section(language: Language) -> None:
    """Let the visitor choose who answers; what each costs stands below its name."""
    st.markdown(f"## {texts.settings.ENGINE.of(language)}", anchors=False)
    st.caption(texts.settings.ENGINE_LEAD.of(language))
    coach = session.warm_up().ready
    if coach is None:
        waits = texts.settings.ENGINE_WAITS if session.warm_up().error else texts.frame.WAKING
        st.caption(waits.of(language))
        return
    infos = coach.engines(session.model_service())
    first = next(info for info in infos if info.available)
    labels: dict[EngineChoice, str] = {
        "auto": texts.engines.ENGINE_AUTO.of(language, engine=literal(first.label.of(language)))
    }
    labels |= {info.name: literal(info.label.of(language)) for info in infos if info.available}
    choice = session.default_engine()
    options = list(labels)
    # The browser names an option by its label: where labels change, so does the widget.
    key = f"default-engine-{hash(tuple(labels.values()))}"
    st.radio(
        texts.settings.ENGINE.of(language),
        options,
        index=options.index(choice) if choice in options else 0,
        format_func=labels.__getitem__,
        captions=[texts.settings.ENGINE_COSTS[name].of(language) for name in options],
        key=key,
        label_visibility="collapsed",
        on_change=lambda: session.choose_default_engine(st.session_state[key]),
    )
