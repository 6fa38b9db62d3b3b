"""Which form of answer a question asks for, and what it compares."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.retrieval.embedding import embedder
from assistant.understanding.asking import FORMS, compared_terms
from assistant.understanding.hearing import Hearing

GOLD = Path(__file__).parents[1] / "gold" / "forms_fresh.jsonl"
HEARING = Hearing(embedder())


def wanted(line: dict[str, Any]) -> set[str]:
    return {*line["forms"], *(["comparison"] if line["compared"] else [])}


def test_the_forms_that_questions_ask_for_are_heard_where_nothing_was_developed_on_them() -> None:
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    right, missed, added = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        heard, asked = set[str](HEARING.forms(line["text"])), wanted(line)
        right.update(heard & asked)
        missed.update(asked - heard)
        added.update(heard - asked)
    f1 = {form: 2 * right[form] / (2 * right[form] + missed[form] + added[form]) for form in FORMS}
    assert min(f1.values()) >= 0.7, f1
    assert sum(f1.values()) / len(f1) >= 0.8, f1


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("大模型有哪些特点", "list"),
        ("What are the challenges?", "list"),
        ("上线之前要经过哪些环节", "steps"),
        ("What are the steps to deploy a model?", "steps"),
        ("梯度下降的公式", "formula"),
        ("给我看看代码", "code"),
        ("文章里的流程图画的是什么", "diagram"),
        ("TensorFlow 和 PyTorch 有什么区别", "comparison"),
    ],
)
def test_hears_the_form_that_is_asked_for(question: str, form: str) -> None:
    assert form in HEARING.forms(question)


@pytest.mark.parametrize("question", ["大模型是什么", "怎么保证大模型的安全和稳定"])
def test_a_plain_question_asks_for_no_form(question: str) -> None:
    assert HEARING.forms(question) <= {"action"}


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("梯度下降和反向传播有什么区别", ("梯度下降", "反向传播")),
        ("TensorFlow 跟 PyTorch 有啥不同？", ("TensorFlow", "PyTorch")),
        ("比较一下私有部署和调用接口", ("私有部署", "调用接口")),
        ("分类还是回归，哪个更适合预测价格", ("分类", "回归")),
        (
            "What is the difference between gradient descent and backpropagation?",
            ("gradient descent", "backpropagation"),
        ),
        ("TensorFlow vs PyTorch", ("TensorFlow", "PyTorch")),
        ("how does fine-tuning differ from prompting?", ("fine-tuning", "prompting")),
        ("compare precision with recall", ("precision", "recall")),
    ],
)
def test_names_the_compared_terms(question: str, terms: tuple[str, str]) -> None:
    assert compared_terms(question) == terms
