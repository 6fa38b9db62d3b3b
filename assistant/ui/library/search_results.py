"""The results of a search of the library: sections, their best passages, the words that were looked for marked."""

from collections.abc import Iterable, Sequence

import streamlit as st

from assistant.documents import Document
from assistant.retrieval.evidence import Evidence
from assistant.text import Language, detect_language
from assistant.ui import bridge, session, texts
from assistant.ui.library import place
from assistant.ui.library.place import Place
from assistant.ui.library.search import Found, Snippet, Span, find
from assistant.ui.sections import heading, literal

_MOST_SECTIONS = 20
_SNIPPET_CHARACTERS = 120
_WAKING_SECONDS = 1.0


def show(shelf: Sequence[Document], query: str, language: Language) -> None:
    """Show what a query finds on the shelf: its words at once, and its meaning as soon as the model is awake."""
    bridge.mount(language, top=f"search {query}")
    waits = _waits()
    # Always a fragment, also when nothing is waited for: a click in one that is gone meanwhile would be lost.
    st.fragment(_show, run_every=_WAKING_SECONDS if waits else None)(
        place.current(), waits, shelf, query, language
    )


def _waits() -> bool:
    """Whether the model will be there soon."""
    return not (session.warm_up().awake or session.warm_up().error)


def _show(here: Place, waits: bool, shelf: Sequence[Document], query: str, language: Language) -> None:
    if place.current() != here or _waits() != waits:
        st.rerun()
    evidence = _evidence(query, language)
    found = find([section for document in shelf for section in document.sections], query, evidence)
    titles = {document.id: document.title for document in shelf} if len(shelf) > 1 else {}
    with st.container(key="library-results", gap=None):
        st.markdown(f"# {texts.library.RESULTS.of(language, query=literal(query))}", anchors=False)
        st.caption(_summary(found, evidence, language))
        for number, each in enumerate(found[:_MOST_SECTIONS]):
            _result(each, titles.get(each.section.document), query, language, number)
    if waits:
        st.caption(texts.library.SEARCH_WAITS.of(language))


def _evidence(query: str, language: Language) -> Evidence | None:
    coach = session.warm_up().ready if session.warm_up().awake else None
    return coach.search(query, language) if coach else None


def _summary(found: Sequence[Found], evidence: Evidence | None, language: Language) -> str:
    """Say how much was found, and how."""
    written = [each.hits for each in found if each.hits]
    if not found:
        return texts.library.NO_RESULTS.of(language)
    if not written:
        answers = evidence is not None and evidence.answerable
        return (texts.library.BY_MEANING if answers else texts.library.ONLY_NEAR).of(language)
    count = texts.library.HITS if len(found) <= _MOST_SECTIONS else texts.library.FIRST_HITS
    says = count.of(language, sections=len(written), hits=sum(written), shown=_MOST_SECTIONS)
    others = len(found) - len(written)
    return says + (texts.library.OTHERS.of(language, sections=others) if others else "")


def _result(found: Found, document: str | None, query: str, language: Language, number: int) -> None:
    section, snippets = found.section, found.snippets
    first = snippets[0].passage.index if snippets else None
    with st.container(key=f"library-result-{number}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.button(
                heading(section),
                key=f"result-{number}",
                type="tertiary",
                width="stretch",
                on_click=place.go,
                args=(place.of(section, first, query=query),),
            )
            if found.hits:
                st.caption(texts.library.SECTION_HITS.of(language, hits=found.hits), width="content")
        if document:
            st.caption(literal(document))
        for snippet in snippets:
            st.markdown(snippet_markdown(snippet))


def snippet_markdown(snippet: Snippet) -> str:
    """Return a passage's text around what was found, on one line, as inert Markdown with the finds marked."""
    text = snippet.text
    start, end = _window(text, snippet.spans[0][0] if snippet.spans else 0)
    marked = "".join(_marked(text, snippet.spans, start, end))
    return f"{'…' if start else ''}{marked}{'…' if end < len(text) else ''}"


def _window(text: str, found: int) -> tuple[int, int]:
    """Return where a snippet around a find begins and ends: not within a Latin word, of which a line holds twice as many letters."""
    size = _SNIPPET_CHARACTERS if detect_language(text) == "zh" else 2 * _SNIPPET_CHARACTERS
    start = max(0, min(found - size // 4, len(text) - size))
    end = min(len(text), start + size)
    while (
        0 < start < found and text[start - 1 : start + 1].isascii() and text[start - 1 : start + 1].isalnum()
    ):
        start += 1
    while found < end < len(text) and text[end - 1 : end + 1].isascii() and text[end - 1 : end + 1].isalnum():
        end -= 1
    return start, end


def _marked(text: str, spans: Iterable[Span], start: int, end: int) -> Iterable[str]:
    position = start
    for a, b in spans:
        if b <= position or a >= end:
            continue
        a, b = max(a, position), min(b, end)
        yield _escaped(text[position:a])
        yield f":yellow-background[{literal(text[a:b])}]"
        position = b
    yield _escaped(text[position:end])


def _escaped(text: str) -> str:
    """Return Markdown that shows a stretch of a text as it is; the spaces at its ends are part of it."""
    before, after = " " * text[:1].isspace(), " " * (text[-1:].isspace() and bool(text.strip()))
    return f"{before}{literal(text)}{after}"
