"""Which documents the open conversation is answered from: shown above the bar, chosen there, part of the chat's address."""

import streamlit as st

from assistant.documents import OWN_FILES, Library, LibraryError
from assistant.documents.naming import document_name, said_by
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.sections import literal

_MOST_NAMED = 30
"""Of the learner's files, so many are offered one by one."""
_LIBRARY_SECONDS = 0.0

Sources = tuple[str, ...]
"""Documents, as `Library.chosen` takes them."""


def source_choice(language: Language) -> None:
    """Show which documents are asked, and let the learner choose others; nothing where there is nothing to choose."""
    try:
        library = session.library(_LIBRARY_SECONDS)
    except (LibraryError, TimeoutError):
        return
    labels = _labels(library, language)
    if len(labels) < 3:
        return
    # What is not there any more is answered from all.
    chosen = session.sources() if session.sources() in labels else ()
    with (
        st.container(key="source-choice"),
        st.popover(
            texts.chat.SOURCES_ASKED.of(language, sources=literal(labels[chosen])),
            icon=":material/library_books:",
            type="tertiary",
        ),
    ):
        options = list(labels)
        key = f"sources-{session.conversation()}-{hash(tuple(labels.values()))}"
        st.radio(
            texts.chat.SOURCE_CHOICE.of(language),
            options,
            index=options.index(chosen),
            format_func=lambda option: literal(labels[option]),
            help=texts.chat.SOURCES_HELP.of(language),
            key=key,
            on_change=lambda: session.choose_sources(st.session_state[key]),
        )


def _labels(library: Library, language: Language) -> dict[Sources, str]:
    """Return what there is to choose from: all, what came with the coach, each of that, the learner's files and each of them."""
    own = list(dict.fromkeys(document.id for document in library.documents if document.is_own))
    given = [document for document in library.ids if document not in own]
    labels: dict[Sources, str] = {(): texts.chat.SOURCES_ALL.of(language)}
    if own and len(given) > 1:
        labels[tuple(given)] = _capital(said_by(library, given).of(language))
    labels |= {(document,): _capital(document_name(library, document).of(language)) for document in given}
    if len(own) > 1:
        labels[OWN_FILES,] = texts.chat.SOURCES_OWN.of(language)
    return labels | {
        (document,): document_name(library, document).of(language) for document in own[:_MOST_NAMED]
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
