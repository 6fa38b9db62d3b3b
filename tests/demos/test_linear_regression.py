import io
import json
import time
import warnings
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.demos import run_demo
from assistant.tools.demo import DemoResult
from tests.demos import contract

NAME = "linear_regression"
RUNS: dict[str, dict[str, Any]] = {
    "crawling": {"seed": 1},
    "converged": {"seed": 1, "learning_rate": 0.1},
    "diverged": {"seed": 1, "learning_rate": 3, "epochs": 100_000},
    "without intercept": {"seed": 1, "fit_intercept": False, "learning_rate": 0.1},
    "diverged without intercept": {"seed": 1, "fit_intercept": False, "learning_rate": 9},
    "two samples": {"seed": 3, "samples": 2, "epochs": 5},
    "no noise": {"seed": 1, "noise": 0, "learning_rate": 0.5},
    "one epoch": {"seed": 1, "epochs": 1},
    "half mean": {"seed": 1, "loss": "half_mean", "learning_rate": 1},
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


@pytest.fixture(params=list(RUNS))
def result(request: pytest.FixtureRequest) -> DemoResult:
    return run(**RUNS[request.param])


def test_the_defaults_are_those_of_the_article_with_an_intercept() -> None:
    used = run().parameters
    assert isinstance(used.pop("seed"), int)
    assert used == {
        "learning_rate": 0.01,
        "epochs": 1000,
        "samples": 100,
        "noise": 1.0,
        "fit_intercept": True,
        "loss": "mean",
    }


def test_a_run_without_a_seed_tells_the_one_it_drew_and_can_be_repeated() -> None:
    first, other = run(), run()
    assert first.parameters["seed"] != other.parameters["seed"]
    assert first.metrics["seed"] == first.parameters["seed"]
    assert run_demo(NAME, first.parameters) == first


def test_a_long_run_at_a_good_rate_ends_at_the_least_squares_line() -> None:
    metrics = run(seed=42, learning_rate=0.1, epochs=5000).metrics
    assert metrics["status"] == "converged"
    assert metrics["slope"] == pytest.approx(metrics["least_squares_slope"], abs=1e-9)
    assert metrics["intercept"] == pytest.approx(metrics["least_squares_intercept"], abs=1e-9)
    assert metrics["least_squares_slope"] == pytest.approx(2, abs=0.3)
    assert metrics["least_squares_intercept"] == pytest.approx(1.5, abs=0.2)


def test_without_an_intercept_the_intercepts_are_zero() -> None:
    metrics = run(seed=42, fit_intercept=False, epochs=10_000).metrics
    assert metrics["intercept"] == metrics["least_squares_intercept"] == 0.0
    assert metrics["slope"] == pytest.approx(4.25, abs=0.4)


def test_what_no_float_can_hold_is_left_out() -> None:
    metrics = run(**RUNS["diverged"]).metrics
    assert metrics["status"] == "diverged"
    assert metrics["slope"] is metrics["final_loss"] is metrics["epochs_to_converge"] is None


def test_a_result_keeps_to_the_contract(result: DemoResult) -> None:
    contract.check(result, charts=["data", "loss", "path"])


def claim(result: DemoResult, section: str, part: str) -> bool:
    return next(c.holds for c in result.claims if c.section == section and part in c.claimed)


def test_the_printed_result_never_holds(result: DemoResult) -> None:
    assert not claim(result, "5.4", "1.9970265")


def test_the_article_model_never_fits_well_where_there_is_something_to_fit() -> None:
    assert not claim(run(**RUNS["crawling"]), "5.4", "MSE")
    assert not claim(run(**RUNS["no noise"]), "5.4", "MSE")


def test_the_intercept_of_the_formula_holds_only_without_noise() -> None:
    assert claim(run(**RUNS["no noise"]), "5.3", "2X + 1")
    assert not claim(run(**RUNS["crawling"]), "5.3", "2X + 1")


def test_iterating_approaches_the_optimum_unless_it_diverges() -> None:
    assert claim(run(**RUNS["crawling"]), "4.3", "θ")
    assert not claim(run(**RUNS["diverged"]), "4.3", "θ")


def test_the_findings_judge_what_the_article_prints(result: DemoResult) -> None:
    assert any("1.9970265" in sentence for sentence in result.findings["zh"])


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("crawling", "还没走到底", "has not arrived"),
        ("converged", "收敛了", "converged"),
        ("diverged", "发散了", "diverged"),
    ],
)
def test_the_first_finding_says_what_came_out(name: str, zh: str, en: str) -> None:
    findings = run(**RUNS[name]).findings
    assert zh in findings["zh"][0]
    assert en in findings["en"][0]


def test_the_proposed_rate_converges_as_promised() -> None:
    result = run(seed=1)
    metrics = run(
        seed=1, learning_rate=float(result.findings["en"][-1].split("to ")[1].split('"')[0])
    ).metrics
    assert metrics["status"] == "converged"
    assert f"epoch {metrics['epochs_to_converge']}." in result.findings["en"][-1]


def test_the_loss_curve_begins_with_the_start_and_ends_with_the_last_epoch() -> None:
    result = run(seed=1, epochs=123_456)
    curve = result.charts[1].spec["en"]["layer"][-1]["data"]["values"]
    assert curve[0]["epoch"] == 0
    assert curve[-1]["epoch"] == 123_456
    assert curve[-1]["loss"] == pytest.approx(result.metrics["final_loss"], rel=1e-4)
    assert len(curve) <= 200


@pytest.mark.parametrize("name", ["crawling", "without intercept", "two samples", "no noise", "half mean"])
def test_the_listings_print_what_the_run_found(name: str) -> None:
    result = run(**RUNS[name])
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(result.listings[0].code["zh"], {})
        exec(result.listings[1].code["en"], {})
    own, articles = (float(line.strip("[]").split()[-1]) for line in printed.getvalue().splitlines())
    assert own == pytest.approx(result.metrics["slope"], rel=1e-6)
    assert articles == pytest.approx(result.metrics["article_slope"], rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    learning_rate=st.floats(0, 10, exclude_min=True),
    epochs=st.integers(1, 1_000_000),
    samples=st.integers(2, 2000),
    noise=st.floats(0, 100),
    seed=st.integers(0, 2**32 - 1),
    fit_intercept=st.booleans(),
    loss=st.sampled_from(["half_mean", "mean"]),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = run(**arguments)
    json.dumps(result.model_dump(mode="json"), allow_nan=False)
    limit = result.metrics["max_stable_learning_rate"]
    assert isinstance(limit, float)
    assert (result.metrics["status"] == "diverged") == (arguments["learning_rate"] > limit)
    assert result.metrics["seed"] == arguments["seed"]


def test_a_million_epochs_on_a_million_samples_take_well_under_two_seconds() -> None:
    run()
    began = time.perf_counter()
    run(samples=1_000_000, epochs=1_000_000)
    assert time.perf_counter() - began < 2
