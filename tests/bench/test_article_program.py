"""The regression beside the article's own program: the same numbers, many times as fast."""

import time
from collections.abc import Callable
from statistics import median

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.demos import run_demo
from tests.bench import article_program
from tests.demos.linear_regression import reference

pytest.importorskip("tensorflow", reason='needs TensorFlow: pip install ".[bench-tensorflow]"')

SEED, SAMPLES, RATE, EPOCHS = 1, 100, 0.01, 1000
ROUNDS, RUNS = 5, 20
TIMES = 50


def seconds(run: Callable[[], object], runs: int = 1) -> float:
    """Return the seconds that one of some runs takes on average."""
    started = time.perf_counter()
    for _ in range(runs):
        run()
    return (time.perf_counter() - started) / runs


@pytest.mark.benchmark(group="linear regression, held to its goal")
def test_the_regression_gives_the_articles_numbers_fifty_times_as_fast(benchmark: BenchmarkFixture) -> None:
    """Turn by turn, so that whatever else the machine does falls on both alike; importing TensorFlow does not count."""
    x, y, start = reference.data(SAMPLES, 1.0, SEED)
    values = {
        "seed": SEED,
        "samples": SAMPLES,
        "epochs": EPOCHS,
        "learning_rate": RATE,
        "fit_intercept": False,
    }

    def theirs(epochs: int = EPOCHS) -> tuple[float, float]:
        return article_program.train(x, y, float(start[1]), RATE, epochs)

    weight, loss = theirs()
    metrics = run_demo("linear_regression", values).metrics
    assert metrics["slope"] == pytest.approx(weight, rel=1e-5)
    assert metrics["final_loss"] == pytest.approx(loss, rel=1e-5)

    program, demo = [], []

    def both() -> None:
        program.append(seconds(theirs))
        demo.append(seconds(lambda: run_demo("linear_regression", values), RUNS))

    benchmark.pedantic(both, rounds=ROUNDS)
    print(
        f"\nmedian: the article's program {1000 * median(program):.0f} ms, the demo {1000 * median(demo):.1f} ms, "
        f"{median(program) / median(demo):.0f} times as fast"
    )
    assert median(program) >= TIMES * median(demo)
