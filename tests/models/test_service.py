"""A learner's own model service: what is typed, what is shown of it, and that nobody else's question goes there."""

import threading

import pytest
from pydantic import SecretStr

from assistant.answering.engines import Learner
from assistant.coach import Coach
from assistant.models.service import ModelService, ServiceError, clean_address, clean_key, without_account
from assistant.settings import Settings
from tests.conversing import KEY, SUPPORTED, ZH, CoachAt, Serve, answer_of, events_of
from tests.models.scripted import fails, says


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://api.example.com/v1/ ", "https://api.example.com/v1"),
        ("https://api.example.com/v1/chat/completions", "https://api.example.com/v1"),
        ("https://api.example.com/v1/models/", "https://api.example.com/v1"),
        ("api.example.com/v1", "https://api.example.com/v1"),
        ("localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_an_address_is_taken_as_people_copy_it(typed: str, address: str) -> None:
    assert clean_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://a.b", "file:///etc/passwd", "https://me:secret@a.b/v1", "https://a.b/v1?key=1", "https://a.b/#x",
     "https://a b/v1", "http://a.b:port/v1", "https://", "https://[::1/v1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ServiceError):
        clean_address(typed)


def test_a_key_is_taken_without_what_is_copied_along() -> None:
    assert clean_key(f" Bearer {KEY}\n") == SecretStr(KEY)
    assert clean_key("  ") is None
    for wrong in ("sk-密钥", "sk a", "sk\na"):
        with pytest.raises(ServiceError):
            clean_key(wrong)


def test_nothing_shows_a_key() -> None:
    service = ModelService("https://a.example/v1", "m", SecretStr(KEY))
    for shown in (service, Learner(service=service), service.endpoint(Settings()), service.identity):
        assert KEY not in repr(shown)
    assert without_account(f"https://me:{KEY}@a.example/v1") == "https://a.example/v1"


def service_at(base_url: str, key: str) -> ModelService:
    return ModelService(base_url, "m", SecretStr(key))


def ask(coach: Coach, service: ModelService | None) -> str:
    learner = Learner(engine="openai", service=service)
    return answer_of(list(coach.reply(f"c{id(service)}-{threading.get_ident()}", ZH, learner))).engine


def test_each_question_goes_to_the_service_and_with_the_key_of_who_asks(
    serve: Serve, coach_at: CoachAt
) -> None:
    environments, first, second = (serve(says(SUPPORTED)) for _ in range(3))
    coach = coach_at(environments, timeout=30.0)
    asked = [
        (environments, None, KEY),
        (first, service_at(first.base_url, "sk-first"), "sk-first"),
        (second, service_at(second.base_url, "sk-second"), "sk-second"),
        # The same service, another visitor.
        (first, service_at(first.base_url, "sk-third"), "sk-third"),
    ]
    threads = [threading.Thread(target=ask, args=(coach, service)) for _, service, _ in asked * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = {
        endpoint.base_url: sorted(
            r.headers["authorization"].removeprefix("Bearer ") for r in endpoint.requests
        )
        for endpoint in (environments, first, second)
    }
    assert sent == {
        environments.base_url: [KEY] * 3,
        first.base_url: ["sk-first"] * 3 + ["sk-third"] * 3,
        second.base_url: ["sk-second"] * 3,
    }


def test_one_visitors_failing_key_gives_no_other_visitor_a_rest(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(fails(401), fails(401), fails(401), says(SUPPORTED))
    coach = coach_at(serve(says(SUPPORTED)))
    for _ in range(3):
        assert ask(coach, service_at(endpoint.base_url, "sk-wrong")) == "grounded"
    assert coach.engines(service_at(endpoint.base_url, "sk-wrong"))[0].resting_seconds > 0
    assert ask(coach, service_at(endpoint.base_url, "sk-right")) == "openai"
    assert coach.engines()[0].resting_seconds == 0


def test_a_service_makes_an_engine_where_the_environment_names_none(serve: Serve, coach_at: CoachAt) -> None:
    coach = coach_at("", openai_api_key=None, openai_base_url=None)
    assert not coach.engines()[0].available
    assert events_of(coach, ZH)[-1].__class__.__name__ == "Failed"
    service = service_at(serve(says(SUPPORTED)).base_url, "sk-own")
    assert coach.engines(service)[0].available
    assert ask(coach, service) == "openai"
