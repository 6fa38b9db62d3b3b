"""Whether a statement says the opposite of a passage, not only the same with another negation."""

import pytest

from assistant.checking.support.antonyms import antonym_differs
from assistant.checking.support.polarity import negation_differs, simplify_negation

BACKPROPAGATION = "The article calls backpropagation an optimisation algorithm, which is inaccurate."
VALIDATION = "Choose models on the validation set and keep the test set for a single use at the very end."
SLOPE = "The model has no intercept, so even when mended its slope ends near 4.3, not at 2."
PRIVACY = "The more noise is added, the stronger the protection of privacy."


def contradicts(statement: str, source: str) -> bool:
    stated, told = simplify_negation(statement), [simplify_negation(source)]
    differs = any(negation_differs(stated, told, denying=denying) for denying in (True, False))
    return differs or antonym_differs(stated, told)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Strictly speaking, backpropagation is not an optimisation algorithm.", BACKPROPAGATION),
        ("The mended model ends near 4.3 and not at 2.", SLOPE),
        ("If a few fixed rules do the job, a large model is unnecessary.",
         "If a few fixed rules solve your problem, you usually don't need a large model."),
        ("Models are chosen on the validation set rather than on the test set.", VALIDATION),
        ("AI 不再停留在实验室。", "AI 已经走出实验室、进入商业。"),
    ],
)  # fmt: skip
def test_the_same_with_another_negation_is_no_contradiction(statement: str, source: str) -> None:
    assert not contradicts(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The more noise is added, the weaker the protection of privacy.", PRIVACY),
        ("损失函数的值随之逐渐变大。", "每一轮更新一次参数，损失函数的值随之逐渐变小。"),
        ("TensorFlow 2 支持这段代码。", "TensorFlow 2 不支持这段代码。"),
    ],
)
def test_turning_round_what_is_said_is_a_contradiction(statement: str, source: str) -> None:
    assert contradicts(statement, source)
