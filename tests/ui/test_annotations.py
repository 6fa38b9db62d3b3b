import re

import pytest

from assistant.checking.citing import Cited
from assistant.store.messages import Citation, Doubt, Message
from assistant.ui.chat import annotations
from assistant.ui.chat.annotations import link_marks
from assistant.ui.sections import typeset
from tests.documents.test_inert import TRIES, seen


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
    assert linked.endswith(' — a ”b” &#92; c d")')
    assert "\n" not in linked


@pytest.mark.parametrize("field", ["title", "section", "source", "quote"])
@pytest.mark.parametrize("before", ["", "a ` b ", "$a ", "**a "])
def test_no_markup_in_a_citation_works_wherever_its_mark_stands(field: str, before: str) -> None:
    for text in TRIES.values():
        cited = citation(1, **{field: text})
        for linked in (
            link_marks(f"{before}x[1]", "m", [cited]),
            link_marks(f"{before}| x[1] |", "m", [cited]),
        ):
            found = seen(linked)
            assert found.tags <= {"p", "a"}
            assert found.addresses == ["#cite-m-1"]


def test_a_long_quote_is_cut() -> None:
    assert len(link_marks("x[1]", "m", [citation(1, quote="长" * 1000)])) < 700


def test_a_quotes_formulas_are_written_in_unicode() -> None:
    assert "— 梯度 ∇J(θ) 是导数。" in link_marks(
        "x[1]", "m", [citation(1, quote="梯度 $\\nabla J(\\theta)$ 是导数。")]
    )


def test_a_quote_is_no_cell_of_a_table() -> None:
    assert "a &#124; b" in link_marks("| x[1] |", "m", [citation(1, quote="a | b")])


SENTENCE = "转化率会提高 30%。"
LINK = re.compile(r'\[((?:[^\[\]]|\[[^\]]*\])*)\]\(#unsupported-m-(\d+) "([^"]*)"\)')


def message(text: str, *unsupported: str, why: tuple[Doubt, ...] = ()) -> Message:
    return Message(
        id="m",
        conversation_id="c",
        role="assistant",
        text=text,
        language="zh",
        unsupported=unsupported,
        doubts=why,
    )


def shown(text: str, *unsupported: str, why: tuple[Doubt, ...] = ()) -> str:
    answer = message(text, *unsupported, why=why)
    return annotations.link_doubts(
        typeset(annotations.enclose_doubts(answer)), "m", annotations.doubt_reasons(answer, "zh")
    )


def underlined(markdown: str) -> list[str]:
    return [match[1] for match in LINK.finditer(markdown)]


@pytest.mark.parametrize(
    ("doubt", "reason"),
    [
        (Doubt(reason="number", about="30%"), "资料里没有“30%”这个数字"),
        (Doubt(reason="number"), "数字和资料对不上"),
        (Doubt(reason="name", about="LightGBM"), "资料里没有提到“LightGBM”"),
        (Doubt(reason="negation"), "和资料说的相反"),
        (Doubt(reason="list"), "列举的有一项不在资料里"),
        (Doubt(reason="meaning"), "资料里找不到这个意思"),
    ],
)
def test_the_sentence_is_a_link_that_says_why(doubt: Doubt, reason: str) -> None:
    assert shown(f"先说结论。{SENTENCE}", SENTENCE, why=(doubt,)) == (
        f'先说结论。[{SENTENCE}](#unsupported-m-0 "{reason}")'
    )


def test_an_answer_from_before_reasons_were_kept_says_the_most_general_one() -> None:
    assert '"资料里找不到这个意思"' in shown(SENTENCE, SENTENCE)


def test_a_list_item_keeps_its_marker_and_its_bold_word() -> None:
    assert shown(f"- **注意**：{SENTENCE}", f"注意：{SENTENCE}").startswith(f"- [**注意**：{SENTENCE}](#")


def test_each_cell_of_a_table_row_is_underlined() -> None:
    table = shown("| 办法 | 效果 |\n|---|---|\n| 加机器 | 快 30% |", "加机器   快 30%")
    assert underlined(table) == ["加机器", "快 30%"]
    assert table.splitlines()[2].count("|") == 3


def test_bold_across_two_sentences_stays_bold() -> None:
    assert shown("**结论。转化率会提高。**", "转化率会提高。").startswith("**结论。[转化率会提高。](#")


def test_code_formulas_and_brackets_stay_what_they_are() -> None:
    text = "取 `a[0]` 和 $x_{[i]}$ 在 [0, 1) 里。"
    (label,) = underlined(shown(text, "取 a[0] 和 $x{[i]}$ 在 [0, 1) 里。"))
    assert label == "取 `a[0]` 和 $x_{[i]}$ 在 &#91;0, 1) 里。"


def test_a_sentence_loses_its_own_links() -> None:
    text = "见 [这里](https://example.com/a) 和 https://example.com/b 的数据。"
    sentence = "见 [这里](https://example.com/a) 和 https://example.com/b 的数据。"
    assert underlined(shown(text, sentence)) == ["见 这里 和 https://example.com/b 的数据。"]


def test_the_same_words_with_a_mark_of_their_own_are_not_doubted() -> None:
    assert underlined(shown(f"{SENTENCE}[1] 换个说法。\n\n{SENTENCE}", SENTENCE)) == [SENTENCE]


def test_a_mark_of_the_sentence_before_is_not_underlined() -> None:
    answer = shown(f"有依据的话。[1] {SENTENCE}", SENTENCE)
    assert answer.startswith(f"有依据的话。[1] [{SENTENCE}](#")


def test_an_old_message_loads() -> None:
    stored = message(SENTENCE, SENTENCE).model_dump(mode="json")
    del stored["doubts"]
    assert Message.model_validate(stored).doubts == ()
    assert Cited("").doubts == ()
