"""What the library page is made of: the documents, their contents, and what is read or searched in them."""

from collections.abc import Sequence

import streamlit as st

from assistant.documents import Document, Library, Section
from assistant.text import Language
from assistant.ui import contents, place, reading, search_results, texts
from assistant.ui.chapters import chapters, position
from assistant.ui.place import Place


def editions(library: Library, language: Language) -> tuple[Document, ...]:
    """Return every document once: in a language where there is such an edition, else in the one that there is."""
    chosen: dict[str, Document] = {}
    for document in library.documents:
        if document.sections and (document.id not in chosen or document.language == language):
            chosen[document.id] = document
    return tuple(chosen.values())


def show(documents: Sequence[Document], language: Language) -> None:
    """Show the contents beside the page that is read; on a narrow screen, in a drawer above it."""
    here = place.current()
    document = next((d for d in documents if d.id == here.document), None) or _with(documents, here.section)
    pages = chapters(document)
    opened = position(pages, here.section, here.start if here.passage is None else here.passage)
    with st.container(key="library-side", gap="small"):
        _search(here, language)
        contents.documents(documents, document, language)
        contents.show(pages, opened, language, scope="side")
    with (
        st.container(key="library-drawer"),
        st.popover(texts.library.CONTENTS.of(language), icon=":material/toc:", key="library-drawer-button"),
    ):
        contents.show(pages, opened, language, scope="drawer")
    with st.container(key="library-page", gap="small"):
        if here.query and here.section is None:
            search_results.show(_sections(documents), here.query, language)
        else:
            reading.show(pages, opened, here, language)


def _with(documents: Sequence[Document], address: str | None) -> Document:
    """Return the first document with a section of this address; the first one where there is none."""
    return next((d for d in documents if any(s.address == address for s in d.sections)), documents[0])


def _sections(documents: Sequence[Document]) -> list[Section]:
    return [section for document in documents for section in document.sections]


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
