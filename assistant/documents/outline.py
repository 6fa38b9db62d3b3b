"""One Markdown text -> its parts: a heading, the text below it, the passages of that text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it.token import Token

from assistant.documents.addresses import heading_number, is_summary, opens_summary
from assistant.documents.decoding import split_front_matter
from assistant.documents.grammar import block_parser, blocks
from assistant.documents.passages import MarkdownSource, PassageReader, UnplacedPassage
from assistant.documents.plain import plain_inline
from assistant.text import Bilingual, Language, clean, detect_language

_SUMMARY_TITLE = Bilingual("摘要", "Abstract")
_CLOSING_TITLE = Bilingual("文末说明", "Closing note")
# A rule across the page near the end sets off who wrote the text; that is no part of the last section.
_CLOSING_RULE = re.compile(r"\A\s*+(?:[-*_][ \t]*+){10,}+\s*")
_CLOSING_CHARACTERS = 1000
_HEADING_CHARACTERS = 120
_HEADING_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{[#.:][^{}]*+\}\s*$")

Block = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the text below it, before it is known how people will name it."""

    title: str
    level: int
    markdown: str
    pieces: tuple[tuple[int, UnplacedPassage], ...]
    """Each passage with the position of its block; its bounds count in `markdown`."""
    summary: bool = False
    heading: bool = True
    """False for text that stands under no heading of its own."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What one text holds, and what it says about itself."""

    parts: tuple[Part, ...]
    language: Language
    document: str | None = None
    title: str | None = None

    @property
    def has_text(self) -> bool:
        """Whether anything stands under the headings."""
        return any(part.pieces for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The lines [first, last) that belong together, and their blocks."""

    role: Literal["heading", "opening", "summary", "closing"]
    first: int
    last: int
    blocks: Sequence[Block]
    heading: Block | None = None
    level: int = 0


def read_outline(text: str, name: str, language: Language | None = None) -> Outline:
    """Return what a Markdown text holds.

    Args:
        text: Markdown, with or without front matter; any line ends.
        name: The title of a text that has none.
        language: Overrides what the front matter or the text itself tells.
    """
    matter, body = split_front_matter(clean(text))
    source = MarkdownSource(body)
    env: dict[str, dict[str, object]] = {}
    tops = list(blocks(block_parser().parse(body, env)))
    prose = "\n".join(source.lines_of(block[0]) for block in tops if block[0].type != "fence")
    language = language or matter.language or detect_language(prose or body)
    title = matter.title or _title_heading(tops)
    titles = {
        "opening": title or name,
        "summary": _SUMMARY_TITLE.of(language),
        "closing": _CLOSING_TITLE.of(language),
    }
    reader = PassageReader(source, env.get("references", {}))
    parts = (_part(stretch, reader, titles) for stretch in _stretches(tops, source))
    return Outline(
        tuple(part for part in parts if part.heading or part.pieces), language, matter.document, title
    )


def _stretches(tops: Sequence[Block], source: MarkdownSource) -> list[_Stretch]:
    """Return the text before the first heading, and each heading with the text below it."""
    starts = [number for number, block in enumerate(tops) if _is_heading(block)]
    starts.append(len(tops))
    first_lines = [*(_lines(tops[start])[0] for start in starts[:-1]), source.line_count]
    found = [_Stretch("opening", 0, first_lines[0], tops[: starts[0]])]
    for start, end, last in zip(starts, starts[1:], first_lines[1:], strict=False):
        heading = tops[start]
        level = int(heading[0].tag[1])
        found.append(_Stretch("heading", _lines(heading)[1], last, tops[start + 1 : end], heading, level))
    if len(found) > 1:
        found[:2] = _with_summary(found[0], found[1], source)
        found[-1:] = _with_closing(found[-1], source)
    return found


def _with_summary(opening: _Stretch, first: _Stretch, source: MarkdownSource) -> list[_Stretch]:
    """Tell a summary before the first heading, or between the text's title and its first chapter, from other text."""

    def has_summary(stretch: _Stretch) -> bool:
        return any(opens_summary(source.lines_of(block[0])) for block in stretch.blocks)

    if has_summary(opening):
        return [replace(opening, role="summary"), first]
    if first.heading and first.heading[0].tag == "h1" and has_summary(first):
        heading = replace(first, last=first.first, blocks=())
        return [opening, heading, replace(first, role="summary", heading=None, level=2)]
    return [opening, first]


def _with_closing(last: _Stretch, source: MarkdownSource) -> list[_Stretch]:
    """Tell the few lines behind a long rule at the end from the last section."""
    for number in range(len(last.blocks) - 1, 0, -1):
        first_line, next_line = _lines(last.blocks[number])
        start, end = source.bounds((next_line, last.last))
        if end - start > _CLOSING_CHARACTERS:
            break
        if last.blocks[number][0].type == "hr" and source.text[start:end].strip():
            if not _CLOSING_RULE.fullmatch(source.lines_of(last.blocks[number][0])):
                break
            body = replace(last, last=first_line, blocks=last.blocks[:number])
            return [body, _Stretch("closing", next_line, last.last, last.blocks[number + 1 :], level=1)]
    return [last]


def _part(stretch: _Stretch, reader: PassageReader, titles: Mapping[str, str]) -> Part:
    start, end = reader.source.bounds((stretch.first, stretch.last))
    body = reader.source.text[start:end]
    start += len(body) - len(body.lstrip("\n"))
    pieces = tuple(
        (number, replace(piece, start=piece.start - start, end=piece.end - start))
        for number, block in enumerate(stretch.blocks)
        for piece in reader.read(block)
    )
    heading = stretch.heading
    title = _heading_text(heading) if heading else titles[stretch.role]
    return Part(
        title=title,
        level=stretch.level,
        markdown=body.strip("\n").rstrip(),
        pieces=pieces,
        summary=is_summary(title) if heading else stretch.role == "summary",
        heading=heading is not None,
    )


def _is_heading(block: Block) -> bool:
    """Return whether a block is a heading that a person would call one.

    CommonMark reads a row of dashes right below a paragraph as a heading of the whole paragraph; people mean a rule.
    """
    if block[0].type != "heading_open":
        return False
    text = block[1].content.strip()
    if block[0].markup.startswith("#"):
        return bool(text)
    return (
        "\n" not in text
        and len(text) <= _HEADING_CHARACTERS
        and not text.endswith(("。", "；", "，", ".", ";", ","))
    )


def _heading_text(block: Block) -> str:
    text = _HEADING_ATTRIBUTES.sub("", block[1].content.strip())
    return plain_inline(text) or text


def _title_heading(tops: Sequence[Block]) -> str | None:
    """Return the text's only heading of the first level, where it comes before all others."""
    headings = [block for block in tops if _is_heading(block)]
    top = [block for block in headings if block[0].tag == "h1"]
    if len(top) != 1 or headings[0] is not top[0] or heading_number(title := _heading_text(top[0])):
        return None
    return title


def _lines(block: Block) -> tuple[int, int]:
    first, last = block[0].map or (0, 0)
    return first, last
