"""All demos at a glance: the decision that each helps with, a picture of its result, its sections, by chapter."""

from collections.abc import Iterator, Mapping
from itertools import groupby

import streamlit as st

from assistant.demos.pictures import picture
from assistant.documents import Library, SectionRef, inert
from assistant.documents.naming import document_name
from assistant.text import Language
from assistant.tools.demo import Demo
from assistant.ui import bridge, navigation, session, texts
from assistant.ui.sections import heading, literal, name

_NARROWEST = 280
"""Pixels that a card takes at least."""


def show(available: Mapping[str, Demo], language: Language) -> None:
    """Show the demos to choose from."""
    bridge.mount(language, top="demos")
    library = session.library()
    with st.container(key="gallery", gap=None):
        with st.container(key="gallery-about", gap="small"):
            st.markdown(f"# {texts.demos.DEMOS.of(language)}", anchors=False)
            st.markdown(texts.demos.GALLERY.of(language, count=len(available)))
        for title, demos in by_chapter(available, library, language):
            with st.container(key=f"gallery-{demos[0].name}", gap="small"):
                st.markdown(f"## {title}", anchors=False)
                with st.grid(2, min_column_width=_NARROWEST, gap="medium"):
                    for demo in demos:
                        _card(demo, library, language)


def by_chapter(
    available: Mapping[str, Demo], library: Library, language: Language
) -> Iterator[tuple[str, list[Demo]]]:
    """Yield the headings of the chapters in their order, each with its demos: those whose first section lies in it.

    A chapter that is not there, in this edition for example, is headed by its document.
    """
    order = [section.ref for section in library.sections(language)]

    def position(demo: Demo) -> tuple[int, int]:
        first = next((order.index(home) for home in demo.homes(language) if home in order), len(order))
        return first, len(demo.sections)

    def chapter(demo: Demo) -> SectionRef:
        number = demo.sections[0].split(".")[0] if demo.sections else ""
        return SectionRef(demo.document, language, number)

    for ref, demos in groupby(sorted(available.values(), key=position), key=chapter):
        section = library.at(ref)
        yield (
            heading(section) if section else inert(document_name(library, ref.document).of(language)),
            list(demos),
        )


def _card(demo: Demo, library: Library, language: Language) -> None:
    with st.container(key=f"card-{demo.name}", height="stretch", gap="xsmall"):
        if drawn := picture(demo.name):
            with st.container(key=f"card-{demo.name}-picture"):
                st.image(drawn.svg, width="stretch", alt=drawn.seen.of(language))
        st.markdown(f"### {literal(demo.decision.of(language))}", anchors=False)
        _sections(demo, library, language)
        if st.button(
            texts.demos.RUN_IT.of(language, demo=demo.title.of(language)),
            key=f"card-{demo.name}-run",
            icon=":material/play_arrow:",
            type="tertiary",
        ):
            st.query_params.from_dict({"demo": demo.name, "run": "1"})
            st.rerun()


def _sections(demo: Demo, library: Library, language: Language) -> None:
    """Link to the demo's sections: to the first by its title, to the others by their numbers."""
    found = [section for home in demo.homes(language) if (section := library.at(home))]
    with st.container(key=f"card-{demo.name}-sections", horizontal=True, gap="small"):
        for number, section in enumerate(found):
            label = name(section) if number == 0 else section.address
            navigation.section_link(section, label, title=name(section) if number else "")
