"""A result leaves the page: by a link that opens the same run, and as files."""

import streamlit as st

from assistant.text import Language
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.exporting import MIME, File, archive, files
from assistant.ui import navigation, texts
from assistant.ui.demos import links
from assistant.ui.sections import literal


def show(result: DemoResult, demo: Demo, language: Language, key: str) -> None:
    """Show the button that opens a result's link and its files; a picture is drawn when somebody wants it."""
    menu = st.popover(
        texts.demos.SHARE.of(language),
        icon=":material/ios_share:",
        type="tertiary",
        key=f"{key}-share",
        on_change="rerun",
    )
    if menu.open:
        with menu, st.container(key=f"{key}-share-menu", gap="small"):
            _link(result, demo, language)
            _files(result, demo, language, key)


def _link(result: DemoResult, demo: Demo, language: Language) -> None:
    st.code(navigation.demo_address(links.address(demo, result.parameters)), language=None, wrap_lines=True)
    table = next(iter(links.own_tables(demo, result.parameters).values()), None)
    st.caption(
        texts.demos.LINK_WITHOUT_TABLE.of(language, name=literal(table))
        if table
        else texts.demos.LINK.of(language)
    )


def _files(result: DemoResult, demo: Demo, language: Language, key: str) -> None:
    offered = [archive(result, demo, language), *files(result, demo, language)]
    chosen = st.selectbox(
        texts.demos.EXPORT.of(language),
        range(len(offered)),
        format_func=lambda number: _name(offered[number], language),
        key=f"{key}-export",
        filter_mode=None,
    )
    file = offered[chosen or 0]
    st.download_button(
        texts.demos.DOWNLOAD.of(language),
        file.made,
        file.name if file.name.startswith(result.name) else f"{result.name}-{file.name}",
        MIME[file.kind],
        key=f"{key}-download",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    if result.charts and not any(file.kind == "png" for file in offered):
        st.caption(texts.demos.NO_PNG.of(language))


def _name(file: File, language: Language) -> str:
    if file.kind == "zip":
        return texts.demos.EVERYTHING.of(language)
    return f"{file.title} · {'Python' if file.kind == 'py' else file.kind.upper()}"
