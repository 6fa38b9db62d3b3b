"""From a question to the first words of a grounded answer, beside the one query embedding that it cannot do without."""

import time
from itertools import cycle
from pathlib import Path
from statistics import median
from uuid import uuid4

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.answering.events import TextDelta
from assistant.coach import Coach
from assistant.evaluation import load_gold
from assistant.retrieval.embedding import BundledEmbedder, Embedder

QUESTIONS = [
    question.turns[0]
    for question in load_gold(Path(__file__).parents[1] / "gold" / "dev.jsonl")
    if question.sections and len(question.turns) == 1 and question.tool is None
]
ROUNDS = 2 * len(QUESTIONS)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    embedder = BundledEmbedder()
    embedder.warm_up()
    return embedder


@pytest.fixture(autouse=True)
def _warm(coach: Coach) -> None:
    first_text(coach, "预热")


def first_text(coach: Coach, question: str) -> None:
    """Ask, and leave as soon as the first words are there."""
    events = coach.reply(uuid4().hex, question)
    next(event for event in events if isinstance(event, TextDelta))


def milliseconds(started: float) -> float:
    return (time.perf_counter() - started) * 1000


@pytest.mark.benchmark(group="first text")
def test_one_bare_query_embedding(benchmark: BenchmarkFixture, embedder: Embedder) -> None:
    questions = cycle(QUESTIONS)
    benchmark.pedantic(lambda: embedder.encode_queries([next(questions)]), rounds=ROUNDS)


@pytest.mark.benchmark(group="first text")
def test_question_to_first_text(benchmark: BenchmarkFixture, coach: Coach) -> None:
    questions = cycle(QUESTIONS)
    benchmark.pedantic(lambda: first_text(coach, next(questions)), rounds=ROUNDS)


@pytest.mark.benchmark(group="search")
def test_search(benchmark: BenchmarkFixture, coach: Coach) -> None:
    questions = cycle(QUESTIONS)
    benchmark.pedantic(lambda: coach.search(next(questions)), rounds=ROUNDS)


@pytest.mark.benchmark(group="first text, held to its goal")
def test_first_text_takes_at_most_half_as_long_again_as_its_embedding_and_five_milliseconds(
    benchmark: BenchmarkFixture, coach: Coach, embedder: Embedder
) -> None:
    """Turn by turn, so that whatever else the machine does falls on both alike."""
    bare, answered = [], []

    def ask_all() -> None:
        for question in QUESTIONS:
            started = time.perf_counter()
            embedder.encode_queries([question])
            bare.append(milliseconds(started))
            started = time.perf_counter()
            first_text(coach, question)
            answered.append(milliseconds(started))

    benchmark.pedantic(ask_all, rounds=3)
    print(f"\nmedian: bare embedding {median(bare):.1f} ms, first text {median(answered):.1f} ms")
    assert median(answered) <= 1.5 * median(bare) + 5
