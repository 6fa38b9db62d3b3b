"""What a figure does to the value of the run before: sets it, adds to it, takes a part of it."""

import pytest

from assistant.demos import demos
from assistant.retrieval.embedding import embedder
from assistant.tools.requests import DemoRequest, requested
from assistant.understanding.hearing import Hearing
from assistant.understanding.operations import OPERATIONS, SET, changed

HEARING = Hearing(embedder())
BEFORE = DemoRequest("training_cost", {"gpus": 64, "price_per_gpu_hour": 2.0})


@pytest.mark.parametrize(
    ("message", "name", "value"),
    [
        ("改成 40 张卡", "gpus", 40),
        ("再加 32 张卡", "gpus", 96),
        ("少租 16 张卡", "gpus", 48),
        ("another 24 cards", "gpus", 88),
        ("卡翻倍", "gpus", 128),
        ("租金涨一成半", "price_per_gpu_hour", 2.3),
        ("20% off the price per hour", "price_per_gpu_hour", 1.6),
    ],
)
def test_a_change_is_computed_from_the_run_before(message: str, name: str, value: float) -> None:
    asked = requested(message, demos(), BEFORE, leans=True, hear=HEARING.values)
    assert isinstance(asked, DemoRequest)
    assert asked.arguments == BEFORE.arguments | {name: pytest.approx(value)}


@pytest.mark.parametrize(
    ("operation", "value"),
    [("more", 12), ("fewer", 8), ("raised", 30), ("cut", -10), ("times", 20), ("divided", 5)],
)
def test_what_each_does(operation: str, value: float) -> None:
    assert operation in set(OPERATIONS) - {SET}
    assert changed(operation, 10, 2) == value
