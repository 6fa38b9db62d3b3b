"""A form generated from a demo's parameters."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from assistant.text import Bilingual, Language, normalize
from assistant.text.numerals import glanced, grouped, written
from assistant.tools import parameters
from assistant.tools.demo import Demo
from assistant.tools.kinds import Choice, Table, Text, YesNo
from assistant.tools.parameters import DemoParameters, kind_of, validated, wording_of
from assistant.tools.tables import LARGEST_BYTES, SUFFIXES, DataTable, TableError
from assistant.ui import asking, session, states, texts, visitors
from assistant.ui.demos import columns
from assistant.ui.door.uploads import claim
from assistant.ui.sections import literal


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
    found = told(key)
    fields = demo.parameters.model_fields
    tables = {name: field for name, field in fields.items() if isinstance(kind_of(field), Table)}
    with st.form(key, border=False):
        for name, field in tables.items():
            if isinstance(kind := kind_of(field), Table):
                table = _table_now(f"{key}-{name}", _table_name(values.get(name, field.default)))
                columns.ask(kind, table, language, key=f"{key}-{name}")
        with st.grid(3, min_column_width=180, vertical_alignment="top" if found else "bottom"):
            for name, field in fields.items():
                if name not in tables:
                    _field(name, field, values, found, language, key)
        if tables:
            # What takes a file is higher than the other fields.
            with st.grid(2, min_column_width=260):
                for name, field in tables.items():
                    _field(name, field, values, found, language, key)
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


def _field(
    name: str,
    field: FieldInfo,
    values: Mapping[str, Any],
    found: Mapping[str, Bilingual],
    language: Language,
    key: str,
) -> None:
    with st.container(key=f"{key}-field-{name}", gap="xxsmall"):
        _input(field, values.get(name, field.default), language, key=f"{key}-{name}")
        states.at_field(found.get(name), language)


def problems(demo: Demo, values: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Return what is wrong by parameter; what is wrong with values together stands under the empty name."""
    return parameters.problems(demo.parameters, values, session.tables().open)


def valid(demo: Demo, values: Mapping[str, Any]) -> DemoParameters:
    """Return a demo's parameters for these values, the visitor's tables among them.

    Raises:
        DemoInputError: It can't run with them.
    """
    return validated(demo.parameters, values, session.shelves().opener(visitors.owner()))


def tell(key: str, found: Mapping[str, Bilingual]) -> None:
    """Show these problems in a form from now on."""
    st.session_state[f"{key}-problems"] = found


def told(key: str) -> Mapping[str, Bilingual]:
    """Return the problems that a form shows, by parameter."""
    found: Mapping[str, Bilingual] = st.session_state.get(f"{key}-problems", {})
    return found


def enter(demo: Demo, key: str, name: str, value: object) -> None:
    """Put a value into a form's field, for the next time that the page is drawn."""
    kind = kind_of(demo.parameters.model_fields[name])
    st.session_state[f"{key}-{name}"] = value if isinstance(kind, Choice | YesNo) else written(value)


def read(demo: Demo, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a form's values from an address; what names no parameter, or no choice of one, is left out."""
    values: dict[str, Any] = {}
    for name, field in demo.parameters.model_fields.items():
        text = texts.get(name)
        if text is None:
            continue
        kind = kind_of(field)
        if isinstance(kind, YesNo):
            values |= {name: text == "true"} if text in ("true", "false") else {}
        elif not isinstance(kind, Choice) or text in kind.labels:
            values[name] = text
    return values


def typed(value: object) -> str:
    """Return a value as an address names it; `read` reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def run_in_chat(demo: Demo, values: Mapping[str, Any]) -> None:
    """Run a demo as a turn of the open conversation."""
    asking.run_demo(demo.name, dict(values), label(demo, values, session.language()))


def _input(field: FieldInfo, value: object, language: Language, key: str) -> None:
    wording, kind = wording_of(field), kind_of(field)
    label, description = wording.title.of(language), wording.description.of(language)
    # What is allowed stands under what it means; what is wrong is said in the learner's words.
    explained = f"{description}  \n{kind.allowed(language)}"
    shown_value = "" if value is None else value if isinstance(value, str) else written(value)
    # What a control has entered stands there already.
    shown: dict[str, Any] = {} if key in st.session_state else {"value": shown_value}
    match kind:
        case YesNo():
            shown = {name: bool(value) for name in shown}
            st.toggle(label, key=key, help=description, **shown)
        case Choice():
            options = list(kind.labels)
            st.selectbox(
                label,
                options,
                index=options.index(str(value)) if shown and value in options else 0,
                format_func=lambda option: kind.labels[option].of(language),
                key=key,
                help=description,
                filter_mode=None,
            )
        case Table():
            _table_input(label, value, field.default, language, key, explained)
        case Text(is_long=True):
            st.text_area(label, key=key, help=explained, max_chars=kind.longest, **shown)
        case _:
            # Numbers are typed as text: 1e-3 and 1,000,000 are read as well.
            st.text_input(label, key=key, help=explained, **shown)


def _table_input(
    label: str, value: object, sample: object, language: Language, key: str, explained: str
) -> None:
    file = st.file_uploader(
        label,
        [suffix.removeprefix(".") for suffix in SUFFIXES],
        key=key,
        help=explained,
        max_upload_size=LARGEST_BYTES // 2**20,
    )
    claim(file)
    st.session_state[f"{key}-kept"] = kept = _table_name(value)
    if name := _table_now(key, kept):
        is_here = name == _table_name(sample) or _is_on_the_shelf(name)
        words = texts.demos.TABLE_NOW if is_here else texts.demos.TABLE_NOT_FOUND
        st.caption(words.of(language, name=literal(str(name))))


def _is_on_the_shelf(name: str) -> bool:
    try:
        session.tables().outline(name)
    except TableError:
        return False
    return True


def _table_name(value: object) -> str | None:
    return value.name if isinstance(value, DataTable) else str(value) if value else None


def _table_now(key: str, kept: str | None) -> str | None:
    """Return the table that a field stands for: what was sent with it last, as long as it is shown there, else what it had."""
    file, sent = st.session_state.get(key), st.session_state.get(f"{key}-sent")
    return sent[1] if sent and file and file.file_id == sent[0] else kept


def _submit(demo: Demo, key: str, run: Callable[[Demo, dict[str, Any]], None]) -> None:
    values: dict[str, Any] = {}
    found: dict[str, Bilingual] = {}
    for name, field in demo.parameters.model_fields.items():
        try:
            values[name] = _entered(field, f"{key}-{name}")
        except TableError as error:
            found[name] = error.message
    found = found or problems(demo, values)
    tell(key, found)
    if not found:
        run(demo, valid(demo, values).written(exclude_defaults=True))


def _entered(field: FieldInfo, key: str) -> object:
    """Return what a field holds as the demo reads it; None where it is blank.

    Raises:
        TableError: A file was chosen that is no table.
    """
    value = st.session_state[key]
    kind = kind_of(field)
    if isinstance(kind, Table):
        if value:
            name = session.tables().add(value.getvalue(), value.name)
            st.session_state[f"{key}-sent"] = value.file_id, name
        table = _table_now(key, st.session_state[f"{key}-kept"])
        if table and (said := columns.answers(kind, table, key)):
            session.tables().map_columns(table, said)
        return table
    if not isinstance(value, str):
        return value
    if isinstance(kind, Text | Choice):
        return value.strip() or None
    # Half-width, without thousands separators.
    return normalize("NFKC", value).replace(",", "").strip() or None


def label(demo: Demo, values: Mapping[str, Any], language: Language) -> str:
    """Return a run's name: the demo's title, and the values that are no defaults."""
    title = demo.title.of(language)
    return f"{title} · {values_in_words(demo, values, language)}" if values else title


def values_in_words(demo: Demo, values: Mapping[str, Any], language: Language) -> str:
    """Return parameters by their titles, with their values."""
    fields = demo.parameters.model_fields
    return " · ".join(
        f"{wording_of(fields[name]).title.of(language)} {value_text(fields[name], value, language)}"
        for name, value in values.items()
        if name in fields and value is not None
    )


def figure_text(demo: Demo, value: object, language: Language, *, short: bool = False) -> str:
    """Return a figure of a result in words; the short one to be read at a glance, in three digits or whole."""
    if isinstance(value, str) and value in demo.statuses:
        return demo.statuses[value].label.of(language)
    return glanced(value, language) if short else grouped(value, language)


def value_text(field: FieldInfo, value: object, language: Language) -> str:
    """Return a parameter's value in words."""
    kind = kind_of(field)
    if isinstance(kind, Choice) and value in kind.labels:
        return kind.labels[str(value)].of(language)
    # A number that a run draws, such as a seed, counts nothing.
    return written(value, language) if field.default is None else grouped(value, language)
