"""The library's table of contents: a list of links, beside the text or, on a narrow screen, in a drawer."""

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.documents import Document, Section
from assistant.text import Language
from assistant.ui import texts
from assistant.ui.library import place
from assistant.ui.library.chapters import Chapter
from assistant.ui.sections import literal, name

# Longer contents show the chapters, and the sections of the open one.
_ENTRIES = 150
_NEIGHBOURS = 40


def show(pages: Sequence[Chapter], opened: int, language: Language, *, scope: str) -> None:
    """Show the contents; links into the open page scroll, others open theirs.

    Args:
        pages: The document's.
        opened: The place of the open page among them.
        language: The language of the label.
        scope: Tells the contents beside the text ("side") from those in the drawer.
    """
    with st.container(key=f"library-contents-{scope}", gap=None):
        if scope == "side":
            st.caption(texts.library.CONTENTS.of(language))
        st.markdown(_listed(pages, opened), anchors=False)


def documents(shelf: Sequence[Document], opened: Document, language: Language) -> None:
    """Show the open document's title, and the others to switch to."""
    with st.container(key="library-documents", gap="xsmall"):
        if len(shelf) == 1:
            st.markdown(f"**{literal(opened.title)}**", anchors=False)
        else:
            key = f"library-document-{opened.id}"
            titles = {document.id: document.title for document in shelf}
            st.selectbox(
                texts.library.DOCUMENT.of(language),
                list(titles),
                index=list(titles).index(opened.id),
                format_func=lambda document: titles[document],
                key=key,
                label_visibility="collapsed",
                on_change=lambda: place.go(place.Place(document=st.session_state[key])),
            )
        if opened.language != language:
            st.caption(texts.library.OTHER_LANGUAGE[opened.language].of(language))


def _listed(pages: Sequence[Chapter], opened: int) -> str:
    lines: list[str] = []
    above: list[int] = []
    for section, page in _entries(pages, opened):
        # Levels that a document leaves out must not indent further: Markdown would take it for code.
        above = [level for level in above if level < section.level]
        lines.append(f"{'  ' * len(above)}- [{literal(_label(section, page))}]({_target(section, page)})")
        above.append(section.level)
    return "\n".join(lines)


def _entries(pages: Sequence[Chapter], opened: int) -> Iterator[tuple[Section, Chapter]]:
    """Yield the sections to list, each with the page that it is on."""
    everything = [(section, page) for page in pages for section in page.sections]
    if len(everything) <= _ENTRIES:
        yield from everything
        return
    first = max(0, opened - _NEIGHBOURS)
    for number, page in enumerate(pages[first : opened + _NEIGHBOURS], start=first):
        if number == opened:
            yield from ((section, page) for section in page.sections)
        else:
            yield page.head, page


def _label(section: Section, page: Chapter) -> str:
    return name(section) if page.part == 1 else f"{name(section)} ({page.part}/{page.parts})"


def _target(section: Section, page: Chapter) -> str:
    return place.of(section, start=page.start).address
