import pytest

from assistant.store.messages import Citation
from assistant.ui.chat.marks import link_marks


def citation(n: int, **values: str) -> Citation:
    return Citation(
        **{
            "n": n,
            "document": "d",
            "section": "9.2",
            "title": "训练时间",
            "quote": "把任务分到多台机器。",
            **values,
        }
    )


def test_a_mark_becomes_a_link_that_names_section_and_quote() -> None:
    linked = link_marks("分到多台机器。[1]", "m", [citation(1)])
    assert linked == '分到多台机器。\u00a0[1](#cite-m-1 "9.2 训练时间 — 把任务分到多台机器。")'


def test_a_mark_without_a_citation_stays_text() -> None:
    assert link_marks("见 [7]。", "m", [citation(1)]) == "见 [7]。"


def test_neighbouring_marks_are_links_each() -> None:
    assert link_marks("快。[1][2]", "m", None) == "快。\u00a0[1](#cite-m-1)\u00a0[2](#cite-m-2)"


@pytest.mark.parametrize(
    "verbatim", ["`a[1]`", "```python\nx = a[1]\n```", "$a[1]$", "$$\na[1]\n$$", "```\na[1]"]
)
def test_code_and_formulas_keep_their_brackets(verbatim: str) -> None:
    assert link_marks(verbatim, "m", None) == verbatim


def test_a_quote_cannot_end_the_links_title() -> None:
    linked = link_marks("x[1]", "m", [citation(1, quote='a "b" \\ c\n\nd')])
    assert linked.endswith(' — a ”b” \\\\ c d")')
    assert "\n" not in linked


def test_a_long_quote_is_cut() -> None:
    assert len(link_marks("x[1]", "m", [citation(1, quote="长" * 1000)])) < 700


def test_a_quotes_formulas_are_written_in_unicode() -> None:
    assert "— 梯度 ∇J(θ) 是导数。" in link_marks(
        "x[1]", "m", [citation(1, quote="梯度 $\\nabla J(\\theta)$ 是导数。")]
    )


def test_a_quote_is_no_cell_of_a_table() -> None:
    assert "a &#124; b" in link_marks("| x[1] |", "m", [citation(1, quote="a | b")])
