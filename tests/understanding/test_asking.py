import pytest

from assistant.understanding.asking import asked_forms, compared_terms


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
    ],
)
def test_hears_the_form_that_is_asked_for(question: str, form: str) -> None:
    assert form in asked_forms(question)


def test_a_plain_question_asks_for_no_form() -> None:
    assert asked_forms("大模型是什么") == frozenset()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("梯度下降和反向传播有什么区别", ("梯度下降", "反向传播")),
        ("TensorFlow 跟 PyTorch 有啥不同？", ("TensorFlow", "PyTorch")),
        (
            "What is the difference between gradient descent and backpropagation?",
            ("gradient descent", "backpropagation"),
        ),
        ("TensorFlow vs PyTorch", ("TensorFlow", "PyTorch")),
    ],
)
def test_names_the_compared_terms(question: str, terms: tuple[str, str]) -> None:
    assert compared_terms(question) == terms


def test_no_comparison_in_a_plain_question() -> None:
    assert compared_terms("怎么保证大模型的安全和稳定") is None
