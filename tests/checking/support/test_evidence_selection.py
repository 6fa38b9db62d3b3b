"""Which sentences claim something."""

import pytest

from assistant.checking.support.evidence_selection import states_something


@pytest.mark.parametrize(
    "sentence",
    [
        "选择模型时，需要考虑以下几个因素：",
        "The article names three measures:",
        "The main points are as follows:",
        "I hope this helps!",
        "要不要我帮你跑一下线性回归演示？",
    ],
)
def test_lead_ins_questions_and_courtesies_claim_nothing(sentence: str) -> None:
    assert not states_something(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "先做数据预处理，再谈加机器。",
        "好的模型要有人复核。",
        "Keep the key apart from the data.",
        "大模型分为 5 步：",
    ],
)
def test_advice_and_counts_are_claims(sentence: str) -> None:
    assert states_something(sentence)
