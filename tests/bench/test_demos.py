"""How long each demo takes at its defaults, and at the largest size that it can be asked for."""

import random
import time
from dataclasses import replace
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.demos import demos, run_demo
from assistant.tools.runner import TimeLimitError, run
from assistant.tools.tables import Tables, no_tables
from tests.demos.contract import opening

SEED = 1
QUICK = 1.0
"""Seconds within which a run at the defaults has to end."""
LARGEST: dict[str, dict[str, Any]] = {
    "activations_and_losses": {"depth": 100},
    "behaviour_analysis": {"data": "answers.csv"},
    "customer_service": {"faq": "faq.csv", "questions": "questions.csv"},
    "differential_privacy": {
        "statistic": "histogram",
        "people": 1_000_000,
        "queries": 200,
        "trials": 50_000,
    },
    "experiment": {"peeks": 100, "lift": 0.001},
    "gradient_descent": {"method": "stochastic", "steps": 5000, "batch_size": 100},
    "linear_regression": {"epochs": 1_000_000, "samples": 10_000_000},
    "model_choice": {"requests_per_day": 100_000_000, "input_tokens": 1_000_000, "output_tokens": 100_000},
    "neural_network": {
        "data": "digits",
        "hidden_units": 128,
        "layers": 2,
        "epochs": 100,
        "train_share": 0.8,
        "feedback_rounds": 5,
    },
    "recommender": {"data": "purchases.csv", "method": "hybrid", "k": 50},
    "training_cost": {"model_parameters": 1e13, "tokens": 1e15, "gpus": 100_000, "compression": "prune"},
}
"""For each demo, every value that makes it longer at its bound, or a table as large as it takes.

A network of six layers may train longer than the two minutes that a run is given: here it has two."""
TOO_LONG = LARGEST["neural_network"] | {"layers": 6}


def seeded(name: str, values: dict[str, Any]) -> dict[str, Any]:
    return values | ({"seed": SEED} if "seed" in demos()[name].parameters.model_fields else {})


def large_tables(name: str) -> Tables:
    """The tables of the largest run: a million answers or purchases, 300 entries and 1,000 questions."""
    rng = random.Random(SEED)
    if name == "behaviour_analysis":
        rows = (f"s{n // 200},q,p{n % 200},{int(rng.random() < 0.7)}" for n in range(1_000_000))
        return opening(answers="\n".join(["student,question,knowledge_point,correct", *rows]))
    if name == "recommender":
        rows = (
            f"u{n // 200},i{item},1,kind {item % 50}"
            for n in range(0, 1_000_000, 200)
            for item in rng.sample(range(2000), 200)
        )
        return opening(purchases="\n".join(["user,item,rating,tags", *rows]))
    if name == "customer_service":
        entries = [f"第 {n} 号商品坏了怎么退？" for n in range(300)]
        asked = [f"{rng.randrange(300)} 号的东西用了 {n} 天坏了,{rng.choice(entries)}" for n in range(1000)]
        answers = [f"{entry},在订单里点退货。" for entry in entries]
        return opening(
            faq="\n".join(["question,answer", *answers]), questions="\n".join(["question,expected", *asked])
        )
    return no_tables


@pytest.mark.benchmark(group="demos at their defaults", timer=time.process_time)
@pytest.mark.parametrize("name", list(demos()))
def test_a_run_at_the_defaults_takes_less_than_a_second(benchmark: BenchmarkFixture, name: str) -> None:
    """Of the processor's time, so that whatever else the machine does counts for nothing."""
    benchmark.pedantic(lambda: run_demo(name, seeded(name, {})), rounds=5, warmup_rounds=1)
    stats = benchmark.stats
    assert stats is not None
    assert stats["median"] < QUICK


@pytest.mark.benchmark(group="demos at their largest")
@pytest.mark.parametrize("name", list(demos()))
def test_the_largest_run_comes_to_its_end(benchmark: BenchmarkFixture, name: str) -> None:
    """Within the demo's own time limit, which would end it with an error; reading the tables counts."""
    tables, values = large_tables(name), seeded(name, LARGEST[name])
    benchmark.pedantic(lambda: run_demo(name, values, tables=tables), rounds=1)


@pytest.mark.benchmark(group="a run that takes too long")
def test_a_run_that_takes_too_long_is_ended_and_told(benchmark: BenchmarkFixture) -> None:
    limit = 2.0
    demo = replace(demos()["neural_network"], time_limit=limit)

    def give_up() -> None:
        with pytest.raises(TimeLimitError) as ended:
            run(demo, TOO_LONG)
        assert "2 秒" in ended.value.message.zh

    benchmark.pedantic(give_up, rounds=1)
    stats = benchmark.stats
    assert stats is not None
    assert stats["median"] < 4 * limit


@pytest.mark.benchmark(group="linear regression")
@pytest.mark.parametrize("samples", [100, 1_000_000])
@pytest.mark.parametrize("epochs", [1_000, 1_000_000])
def test_a_regressions_work_does_not_grow_with_what_it_is_asked_for(
    benchmark: BenchmarkFixture, epochs: int, samples: int
) -> None:
    arguments = {"epochs": epochs, "samples": samples, "learning_rate": 0.1, "seed": SEED}
    benchmark.pedantic(lambda: run_demo("linear_regression", arguments), rounds=5, warmup_rounds=1)
    stats = benchmark.stats
    assert stats is not None
    assert stats["median"] < 2
