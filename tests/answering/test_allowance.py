"""How much a visitor may ask in a day."""

from datetime import date
from uuid import uuid4

import pytest
from pydantic import SecretStr

from assistant.answering.allowance import Allowance
from assistant.answering.engines import Learner
from assistant.answering.events import Completed, Event, Failed
from assistant.coach import Coach
from assistant.models.service import ModelService
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from tests.conversing import KEY, SUPPORTED, ZH, CoachAt, Serve, answer_of
from tests.models.scripted import says


class Calendar:
    def __init__(self) -> None:
        self.day = date(2026, 11, 28)

    def __call__(self) -> date:
        return self.day


def test_a_visitor_may_ask_so_often_and_tomorrow_again() -> None:
    calendar = Calendar()
    allowance = Allowance(Settings(daily_turns=2), calendar)
    assert [allowance.take_turn("visitor:a") for _ in range(3)] == [True, True, False]
    assert allowance.take_turn("visitor:b")
    calendar.day = date(2026, 11, 29)
    assert allowance.take_turn("visitor:a")


def test_the_key_is_shared_within_what_one_and_what_all_may_use() -> None:
    allowance = Allowance(Settings(daily_model_answers=2, daily_model_answers_of_all=3))
    assert [allowance.take_model_answer("visitor:a") for _ in range(3)] == [True, True, False]
    assert [allowance.take_model_answer("visitor:b") for _ in range(2)] == [True, False]


def test_whoever_runs_the_coach_is_not_counted() -> None:
    allowance = Allowance(Settings(daily_turns=1, daily_model_answers=0))
    assert all(allowance.take_turn("") and allowance.take_model_answer("") for _ in range(3))
    assert allowance.take_turn("visitor:a")


def ask(coach: Coach, learner: Learner, conversation: str = "") -> Event:
    """Return the last event of an answer."""
    *_, last = coach.reply(conversation or uuid4().hex, ZH, learner)
    return last


def test_a_question_too_many_is_told_in_words_and_not_kept(retriever: Retriever) -> None:
    coach, visitor = Coach(retriever, Settings(daily_turns=1)), Learner("visitor:a")
    assert isinstance(ask(coach, visitor, "c"), Completed)
    last = ask(coach, visitor, "c")
    assert isinstance(last, Failed)
    assert "明天" in last.explanation
    assert len(coach.messages("c")) == 2


@pytest.mark.parametrize(("owner", "engine"), [("visitor:a", "grounded"), ("", "openai")])
def test_where_the_models_answers_are_used_up_the_sources_answer_and_say_so(
    owner: str, engine: str, serve: Serve, coach_at: CoachAt
) -> None:
    coach = coach_at(serve(says(SUPPORTED)), daily_model_answers=0)
    message = answer_of([ask(coach, Learner(owner, engine="openai"))])
    assert message.engine == engine
    assert ("用完" in message.text) == (engine == "grounded")


def test_a_service_of_ones_own_is_ones_own_to_use(serve: Serve, coach_at: CoachAt) -> None:
    scripted = serve(says(SUPPORTED))
    coach = coach_at(scripted, daily_model_answers=0)
    own = ModelService(scripted.base_url, "m", SecretStr(KEY))
    assert answer_of([ask(coach, Learner("visitor:a", engine="openai", service=own))]).engine == "openai"
