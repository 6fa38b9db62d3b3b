"""Which engine answers."""

from pathlib import Path

import pytest

from assistant.answering.engines import EngineChoice, EngineName
from assistant.answering.events import Failed
from assistant.coach import Coach
from assistant.models import local as local_model
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from tests.conversing import KEY, SUPPORTED, CoachAt, Serve, answered, events_of
from tests.models.scripted import says

ENDPOINT = {"openai_base_url": "http://127.0.0.1:9/v1"}


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Settings with a model on this computer, and what runs it."""
    monkeypatch.setattr(local_model, "runtime_installed", lambda: True)
    model = tmp_path / "tiny.gguf"
    model.write_bytes(b"GGUF")
    return {"local_model": model}


def coach_with(retriever: Retriever, **values: object) -> Coach:
    return Coach(retriever, Settings.model_validate(values))


def usable(coach: Coach) -> list[EngineName]:
    """Return the engines that can be used, the one that `auto` stands for first."""
    return [info.name for info in coach.engines() if info.available]


def test_with_nothing_set_answers_come_straight_from_the_sources(retriever: Retriever) -> None:
    coach = coach_with(retriever)
    assert usable(coach) == ["grounded"]
    assert answered(coach, engine="auto").engine == "grounded"


@pytest.mark.parametrize("values", [ENDPOINT, {"openai_api_key": KEY}, {**ENDPOINT, "openai_api_key": KEY}])
def test_a_key_or_an_address_makes_an_endpoint(values: dict[str, object], retriever: Retriever) -> None:
    assert usable(coach_with(retriever, **values)) == ["openai", "grounded"]


def test_an_endpoint_goes_before_the_model_on_this_computer(
    pulled: dict[str, object], retriever: Retriever
) -> None:
    assert usable(coach_with(retriever, **pulled)) == ["local", "grounded"]
    assert usable(coach_with(retriever, **pulled, **ENDPOINT)) == ["openai", "local", "grounded"]


@pytest.mark.parametrize(
    ("choice", "missing"), [("openai", "OPENAI_API_KEY"), ("local", "pm-coach model pull")]
)
def test_an_engine_that_is_not_there_says_what_to_do(
    choice: EngineChoice, missing: str, retriever: Retriever
) -> None:
    (*_, last) = events_of(coach_with(retriever), "大模型是什么？", engine=choice)
    assert isinstance(last, Failed)
    assert last.error == "engine_unavailable"
    assert missing in last.explanation


def test_auto_asks_the_endpoint(serve: Serve, coach_at: CoachAt) -> None:
    message = answered(coach_at(serve(says(SUPPORTED))), engine="auto")
    assert (message.engine, message.text) == ("openai", f"{SUPPORTED}[1]")


def test_an_engine_can_be_chosen_for_each_question(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach = coach_at(endpoint)
    assert answered(coach, engine="grounded").engine == "grounded"
    assert endpoint.requests == []
    assert answered(coach, engine="openai").engine == "openai"


def test_an_endpoint_without_a_key_is_sent_none_of_anyone(
    serve: Serve, coach_at: CoachAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    endpoint = serve(says(SUPPORTED))
    answered(coach_at(endpoint, openai_api_key=None))
    assert endpoint.requests[0].headers["authorization"] == "Bearer none"


def test_no_engine_shows_a_key_or_an_address(retriever: Retriever) -> None:
    values = {"openai_base_url": f"https://user:{KEY}@models.example/v1", "openai_api_key": KEY}
    coach = coach_with(retriever, **values)
    assert KEY not in repr(coach.engines())
    assert "gpt-4.1-mini" in coach.engines()[0].label.en
