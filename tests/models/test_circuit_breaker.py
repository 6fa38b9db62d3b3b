"""What the connection test finds decides at once whether the next question goes to the endpoint."""

import time

import pytest
from pydantic import SecretStr

from assistant.answering.engines import Learner
from assistant.coach import Coach
from assistant.models.circuit_breaker import CircuitBreaker
from assistant.models.connection import check_service
from assistant.models.model_errors import failure
from assistant.models.service import ModelService
from assistant.settings import Settings
from assistant.store.messages import Message
from tests.conversing import KEY, SUPPORTED, ZH, CoachAt, Serve, answer_of
from tests.models.scripted import Reply, Scripted, calls, fails, hangs, lists, says

TIMEOUT = 1.0
AT_ONCE_SECONDS = 2.0
MODELS = lists("m")


def service_at(endpoint: Scripted) -> ModelService:
    return ModelService(endpoint.base_url, "m", SecretStr(KEY))


def checked(service: ModelService) -> None:
    for _ in check_service(service, Settings(timeout=TIMEOUT)):
        pass


def ask(coach: Coach, service: ModelService) -> Message:
    return answer_of(
        list(coach.reply(f"c{time.monotonic_ns()}", ZH, Learner(engine="openai", service=service)))
    )


@pytest.mark.parametrize("reply", [hangs(), fails(401), fails(500)], ids=["silent", "wrong key", "down"])
def test_an_endpoint_that_the_test_found_dead_costs_the_next_question_nothing(
    reply: Reply, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(reply, models=MODELS)
    service = service_at(endpoint)
    checked(service)
    sent = len(endpoint.requests)
    coach = coach_at(endpoint, timeout=30.0)
    assert coach.engines(service)[0].resting_seconds > 50
    began = time.monotonic()
    message = ask(coach, service)
    assert time.monotonic() - began < AT_ONCE_SECONDS
    assert message.engine == "grounded"
    assert "刚才的连接测试没有通过" in message.text
    assert len(endpoint.requests) == sent


def test_an_endpoint_that_the_test_found_to_work_is_asked_again_at_once(
    serve: Serve, coach_at: CoachAt
) -> None:
    wrong = [fails(401)] * 3
    endpoint = serve(*wrong, says("re", "ady"), calls(("report_ready", {})), says(SUPPORTED), models=MODELS)
    service, coach = service_at(endpoint), coach_at(endpoint)
    for _ in wrong:
        ask(coach, service)
    assert coach.engines(service)[0].resting_seconds > 0
    checked(service)
    assert coach.engines(service)[0].resting_seconds == 0
    assert ask(coach, service).engine == "openai"


def test_an_endpoint_that_only_refuses_tools_is_not_left_alone(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says("re", "ady"), fails(400), says(SUPPORTED), models=MODELS)
    service = service_at(endpoint)
    checked(service)
    assert ask(coach_at(endpoint), service).engine == "openai"


def test_a_test_that_was_left_before_its_end_decides_nothing(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(fails(401), models=MODELS)
    service = service_at(endpoint)
    next(check_service(service, Settings(timeout=TIMEOUT)))
    assert coach_at(endpoint).engines(service)[0].resting_seconds == 0


def test_after_its_rest_one_more_failure_is_enough_for_another() -> None:
    now = 0.0
    breaker = CircuitBreaker(lambda: now)
    breaker.open()
    now = 60.0
    assert breaker.refusal() is None
    breaker.failed()
    assert breaker.rest() == 60.0
    breaker.succeeded()
    assert breaker.rest() == 0
    breaker.failed()
    assert breaker.rest() == 0


def test_a_rest_is_told_with_why() -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    for _ in range(3):
        breaker.failed()
    refusal = breaker.refusal()
    assert refusal is not None
    assert refusal.message == failure("resting", seconds=60).message
    breaker.open()
    refusal = breaker.refusal()
    assert refusal is not None
    assert refusal.message == failure("test_failed", seconds=60).message
