"""Which documents the open conversation is answered from: shown above the bar, chosen there, part of the chat's address."""

import streamlit as st

from assistant.documents import OWN_FILES, Library, LibraryError
from assistant.documents.naming import document_name
from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.sections import literal

_MOST_NAMED = 30
"""Of the learner's files, so many are offered one by one."""
_LIBRARY_SECONDS = 0.0


def source_choice(language: Language) -> None:
    """Show which documents are asked, and let the learner choose others; nothing where there is nothing to choose."""
    try:
        library = session.library(_LIBRARY_SECONDS)
    except (LibraryError, TimeoutError):
        return
    labels = _labels(library, language)
    if len(labels) < 3:
        return
    chosen = _option(session.sources(), labels)
    with (
        st.container(key="source-choice"),
        st.popover(
            texts.chat.SOURCES_ASKED.of(language, sources=labels[chosen]),
            icon=":material/library_books:",
            type="tertiary",
        ),
    ):
        options = list(labels)
        key = f"sources-{session.conversation()}-{hash(tuple(labels.values()))}"
        st.radio(
            texts.chat.SOURCES.of(language),
            options,
            index=options.index(chosen),
            format_func=labels.__getitem__,
            help=texts.chat.SOURCES_HELP.of(language),
            key=key,
            on_change=lambda: session.choose_sources(_documents(st.session_state[key])),
        )


def _labels(library: Library, language: Language) -> dict[str, str]:
    """Return what there is to choose from: all, each document that came with the coach, the learner's files and each of them."""
    own = list(dict.fromkeys(document.id for document in library.documents if document.is_own))
    given = [document for document in library.ids if document not in own]
    labels = {"": texts.chat.SOURCES_ALL.of(language)}
    labels |= {document: _name(library, document, language) for document in given}
    if len(own) > 1:
        labels[OWN_FILES] = texts.chat.SOURCES_OWN.of(language)
    labels |= {document: _name(library, document, language) for document in own[:_MOST_NAMED]}
    return labels


def _name(library: Library, document: str, language: Language) -> str:
    name = document_name(library, document).of(language)
    return literal(name[:1].upper() + name[1:])


def _option(sources: tuple[str, ...], labels: dict[str, str]) -> str:
    """Return which of the options stands for what is chosen; all where it is not there any more."""
    return sources[0] if len(sources) == 1 and sources[0] in labels else ""


def _documents(option: str) -> tuple[str, ...]:
    return (option,) if option else ()
