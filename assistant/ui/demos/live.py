"""Controls that run a demo while they are moved: sliders for its numbers, choices, switches."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from assistant.text import Bilingual, Language
from assistant.text.numerals import grouped
from assistant.tools.demo import Demo
from assistant.tools.kinds import Choice, Number, WholeNumber, YesNo
from assistant.tools.parameters import kind_of, wording_of
from assistant.tools.stops import stops
from assistant.ui import states, texts

_NARROWEST = 150
"""Pixels of a control: two stand beside each other on a telephone."""

Moved = Callable[[str, object], None]
"""Called with the name and the new value of what was moved, before the page is drawn again."""


def show(
    demo: Demo,
    values: Mapping[str, Any],
    problems: Mapping[str, Bilingual],
    language: Language,
    *,
    moved: Moved,
) -> None:
    """Show the controls of a demo that runs fast enough.

    Args:
        demo: Whose.
        values: Where they stand.
        problems: What is wrong with these values, by parameter.
        language: The language of their labels.
        moved: Called when one is moved.
    """
    with st.container(key=f"live-{demo.name}", gap="xsmall"):
        st.caption(texts.demos.LIVE.of(language))
        with st.grid(4, min_column_width=_NARROWEST, gap="small", vertical_alignment="top"):
            for name, field in demo.parameters.model_fields.items():
                _control(f"live-{demo.name}-{name}", name, field, values.get(name), language, moved)
        for problem in problems.values():
            with st.container(key=f"live-{demo.name}-field-"):
                states.at_field(problem, language)


def _control(key: str, name: str, field: FieldInfo, value: object, language: Language, moved: Moved) -> None:
    kind, label = kind_of(field), wording_of(field).title.of(language)
    told: dict[str, Any] = {"key": key, "on_change": lambda: moved(name, st.session_state[key])}
    match kind:
        case Choice():
            st.session_state[key] = value
            st.selectbox(
                label,
                list(kind.labels),
                format_func=lambda option: kind.labels[option].of(language),
                filter_mode=None,
                **told,
            )
        case YesNo():
            st.session_state[key] = value
            st.toggle(label, **told)
        case Number() | WholeNumber() if field.default is not None and isinstance(value, int | float):
            # Numbers that a run chooses where none is given, such as seeds, have no more and less.
            if places := stops(kind, field.default, value):
                st.session_state[key] = value
                st.select_slider(label, places, format_func=lambda place: grouped(place, language), **told)
