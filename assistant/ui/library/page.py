"""The library's page: the documents, their contents beside it or in a drawer, and what is read or searched in them."""

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.documents import Document, Library, Section
from assistant.text import Language
from assistant.ui import texts
from assistant.ui.library import material, place, reading, search_results
from assistant.ui.library.chapters import Chapter, chapters, editions, position
from assistant.ui.library.place import Place
from assistant.ui.sections import literal, name

# Longer contents show the chapters, and the sections of the open one.
_ENTRIES = 150
_NEIGHBOURS = 40


def show(library: Library, language: Language) -> None:
    """Show the contents beside the page that is read; on a narrow screen, in a drawer above it.

    Args:
        library: What there is; it must hold a section.
        language: The language of the interface.
    """
    documents = editions(library, language)
    here = place.current()
    document = next((d for d in documents if d.id == here.document), None) or _with(documents, here.section)
    pages = chapters(document)
    opened = position(pages, here.section, here.start if here.passage is None else here.passage)
    with st.container(key="library-side", gap="small"):
        _search(here, language)
        _document_choice(documents, document, language)
        _contents(pages, opened, language, scope="side")
        material.link(language, scope="side")
    with (
        st.container(key="library-drawer"),
        st.popover(texts.library.CONTENTS.of(language), icon=":material/toc:", key="library-drawer-button"),
    ):
        _contents(pages, opened, language, scope="drawer")
        material.link(language, scope="drawer")
    with st.container(key="library-page", gap="small"):
        if here.material:
            material.show(library, language)
        elif here.query and here.section is None:
            search_results.show(documents, here.query, language)
        else:
            reading.show(library, pages, opened, here, language)


def _with(documents: Sequence[Document], address: str | None) -> Document:
    """Return the first document with a section of this address; the first one where there is none."""
    return next((d for d in documents if any(s.address == address for s in d.sections)), documents[0])


def _search(here: Place, language: Language) -> None:
    key = "library-search"
    if st.session_state.get(key, "").strip() != here.query:
        st.session_state[key] = here.query
    st.text_input(
        texts.library.SEARCH.of(language),
        key=key,
        type="search",
        placeholder=texts.library.SEARCH.of(language),
        label_visibility="collapsed",
        on_change=_searched,
        args=(here,),
    )


def _searched(before: Place) -> None:
    """Show what the box looks for; an emptied box leads back to where one read."""
    query = st.session_state["library-search"].strip()
    read: Place = st.session_state.get("library-read", Place())
    if before.section:
        st.session_state["library-read"] = read = Place(before.document, before.section, start=before.start)
    place.go(Place(query=query) if query else read)


def _document_choice(shelf: Sequence[Document], opened: Document, language: Language) -> None:
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


def _contents(pages: Sequence[Chapter], opened: int, language: Language, *, scope: str) -> None:
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


def _listed(pages: Sequence[Chapter], opened: int) -> str:
    lines: list[str] = []
    above: list[int] = []
    for section, page in _entries(pages, opened):
        # Levels that a document leaves out must not indent further: Markdown would take it for code.
        above = [level for level in above if level < section.level]
        address = place.of(section, start=page.start).address
        lines.append(f"{'  ' * len(above)}- [{literal(_label(section, page))}]({address})")
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
