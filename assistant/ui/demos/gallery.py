"""All demos at a glance: what each shows, by the chapters that they belong to."""

from collections.abc import Iterator, Mapping
from itertools import groupby

import streamlit as st

from assistant.documents import Library, Section, SectionRef
from assistant.text import Language
from assistant.tools.demo import Demo
from assistant.ui import bridge, session, texts
from assistant.ui.sections import heading, literal

_NARROWEST = 300
"""Pixels that a card takes at least."""


def show(available: Mapping[str, Demo], language: Language) -> None:
    """Show the demos to choose from."""
    bridge.mount(language, top="demos")
    with st.container(key="gallery", gap="medium"):
        with st.container(key="gallery-about", gap="small"):
            st.markdown(f"# {texts.demos.DEMOS.of(language)}", anchors=False)
            st.markdown(texts.demos.GALLERY.of(language, count=len(available)))
        for chapter, demos in _by_chapter(available, session.library(), language):
            with st.container(key=f"gallery-{demos[0].name}", gap="small"):
                if chapter:
                    st.markdown(f"## {heading(chapter)}", anchors=False)
                with st.grid(2, min_column_width=_NARROWEST, gap="small"):
                    for demo in demos:
                        _card(demo, language)


def _by_chapter(
    available: Mapping[str, Demo], library: Library, language: Language
) -> Iterator[tuple[Section | None, list[Demo]]]:
    """Yield the chapters in their order, each with its demos: those whose first section lies in it."""
    order = [section.ref for section in library.sections(language)]

    def position(demo: Demo) -> int:
        return next((order.index(home) for home in demo.homes(language) if home in order), len(order))

    def chapter(demo: Demo) -> str:
        return demo.sections[0].split(".")[0] if demo.sections else ""

    for number, demos in groupby(sorted(available.values(), key=position), key=chapter):
        found = list(demos)
        yield library.at(SectionRef(found[0].document, language, number)), found


def _card(demo: Demo, language: Language) -> None:
    with st.container(key=f"card-{demo.name}", border=True, height="stretch", gap="small"):
        st.markdown(f"### {literal(demo.title.of(language))}", anchors=False)
        st.markdown(literal(demo.description.of(language)))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            if st.button(
                texts.demos.OPEN.of(language),
                key=f"open-{demo.name}",
                icon=":material/play_arrow:",
                type="tertiary",
            ):
                st.query_params.from_dict({"demo": demo.name, "run": "1"})
                st.rerun()
