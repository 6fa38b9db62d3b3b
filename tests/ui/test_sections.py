import re
from pathlib import Path

import pytest

from assistant.documents import Section, SectionRef, load_library, parse_markdown
from assistant.documents.sources import without_marks
from assistant.ui.sections import home, literal, pieces, typeset, with_unicode_formulas
from tests import two_collections
from tests.remembering import article_library
from tests.two_collections import PRICING

SECTIONS = article_library().sections()


def letters(text: str) -> str:
    """What is left of Markdown when nothing but its words counts: no white space, quote marks or note heads."""
    return re.sub(r"\[!\w+\]|[>\s]", "", text)


def section(markdown: str) -> Section:
    return parse_markdown(f"# 1. Title\n\n{markdown}", document="d").sections[0]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: f"{s.language}-{s.address}")
def test_cut_at_any_passage_a_section_loses_nothing(section: Section) -> None:
    for passage in section.passages:
        cut = pieces(section, passage.index)
        assert letters("".join(piece.markdown for piece in cut)) == letters(section.markdown)
        [cited] = [piece for piece in cut if piece.cited]
        assert letters(passage.text) in letters(without_marks(cited.markdown))


def test_a_note_stands_apart_without_its_quote_marks() -> None:
    [before, note, after] = pieces(
        section("Before.\n\n> [!WARNING]\n> Mind **this**,\n> and that.\n\nAfter.")
    )
    assert (before.markdown, after.markdown) == ("Before.", "After.")
    assert (note.note, note.markdown.strip()) == ("warning", "Mind **this**,\nand that.")


def test_a_cited_note_is_highlighted_whole() -> None:
    noted = section("> [!TIP]\n> First.\n>\n> Second.")
    [piece] = pieces(noted, cited=1)
    assert piece.cited
    assert "First." in piece.markdown
    assert "Second." in piece.markdown


def test_an_ordered_list_goes_on_counting_around_the_cited_item() -> None:
    [before, cited, after] = pieces(section("1. a\n2. b\n3. c\n4. d"), cited=1)
    assert (before.markdown, cited.markdown, after.markdown) == ("1. a", "2. b", "3. c\n4. d")


def test_an_item_is_highlighted_with_the_list_below_it() -> None:
    [cited, after] = pieces(section("- a\n    - b\n    - c\n- d"), cited=0)
    assert (cited.markdown, after.markdown) == ("- a\n    - b\n    - c", "- d")


def test_of_a_long_paragraph_only_the_cited_part_is_highlighted() -> None:
    long = section(" ".join(f"Sentence number {n} says something of its own." for n in range(400)))
    assert len(long.passages) > 2
    [_, cited, _] = pieces(long, cited=1)
    assert letters(cited.markdown) == letters(long.passages[1].text)


@pytest.mark.parametrize(
    "hostile", ["![x](https://example.com/x.png)", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"]
)
def test_what_others_wrote_loads_and_runs_nothing(hostile: str) -> None:
    shown = typeset(f"Text {hostile} text")
    assert not re.search(r"!\[[^\]]*\]\(|<img|\]\(javascript", shown)


@pytest.mark.parametrize(
    "typed", ["![x](https://example.com/x.png)", ":red[z] :material/check: $y$", "**a** `b` <c> 1. d"]
)
def test_in_a_label_what_was_typed_has_no_meaning(typed: str) -> None:
    shown = literal(typed)
    assert re.sub(r"\\(.)", r"\1", shown) == typed
    assert not re.search(r"(?<!\\)[!\[\]()*`$<:]", shown)


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"学习率 $\alpha$ 决定步长", "学习率 α 决定步长"),
        (r"$$J = \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x) - y)^2$$", "J = 1/(2m) ∑_{i=1}^m (h_θ(x) - y)^2"),
        (r"$\frac{1}{1 + e^{-z}}$", "1/(1 + e^{-z})"),
    ],
)
def test_formulas_are_written_in_unicode(latex: str, written: str) -> None:
    assert with_unicode_formulas(latex) == written


@pytest.mark.parametrize("text", ["一共 $5，不含 {a_b} 和 \\n", "没有公式", r"$\frac$"])
def test_other_text_stays(text: str) -> None:
    assert with_unicode_formulas(text).strip("$") == text.strip("$")


def test_a_section_names_its_document_where_several_are_loaded(tmp_path: Path) -> None:
    both = load_library(two_collections.write_to(tmp_path))
    section = both.at(SectionRef(PRICING, "zh", "1.2"))
    assert section is not None
    assert home(both, section, "zh") == "定价手册 · 基础"
    alone = load_library(tmp_path / PRICING)
    assert home(alone, section, "zh") == "基础"
