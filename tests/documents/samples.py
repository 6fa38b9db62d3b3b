"""Files as people and as attackers make them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache

import docx
import pptx
from pptx.util import Inches
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=16, wordWrap="CJK", spaceAfter=8)
HEADING = ParagraphStyle("heading", parent=BODY, fontSize=18, leading=24)
LONG = (
    "用户留存是指新用户在一段时间之后仍然使用产品的比例。我们把注册后第七天还打开应用的人算作留存用户，"
    "每周一在例会上汇报这个数字，并且和上一个版本作比较，找出变化的原因。"
)


@lru_cache
def word(build: "Callable[[docx.document.Document], object] | None" = None) -> bytes:
    document = docx.Document()
    if build is None:
        document.add_heading("用户研究手册", 0)
        document.add_heading("访谈方法", 1)
        document.add_paragraph("访谈前先写下三个假设，每个假设对应一个问题。")
        document.add_heading("招募", 2)
        document.add_paragraph("优先找最近三十天内用过产品的人。", style="List Bullet")
        document.add_paragraph("每组五个人就够了。", style="List Bullet")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (*table.row_cells(0), *table.row_cells(1)), ("角色", "人数", "主持", "1"), strict=True
        ):
            cell.text = text
    else:
        build(document)
    return saved(document.save)


@lru_cache
def slides() -> bytes:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "增长复盘"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "留存的三个原因"
    frame = slide.placeholders[1].text_frame
    frame.text = "首次体验太长"
    for text, level in (("注册要填十二个字段", 1), ("# 没有引导", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    slide.notes_slide.notes_text_frame.text = "这里要强调注册流程。"
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, column, text in ((0, 0, "月份"), (0, 1, "留存"), (1, 0, "七月"), (1, 1, "21%")):
        table.cell(row, column).text = text
    return saved(deck.save)


@lru_cache
def pdf(password: str | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    grid = [("GRID", (0, 0), (-1, -1), 1, colors.black), ("FONTNAME", (0, 0), (-1, -1), FONT)]
    story = [
        Paragraph("留存分析", HEADING),
        Paragraph(LONG, BODY),
        Table([["指标", "一月"], ["次日留存", "42%"]], style=grid),
        PageBreak(),
        Paragraph("第二页说明怎样整理访谈的结论，并且写明下一步由谁来做。", BODY),
        Paragraph("Words wrap over lines and come out as one paragraph. " * 4, BODY),
    ]
    encryption = StandardEncryption(password, strength=128) if password else None
    return saved(lambda file: SimpleDocTemplate(file, encrypt=encryption).build(story))


def blank_pdf(pages: int, dots: int = 0) -> bytes:
    """A PDF whose pages have nothing on them but dots, each of which takes a while to read; written by hand."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    drawing = "".join(f"{dot % 90} {dot // 90} .5 .5 re f\n" for dot in range(dots))
    content = f"/Contents {pages + 3} 0 R" if dots else ""
    objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]{content}>>"] * pages
    objects += [f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream "] if dots else []
    body, offsets = b"%PDF-1.4\n", []
    chunks = [body]
    position = len(body)
    for number, content in enumerate(objects, start=1):
        chunk = f"{number} 0 obj{content}endobj\n".encode()
        offsets.append(position)
        position += len(chunk)
        chunks.append(chunk)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return b"".join(chunks) + f"{end}startxref\n{position}\n%%EOF".encode()


def office(container: bytes, changed: Mapping[str, bytes]) -> bytes:
    """An Office file with some of its members replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(container)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return packed.getvalue()


def encrypted_office() -> bytes:
    """What Office writes for a file with a password: its older container, with the file in a stream of that name."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1016)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(4096)
    )


def old_word() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "WordDocument".encode("utf-16-le") + bytes(4096)
    )


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()
