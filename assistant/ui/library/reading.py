"""A page of the library to read: a chapter's sections one after the other, and the ways on from each.

Of a section one can ask, run its demo, copy its address, and open the conversations that cite it.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.documents import Library, Section
from assistant.text import Language
from assistant.ui import asking, bridge, navigation, sections, session, texts, visitors
from assistant.ui.demos import offers
from assistant.ui.library import place
from assistant.ui.library.chapters import Chapter
from assistant.ui.library.place import Place
from assistant.ui.library.search import folded, spans, terms
from assistant.ui.sections import CITED_KEY, heading, literal

_DEEPEST_HEADING = 4


def show(library: Library, pages: Sequence[Chapter], opened: int, here: Place, language: Language) -> None:
    """Show a page of a document, what the address names on it highlighted.

    Args:
        library: What there is to read.
        pages: The document's.
        opened: The place of the page to show among them.
        here: What the address says.
        language: The language of the interface.
    """
    page = pages[opened]
    if here.section and not any(section.address == here.section for section in page.sections):
        st.caption(texts.library.NO_SECTION.of(language, address=literal(here.section)))
    if here.query:
        _searched(here, language)
    store = session.warm_up().store
    cited = store.cited(page.head.document, visitors.owner()) if store else {}
    with st.container(key="library-text", gap=None):
        for number, section in enumerate(page.sections):
            with st.container(key=f"library-section-{number}", gap="small"):
                _section(library, section, page, here, language, number, cited)
    _neighbours(pages, opened, language)
    _follow(page, here, language)


def _section(
    library: Library,
    section: Section,
    page: Chapter,
    here: Place,
    language: Language,
    number: int,
    cited: Mapping[str, int],
) -> None:
    depth = min(max(section.level - page.head.level, 0) + 1, _DEEPEST_HEADING)
    with st.container(key=f"library-heading-{number}", gap=None):
        if number == 0 and section.path:
            st.caption(literal(" · ".join(section.path)))
        st.markdown(f"{'#' * depth} {heading(section)}", anchors=False)
        if page.parts > 1:
            st.caption(texts.library.PART.of(language, part=page.part, parts=page.parts))
    if section.markdown.strip():
        highlighted = here.passage if here.section == section.address else None
        sections.show_section(library, section, language, scope=f"library-{number}", cited=highlighted)
        offers.show(section, language, key=f"library-offers-{number}")
        _actions(section, cited.get(section.address, 0), language, key=f"library-actions-{number}")


def _actions(section: Section, cited: int, language: Language, *, key: str) -> None:
    """Show a section's actions.

    Args:
        section: The section.
        cited: How many of the learner's conversations cite it.
        language: The language of the labels.
        key: Tells them from those of other sections.
    """
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            texts.library.ASK_ABOUT.of(language), key=f"{key}-ask", icon=":material/forum:", type="tertiary"
        ):
            _ask(section, language)
        with st.container(key=f"{key}-link", width="content"):
            link = f"[:material/link: {texts.library.COPY_LINK.of(language)}]({place.of(section).address})"
            st.markdown(link, width="content")
        if cited:
            _citing(section, cited, language, key)


def _ask(section: Section, language: Language) -> None:
    asking.ask(
        texts.library.ASK_ABOUT_QUESTION.of(language, address=section.address, title=section.title)
        if section.address != section.title
        else texts.library.ASK_ABOUT_TITLE.of(language, title=section.title)
    )
    navigation.to_chat()


@st.fragment
def _citing(section: Section, cited: int, language: Language, key: str) -> None:
    """List the conversations that cite the section; they are looked up when the list is opened."""
    label = texts.library.CITED_BY.of(language, count=cited)
    opened = st.popover(
        label, key=f"{key}-citing", icon=":material/format_quote:", type="tertiary", on_change="rerun"
    )
    store = session.warm_up().store
    if not opened.open or store is None:
        return
    with opened:
        for summary in store.citing(section.document, section.address, visitors.owner()):
            if st.button(
                literal(summary.title) or "…", key=f"{key}-{summary.id}", type="tertiary", width="stretch"
            ):
                session.open_conversation(summary.id)
                navigation.to_chat()


def _searched(here: Place, language: Language) -> None:
    """Say what is highlighted, and lead back to the results."""
    with st.container(key="library-searched", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(texts.library.HIGHLIGHTED.of(language, query=literal(here.query)), width="stretch")
        st.button(
            texts.library.BACK_TO_RESULTS.of(language),
            key="library-back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=place.go,
            args=(Place(query=here.query),),
        )
        st.button(
            texts.library.CLEAR.of(language),
            key="library-clear",
            icon=":material/close:",
            type="tertiary",
            on_click=place.go,
            args=(Place(here.document, here.section, here.passage, here.start),),
        )


def _neighbours(pages: Sequence[Chapter], opened: int, language: Language) -> None:
    with st.container(
        key="library-neighbours", horizontal=True, horizontal_alignment="distribute", gap="small"
    ):
        if opened > 0:
            _neighbour(pages[opened - 1], texts.library.PREVIOUS.of(language), "previous")
        if opened + 1 < len(pages):
            _neighbour(pages[opened + 1], texts.library.NEXT.of(language), "next")


def _neighbour(page: Chapter, label: str, key: str) -> None:
    part = f" ({page.part}/{page.parts})" if page.parts > 1 else ""
    st.button(
        f":small[{label}]  \n{heading(page.head)}{part}",
        key=f"library-{key}",
        icon=":material/arrow_back:" if key == "previous" else ":material/arrow_forward:",
        icon_position="left" if key == "previous" else "right",
        type="tertiary",
        on_click=place.go,
        args=(place.of(page.head, start=page.start),),
    )


def _follow(page: Chapter, here: Place, language: Language) -> None:
    """Tell the browser what is on the page, where to scroll, and which words to highlight."""
    on_page = [section.address for section in page.sections]
    wanted = on_page.index(here.section) if here.section in on_page else 0
    named = here.passage is not None and any(
        passage.index == here.passage for passage in page.sections[wanted].passages
    )
    bridge.mount(
        language,
        reading={
            "place": f"{place.times()} {page.head.document} {page.head.address} {page.part}",
            "target": CITED_KEY if named else f"library-section-{wanted}" if wanted else None,
            "sections": [
                [f"library-section-{number}", place.of(section, start=page.start).address]
                for number, section in enumerate(page.sections)
            ],
            "words": _words(page, here.query) if here.query else [],
            "copied": texts.library.COPIED.of(language),
        },
        on_follow=place.follow,
    )


def _words(page: Chapter, query: str) -> list[str]:
    """Return the query's words as the page writes them."""
    passages = [passage.plain for section in page.sections for passage in section.passages]
    wanted = terms(query, (folded(text) for text in passages))
    written = {text[start:end].lower() for text in passages for start, end in spans(folded(text), wanted)}
    return sorted(written, key=lambda word: (-len(word), word))
