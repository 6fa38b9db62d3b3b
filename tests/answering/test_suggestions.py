"""What is offered to ask next."""

from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.coach import Coach
from assistant.demos import demos


def offered(coach: Coach, question: str) -> list[str]:
    """The names of the demos that an answer's suggestions would run."""
    *_, last = coach.reply(uuid4().hex, question, Learner(engine="grounded"))
    assert isinstance(last, Completed)
    examples = {
        text: demo.name for demo in demos().values() for each in demo.examples for text in (each.zh, each.en)
    }
    return [examples[text] for text in last.message.suggestions if text in examples]


@pytest.mark.parametrize(
    ("question", "demo"),
    [
        ("推荐系统用哪两种算法？", "recommender"),
        ("推荐系统是什么？", "recommender"),
        ("What is a recommender system?", "recommender"),
        ("推荐的效果怎么做 A/B 测试？", "experiment"),
        ("激活函数有什么用？", "activations_and_losses"),
        ("神经网络怎么训练？", "neural_network"),
        ("What is the loss function?", "activations_and_losses"),
        ("如何保证大模型的安全性？", "differential_privacy"),
    ],
)
def test_of_a_sections_demos_the_one_is_offered_that_is_closest_to_the_question(
    coach: Coach, question: str, demo: str
) -> None:
    assert offered(coach, question) == [demo]


def test_a_section_without_a_demo_offers_none(coach: Coach) -> None:
    assert offered(coach, "没有技术背景，该先读哪本 AI 入门书？") == []
