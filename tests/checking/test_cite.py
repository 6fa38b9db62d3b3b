"""The citations of a text that somebody else wrote, computed with the real embedding model."""

from collections.abc import Callable

import pytest

from assistant.checking.cited_lines import with_doubts
from assistant.checking.citing import Cited, cite
from assistant.checking.support import SupportChecker
from assistant.documents import Passage, Section
from assistant.retrieval.embedding import BundledEmbedder
from assistant.store.messages import Doubt
from tests.remembering import article_library

Cite = Callable[..., Cited]

ENCRYPTION = "对训练数据加密，可以防止数据泄露。"
AUDITS = "要定期审计模型的安全，找出漏洞并修好。"
MADE_UP = "量子计算机三年内就能破解所有加密。"


@pytest.fixture(scope="module")
def checker() -> SupportChecker:
    return SupportChecker(BundledEmbedder().encode_passages)


@pytest.fixture(scope="module")
def passages() -> list[tuple[Section, Passage]]:
    section = article_library().section("ai-pm-skills", "zh", "9.3")
    assert section
    return [(section, passage) for passage in section.passages]


@pytest.fixture(scope="module")
def position(passages: list[tuple[Section, Passage]]) -> dict[str, int]:
    """The number that each named list item has among the passages."""
    return {passage.plain[:4]: n for n, (_, passage) in enumerate(passages, start=1)}


@pytest.fixture
def cited(checker: SupportChecker, passages: list[tuple[Section, Passage]]) -> Cite:
    def compute(markdown: str, *facts: str) -> Cited:
        return cite(markdown, passages, checker, facts)

    return compute


def quotes(result: Cited) -> list[str]:
    return [citation.quote[:4] for citation in result.citations]


def test_a_statement_without_a_mark_gets_one(cited: Cite) -> None:
    result = cited(f"{ENCRYPTION}{AUDITS}")
    assert result.text == f"{ENCRYPTION}[1] {AUDITS}[2]"
    assert quotes(result) == ["数据加密", "安全审计"]


def test_a_mark_that_is_right_is_kept_whatever_its_place(cited: Cite, position: dict[str, int]) -> None:
    right = position["数据加密"]
    for written in (f"{ENCRYPTION}[{right}]", f"{ENCRYPTION[:-1]}[{right}]。", f"{ENCRYPTION} 【{right}】"):
        result = cited(written)
        assert result.text == f"{ENCRYPTION}[1]"
        assert quotes(result) == ["数据加密"]


def test_a_mark_that_is_wrong_is_moved(cited: Cite, position: dict[str, int]) -> None:
    assert quotes(cited(f"{ENCRYPTION}[{position['安全审计']}]")) == ["数据加密"]


def test_a_mark_on_what_nothing_supports_is_dropped_and_the_sentence_listed(cited: Cite) -> None:
    result = cited(f"{ENCRYPTION}[1] {MADE_UP}[2]")
    assert result.unsupported == (MADE_UP,)
    assert result.text.endswith(MADE_UP)


def test_a_mark_beyond_the_passages_is_dropped(cited: Cite) -> None:
    assert cited(f"{ENCRYPTION}[99]").text == f"{ENCRYPTION}[1]"


def test_what_a_demo_returned_needs_no_mark(cited: Cite) -> None:
    result = cited("500 轮之后斜率是 2.01。", "500 轮后得到斜率 2.01、截距 1.49。")
    assert (result.text, result.unsupported) == ("500 轮之后斜率是 2.01。", ())


def test_greetings_and_questions_back_are_left_alone(cited: Cite) -> None:
    text = "好问题！\n\n你们的训练数据里有个人信息吗？"
    assert cited(text) == Cited(text)


def test_code_formulas_headings_and_tables_keep_their_shape(cited: Cite) -> None:
    text = f"## 安全\n\n```python\nx = data[1]\n```\n\n$$\na[1]\n$$\n\n| 措施 | 作用 |\n|---|---|\n\n- **加密**：{ENCRYPTION}"
    assert cited(text).text == f"{text}[1]"


def test_the_head_of_a_table_states_nothing(cited: Cite) -> None:
    table = f"| 量子计算机的三年计划 | 破解加密的所有办法 |\n|---|---|\n| {MADE_UP} | 无 |"
    assert [sentence.split()[0] for sentence in cited(table).unsupported] == [MADE_UP]


def test_a_line_of_nothing_but_marks_is_left_out(cited: Cite) -> None:
    assert cited(f"{ENCRYPTION}\n\n资料编号：[1]、[2]").text.strip() == f"{ENCRYPTION}[1]"


def test_an_interval_is_no_mark(cited: Cite) -> None:
    assert "[0, 1]" in cited("它的输出范围是 [0, 1]。").text


def test_doubted_sentences_are_rewritten_where_they_stand(cited: Cite) -> None:
    result = cited(f"- {ENCRYPTION}\n- **注意**：{MADE_UP}")
    assert (
        with_doubts(result.text, result.unsupported, lambda sentence, n: f"<{sentence} {n}>")
        == f"- {ENCRYPTION}[1]\n- <**注意**：{MADE_UP} 0>"
    )


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("对训练数据加密，可以让泄露减少 37%。", Doubt(reason="number", about="37%")),
        ("对训练数据加密要用 BitLocker。", Doubt(reason="name", about="BitLocker")),
        ("老板都喜欢安静的办公室和咖啡。", Doubt(reason="meaning")),
    ],
)
def test_why_nothing_supports_a_sentence_is_told(cited: Cite, sentence: str, doubt: Doubt) -> None:
    result = cited(sentence)
    assert (result.unsupported, result.doubts) == ((sentence,), (doubt,))
