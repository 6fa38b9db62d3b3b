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
_NARROWEST_CHOICE = 200
"""Pixels of a choice: one stands beside none on a telephone, where its words would be cut off."""

Moved = Callable[[str, object], None]
"""Called with the name and the new value of what was moved, before the page is drawn again."""


def controlled(demo: Demo, values: Mapping[str, Any]) -> list[str]:
    """Return the parameters that have a control."""
    fields = demo.parameters.model_fields
    return [name for name, field in fields.items() if _has_control(field, values.get(name))]


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
        fields = {name: demo.parameters.model_fields[name] for name in controlled(demo, values)}
        chosen = {name: field for name, field in fields.items() if isinstance(kind_of(field), Choice)}
        # What is chosen is told in words, which want more room than numbers.
        for group, columns, narrowest in (
            ({name: field for name, field in fields.items() if name not in chosen}, 4, _NARROWEST),
            (chosen, 3, _NARROWEST_CHOICE),
        ):
            if group:
                with st.grid(columns, min_column_width=narrowest, gap="small", vertical_alignment="top"):
                    for name, field in group.items():
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
        case Number() | WholeNumber() if isinstance(value, int | float):
            st.session_state[key] = value
            places = stops(kind, field.default, value)
            st.select_slider(label, places, format_func=lambda place: grouped(place, language), **told)


def _has_control(field: FieldInfo, value: object) -> bool:
    """Return whether there is a more and less, or something to choose: not of a number that a run draws, such as a seed."""
    kind = kind_of(field)
    if isinstance(kind, Number | WholeNumber):
        return (
            field.default is not None
            and isinstance(value, int | float)
            and bool(stops(kind, field.default, value))
        )
    return isinstance(kind, Choice | YesNo)
