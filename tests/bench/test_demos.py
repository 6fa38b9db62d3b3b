"""A demo's work must not grow with what it is asked for."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.demos import run_demo


@pytest.mark.benchmark(group="linear regression")
@pytest.mark.parametrize("samples", [100, 1_000_000])
@pytest.mark.parametrize("epochs", [1_000, 1_000_000])
def test_linear_regression(benchmark: BenchmarkFixture, epochs: int, samples: int) -> None:
    arguments = {"epochs": epochs, "samples": samples, "learning_rate": 0.1, "seed": 1}
    benchmark.pedantic(lambda: run_demo("linear_regression", arguments), rounds=5, warmup_rounds=1)
    stats = benchmark.stats
    assert stats is not None
    assert stats["median"] < 2
