"""The blocks of a text -> passages, each with its place in the text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from assistant.documents.cutting import cut_lines, cut_text, split_formulas
from assistant.documents.grammar import blocks
from assistant.documents.model import PassageKind
from assistant.documents.plain import html_text, plain_blocks, plain_inline
from assistant.documents.sources import without_marks

_PARAGRAPH_CHARACTERS = 600
_ITEM_CHARACTERS = 1200
_TABLE_CHARACTERS = 1500
_CODE_LINES, _CODE_CHARACTERS = 60, 4000
_ITEM_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|[ \t]?)")
_TASK_MARK = re.compile(r"\A\[[ xX]\]\s+")
_QUOTE_MARKER = re.compile(r"^ {0,3}> ?", re.MULTILINE)
# GitHub's "[!WARNING]" on a line of its own, and Obsidian's with a title behind it.
_NOTE_MARKER = re.compile(r"(?<!\s)\s*+(?:> ?)?\[!([A-Za-z]++)\][+-]?[ \t]*(?:\n|$)?")

References = dict[str, object]


class MarkdownSource:
    """A text and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.line_count = len(self._starts) - 1

    def bounds(self, lines: Sequence[int]) -> tuple[int, int]:
        """Return the start of the first of the lines [first, last) and the end of the last."""
        return self._starts[lines[0]], min(self._starts[lines[1]], len(self.text))

    def lines_of(self, token: Token) -> str:
        """Return the lines of a block as written."""
        start, end = self.bounds(token.map or (0, 0))
        return self.text[start:end]

    def span(self, token: Token, *, indented: bool = False) -> tuple[int, int]:
        """Return the bounds of a block's text, without blank lines around it, and without its indent unless asked for."""
        start, end = self.bounds(token.map or (0, 0))
        body = self.text[start:end]
        text_start = start + len(body) - len(body.lstrip())
        if indented:
            text_start = max(start, self.text.rfind("\n", 0, text_start) + 1)
        return text_start, max(text_start, start + len(body.rstrip()))


@dataclass(frozen=True, slots=True)
class UnplacedPassage:
    """A passage before it belongs to a section; start and end count in the whole source."""

    kind: PassageKind
    text: str
    plain: str
    start: int
    end: int
    item: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PassageReader:
    """Reads the passages of one source, at its top level or inside a block quote."""

    source: MarkdownSource
    references: References
    quoted: bool = False
    note: str | None = None

    def read(self, block: Sequence[Token]) -> Iterator[UnplacedPassage]:
        """Yield the passages of a block, in order, leaving out what says nothing: a rule, a comment, an empty item."""
        return (piece for piece in self._pieces(block) if piece.plain.strip())

    def _pieces(self, block: Sequence[Token]) -> Iterable[UnplacedPassage]:
        token = block[0]
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                return self._items(block)
            case "table_open":
                return self._table(token)
            case "fence" | "code_block":
                return self._code(token)
            case "math_block":
                return [self._piece("formula", *self.source.span(token), plain=f"$${token.content}$$")]
            case "html_block":
                return self._cut("paragraph", *self.source.span(token), _PARAGRAPH_CHARACTERS, html_text)
            case "blockquote_open" if not self.quoted:
                return self._quote(block)
            case "blockquote_open":
                return self._cut(
                    "paragraph", *self.source.span(token), _PARAGRAPH_CHARACTERS, self._blocks_text
                )
            case "heading_open":
                return self._heading(token)
            case "paragraph_open":
                return self._paragraph(*self.source.span(token))
        return ()

    def _paragraph(self, start: int, end: int) -> Iterator[UnplacedPassage]:
        for is_formula, first, last in split_formulas(self.source.text[start:end]):
            if is_formula:
                yield self._piece("formula", start + first, start + last, plain_inline)
            else:
                yield from self._cut(
                    "paragraph", start + first, start + last, _PARAGRAPH_CHARACTERS, self._inline_text
                )

    def _heading(self, token: Token) -> Iterator[UnplacedPassage]:
        """A heading that makes no section: in a quote, or a paragraph right above a row of dashes."""
        start, end = self.source.span(token)
        if not token.markup.startswith("#"):
            end = self.source.text.rfind("\n", start, end)
            return self._paragraph(start, end)
        return self._cut("paragraph", start, end, _PARAGRAPH_CHARACTERS, self._blocks_text)

    def _items(self, block: Sequence[Token]) -> Iterator[UnplacedPassage]:
        first = int(block[0].attrGet("start") or 1) if block[0].type == "ordered_list_open" else 1
        for number, item in enumerate(blocks(block[1:-1]), start=first):
            start, end = self.source.span(item[0])
            yield from self._cut("item", start, end, _ITEM_CHARACTERS, self._item_text, item=number)

    def _table(self, token: Token) -> Iterator[UnplacedPassage]:
        """A table whole, or its rows in groups, each below the table's head in `text` and `plain`."""
        start, end = self.source.span(token)
        raw = self.source.text[start:end].split("\n")
        if max(len(line) for line in raw) > _TABLE_CHARACTERS:
            yield from self._cut("table", start, end, _TABLE_CHARACTERS, self._inline_text)
            return
        rows = [self._strip_quote_marks(line) for line in raw]
        for first, last, begin, stop in _groups(raw, 2, len(raw), _TABLE_CHARACTERS):
            text = without_marks("\n".join([*rows[:2], *rows[first:last]]))
            yield self._piece("table", start + begin, start + stop, self._blocks_text, text=text)

    def _code(self, token: Token) -> Iterator[UnplacedPassage]:
        """A code block whole, or its lines in groups, each fenced in `text`."""
        start, end = self.source.span(token, indented=token.type == "code_block")
        words = token.info.split()
        if words and words[0].lower() == "mermaid":
            yield self._piece("diagram", start, end, plain=token.content)
            return
        raw = self.source.text[start:end].split("\n")
        if max(len(line) for line in raw) > _CODE_CHARACTERS:
            yield from self._cut("code", start, end, _CODE_CHARACTERS, str)
            return
        content = token.content.rstrip().split("\n")
        head = 1 if token.type == "fence" else 0
        fence = token.markup or "```"
        # Behind the last line of code there may be the closing fence; it goes with it.
        for first, last, begin, stop in _groups(
            raw[: head + len(content)], head, _CODE_LINES, _CODE_CHARACTERS
        ):
            code = "\n".join(content[first - head : last - head])
            stop = len(self.source.text[start:end]) if last == head + len(content) else stop
            yield self._piece(
                "code", start + begin, start + stop, plain=code, text=f"{fence}{token.info}\n{code}\n{fence}"
            )

    def _quote(self, block: Sequence[Token]) -> Iterator[UnplacedPassage]:
        start, end = self.source.span(block[0])
        marker = _NOTE_MARKER.match(self.source.text, self.source.text.find(">", start) + 1, end)
        inner = PassageReader(self.source, self.references, True, marker.group(1).lower() if marker else None)
        for child in blocks(block[1:-1]):
            first, last = self.source.span(child[0])
            if marker and first < marker.end() and child[0].type == "paragraph_open":
                yield from (p for p in inner._paragraph(min(marker.end(), last), last) if p.plain.strip())
            else:
                yield from inner.read(child)

    def _cut(
        self,
        kind: PassageKind,
        start: int,
        end: int,
        limit: int,
        plain: Callable[[str], str],
        item: int | None = None,
    ) -> Iterator[UnplacedPassage]:
        for first, last in cut_text(self.source.text[start:end], limit):
            yield self._piece(kind, start + first, start + last, plain, item=item)

    def _piece(
        self,
        kind: PassageKind,
        start: int,
        end: int,
        plain: Callable[[str], str] | str = "",
        *,
        text: str | None = None,
        item: int | None = None,
    ) -> UnplacedPassage:
        """Make a piece from a slice of the source, or from a text that stands for it."""
        if text is None:
            text = self._strip_markers(kind, start, end)
        return UnplacedPassage(
            kind="note" if self.note else kind,
            text=text,
            plain=(plain if isinstance(plain, str) else plain(text)).strip("\n"),
            start=start,
            end=end,
            item=item,
            note=self.note,
        )

    def _strip_markers(self, kind: PassageKind, start: int, end: int) -> str:
        text = self._strip_quote_marks(self.source.text[start:end])
        if kind != "code":
            text = without_marks(text)
        if kind == "item":
            return self._strip_item_marker(text, start)
        if kind == "paragraph" or kind == "formula":
            return "\n".join(line.strip() for line in text.split("\n"))
        return text

    def _strip_item_marker(self, text: str, start: int) -> str:
        """Return an item's text with its lines set back to the left margin."""
        margin = start - self.source.text.rfind("\n", 0, start) - 1 if not self.quoted else 0
        marker = _ITEM_MARKER.match(text.lstrip(" "))
        first, *rest = text.split("\n")
        width = margin + len(first) - len(first.lstrip(" ")) + (marker.end() if marker else 0)
        if marker:
            first = first.lstrip(" ")[marker.end() :]
        return "\n".join([first, *(_outdent(line, width) for line in rest)])

    def _strip_quote_marks(self, text: str) -> str:
        return _QUOTE_MARKER.sub("", text) if self.quoted else text

    def _inline_text(self, text: str) -> str:
        return plain_inline(text, self.references)

    def _item_text(self, text: str) -> str:
        return plain_blocks(_TASK_MARK.sub("", text), self.references)

    def _blocks_text(self, text: str) -> str:
        return plain_blocks(text, self.references)


def _outdent(line: str, width: int) -> str:
    expanded = line.expandtabs(4) if line.lstrip(" ").startswith("\t") else line
    return expanded[min(width, len(expanded) - len(expanded.lstrip(" "))) :]


def _groups(
    lines: Sequence[str], head: int, most_lines: int, most_characters: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield (first line, last line, start, end) of groups of the lines below a head; the first group's span holds the head."""
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    groups = cut_lines(lines[head:], most_lines, most_characters) or [(0, 0)]
    for first, last in groups:
        yield first + head, last + head, offsets[first + head] if first else 0, offsets[last + head] - 1
