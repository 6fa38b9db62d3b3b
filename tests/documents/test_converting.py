"""What comes out of PDF, Word and PowerPoint files."""

import sys
from pathlib import Path

import docx
import pytest

from assistant.documents import parse_markdown
from assistant.documents.converting import convert
from assistant.documents.converting.markdown_writing import escape_line, join_lines
from tests.documents import samples

NEVER = (sys.executable, "-c", "raise SystemExit(1)")


def test_word_keeps_its_title_headings_lists_and_tables() -> None:
    markdown = convert(samples.word(), "手册.docx")
    assert markdown.startswith("# 用户研究手册\n\n## 访谈方法\n\n访谈前先写下三个假设")
    assert "### 招募\n\n* 优先找最近三十天内用过产品的人。\n* 每组五个人就够了。" in markdown
    assert "| 角色 | 人数 |\n| --- | --- |\n| 主持 | 1 |" in markdown


def test_slides_become_sections_with_their_number_and_title() -> None:
    document = parse_markdown(convert(samples.slides(), "复盘.pptx"), document="复盘")
    assert document.title == "增长复盘"
    second, third = document.sections[-2:]
    assert [second.title, third.title] == ["第 2 张：留存的三个原因", "第 3 张"]
    assert "- 首次体验太长\n  - 注册要填十二个字段\n" in second.markdown
    assert [passage.plain for passage in second.passages][-2:] == ["# 没有引导", "备注：这里要强调注册流程。"]
    assert third.passages[0].kind == "table"
    assert "七月 | 21%" in third.passages[0].plain


def test_pages_become_sections_that_name_heading_and_page() -> None:
    document = parse_markdown(convert(samples.pdf(), "留存.pdf"), document="留存")
    assert document.title == "留存分析"
    assert [section.title for section in document.sections[1:]] == ["第 1 页", "第 2 页"]
    first, second = document.sections[1:]
    assert first.passages[0].plain == samples.LONG
    assert first.passages[1].plain == "指标 | 一月\n次日留存 | 42%"
    assert second.passages[0].plain.startswith("第二页说明怎样整理访谈的结论")
    assert second.passages[1].plain == ("Words wrap over lines and come out as one paragraph. " * 4).strip()


def test_pictures_leave_what_is_said_of_them(tmp_path: Path) -> None:
    def with_picture(document: "docx.document.Document") -> None:
        document.add_paragraph("图片前")
        document.add_picture(str(Path(__file__).parents[2] / "docs" / "images" / "chat.png"))
        document.add_paragraph("图片后")

    markdown = convert(samples.word(with_picture), "图.docx")
    assert "data:" not in markdown
    assert "图片前" in markdown
    assert "图片后" in markdown


def test_each_page_and_slide_that_is_read_is_told() -> None:
    told: list[tuple[int, int]] = []
    convert(samples.pdf(), "留存.pdf", on_progress=lambda done, total: told.append((done, total)))
    convert(samples.slides(), "复盘.pptx", on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)]


def test_the_content_decides_not_the_name() -> None:
    assert convert(samples.slides(), "复盘.pdf").startswith("# 增长复盘")


def test_a_file_is_converted_once(tmp_path: Path) -> None:
    data = samples.word()
    first = convert(data, "a.docx", tmp_path)
    assert convert(data, "b.docx", tmp_path, program=NEVER) == first


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "访谈方法" in convert(samples.word(), "a.docx", tmp_path / "file")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("用户为什么\n使用产品", "用户为什么使用产品"),
        ("one\ntwo", "one two"),
        ("用 GPT\n来写", "用 GPT 来写"),
        ("work\u00ad\nflow", "workflow"),
        ("⽤户在第⼆⻚", "用户在第二页"),
        ("e\ufb03cient", "efficient"),
    ],
)
def test_lines_are_joined_as_they_were_meant(lines: str, text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "1. no item",
        "> no quote",
        "a * b * c",
        "a_b_c",
        "[x](y)",
        "<b>",
        "$5 and $6",
        "`c`",
        ":red[x]",
        "| a |",
        "a\\b",
        "~~x~~",
    ],
)
def test_text_stays_text(text: str) -> None:
    (section,) = parse_markdown(escape_line(text), document="d").sections
    assert [(passage.kind, passage.plain) for passage in section.passages] == [("paragraph", text)]
