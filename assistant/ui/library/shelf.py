"""What the library page is made of: the documents, their contents, and what is read or searched in them."""

from collections.abc import Sequence

import streamlit as st

from assistant.documents import Document, Library
from assistant.text import Language
from assistant.ui import texts
from assistant.ui.library import contents, material, place, reading, search_results
from assistant.ui.library.chapters import chapters, position
from assistant.ui.library.editions import editions
from assistant.ui.library.place import Place


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
        contents.documents(documents, document, language)
        contents.show(pages, opened, language, scope="side")
        material.link(language, scope="side")
    with (
        st.container(key="library-drawer"),
        st.popover(texts.library.CONTENTS.of(language), icon=":material/toc:", key="library-drawer-button"),
    ):
        contents.show(pages, opened, language, scope="drawer")
        material.link(language, scope="drawer")
    with st.container(key="library-page", gap="small"):
        if here.material:
            material.show(library, language)
        elif here.query and here.section is None:
            search_results.show(documents, here.query, language)
        else:
            reading.show(pages, opened, here, language)


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
