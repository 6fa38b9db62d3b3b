"""What the library page is made of: contents, search and the open section."""

from collections.abc import Sequence

import streamlit as st

from assistant.demos.registry import demos
from assistant.documents import Section, inert
from assistant.retrieval.evidence import SectionHit
from assistant.text import Language
from assistant.ui import bridge, navigation, sections, session, texts
from assistant.ui.sections import heading, literal, name

_SNIPPET_CHARACTERS = 110
# Contents longer than this show the neighbourhood of the open section; the select box has them all.
_CONTENTS = 150
_NEIGHBOURS = 40


def show(shelf: Sequence[Section], language: Language) -> None:
    """Show the contents beside the open section; on a narrow screen, above it."""
    wanted = st.query_params.get("section")
    position = _position(shelf, wanted, st.query_params.get("document"))
    with st.container(key="library-side", gap="small"):
        query = st.text_input(
            texts.library.SEARCH.of(language),
            key="library-search",
            type="search",
            placeholder=texts.library.SEARCH.of(language),
            label_visibility="collapsed",
        )
        _contents(shelf, position, language)
    with st.container(key="library-page", gap="small"):
        if query:
            _results(query, language)
        else:
            if wanted and shelf[position].address != wanted:
                st.caption(texts.library.NO_SECTION.of(language, address=literal(wanted)))
            _section(shelf, position, language)


def _position(shelf: Sequence[Section], address: str | None, document: str | None) -> int:
    """Return the place of a section on the shelf, of the first with a text where there is no such section."""
    named = (i for i, s in enumerate(shelf) if s.address == address and document in (None, s.document))
    return next(named, next((i for i, s in enumerate(shelf) if s.markdown.strip()), 0))


def _open(section: Section, passage: int | None = None) -> None:
    st.query_params.update(section=section.address, document=section.document)
    if st.session_state.get("library-search"):
        st.session_state["library-search"] = ""
    st.session_state["library-passage"] = passage
    st.session_state["library-times"] = st.session_state.get("library-times", 0) + 1


def _contents(shelf: Sequence[Section], position: int, language: Language) -> None:
    with st.container(key="library-contents", gap=None):
        st.caption(texts.library.CONTENTS.of(language))
        start = 0 if len(shelf) <= _CONTENTS else max(0, position - _NEIGHBOURS)
        end = len(shelf) if len(shelf) <= _CONTENTS else position + _NEIGHBOURS
        for number, section in enumerate(shelf[start:end], start=start):
            place = "here" if number == position else f"level-{section.level}"
            st.button(
                heading(section),
                key=f"contents-{place}-{number}",
                type="tertiary",
                width="stretch",
                wrap=True,
                on_click=_open,
                args=(section,),
            )
    with st.container(key="library-select"):
        st.selectbox(
            texts.library.CONTENTS.of(language),
            range(len(shelf)),
            index=position,
            format_func=lambda number: f"{'　' * max(0, shelf[number].level - 2)}{name(shelf[number])}",
            key=f"select-{position}",
            label_visibility="collapsed",
            on_change=lambda: _open(shelf[st.session_state[f"select-{position}"]]),
        )


def _section(shelf: Sequence[Section], position: int, language: Language) -> None:
    section = shelf[position]
    with st.container(key="library-heading", gap=None):
        if section.path:
            st.caption(inert(" · ".join(section.path)))
        st.markdown(f"# {heading(section)}", anchors=False)
    passage = st.session_state.get("library-passage")
    with st.container(key="library-text", gap="small"):
        sections.show_section(section, language, scope="library", cited=passage)
    if section.children:
        _children(shelf, section, language)
    _actions(section, language)
    _neighbours(shelf, position, language)
    times = st.session_state.get("library-times", 0)
    bridge.mount(
        language, focus=f"{times}" if passage is not None else None, top=f"{section.address}-{times}"
    )


def _children(shelf: Sequence[Section], section: Section, language: Language) -> None:
    with st.container(key="library-children", gap=None):
        st.caption(texts.library.SECTION_HERE.of(language))
        for child in (s for s in shelf if s.document == section.document and s.address in section.children):
            st.button(
                heading(child), key=f"child-{child.address}", type="tertiary", on_click=_open, args=(child,)
            )


def _actions(section: Section, language: Language) -> None:
    with st.container(key="library-actions", horizontal=True, gap="small"):
        if st.button(
            texts.library.ASK_ABOUT.of(language), key="ask-about", icon=":material/forum:", type="primary"
        ):
            session.ask(
                texts.library.ASK_ABOUT_QUESTION.of(language, address=section.address, title=section.title)
            )
            navigation.to_chat()
        for demo in demos().values():
            label = texts.library.RUN_DEMO.of(language, demo=demo.title.of(language))
            if section.address in demo.sections and st.button(
                label, key=f"run-{demo.name}", icon=":material/play_arrow:"
            ):
                session.run_demo(demo.name, {}, demo.title.of(language))
                navigation.to_chat()


def _neighbours(shelf: Sequence[Section], position: int, language: Language) -> None:
    with st.container(
        key="library-neighbours", horizontal=True, horizontal_alignment="distribute", gap="small"
    ):
        if position > 0:
            _neighbour(
                shelf[position - 1], texts.library.PREVIOUS.of(language), "previous", ":material/arrow_back:"
            )
        if position + 1 < len(shelf):
            _neighbour(
                shelf[position + 1], texts.library.NEXT.of(language), "next", ":material/arrow_forward:"
            )


def _neighbour(section: Section, label: str, key: str, icon: str) -> None:
    st.button(
        f":small[{label}]  \n{heading(section)}",
        key=f"library-{key}",
        icon=icon,
        icon_position="left" if key == "previous" else "right",
        type="tertiary",
        on_click=_open,
        args=(section,),
    )


def _results(query: str, language: Language) -> None:
    coach = session.warm_up().ready
    if coach is None:
        st.caption(texts.library.SEARCH_WAITS.of(language))
        return
    evidence = coach.search(query, language)
    if not evidence.sections or evidence.coverage == "none":
        st.markdown(texts.library.NO_RESULTS.of(language, query=literal(query)))
    title = texts.library.RESULTS if evidence.answerable else texts.library.ONLY_NEAR
    st.caption(title.of(language, query=literal(query)))
    for number, hit in enumerate(evidence.sections):
        _result(hit, number)


def _result(hit: SectionHit, number: int) -> None:
    best = hit.passages[0].passage if hit.passages else None
    with st.container(key=f"library-result-{number}", gap=None):
        st.button(
            heading(hit.section),
            key=f"result-{number}",
            type="tertiary",
            on_click=_open,
            args=(hit.section, best.index if best else None),
        )
        if best:
            snippet = " ".join(best.plain.split())
            st.text(snippet if len(snippet) <= _SNIPPET_CHARACTERS else f"{snippet[:_SNIPPET_CHARACTERS]}…")
