"""Markdown to sections and passages: every form of heading and block, nothing lost, nothing invented."""

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents import Document, Passage, Section, load_library, parse_markdown

ARTICLE = Path(
    os.environ.get("PM_COACH_ARTICLE") or Path(__file__).parents[2] / "shared" / "source-article.md"
)


def parse(text: str) -> Document:
    return parse_markdown(text, document="d")


def addresses(text: str) -> list[str]:
    return [section.address for section in parse(text).sections]


def passages(text: str) -> list[Passage]:
    return [passage for section in parse(text).sections for passage in section.passages]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(passage.kind, passage.plain) for passage in passages(text)]


def written(section: Section, passage: Passage) -> str:
    return section.markdown[passage.start : passage.end]


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "address", "title"),
        [
            ("9.2. 训练时间", "9.2", "训练时间"),
            ("9.2 训练时间", "9.2", "训练时间"),
            ("9.2大模型", "9.2", "大模型"),
            ("4.3.2 细节", "4.3.2", "细节"),
            ("1. 背景", "1", "背景"),
            ("1、背景", "1", "背景"),
            ("1）背景", "1", "背景"),
            ("一、背景", "1", "背景"),
            ("十二、总结", "12", "总结"),
            ("（二）方法", "2", "方法"),
            ("(2) Method", "2", "Method"),
            ("第8章 总结", "8", "总结"),
            ("第八章：总结", "8", "总结"),
            ("第 3 节 方法", "3", "方法"),
            ("第三章第二节 方法", "3.2", "方法"),
            ("第8.3节 挑战", "8.3", "挑战"),
            ("Chapter 7", "7", "Chapter 7"),
            ("Chapter 7: Tools", "7", "Tools"),
            ("CHAPTER 7 — Tools", "7", "Tools"),
            ("Section 4.2 Gradient descent", "4.2", "Gradient descent"),
            ("§ 4.2 Gradient descent", "4.2", "Gradient descent"),
            ("🚀 2.1 起步", "2.1", "起步"),
            ("**5.1** `code`", "5.1", "code"),
            ("概述", "概述", "概述"),
            ("GPT-3.5 的能力", "GPT-3.5 的能力", "GPT-3.5 的能力"),
            ("3 ways to fail", "3 ways to fail", "3 ways to fail"),
            ("3D 打印", "3D 打印", "3D 打印"),
            ("2.0 时代", "2.0 时代", "2.0 时代"),
            ("3.5x faster", "3.5x faster", "3.5x faster"),
            ("2024 年度报告", "2024 年度报告", "2024 年度报告"),
            ("第一步：安装", "第一步：安装", "第一步：安装"),
            ("摘要", "摘要", "摘要"),
            ("Abstract", "摘要", "Abstract"),
            ("Executive Summary:", "摘要", "Executive Summary:"),
            ("Setup {#setup}", "Setup", "Setup"),
        ],
    )
    def test_a_number_in_a_heading_is_its_address(self, heading: str, address: str, title: str) -> None:
        section = parse(f"## {heading}\n\ntext\n").sections[0]
        assert (section.address, section.title) == (address, title)

    def test_bare_numbers_count_where_they_count_on(self) -> None:
        assert addresses("# 1 引言\n# 2 方法\n# 7 samurai\n") == ["1", "2", "7 samurai"]

    def test_numbers_within_a_chapter_are_counted_through_it(self) -> None:
        text = "# 一、现状\n## （一）市场\n## （二）用户\n# 第二章 方法\n## 第一节 数据\n### 1. 清洗\n## Section 2\n"
        assert addresses(text) == ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.2"]

    def test_chapters_keep_their_numbers_beside_numbered_parts(self) -> None:
        text = "# 第一部分 基础\n## 第一章 概念\n# 第二部分 应用\n## 第二章 实践\n"
        assert addresses(text) == ["第一部分 基础", "1", "第二部分 应用", "2"]
        assert addresses("# Part 1\n# Part 2\n") == ["1", "2"]

    def test_addresses_are_unique(self) -> None:
        text = "# 概述\n# 概述\n# 概述 (2)\n# 1. a\n# 1. b\n# 摘要\n# Abstract\n"
        assert addresses(text) == ["概述", "概述 (2)", "概述 (2) (2)", "1", "1 (2)", "摘要", "摘要 (2)"]

    def test_setext_headings_are_headings_but_a_rule_below_a_sentence_is_not(self) -> None:
        assert addresses("Title\n=====\n\ntext\n\nPart\n----\n") == ["Title", "Part"]
        document = parse("# A\n\n作者：某人写了这篇文章。\n------\n\n再见\n")
        assert [section.address for section in document.sections] == ["A"]
        assert [p.plain for p in document.sections[0].passages] == ["作者：某人写了这篇文章。", "再见"]

    def test_a_heading_in_code_is_code(self) -> None:
        assert addresses("# A\n\n```sh\n# comment\n```\n\n    # indented\n") == ["A"]

    def test_the_tree_follows_numbers_and_else_levels(self) -> None:
        sections = {
            s.address: s
            for s in parse("# 9. FAQ\n# 9.2 Time\n#### Deep\n## Note\n# Other\n### Skipped\n").sections
        }
        assert sections["9.2"].parent == "9"
        assert sections["Deep"].parent == sections["Note"].parent == "9.2"
        assert sections["9"].children == ("9.2",)
        assert sections["9.2"].children == ("Deep", "Note")
        assert sections["Skipped"].parent == "Other"
        assert sections["Deep"].path == ("FAQ", "Time")
        assert sections["Other"].parent is None

    def test_chapter_headings_without_text_are_kept(self) -> None:
        chapter, section = parse("## 2. Concepts\n\n### 2.1 Models\n\ntext\n").sections
        assert (chapter.address, chapter.passages, chapter.markdown) == ("2", (), "")
        assert section.parent == "2"


class TestOpeningAndClosing:
    def test_a_summary_before_the_first_heading_is_named_so(self) -> None:
        section, _ = parse("关键词：AI\n\n> **摘要**：本文讲大模型。\n\n## 1. 背景\n").sections
        assert (section.address, section.title, section.level) == ("摘要", "摘要", 0)
        assert [p.plain for p in section.passages] == ["关键词：AI", "摘要：本文讲大模型。"]

    def test_a_summary_below_the_title_gets_a_section_of_its_own(self) -> None:
        document = parse("# Growth\n\nAbstract: what we found.\n\n## 1. Start\n")
        assert document.title == "Growth"
        assert [(s.address, s.title, s.parent) for s in document.sections] == [
            ("Growth", "Growth", None),
            ("摘要", "Abstract", "Growth"),
            ("1", "Start", "Growth"),
        ]

    def test_other_text_before_the_first_heading_is_named_by_the_title(self) -> None:
        section = parse_markdown("Hello there.\n\n## A\n", document="d", title="My notes").sections[0]
        assert (section.address, section.title, section.level) == ("My notes", "My notes", 0)

    def test_a_text_without_headings_is_one_section(self) -> None:
        assert addresses("---\ntitle: 随笔\n---\n摘要：一段话。\n\n另一段。\n") == ["随笔"]
        assert addresses("one\n\ntwo\n") == ["d"]

    def test_lines_behind_a_long_rule_at_the_end_are_no_part_of_the_last_section(self) -> None:
        last, closing = parse("## 9.3 安全\n\n- 加密\n\n--------------------\n\n作者：某人\n").sections
        assert [p.plain for p in last.passages] == ["加密"]
        assert (closing.address, [p.plain for p in closing.passages]) == ("文末说明", ["作者：某人"])

    def test_a_short_rule_divides_nothing(self) -> None:
        assert addresses("## A\n\none\n\n---\n\ntwo\n") == ["A"]


class TestFrontMatter:
    def test_it_names_the_document_its_language_and_title(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text(
            '---\ndocument: skills\nlanguage: en-GB\ntitle: "A: B"\n---\n## 标题\n\n文字\n'
        )
        document = load_library(tmp_path).documents[0]
        assert (document.id, document.language, document.title) == ("skills", "en", "A: B")

    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: [unclosed\n  - x: {y\n---\n# A\n",
            "---\ntags:\n  - a\n  - b\ntitle: >-\n  folded\n---\n# A\n",
            "---\nlanguage: klingon\nunknown: 1\n---\n# A\n",
            "---\r\ntitle: T\r\n---\r\n# A\r\n",
            "---\n---\n# A\n",
        ],
    )
    def test_what_it_cannot_read_does_no_harm(self, text: str) -> None:
        assert addresses(text) == ["A"]

    def test_a_block_between_rules_that_is_no_front_matter_stays_text(self) -> None:
        assert kinds("---\n\njust text\n\n---\n") == [("paragraph", "just text")]
        assert [p.plain for p in passages("---\ntitle: never closed\n\ntext\n")] == [
            "title: never closed",
            "text",
        ]


class TestPassages:
    def test_each_block_is_a_passage_of_its_kind(self) -> None:
        text = """## A

Lead with **bold**, `code`, a [link](http://x.y) and ![a picture](http://x.y/z.png).

1. First
2. Second
   - nested
   - items

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

$$
E = mc^2
$$

```mermaid
graph TD
```

> quoted

> [!WARNING]
> Not true.
"""
        assert kinds(text) == [
            ("paragraph", "Lead with bold, code, a link and a picture."),
            ("item", "First"),
            ("item", "Second\nnested\nitems"),
            ("table", "a | b\n1 | 2"),
            ("code", "x = 1"),
            ("formula", "$$E = mc^2$$"),
            ("diagram", "graph TD"),
            ("paragraph", "quoted"),
            ("note", "Not true."),
        ]

    def test_a_passage_keeps_its_place(self) -> None:
        section = parse("## A\n\nLead.\n\n* one\n* two\n\n> [!TIP]\n> three\n").sections[0]
        assert [written(section, p) for p in section.passages] == ["Lead.", "* one", "* two", "> three"]
        assert [p.block for p in section.passages] == [0, 1, 1, 2]
        assert [p.item for p in section.passages] == [None, 1, 2, None]
        assert [p.note for p in section.passages] == [None, None, None, "tip"]
        assert [p.text for p in section.passages] == ["Lead.", "one", "two", "three"]

    def test_items_are_set_back_to_the_margin(self) -> None:
        first, second = passages("10. one\n    - a\n\n      b\n11. two\n")
        assert (first.text, second.text) == ("one\n- a\n\n  b", "two")
        assert (first.item, second.item) == (10, 11)

    def test_task_and_footnote_marks_are_no_text(self) -> None:
        assert kinds("- [x] done[^1]\n\n[^1]: 脚注\n") == [("item", "done"), ("paragraph", "脚注")]

    def test_notes_may_hold_several_blocks_and_a_title(self) -> None:
        assert [
            (p.kind, p.note, p.plain, p.text) for p in passages("> [!note] Title\n> one\n>\n> - two\n")
        ] == [
            ("note", "note", "Title one", "Title\none"),
            ("note", "note", "two", "two"),
        ]

    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            (r"其中\(\theta\)是参数", r"其中$\theta$是参数"),
            ("the $x_1$ axis", "the $x_1$ axis"),
            ("costs $5 and $10", "costs $5 and $10"),
            ("一行\n另一行", "一行另一行"),
            ("one\ntwo", "one two"),
            ("a<br>b <b>c</b> <!-- d -->", "a\nb c "),
            ("List<T> of a &lt; b", "List<T> of a < b"),
            ("<https://a.b> &copy; \\*", "https://a.b © *"),
        ],
    )
    def test_plain_text_has_no_markup(self, text: str, plain: str) -> None:
        assert [p.plain for p in passages(text)] == [plain.rstrip()]

    def test_html_is_text_and_scripts_are_dropped(self) -> None:
        assert kinds("<div>\n<b>Hello</b> &amp; welcome\n<script>alert(1)</script>\n</div>\n") == [
            ("paragraph", "Hello & welcome")
        ]
        assert kinds("<!-- nothing -->\n\n<script>\nalert(1)\n</script>\n") == []

    @pytest.mark.parametrize("formula", ["$$\na = b\n$$", "\\[ a = b \\]", "\\[\na = b\n\\]", "$$a = b$$"])
    def test_display_formulas_stand_apart(self, formula: str) -> None:
        assert kinds(f"公式为：\n{formula}\n其中 $a$ 已知。") == [
            ("paragraph", "公式为："),
            ("formula", "$$a = b$$"),
            ("paragraph", "其中 $a$ 已知。"),
        ]
        assert [kind for kind, _ in kinds(f"{formula}\n")] == ["formula"]

    def test_a_formula_holds_what_looks_like_markdown(self) -> None:
        assert kinds("\\[\na\n- b\n= c\n# d\n\\]\n") == [("formula", "$$a\n- b\n= c\n# d$$")]

    def test_a_formula_in_a_sentence_divides_it(self) -> None:
        assert kinds("由 $$a=b$$，得到 `$$c$$`。") == [
            ("paragraph", "由"),
            ("formula", "$$a=b$$，"),
            ("paragraph", "得到 $$c$$。"),
        ]

    def test_a_long_paragraph_is_cut_at_sentence_ends(self) -> None:
        sentence = "大模型的训练需要大量的计算资源和时间，这对创业公司提出了更高的要求。"
        found = passages(sentence * 50)
        assert all(len(p.plain) <= 650 and p.plain.endswith("。") for p in found)
        assert "".join(p.plain for p in found) == sentence * 50

    def test_a_paragraph_without_any_end_is_cut_all_the_same(self) -> None:
        found = passages("大" * 100_000)
        assert max(len(p.plain) for p in found) <= 1000
        assert "".join(p.plain for p in found) == "大" * 100_000

    def test_links_and_formulas_are_not_cut_in_two(self) -> None:
        text = "".join(f"词语{i}[链接 {i}](http://example.com/{i})与$x_{{{i}}} + y$，" for i in range(200))
        assert all(
            p.text.count("[") == p.text.count(")") and p.text.count("$") % 2 == 0 for p in passages(text)
        )

    def test_long_code_is_cut_at_line_ends_and_stays_code(self) -> None:
        code = "\n".join(f"print({i})" for i in range(150))
        section = parse(f"```python\n{code}\n```\n").sections[0]
        assert "\n".join(p.plain for p in section.passages) == code
        assert all(p.text.startswith("```python\n") and p.text.endswith("\n```") for p in section.passages)
        assert "\n".join(written(section, p) for p in section.passages) == section.markdown

    def test_a_long_table_repeats_its_head(self) -> None:
        rows = [f"| {i} | {'数据' * 20} |" for i in range(60)]
        section = parse("\n".join(["| 序号 | 内容 |", "|---|---|", *rows])).sections[0]
        assert len(section.passages) > 1
        assert all(p.plain.startswith("序号 | 内容\n") for p in section.passages)
        assert "\n".join(written(section, p) for p in section.passages) == section.markdown


BLOCKS = st.sampled_from(
    [
        "段落一。第二句！",
        "A paragraph\nover two lines.",
        "- one\n- two\n  - nested\n\n  more",
        "3. three\n4. four",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```py\nx = 1\n\ny = 2\n```",
        "    indented code",
        "$$\na = b\n$$",
        r"文字 \[ c \] 文字",
        "> quote\n> - item\n>\n> more",
        "> [!NOTE]\n> 注意\n> 两行",
        "```mermaid\ngraph TD\n```",
        "<div>block</div>",
        "lazy\n> quote\ncontinued",
        "长句" * 400,
    ]
)
HEADINGS = st.sampled_from(
    ["# 一、标题", "## 2.1 Title", "#### 深", "Setext\n---", "## 摘要", "## 2.1 Title"]
)
DOCUMENTS = st.lists(st.one_of(BLOCKS, HEADINGS), max_size=12).map("\n\n".join)
NOISE = st.text(alphabet="ab 一。.\n\n#-=*_>`|1$\\()[]!:<&~\t", max_size=200)


class TestAnyText:
    @given(st.one_of(DOCUMENTS, NOISE, st.text(max_size=200)))
    @settings(max_examples=400, deadline=None)
    def test_passages_are_slices_in_order_and_addresses_unique(self, text: str) -> None:
        document = parse(text)
        assert len({section.address for section in document.sections}) == len(document.sections)
        for section in document.sections:
            position = 0
            for index, passage in enumerate(section.passages):
                assert position <= passage.start < passage.end <= len(section.markdown)
                assert passage.index == index
                assert passage.plain.strip()
                assert not written(section, passage)[-1].isspace()
                position = passage.end

    @given(DOCUMENTS)
    @settings(max_examples=150, deadline=None)
    def test_passages_hold_every_letter_of_a_document(self, text: str) -> None:
        for section in parse(text).sections:
            rest = list(section.markdown)
            for passage in section.passages:
                rest[passage.start : passage.end] = " " * (passage.end - passage.start)
            assert not re.search(r"\w", "".join(rest).replace("[!NOTE]", ""))

    @given(st.one_of(DOCUMENTS, NOISE))
    @settings(max_examples=150, deadline=None)
    def test_line_ends_and_byte_order_mark_make_no_difference(self, text: str) -> None:
        assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            "> " * 20_000 + "a",
            "- " * 10_000 + "a",
            "".join("  " * depth + "- a\n" for depth in range(600)),
            "![a](" * 20_000,
            "\\[" * 20_000,
            "$$ a\n" * 10_000,
            "`" * 50_000 + "**a" * 10_000,
            "# a\n" * 5_000,
        ],
        ids=lambda text: text[:8],
    )
    def test_text_made_to_hang_a_parser_is_read_in_seconds(self, text: str) -> None:
        started = time.monotonic()
        parse(text)
        assert time.monotonic() - started < 20
