"""Text that others wrote as the page shows it: Markdown, formulas, and sections with their notes and a cited passage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode

from assistant.documents import Library, Passage, Section, display_math, escaped, inert
from assistant.documents.naming import beside_others
from assistant.documents.sources import OWN_SIGN, OWN_WORDS, Source, marks_in, numbered
from assistant.text import Bilingual, Language
from assistant.ui import texts

CITED_KEY = "cited-passage"

# Browsers may break the line between a formula and the punctuation after it, which Chinese typesetting never does.
_FORMULA_THEN_MARK = re.compile(r"(?<=\$)(?=[，。；：、！？）》”])")
_NO_BREAK = "\u2060"
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
_QUOTE_MARKER = re.compile(r"^ {0,3}> ?")
_NOTE_LINE = re.compile(r"\[!\w+\]\s*")
_SIMPLE_TERM = re.compile(r"\w|[\d.]+")
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a section that is shown in one container."""

    markdown: str
    cited: bool = False
    note: str | None = None


def show_section(
    library: Library, section: Section, language: Language, *, scope: str, cited: int | None = None
) -> None:
    """Show a section's text, and below it what it rests on.

    Args:
        library: Where it stands.
        section: What to show.
        language: The language of the callouts' names.
        scope: Tells the containers of one place on the page from those of another.
        cited: The index of the passage to highlight.
    """
    known = library.sources.get(section.document, {})
    manifest = library.manifests.get(section.document)
    own_words = manifest.own_words if manifest else None
    marks = marks_in(section.markdown)
    named = [known[key] for key in marks if key in known]
    numbers = {source.key: number for number, source in enumerate(named, start=1)}
    for number, piece in enumerate(pieces(section, cited)):
        # What nobody can look up is no mark: footnotes of a file stay as they are written.
        if known or own_words:
            piece = replace(piece, markdown=numbered(piece.markdown, numbers))
        with st.container(key=CITED_KEY if piece.cited else f"{scope}-piece-{number}"):
            if piece.note:
                called = manifest.notes.get(piece.note) if manifest else None
                _callout(piece, called, language, scope, number)
            else:
                markdown(piece.markdown)

    if own_words and OWN_WORDS in marks:
        with st.container(key=f"{scope}-own-words"):
            st.caption(f"{OWN_SIGN} {inert(own_words.of(language))}")
    if named:
        with st.container(key=f"{scope}-references", gap="xxsmall"):
            st.caption(texts.library.SOURCES.of(language))
            markdown(
                "\n".join(f"{n}. {_reference(source, language)}" for n, source in enumerate(named, start=1))
            )


def _reference(source: Source, language: Language) -> str:
    """Return who wrote a work, when, what, and where it can be read; Markdown."""
    told = texts.library.SOURCE.of(
        language,
        authors=escaped(source.authors),
        year=source.year,
        title=escaped(source.title),
        published=escaped(source.published),
    )
    return f"{told} <{source.url}>" if source.url else told


def markdown(text: str) -> None:
    """Show Markdown that others wrote."""
    st.markdown(typeset(text), anchors=False)


@lru_cache(maxsize=1024)
def typeset(text: str) -> str:
    """Return Markdown that others wrote as the page shows it: formulas and diagrams drawn, HTML and images never."""
    return _FORMULA_THEN_MARK.sub(_NO_BREAK, display_math(inert(text)))


def literal(text: str) -> str:
    """Return Markdown that shows a text as it was typed, for labels, which know no plain text."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def name(section: Section) -> str:
    """Return a section's number and title as plain text."""
    return section.title if section.address == section.title else f"{section.address} {section.title}"


def heading(section: Section) -> str:
    """Return a section's number and title as inert Markdown."""
    return inert(name(section))


def home(library: Library, section: Section, language: Language) -> str:
    """Return what a section stands in: its document where several are loaded, and the heading above it; inert Markdown."""
    document = beside_others(library, section.document)
    above = section.path[-1:] if section.path else ()
    return inert(" · ".join([*([document.of(language)] if document else []), *above]))


def pieces(section: Section, cited: int | None = None) -> list[Piece]:
    """Return a section cut at its notes and at the cited passage, in order, nothing lost but white space."""
    source = section.markdown
    found: list[Piece] = []
    position = 0
    for start, end, piece in _cuts(section, cited):
        found.append(Piece(source[position:start].strip("\n")))
        found.append(piece)
        position = end
    found.append(Piece(source[position:].strip("\n")))
    return [piece for piece in found if piece.markdown.strip()]


def _cuts(section: Section, cited: int | None) -> Iterator[tuple[int, int, Piece]]:
    """Yield (start, end, piece) of the stretches that stand apart, in order, without overlap."""
    blocks: dict[int, list[Passage]] = {}
    for passage in section.passages:
        if passage.note or passage.index == cited:
            blocks.setdefault(passage.block, []).append(passage)
    for passages in blocks.values():
        note = passages[0].note
        is_cited = any(passage.index == cited for passage in passages)
        start, end = passages[0].start, passages[-1].end
        if note:
            start, end = _quote_bounds(section.markdown, start, end)
            yield start, end, Piece(_unquoted(section.markdown[start:end]), is_cited, note)
        else:
            line = section.markdown.rfind("\n", 0, start) + 1
            # An indented passage keeps its indent; one in the middle of a line is part of a long paragraph.
            start = line if section.markdown[line:start].isspace() else start
            yield start, end, Piece(section.markdown[start:end], is_cited)


def _quote_bounds(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the block quote around a stretch, whole lines."""
    start = source.rfind("\n", 0, start) + 1
    while start > 0 and source.startswith(">", source.rfind("\n", 0, start - 1) + 1):
        start = source.rfind("\n", 0, start - 1) + 1
    line_end = source.find("\n", end)
    return start, len(source) if line_end < 0 else line_end


def _unquoted(source: str) -> str:
    lines = [_QUOTE_MARKER.sub("", line) for line in source.splitlines()]
    return "\n".join(line for line in lines if not _NOTE_LINE.fullmatch(line))


def _callout(piece: Piece, called: Bilingual | None, language: Language, scope: str, number: int) -> None:
    name, icon = texts.library.NOTES.get(piece.note or "", texts.library.NOTES["note"])
    with st.container(key=f"{scope}-note-{piece.note}-{number}", gap="xxsmall"):
        st.markdown(f"{icon} **{inert((called or name).of(language))}**", anchors=False)
        markdown(piece.markdown)


def with_unicode_formulas(text: str) -> str:
    """Return plain text whose formulas, LaTeX between dollars, are written in Unicode: "$\\\\theta^2$" as "θ^2"."""
    return _FORMULA.sub(lambda formula: _unicode(formula[1] or formula[2]), text)


@lru_cache(maxsize=1024)
def _unicode(latex: str) -> str:
    try:
        return " ".join(str(_converter().latex_to_text(latex)).split())
    except Exception:  # What is no LaTeX fails in ways of its own, and can be read as it is.
        return latex


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    macros = get_default_latex_context_db()
    fraction = MacroTextSpec("frac", simplify_repl=_fraction)
    macros.add_context_category("fractions", macros=[fraction], prepend=True)
    return LatexNodes2Text(macros, keep_braced_groups=True, keep_braced_groups_minlen=2)


def _fraction(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
    written = [l2tobj.nodelist_to_text([argument]) for argument in node.nodeargd.argnlist if argument]
    parts = [part[1:-1] if part[:1] == "{" else part for part in written]
    return "/".join(part if _SIMPLE_TERM.fullmatch(part) else f"({part})" for part in parts)
