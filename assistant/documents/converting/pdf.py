"""PDF -> Markdown: a section for each page, or for the part of a page under one heading.

Written on pdfplumber, which is what markitdown reads PDF with too; markitdown itself does not say where a page ends, and a
citation needs the page.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

import pdfplumber
from pdfminer.layout import LTChar, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from assistant.documents.converting.limits import Advance, Limits
from assistant.documents.converting.markdown_writing import escape_line, join_lines, table
from assistant.documents.converting.problems import Refusal
from assistant.text import Bilingual, detect_language
from assistant.text.language import HAN

_PAGE = Bilingual("第 {page} 页", "Page {page}")
_TITLED_PAGE = Bilingual("{title}（第 {page} 页）", "{title} (page {page})")
_HEADING_SIZE = 1.15
"""How much larger than the body a heading is set."""
_LONGEST_HEADING = 60
_SHORT_LINE = 0.75
"""Of the width of its column: a shorter line that ends a sentence ends a paragraph."""
_RUNNING = 0.6
"""The share of pages that a running head stands on."""
_DEEPEST_MARGIN = 3
"""How many lines a running head has at most."""
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_BULLET = re.compile(rf"[•●▪■◆◦○‣➢✓\uf06c\uf0b7\uf0d8\x7f·*–-](?:\s+|(?=[{HAN}]))")
_ITEM = re.compile(rf"{_BULLET.pattern}|(?:\d{{1,2}}[.)、](?!\d)|[(（]\d{{1,2}}[)）]|[①-⑳])")
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？", ":", "：", ";", "；")
_ORDERED = re.compile(r"(\d{1,2})[.)]\s+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, list item or table of a page."""

    text: str
    """One line, or a table in Markdown."""
    size: float = 0.0
    """Of its letters, in points; 0 for a table."""
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a column of text."""

    text: str
    size: float
    left: float
    right: float
    opens: bool
    """Whether it is the first of its column."""


def pages_markdown(data: bytes, limits: Limits, advance: Advance) -> str:
    """Return the Markdown of a PDF; "" where it has no text. Each page that is read is told.

    Raises:
        Refusal: It asks for a password, has too many pages, or is damaged.
    """
    try:
        with pdfplumber.open(BytesIO(data), laparams={}) as pdf:
            count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), limits.pages + 1))
            if count > limits.pages:
                raise Refusal("too_many_pages", limit=limits.pages)
            pages = list(_read(pdf.pages, advance))
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        locked = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise Refusal("password" if locked else "broken") from error
    return "\n\n".join(_markdown(_without_margins(pages)))


def _read(pages: Sequence[Page], advance: Advance) -> Iterator[list[_Block]]:
    for number, page in enumerate(pages, start=1):
        yield _blocks(page)
        advance(number, len(pages))


def _blocks(page: Page) -> list[_Block]:
    """Return what stands on a page, in reading order; a table comes before the first text that begins below it."""
    found = [(table.bbox, table.extract()) for table in page.find_tables()]
    tables = [(box, rows) for box, rows in found if len(rows) > 1 and len(rows[0]) > 1]
    waiting = sorted(tables, key=lambda each: float(each[0][1]))
    blocks: list[_Block] = []
    lines: list[_Line] = []
    for box in page.layout:
        if not isinstance(box, LTTextBox):
            continue
        x, y = (box.x0 + box.x1) / 2, page.height - (box.y0 + box.y1) / 2
        if any(left <= x <= right and top <= y <= bottom for (left, top, right, bottom), _ in tables):
            continue
        while waiting and waiting[0][0][1] < page.height - box.y1:
            blocks += [*_paragraphs(lines), _table_block(waiting.pop(0)[1])]
            lines = []
        lines += _lines(box)
    blocks += [*_paragraphs(lines), *(_table_block(rows) for _, rows in waiting)]
    page.close()
    return [block for block in blocks if block.text]


def _table_block(rows: Iterable[Sequence[str | None]]) -> _Block:
    return _Block(
        table([join_lines(_drop_unmapped(cell or "")) for cell in row] for row in rows), is_table=True
    )


def _drop_unmapped(text: str) -> str:
    """Return text without the glyphs of which the file does not say what they mean."""
    return _UNMAPPED.sub("", text)


def _lines(box: LTTextBox) -> list[_Line]:
    lines = [line for line in box if isinstance(line, LTTextLine)]
    sizes = [[letter.size for letter in line if isinstance(letter, LTChar)] for line in lines]
    return [
        _Line(text, max(statistics.median(size), 0.1), line.x0, line.x1, number == 0)
        for number, (line, size) in enumerate(zip(lines, sizes, strict=True))
        if size and (text := _drop_unmapped(line.get_text()).strip())
    ]


def _paragraphs(lines: Sequence[_Line]) -> Iterator[_Block]:
    """Put lines that a page was too narrow for together again."""
    right = max((line.right for line in lines), default=0.0)
    begun: list[_Line] = []
    for line in lines:
        if begun and _begins_paragraph(line, begun[-1], right):
            yield _paragraph(begun)
            begun = []
        begun.append(line)
    if begun:
        yield _paragraph(begun)


def _paragraph(lines: Sequence[_Line]) -> _Block:
    return _Block(join_lines("\n".join(line.text for line in lines)), lines[0].size)


def _begins_paragraph(line: _Line, last: _Line, right: float) -> bool:
    """Return whether a line begins a paragraph; right is where the page's longest line ends."""
    if _ITEM.match(line.text) or not 0.9 < line.size / last.size < 1.1:
        return True
    ended = last.text.endswith(_SENTENCE_ENDS)
    full = last.right > right - 2 * line.size
    if line.opens:
        return ended or not full or line.left > last.left + line.size
    indented = line.left > last.left + line.size and not _ITEM.match(last.text)
    return ended and (indented or (not full and last.right - last.left < _SHORT_LINE * (right - last.left)))


def _without_margins(pages: Sequence[Sequence[_Block]]) -> list[list[_Block]]:
    """Leave out running heads and page numbers: what begins or ends most pages, numbers aside, and is no heading."""
    body = _body_size(pages)
    kept = [list(page) for page in pages]
    for edge in (0, -1) * _DEEPEST_MARGIN:
        edges = Counter(
            _outline(page[edge]) for page in kept if page and page[edge].size <= body * _HEADING_SIZE
        )
        running = {text for text, times in edges.items() if times > max(1, len(pages) * _RUNNING)}
        for page in kept:
            if page and _outline(page[edge]) in running:
                page.pop(edge)
    return kept


def _outline(block: _Block) -> str:
    return _DIGITS.sub("", block.text)


def _body_size(pages: Sequence[Sequence[_Block]]) -> float:
    """Return the size that most letters are set in."""
    letters = Counter[float]()
    for block in (block for page in pages for block in page if not block.is_table):
        letters[round(block.size, 1)] += len(block.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _markdown(pages: Sequence[Sequence[_Block]]) -> Iterator[str]:
    blocks = [block for page in pages for block in page]
    if not blocks:
        return
    language = detect_language("\n".join(block.text for block in blocks))
    body = _body_size(pages)
    heading = ""
    if title := _title(blocks, body):
        yield f"# {escape_line(title)}"
    for number, page in enumerate(pages, start=1):
        fresh = True
        for block in page:
            if number == 1 and block.text == title:
                continue
            is_heading = _is_heading(block, body)
            if is_heading:
                heading = block.text
            if fresh or is_heading:
                text = _TITLED_PAGE if heading else _PAGE
                yield f"## {text.of(language, title=escape_line(heading), page=number)}"
                fresh = False
            if not is_heading:
                yield _block_markdown(block)


def _title(blocks: Sequence[_Block], body: float) -> str:
    """Return the text's title: its first block, where that is a heading larger than any other."""
    first = blocks[0]
    largest = max((block.size for block in blocks[1:]), default=0.0)
    return first.text if _is_heading(first, body) and first.size > largest * 1.05 else ""


def _is_heading(block: _Block, body: float) -> bool:
    return block.size > body * _HEADING_SIZE and len(block.text) <= _LONGEST_HEADING


def _block_markdown(block: _Block) -> str:
    if block.is_table:
        return block.text
    if bullet := _BULLET.match(block.text):
        return f"- {escape_line(block.text[bullet.end() :])}"
    if number := _ORDERED.match(block.text):
        return f"{number[1]}. {escape_line(block.text[number.end() :])}"
    return escape_line(block.text)
