"""Files that are dropped into the chat: tables go with the message, documents to the library, the rest is refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.documents.reading import SUFFIXES as DOCUMENTS
from assistant.text import Bilingual, Language
from assistant.tools.tables import SUFFIXES as TABLES
from assistant.tools.tables import TableError
from assistant.ui import navigation, session, texts, visitors
from assistant.ui.library import upload_queue
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TOLD = "dropped-told"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of files that were dropped."""

    tables: tuple[str, ...] = ()
    """Those that are on the visitor's shelf now, by the names that they have there."""
    documents: tuple[str, ...] = ()
    """Those that the library is reading."""
    problems: tuple[Bilingual, ...] = ()
    """Why the others were refused."""


def take_in(files: Iterable[UploadedFile]) -> Dropped:
    """Take in the visitor's files, each where its kind belongs."""
    tables: list[str] = []
    documents: list[str] = []
    problems: list[Bilingual] = []
    for file in files:
        suffix = Path(file.name).suffix.lower()
        try:
            if suffix in TABLES:
                tables.append(session.tables().add(file.getvalue(), file.name))
            elif suffix in DOCUMENTS and visitors.is_host():
                upload_queue.queue().add([(file.name, file.getvalue())])
                documents.append(file.name)
            else:
                problems.append(_refusal(file.name, suffix))
        except TableError as error:
            problems.append(error.message)
    return Dropped(tuple(dict.fromkeys(tables)), tuple(documents), tuple(problems))


def tell(dropped: Dropped) -> None:
    """Show what became of files above the bar, until the next message."""
    st.session_state[_TOLD] = session.conversation(), dropped


def show(language: Language) -> None:
    """Show what there is to tell of the files that were dropped last."""
    conversation, dropped = st.session_state.get(_TOLD, ("", Dropped()))
    if conversation != session.conversation():
        return
    if dropped.problems:
        with st.container(key="dropped-note-warning-0", gap="xxsmall"):
            for problem in dropped.problems:
                st.text(problem.of(language))
    if dropped.documents:
        names = _listed(dropped.documents, language)
        with st.container(key="dropped-documents", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f":material/menu_book: {texts.chat.TO_THE_LIBRARY.of(language, files=literal(names))}",
                width="content",
            )
            navigation.material_link(texts.chat.SEE_IN_LIBRARY.of(language))


def chips(files: Sequence[str], language: Language, key: str) -> None:
    """Show which tables came with a question."""
    names = texts.chat.FILE_SEPARATOR.of(language).join(f"**{literal(name)}**" for name in files)
    with st.container(key=key):
        st.markdown(f":material/table: {names}", anchors=False)


def _refusal(name: str, suffix: str) -> Bilingual:
    if suffix in DOCUMENTS:
        return texts.chat.NOT_THE_HOST.filled(file=name)
    kinds = Bilingual(*(_listed(sorted(TABLES), language) for language in ("zh", "en")))
    return texts.chat.NO_TABLE.filled(file=name, kinds=kinds)


def _listed(names: Iterable[str], language: Language) -> str:
    return texts.chat.FILE_SEPARATOR.of(language).join(names)
