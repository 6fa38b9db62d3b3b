"""When a failing endpoint is left alone, and when it is asked again."""

from functools import lru_cache
from uuid import uuid4

import pytest

from assistant.answering import engines
from assistant.answering.engines import Learner
from assistant.answering.events import TextDelta
from assistant.checking.cited_lines import mark_numbers
from assistant.models.circuit_breaker import CircuitBreaker
from tests.conversing import SUPPORTED, ZH, CoachAt, Serve, answered
from tests.models.scripted import breaks_off, fails, says

BROKEN = fails(401)
"""Fails at once: it is not tried again."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of every breaker in a test."""
    clock = Clock()
    monkeypatch.setattr(engines, "circuit_breaker", lru_cache(lambda _: CircuitBreaker(clock)))
    return clock


def test_after_three_failures_in_a_row_nothing_is_sent_for_a_minute(
    clock: Clock, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(BROKEN, BROKEN, BROKEN, says(SUPPORTED))
    coach = coach_at(endpoint)
    for _ in range(3):
        answered(coach)
    clock.now = 59.0
    resting = answered(coach)
    assert len(endpoint.requests) == 3
    assert resting.text.startswith("> **换成了直接摘自资料的回答。** 模型服务接连没有成功，先歇 1 秒")
    assert resting.engine == "grounded"
    clock.now = 60.0
    assert answered(coach).engine == "openai"
    assert len(endpoint.requests) == 4


def test_a_rest_is_told_beforehand_and_holds_in_every_conversation_with_that_endpoint(
    clock: Clock, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(BROKEN)
    for _ in range(3):
        answered(coach_at(endpoint))
    info = coach_at(endpoint).engines()[0]
    assert (info.name, info.available, info.resting_seconds) == ("openai", True, 60.0)
    assert coach_at(serve(BROKEN)).engines()[0].resting_seconds == 0


def test_a_success_begins_the_count_anew(clock: Clock, serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(BROKEN, BROKEN, says(SUPPORTED), BROKEN, BROKEN, says(SUPPORTED))
    coach = coach_at(endpoint)
    engines_used = [answered(coach).engine for _ in range(6)]
    assert engines_used == ["grounded", "grounded", "openai"] * 2
    assert len(endpoint.requests) == 6


def test_an_answer_that_fails_by_itself_shows_that_the_endpoint_works(
    clock: Clock, serve: Serve, coach_at: CoachAt
) -> None:
    too_long = says(SUPPORTED, finish="length")
    endpoint = serve(BROKEN, BROKEN, too_long, too_long, too_long, BROKEN, says(SUPPORTED))
    coach = coach_at(endpoint)
    for _ in range(6):
        answered(coach)
    assert answered(coach).text == f"{SUPPORTED}[1]"
    assert len(endpoint.requests) == 7


@pytest.mark.parametrize(
    "message", ["你好", "Thanks!", "你能做什么", "明天会下雨吗？", "What is the weather like tomorrow?"]
)
def test_what_needs_no_model_is_not_sent_to_one(message: str, serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    assert answered(coach_at(endpoint), message).engine == "grounded"
    assert endpoint.requests == []


def test_after_a_failure_the_conversation_goes_on_with_the_model(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(BROKEN, says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    answered(coach, ZH, conversation)
    assert answered(coach, "还有吗？", conversation).engine == "openai"


def test_where_the_answer_instead_of_a_models_is_stopped_each_mark_leads_to_its_citation(
    serve: Serve, coach_at: CoachAt
) -> None:
    broken_off = breaks_off(f"{SUPPORTED}[2] 定期审计模型[7]")
    coach, conversation = coach_at(serve(broken_off, broken_off)), uuid4().hex
    events = coach.reply(conversation, ZH, Learner(engine="openai"))
    next(event for event in events if isinstance(event, TextDelta) and event.citations)
    events.close()  # type: ignore[attr-defined]
    kept = coach.messages(conversation)[-1]
    by_model, instead = kept.text.split("换成了直接摘自资料的回答")
    assert not mark_numbers(by_model)
    assert set(mark_numbers(instead)) == {citation.n for citation in kept.citations} != set()


def test_a_rest_lasts_a_minute_from_the_third_failure() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        assert breaker.rest() == 0
        breaker.failed()
        clock.now += 10
    assert breaker.rest() == 50
    clock.now += 50
    assert breaker.rest() == 0
