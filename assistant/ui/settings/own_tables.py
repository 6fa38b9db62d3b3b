"""The visitor's tables: what is kept, deleting it, and whether model services may be told what stands in it."""

from datetime import datetime

import streamlit as st

from assistant.text import Language
from assistant.text.numerals import grouped
from assistant.tools.shelves import UNUSED_KEPT, KeptTable
from assistant.ui import session, store_access, texts, visitors
from assistant.ui.sections import literal

_KEY = "settings-share-tables"
_KILOBYTE = 1024


def own_tables_section(language: Language) -> None:
    """Show the visitor's tables, and ask whether model services may be told of them."""
    names = texts.settings
    st.markdown(f"## {names.TABLES.of(language)}", anchors=False)
    st.caption(names.TABLES_LEAD.of(language, days=UNUSED_KEPT.days))
    st.session_state[_KEY] = session.shares_tables()
    st.toggle(
        names.SHARE_TABLES.of(language),
        key=_KEY,
        help=names.SHARE_TABLES_HELP.of(language),
        on_change=lambda: session.share_tables(shares=bool(st.session_state[_KEY])),
    )
    st.caption((names.TABLES_SHARED if session.shares_tables() else names.TABLES_NOT_SHARED).of(language))
    owner = visitors.owner()
    kept = store_access.read(
        session.warm_up().store, lambda store: session.kept_tables(store).of(owner), None
    )
    if kept is None:
        st.caption(texts.frame.WAKING.of(language))
    elif not kept:
        st.caption(names.NO_TABLES.of(language))
    else:
        with st.container(key="settings-tables-list", gap=None):
            for number, (table, conversations) in enumerate(kept):
                _row(table, conversations, language, number)


def _row(table: KeptTable, conversations: int, language: Language, number: int) -> None:
    names = texts.settings
    used = (
        names.USED_IN.of(language, count=conversations)
        if conversations
        else names.USED_LAST.of(language, day=_day(table.used))
    )
    size = f"{grouped(max(1, round(table.size / _KILOBYTE)), language)} KB"
    with st.container(
        key=f"settings-table-{number}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    ):
        st.markdown(f":material/table: {literal(table.name)}  \n:small[{size} · {used}]", width="stretch")
        st.button(
            names.DELETE_TABLE.of(language, name=literal(table.name)),
            key=f"settings-table-delete-{number}",
            icon=":material/delete:",
            type="tertiary",
            help=names.DELETE_TABLE.of(language, name=table.name),
            on_click=_delete,
            args=(table.name, language),
        )


def _delete(name: str, language: Language) -> None:
    try:
        session.shelves().remove(visitors.owner(), [name])
    except OSError as error:
        reason = error.strerror or type(error).__name__
        st.toast(
            literal(texts.settings.TABLE_NOT_DELETED.of(language, name=name, reason=reason)),
            icon=":material/error:",
        )


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(visitors.now().tzinfo):%Y-%m-%d}"
