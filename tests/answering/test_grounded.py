import json
import re
from uuid import uuid4

import pytest

from assistant.answering.events import Completed
from assistant.coach import Coach
from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.store.messages import Message


def ask(coach: Coach, question: str) -> Message:
    *_, last = coach.reply(uuid4().hex, question)
    assert isinstance(last, Completed)
    return last.message


def test_every_mark_has_its_citation_and_every_citation_a_mark(coach: Coach) -> None:
    answer = ask(coach, "大模型的训练时间如何优化？")
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert marks == {citation.n for citation in answer.citations}


def test_every_quote_stands_in_its_section(coach: Coach) -> None:
    for citation in ask(coach, "大模型有哪些特点").citations:
        section = coach.library.section(citation.document, citation.language, citation.section)
        assert section is not None
        assert section.passages[citation.passage].plain == citation.quote


def test_a_question_for_a_list_gets_the_whole_list(coach: Coach) -> None:
    answer = ask(coach, "大模型有哪些特点")
    assert all(name in answer.text for name in ("泛化能力", "计算需求", "应用场景"))


def test_a_question_about_one_point_begins_with_it(coach: Coach) -> None:
    assert ask(coach, "模型压缩能缩短训练时间吗").text.startswith("**模型压缩**")


def test_steps_are_numbered(coach: Coach) -> None:
    answer = ask(coach, "What are the steps to build and deploy a model?")
    assert re.search(r"^1\. .*\n2\. ", answer.text, re.MULTILINE)


def test_a_question_for_the_formula_gets_it(coach: Coach) -> None:
    assert r"\nabla" in ask(coach, "梯度下降的公式是什么").text


def test_a_question_for_the_code_gets_it(coach: Coach) -> None:
    assert "```python" in ask(coach, "给我看看线性回归的代码").text


def test_the_flow_chart_is_shown(coach: Coach) -> None:
    assert "```mermaid" in ask(coach, "文章里的流程图画的是什么").text


@pytest.mark.parametrize(
    "question", ["5.4 的运行结果可信吗", "代码最后打印出来的结果是多少", "What result does the code print?"]
)
def test_the_printed_result_is_told_with_what_is_wrong_and_the_demo(coach: Coach, question: str) -> None:
    text = ask(coach, question).text
    assert "1.9970265" in text
    assert "4.25" in text
    assert "线性回归" in text or "linear regression" in text


def test_a_comparison_quotes_both_sides(coach: Coach) -> None:
    text = ask(coach, "TensorFlow 和 PyTorch 有什么区别").text
    assert "TensorFlow" in text
    assert "PyTorch" in text


def test_a_chapter_is_answered_through_its_sections(coach: Coach) -> None:
    assert {citation.section for citation in ask(coach, "第九章讲了什么").citations} == {"9.1", "9.2", "9.3"}


@pytest.mark.parametrize("question", ["客服", "激活函数", "What are the challenges?", "推荐系统怎么做"])
def test_each_sentence_carries_a_mark(coach: Coach, question: str) -> None:
    for line in ask(coach, question).text.splitlines():
        # Offers to run a demo say nothing of the article.
        if line.strip() and "“" not in line and "run it now" not in line:
            assert re.search(r"\[\d+\]。?\.?$", line), line


def test_what_leads_to_something_is_followed_by_it(coach: Coach) -> None:
    """Of every question that is offered: a paragraph that ends in a colon has a list, a formula, code or a table after it."""
    lines = (BUNDLED_KNOWLEDGE / "ai-pm-skills" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    offered = [line["q"] for line in map(json.loads, lines) if line.get("suggest")]
    assert offered
    loose = []
    for question in offered:
        blocks = re.sub(r" ?\[\d+\]", "", ask(coach, question).text).split("\n\n")
        loose += [
            (question, block)
            for block, following in zip(blocks, [*blocks[1:], ""], strict=True)
            if block.endswith(("：", ":")) and not re.match(r"(- |\d+\. |\$\$|```|\|)", following)
        ]
    assert loose == []
