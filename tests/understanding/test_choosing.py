"""Which demo a message wants run, with which values, judged on conversations as people write them."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.coach import Coach
from tests.understanding.choosing import Judged, judge

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def fresh(coach: Coach) -> list[Judged]:
    """The conversations that nothing was developed on."""
    return judge(coach, GOLD / "demo_choice_fresh.jsonl")


def test_the_demo_that_is_meant_is_run_and_none_where_none_is(fresh: list[Judged]) -> None:
    right = Counter(each.demo == each.line["demo"] for each in fresh)
    assert right[True] / len(fresh) >= 0.9


def test_it_runs_with_just_the_values_that_are_asked_for(fresh: list[Judged]) -> None:
    right = Counter(each.is_right for each in fresh)
    assert right[True] / len(fresh) >= 0.9
