"""The model on this computer: what its prefix cache saves, and how little of an answer's time is the coach's own."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.answering.engines import Learner
from assistant.answering.events import TextDelta
from assistant.answering.llm import listening
from assistant.coach import Coach, open_coach
from assistant.models.endpoint import CompletionPiece, stream_completion
from assistant.models.local import local_server
from assistant.settings import Settings
from tests.local_model.conftest import DATA_DIR

FIRST, SECOND = "如何保证大模型的安全性？", "三条措施先做哪一条？"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(local_model=None, data_dir=DATA_DIR, cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def speaking(settings: Settings) -> Iterator[Coach]:
    coach = open_coach(settings)
    coach.warm_up()
    yield coach
    local_server(settings).stop()


def first_text(coach: Coach, conversation: str, question: str) -> float:
    """Return the seconds to the first words; the answer is heard to its end."""
    started = time.perf_counter()
    events = coach.reply(conversation, question, Learner(engine="local"))
    next(event for event in events if isinstance(event, TextDelta))
    waited = time.perf_counter() - started
    for _ in events:
        pass
    return waited


@pytest.mark.benchmark(group="local model")
def test_second_question_begins_in_a_third_of_the_first_ones_time(
    benchmark: BenchmarkFixture, speaking: Coach, settings: Settings
) -> None:
    """The server has been started, and has read nothing."""
    local_server(settings).stop()
    local_server(settings).start()
    conversation = uuid4().hex
    first = first_text(speaking, conversation, FIRST)
    second = benchmark.pedantic(first_text, args=(speaking, conversation, SECOND), rounds=1)
    print(f"\nfirst text: {first:.1f} s, of the second question {second:.1f} s")
    assert second <= first / 3


@pytest.mark.benchmark(group="local model")
def test_the_coach_takes_less_than_a_twentieth_of_an_answers_time(
    benchmark: BenchmarkFixture, speaking: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = 0.0

    def timed(*arguments: Any) -> Iterator[CompletionPiece]:
        nonlocal waiting
        completion = stream_completion(*arguments)
        while True:
            started = time.perf_counter()
            piece = next(completion, None)
            waiting += time.perf_counter() - started
            if piece is None:
                return
            yield piece

    monkeypatch.setattr(listening, "stream_completion", timed)
    started = time.perf_counter()
    benchmark.pedantic(first_text, args=(speaking, uuid4().hex, FIRST), rounds=1)
    total = time.perf_counter() - started
    print(f"\nan answer of {total:.1f} s, {total - waiting:.2f} s of it the coach's own")
    assert total - waiting < 0.05 * total
