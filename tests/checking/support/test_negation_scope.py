"""Which words of a sentence are denied, and what a statement affirms that its source only denies."""

import pytest

from assistant.checking.support.negation_scope import affirmed_against, has_denial


def against(statement: str, *sentences: str) -> float:
    return affirmed_against(statement, sentences, lambda _: 1.0)


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("Optimising a strategy guarantees profit.", ["Optimising a strategy doesn't guarantee profit."]),
        ("The texts were labelled by experts.", ["Training starts on unlabelled texts."]),
        ("Does it replace people? It replaces them.", ["Does it replace people?", "No, it only helps."]),
        ("优化策略就能保证赚钱。", ["优化策略不等于保证赚钱。"]),
    ],
)
def test_what_the_source_only_denies_is_affirmed_against_it(statement: str, sentences: list[str]) -> None:
    assert against(statement, *sentences) > 0.2


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Nothing guarantees profit.", "Optimising a strategy doesn't guarantee profit."),
        ("Training starts without labels.", "Training starts on unlabelled texts."),
        ("It is people who decide.", "The people decide, not the model."),
        ("没有什么能保证赚钱。", "优化策略不等于保证赚钱。"),
    ],
)
def test_what_both_deny_or_both_affirm_is_not(statement: str, sentence: str) -> None:
    assert against(statement, sentence) == 0.0


@pytest.mark.parametrize("text", ["It is not only fast.", "能不能退货要看情况。", "The loss falls."])
def test_not_only_and_questions_of_yes_or_no_deny_nothing(text: str) -> None:
    assert not has_denial(text)
