"""The panel beside the chat: the section behind a citation, the passage highlighted.

What it shows is in the chat's address: `?message=…&cite=2`, or `?section=9.2` (with `document` and `passage` where they
are known). The script of the bridge writes it there when a mark is clicked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from assistant.documents import Library, LibraryError, Section
from assistant.store.messages import Citation, Message
from assistant.text import Language
from assistant.ui import bridge, navigation, sections, session, texts
from assistant.ui.chat import annotations
from assistant.ui.demos import offers
from assistant.ui.library.chapters import editions


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the address wants to see."""

    section: Section | None
    passage: int | None = None
    mark: str | None = None
    """The address of the mark that cites it."""
    missing: str = ""
    """Why there is no section, in the learner's words."""

    @property
    def focus(self) -> str:
        """Names the passage, so that the script notices when it is another one."""
        section = self.section
        return (
            self.mark or f"{section.document}-{section.address}-{self.passage}" if section else self.missing
        )


@st.fragment
def reader(question: str | None, drawn: Sequence[Message] = ()) -> None:
    """Show what the address names. A click on a mark reruns this alone, so the chat stays as it is.

    Args:
        question: The key of the newest question's container.
        drawn: The messages that the chat shows.
    """
    language = session.language()
    reading = _reading(language, drawn)
    came_back = bridge.mount(
        language,
        focus=reading.focus if reading else None,
        question=question,
        has_reader=True,
        mark=reading.mark if reading else None,
    )
    if _is_elsewhere() or (came_back and _went_on(drawn)):
        st.rerun()
    if reading:
        with st.container(key="reader", gap=None):
            _header(reading, language)
            with st.container(key="reader-text", gap="small"):
                _text(reading, language)


def _reading(language: Language, drawn: Sequence[Message]) -> _Reading | None:
    params = st.query_params
    message, n, address = params.get("message"), _number("cite"), params.get("section")
    if message and n is not None:
        return _cited(message, n, language, drawn)
    if not address:
        return None
    found = _named(address, params.get("document"), language)
    return _Reading(found, _number("passage"), None, texts.chat.NO_SECTION.of(language, address=address))


def _cited(anchor: str, n: int, language: Language, drawn: Sequence[Message]) -> _Reading:
    """Return the passage of a stored answer's or of the latest turn's citation."""
    turn = session.running().latest(session.conversation())
    if turn and anchor == turn.id and turn.message:
        anchor = turn.message.id
    mark = annotations.citation_address(anchor, n)
    if turn and anchor == turn.id:
        return _Reading(None, mark=mark, missing=texts.chat.CITATION_PENDING.of(language, n=n))
    cited = next((c for answer in drawn if answer.id == anchor for c in answer.citations if c.n == n), None)
    section = _section(cited) if cited else None
    return _Reading(section, cited.passage if cited else None, mark, texts.chat.PASSAGE_GONE.of(language))


def _section(citation: Citation) -> Section | None:
    library = _library()
    return library.section(citation.document, citation.language, citation.section) if library else None


def _named(address: str, document: str | None, language: Language) -> Section | None:
    """Return the section of an address, of any document where none is named."""
    library = _library()
    shelf = [each for edition in editions(library, language) for each in edition.sections] if library else []
    return next((s for s in shelf if s.address == address and document in (None, s.document)), None)


def _library() -> Library | None:
    try:
        return session.library()
    except LibraryError:
        return None


def _number(name: str) -> int | None:
    value = st.query_params.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 6 else None


def _is_elsewhere() -> bool:
    """Whether the way back led to another conversation than the chat shows."""
    named = st.query_params.get("conversation")
    return named is not None and named != session.conversation() and not session.missing()


def _went_on(drawn: Sequence[Message]) -> bool:
    """Whether the conversation has changed since the chat was drawn, in another tab for example."""
    turn = session.running().latest(session.conversation())
    if turn and turn.running:
        visit: str | None = st.session_state.get("visit")
        return turn.visit != visit
    shown = {(message.id, message.status) for message in drawn}
    stored = [(message.id, message.status) for message in session.outline(session.conversation())]
    first = next((i for i, (message_id, _) in enumerate(stored) if drawn and message_id == drawn[0].id), 0)
    return not shown.issuperset(stored[first:])


def _header(reading: _Reading, language: Language) -> None:
    section = reading.section
    with st.container(
        key="reader-header", horizontal=True, wrap=False, vertical_alignment="top", gap="small"
    ):
        with st.container(key="reader-title", gap=None):
            if section:
                library = _library()
                above = sections.home(library, section, language) if library else ""
                st.caption(above or texts.chat.CITED_PASSAGE.of(language))
            title = sections.heading(section) if section else texts.chat.CITED_PASSAGE.of(language)
            st.markdown(f"## {title}", anchors=False)
        to_library = texts.chat.OPEN_IN_LIBRARY.of(language)
        if section and st.button(
            to_library, key="reader-library", icon=":material/menu_book:", type="tertiary"
        ):
            navigation.to_library(section, reading.passage)
        # The script closes the reader: the way back has to lead there too.
        st.button(
            texts.chat.CLOSE_READER.of(language), key="reader-close", icon=":material/close:", type="tertiary"
        )


def _text(reading: _Reading, language: Language) -> None:
    if reading.section is None:
        st.text(reading.missing)
        return
    library = _library()
    if library is not None:
        sections.show_section(library, reading.section, language, scope="reader", cited=reading.passage)
    offers.show(reading.section, language, key="reader-offers")
    _neighbours(reading.section, language)


def _neighbours(section: Section, language: Language) -> None:
    """Offer the sections before and after, as links that the script opens in the reader."""
    library = _library()
    every = library.sections(section.language) if library else ()
    shelf = [each for each in every if each.document == section.document]
    position = next((i for i, s in enumerate(shelf) if s.address == section.address), None)
    if position is None:
        return
    links = [
        _neighbour(shelf[i], label.of(language))
        for i, label in ((position - 1, texts.chat.PREVIOUS_SECTION), (position + 1, texts.chat.NEXT_SECTION))
        if 0 <= i < len(shelf)
    ]
    with st.container(key="reader-neighbours", gap=None):
        st.markdown("\n\n".join(links), anchors=False)


def _neighbour(section: Section, label: str) -> str:
    place = urlencode({"section": section.address, "document": section.document})
    return f":small[{label}] [{sections.literal(sections.name(section))}](#read?{place})"
