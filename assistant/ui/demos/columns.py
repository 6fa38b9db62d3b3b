"""Which column of a learner's table is which: asked where names don't tell, and told with the result."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

import streamlit as st

from assistant.demos import demos
from assistant.text import Language
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.kinds import Table
from assistant.tools.matching import table_parameters
from assistant.tools.parameters import own_tables, wording_of
from assistant.tools.tables import Column, DataTable, MissingColumnsError, TableError
from assistant.ui import session, texts, visitors
from assistant.ui.sections import literal

_EXAMPLES, _LONGEST_EXAMPLE = 3, 16
_NARROWEST = 240
"""Pixels that a question takes at least."""


def ask(kind: Table, name: str | None, language: Language, key: str) -> None:
    """Ask for each column that a table seems to lack which of the file's it is; nothing where none is missing.

    Args:
        kind: What the demo needs.
        name: The table, on the visitor's shelf; a demo's sample is not.
        language: The language of the words.
        key: Tells these questions from others on the page; `answers` reads them by it.
    """
    st.session_state[_asked(key)] = None
    missing, table = _missing(kind, name)
    if not missing or table is None:
        return
    st.session_state[_asked(key)] = name
    with st.container(key=f"{key}-columns", gap="small"):
        st.markdown(texts.demos.WHICH_COLUMN.of(language, file=literal(table.name)), anchors=False)
        with st.grid(2, min_column_width=_NARROWEST):
            for column in missing:
                st.selectbox(
                    column.title.of(language),
                    table.header,
                    index=None,
                    format_func=lambda title: _with_examples(table, title, language),
                    placeholder=texts.demos.CHOOSE_COLUMN.of(language),
                    key=f"{key}-column-{column.name}",
                )


def answers(kind: Table, name: str, key: str) -> dict[str, str]:
    """Return what was answered of a table: by the demo's name for a column, what the file calls it."""
    if st.session_state.get(_asked(key)) != name:
        return {}
    chosen = ((column.name, st.session_state.get(f"{key}-column-{column.name}")) for column in kind.columns)
    return {column: title for column, title in chosen if title}


def in_words(result: DemoResult, language: Language) -> str:
    """Return which columns of the learner's tables a run took: "用户 ← uid"; nothing where it took a sample."""
    demo = demos().get(result.name)
    if demo is None or not own_tables(demo.parameters, result.parameters):
        return ""
    return texts.demos.COLUMNS_SEPARATOR.of(language).join(_taken(demo, result.columns, language))


def _taken(demo: Demo, columns: Mapping[str, Mapping[str, str]], language: Language) -> Iterator[str]:
    kinds = table_parameters(demo)
    for name, kind in kinds.items():
        titles = {column.name: column.title.of(language) for column in kind.columns}
        pairs = [f"{titles.get(c, c)} ← {title}" for c, title in columns.get(name, {}).items()]
        if pairs:
            told = " · ".join(pairs)
            title = wording_of(demo.parameters.model_fields[name]).title.of(language)
            yield texts.demos.COLUMNS_OF.of(language, table=title, columns=told) if len(kinds) > 1 else told


def _missing(kind: Table, name: str | None) -> tuple[tuple[Column, ...], DataTable | None]:
    if not name:
        return (), None
    try:
        session.tables().outline(name).with_columns(kind.columns)
    except MissingColumnsError as error:
        with suppress(TableError):
            return error.columns, session.shelves().preview(visitors.owner(), name)
    except TableError:
        pass  # The form says what is wrong.
    return (), None


def _with_examples(table: DataTable, title: str, language: Language) -> str:
    position = table.header.index(title)
    cells = list(dict.fromkeys(row[position] for row in table.rows if row[position]))[:_EXAMPLES]
    shown = [cell if len(cell) <= _LONGEST_EXAMPLE else f"{cell[:_LONGEST_EXAMPLE]}…" for cell in cells]
    if not shown:
        return title
    examples = texts.chat.FILE_SEPARATOR.of(language).join(shown)
    return texts.demos.COLUMN_WITH_EXAMPLES.of(language, column=title, examples=examples)


def _asked(key: str) -> str:
    return f"{key}-asked"
