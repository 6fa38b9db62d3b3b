"""A form generated from a demo's parameters."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

import streamlit as st
from pydantic.fields import FieldInfo

from assistant.demos.base import Demo, wording
from assistant.demos.registry import DemoInputError, allowed_values, validated
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.figures import written


def show(demo: Demo, values: Mapping[str, Any], language: Language, key: str) -> None:
    """Show the form, filled with an earlier run's values; what it sends is run as a turn of the chat."""
    fields = demo.parameters.model_fields
    with st.form(key, border=False):
        with st.grid(3, min_column_width=180, vertical_alignment="bottom"):
            for name, field in fields.items():
                _input(field, values.get(name, field.default), language, key=f"{key}-{name}")
        if problem := st.session_state.get(f"{key}-problem"):
            with st.container(key=f"{key}-note-warning-0"):
                st.text(problem.of(language))
        st.form_submit_button(
            texts.demos.RUN.of(language),
            key=f"{key}-run",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_run,
            args=(demo, key, language),
        )


def _input(field: FieldInfo, value: object, language: Language, key: str) -> None:
    words = wording(field)
    label, description = words.title.of(language), words.description.of(language)
    if field.annotation is bool:
        st.toggle(label, value=bool(value), key=key, help=description)
    elif get_origin(field.annotation) is Literal:
        options = get_args(field.annotation)
        st.selectbox(
            label,
            options,
            index=options.index(value),
            format_func=lambda option: (
                words.choices[option].of(language) if option in words.choices else str(option)
            ),
            key=key,
            help=description,
        )
    else:
        # Numbers are typed as text: 1e-3 and 1,000,000 are read as well, and what is wrong is said in the learner's words.
        allowed = allowed_values(field, language)
        st.text_input(
            label, value="" if value is None else written(value), key=key, help=f"{description}  \n{allowed}"
        )


def _run(demo: Demo, key: str, language: Language) -> None:
    values = {name: _typed(st.session_state[f"{key}-{name}"]) for name in demo.parameters.model_fields}
    try:
        parameters = validated(demo, values)
    except DemoInputError as error:
        st.session_state[f"{key}-problem"] = error.message
        return
    st.session_state.pop(f"{key}-problem", None)
    chosen = parameters.model_dump(exclude_defaults=True)
    session.run_demo(demo.name, chosen, label(demo, chosen, language))


def _typed(value: object) -> object:
    """Return what was typed as the demo reads it: half-width, without thousands separators; None where it is blank."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFKC", value).replace(",", "").strip() or None


def label(demo: Demo, values: Mapping[str, Any], language: Language) -> str:
    """Return a run's name: the demo's title, and the values that are no defaults."""
    fields = demo.parameters.model_fields
    parts = [
        f"{wording(fields[name]).title.of(language)} {shown(fields[name], value, language)}"
        for name, value in values.items()
    ]
    return " · ".join([demo.title.of(language), *parts])


def shown(field: FieldInfo, value: object, language: Language) -> str:
    """Return a parameter's value in words."""
    choices = wording(field).choices
    return (
        choices[value].of(language)
        if isinstance(value, str) and value in choices
        else written(value, language)
    )
