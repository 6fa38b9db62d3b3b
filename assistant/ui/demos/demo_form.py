"""A form generated from a demo's parameters."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args, get_origin

import streamlit as st
from pydantic.fields import FieldInfo

from assistant.text import Bilingual, Language
from assistant.tools.base import Demo, wording
from assistant.tools.registry import DemoInputError, allowed_values, validated
from assistant.ui import session, states, texts
from assistant.ui.demos.figures import written


def show(
    demo: Demo,
    values: Mapping[str, Any],
    language: Language,
    key: str,
    *,
    run: Callable[[Demo, dict[str, Any]], None],
) -> None:
    """Show the form, filled with an earlier run's values; what can't be run is told at its field, and stays there.

    Args:
        demo: Whose form.
        values: What it is filled with, as `read` returns them or as a result gives them.
        language: The language of its labels.
        key: Tells it from other forms on the page.
        run: Called with the values that are no defaults.
    """
    found: Mapping[str, Bilingual] = st.session_state.get(f"{key}-problems", {})
    with st.form(key, border=False):
        with st.grid(3, min_column_width=180, vertical_alignment="top" if found else "bottom"):
            for name, field in demo.parameters.model_fields.items():
                with st.container(key=f"{key}-field-{name}", gap="xxsmall"):
                    _input(field, values.get(name, field.default), language, key=f"{key}-{name}")
                    states.at_field(found.get(name), language)
        with st.container(key=f"{key}-field-"):
            states.at_field(found.get(""), language)
        st.form_submit_button(
            texts.demos.RUN.of(language),
            key=f"{key}-run",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_submit,
            args=(demo, key, run),
        )


def problems(demo: Demo, values: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Return what is wrong by parameter; what is wrong with values together stands under the empty name."""
    found: dict[str, Bilingual] = {}
    for name, value in values.items():
        try:
            validated(demo, {name: value})
        except DemoInputError as error:
            found[name] = error.message
    if not found:
        try:
            validated(demo, values)
        except DemoInputError as error:
            found[""] = error.message
    return found


def tell(key: str, found: Mapping[str, Bilingual]) -> None:
    """Show these problems in a form from now on."""
    st.session_state[f"{key}-problems"] = found


def read(demo: Demo, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a form's values from an address; what names no parameter, or no choice of one, is left out."""
    values: dict[str, Any] = {}
    for name, field in demo.parameters.model_fields.items():
        text = texts.get(name)
        if text is None:
            continue
        if field.annotation is bool:
            values |= {name: text == "true"} if text in ("true", "false") else {}
        elif get_origin(field.annotation) is not Literal or text in get_args(field.annotation):
            values[name] = text
    return values


def typed(value: object) -> str:
    """Return a value as an address names it; `read` reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def run_in_chat(demo: Demo, values: Mapping[str, Any]) -> None:
    """Run a demo as a turn of the open conversation."""
    session.run_demo(demo.name, dict(values), label(demo, values, session.language()))


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
            filter_mode=None,
        )
    else:
        # Numbers are typed as text: 1e-3 and 1,000,000 are read as well, and what is wrong is said in the learner's words.
        allowed = allowed_values(field, language)
        st.text_input(
            label,
            value="" if value is None else value if isinstance(value, str) else written(value),
            key=key,
            help=f"{description}  \n{allowed}",
        )


def _submit(demo: Demo, key: str, run: Callable[[Demo, dict[str, Any]], None]) -> None:
    values = {name: _typed(st.session_state[f"{key}-{name}"]) for name in demo.parameters.model_fields}
    found = problems(demo, values)
    tell(key, found)
    if not found:
        run(demo, validated(demo, values).model_dump(exclude_defaults=True))


def _typed(value: object) -> object:
    """Return what was typed as the demo reads it: half-width, without thousands separators; None where it is blank."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFKC", value).replace(",", "").strip() or None


def label(demo: Demo, values: Mapping[str, Any], language: Language) -> str:
    """Return a run's name: the demo's title, and the values that are no defaults."""
    title = demo.title.of(language)
    return f"{title} · {values_in_words(demo, values, language)}" if values else title


def values_in_words(demo: Demo, values: Mapping[str, Any], language: Language) -> str:
    """Return parameters by their titles, with their values."""
    fields = demo.parameters.model_fields
    return " · ".join(
        f"{wording(fields[name]).title.of(language)} {shown(fields[name], value, language)}"
        for name, value in values.items()
        if name in fields and value is not None
    )


def shown(field: FieldInfo, value: object, language: Language) -> str:
    """Return a parameter's value in words."""
    choices = wording(field).choices
    return (
        choices[value].of(language)
        if isinstance(value, str) and value in choices
        else written(value, language)
    )
