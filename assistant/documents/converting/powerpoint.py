"""PowerPoint -> Markdown: a section for each slide.

Written on python-pptx, which is what markitdown reads slides with too; markitdown itself drops the levels of lists and
lets a "#" in a slide's text become a heading.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.text.text import TextFrame

from assistant.documents.converting.limits import Advance, Limits
from assistant.documents.converting.markdown_writing import escape_line, table
from assistant.documents.converting.problems import Refusal
from assistant.text import Bilingual, Language, detect_language

_SLIDE = Bilingual("第 {number} 张", "Slide {number}")
_TITLED_SLIDE = Bilingual("第 {number} 张：{title}", "Slide {number}: {title}")
_NOTES = Bilingual("备注：", "Notes: ")
_DEEPEST_GROUP = 10
_UNSEEN = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER}


def slides_markdown(data: bytes, limits: Limits, advance: Advance) -> str:
    """Return the Markdown of a .pptx: the first slide's title, then each slide's text, tables, charts and notes.

    Each slide that is read is told.

    Raises:
        Refusal: It has too many slides.
    """
    slides = list(Presentation(BytesIO(data)).slides)
    if len(slides) > limits.slides:
        raise Refusal("too_many_slides", limit=limits.slides)
    read: list[tuple[str, list[str], str]] = []
    for number, slide in enumerate(slides, start=1):
        read.append((_title(slide), list(_blocks(slide)), _notes(slide)))
        advance(number, len(slides))
    said = "\n".join("\n".join([title, *blocks, notes]) for title, blocks, notes in read)
    language = detect_language(said)
    if not said.strip():
        return ""
    parts = [f"# {escape_line(read[0][0])}"] if read and read[0][0] else []
    for number, (title, blocks, notes) in enumerate(read, start=1):
        parts.append(_heading(number, title, language))
        parts += blocks
        parts += [f"> {_NOTES.of(language)}{notes}"] if notes else []
    return "\n\n".join(parts)


def _heading(number: int, title: str, language: Language) -> str:
    text = _TITLED_SLIDE if title else _SLIDE
    return f"## {text.of(language, number=number, title=escape_line(title))}"


def _title(slide: Slide) -> str:
    shape = slide.shapes.title
    return " ".join(shape.text_frame.text.split()) if shape is not None and shape.has_text_frame else ""


def _notes(slide: Slide) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return escape_line(frame.text) if frame is not None else ""


def _blocks(slide: Slide) -> Iterator[str]:
    title = slide.shapes.title
    for shape in _in_order(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.is_placeholder and shape.placeholder_format.type in _UNSEEN:
            continue
        block = _block(shape)
        if block:
            yield block


def _in_order(shapes: Iterable[BaseShape], depth: int = 0) -> Iterator[BaseShape]:
    """Yield shapes as they are read, from the top and the left, those of a group in its place."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if isinstance(shape, GroupShape):
            if depth < _DEEPEST_GROUP:
                yield from _in_order(shape.shapes, depth + 1)
        else:
            yield shape


def _block(shape: BaseShape) -> str:
    if isinstance(shape, GraphicFrame):
        if shape.has_table:
            return table([cell.text for cell in row.cells] for row in shape.table.rows)
        return _chart(shape.chart) if shape.has_chart else ""
    return _text(shape.text_frame, shape.is_placeholder) if isinstance(shape, Shape) else ""


def _text(frame: TextFrame, in_placeholder: bool) -> str:
    """Return the paragraphs of a text, as list items where there are several: that is what slides show."""
    paragraphs = [(paragraph.level, escape_line(paragraph.text)) for paragraph in frame.paragraphs]
    paragraphs = [(level, text) for level, text in paragraphs if text]
    flat = all(level == 0 for level, _ in paragraphs)
    if len(paragraphs) < 2 or (flat and not in_placeholder):
        return "\n\n".join(text for _, text in paragraphs)
    lines: list[str] = []
    depth = -1
    for level, text in paragraphs:
        # A level that has none above it would be code.
        depth = min(level, depth + 1)
        lines.append(f"{'  ' * depth}- {text}")
    return "\n".join(lines)


def _chart(chart: Chart) -> str:
    """Return a chart as a table, or nothing where python-pptx does not know its kind."""
    try:
        series = list(chart.plots[0].series)
        values = [list(each.values) for each in series]
        rows = [["", *(each.name for each in series)]]
        for index, category in enumerate(chart.plots[0].categories):
            row = [each[index] if index < len(each) else None for each in values]
            rows.append([str(category), *("" if value is None else f"{value:g}" for value in row)])
        titled = chart.has_title and chart.chart_title.has_text_frame
        title = escape_line(chart.chart_title.text_frame.text) if titled else ""
    except (ValueError, IndexError, KeyError, AttributeError, PythonPptxError):
        return ""
    return f"{title}\n\n{table(rows)}".strip()
