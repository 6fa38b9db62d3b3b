"""The lines of the files that are being added: how far each has come, or what it waits for."""

import streamlit as st

from assistant.documents import Library
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.library import intake, place
from assistant.ui.library.intake import Addition
from assistant.ui.sections import literal

_ICONS = {
    "waiting": ":material/schedule:",
    "reading": ":material/progress_activity:",
    "indexing": ":material/progress_activity:",
    "taken": ":material/help:",
    "ready": ":material/check_circle:",
    "failed": ":material/error:",
}


def show(library: Library, language: Language) -> None:
    """Show a line for each file that was given and not yet forgotten."""
    given = intake.intake().additions
    if not given:
        return
    with st.container(key="material-additions", gap=None):
        for addition in given:
            with st.container(key=f"material-{addition.state}-{addition.id}", gap="xxsmall"):
                _line(addition, library, language)


def _line(addition: Addition, library: Library, language: Language) -> None:
    # The thread may move it on while it is drawn.
    state, error = addition.state, intake.in_words(addition.error).of(language)
    words = texts.material
    icon, name = _ICONS[state], literal(addition.name)
    if state == "waiting":
        st.markdown(f"{icon} {name} · {words.WAITING.of(language)}")
    elif state == "reading":
        _reading(addition, f"{icon} {name}", language)
    elif state == "indexing":
        _indexing(f"{icon} {name}", language)
    elif state == "taken":
        _taken(addition, f"{icon} {literal(error)}", language)
    elif state == "ready":
        _ended(addition, f"{icon} {name} · {words.READY.of(language)}", language, _title(addition, library))
    else:
        _ended(addition, f"{icon} {literal(error)}", language)


def _reading(addition: Addition, label: str, language: Language) -> None:
    done, total = addition.pages
    if not total:
        st.markdown(f"{label} · :shimmer[{texts.material.READING.of(language)}]")
        return
    words = texts.material.READING_PAGES.of(language, done=f"{done:,}", total=f"{total:,}")
    st.progress(min(done / total, 1.0), text=f"{label} · {words}")


def _indexing(label: str, language: Language) -> None:
    done, total = session.warm_up().progress
    if not total:
        st.markdown(f"{label} · :shimmer[{texts.material.INDEXING.of(language)}]")
        return
    words = texts.material.INDEXING_PASSAGES.of(language, done=f"{done:,}", total=f"{total:,}")
    st.progress(min(done / total, 1.0), text=f"{label} · {words}")


def _taken(addition: Addition, label: str, language: Language) -> None:
    st.markdown(label)
    with st.container(key=f"material-answers-{addition.id}", horizontal=True, gap="small"):
        st.button(
            texts.material.REPLACE.of(language),
            key=f"material-replace-{addition.id}",
            on_click=intake.intake().replace,
            args=(addition.id,),
        )
        st.button(
            texts.material.CANCEL.of(language),
            key=f"material-cancel-{addition.id}",
            type="tertiary",
            on_click=intake.intake().forget,
            args=(addition.id,),
        )


def _ended(addition: Addition, label: str, language: Language, title: str | None = None) -> None:
    with st.container(
        key=f"material-ended-{addition.id}",
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
    ):
        st.markdown(label, width="stretch")
        if title:
            st.button(
                texts.material.READ_IT.of(language, title=literal(title)),
                key=f"material-open-{addition.id}",
                type="tertiary",
                on_click=place.go,
                args=(place.Place(document=addition.name),),
            )
        st.button(
            texts.material.FORGET.of(language, name=literal(addition.name)),
            key=f"material-forget-{addition.id}",
            icon=":material/close:",
            type="tertiary",
            on_click=intake.intake().forget,
            args=(addition.id,),
        )


def _title(addition: Addition, library: Library) -> str | None:
    return next((document.title for document in library.documents if document.id == addition.name), None)
