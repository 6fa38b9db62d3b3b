import math
import time
from typing import Any

import numpy as np
import opendp.prelude as dp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import laplace

from assistant.demos import demos, run_demo
from assistant.demos.differential_privacy.mechanism import (
    HIGHEST_SPENDING,
    Setting,
    advantage_bound,
    advantage_of_one_answer,
    difference_of_one,
    simulate,
    statistic,
    users,
)
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.runner import RunStoppedError
from tests.demos.contract import asked, check, messages, printed, told

NAME = "differential_privacy"
STATISTICS = ("count", "mean", "histogram")
RUNS: dict[str, dict[str, Any]] = {
    "balanced": {"seed": 1},
    "too noisy": {"seed": 1, "people": 20, "epsilon": 0.1},
    "too open": {"seed": 1, "epsilon": 5},
    "neither": {"seed": 1, "people": 10, "queries": 200, "epsilon": 0.1},
    "mean": {"seed": 1, "statistic": "mean"},
    "histogram": {"seed": 1, "statistic": "histogram", "queries": 50},
    "two people": {"seed": 1, "people": 2, "epsilon": 0.001, "statistic": "mean"},
    "a million people": {"seed": 1, "people": 1_000_000},
    "few trials": {"seed": 3, "trials": 100, "epsilon": 0.001},
    "no secret at all": {"seed": 1, "epsilon": 20, "queries": 200, "trials": 100},
}

dp.enable_features("contrib")


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


@pytest.mark.parametrize("name", list(RUNS))
def test_a_result_keeps_the_contract(name: str) -> None:
    check(run(**RUNS[name]))


def test_a_run_without_a_seed_tells_the_one_it_drew_and_can_be_repeated() -> None:
    first, other = run(), run()
    assert first.parameters["seed"] != other.parameters["seed"]
    assert first.metrics["seed"] == first.parameters["seed"]
    assert run_demo(NAME, first.parameters) == first


@pytest.mark.parametrize("kind", STATISTICS)
@pytest.mark.parametrize("epsilon", [0.1, 1, 5])
def test_the_error_is_sensitivity_over_epsilon(kind: str, epsilon: float) -> None:
    metrics = run(statistic=kind, epsilon=epsilon, trials=20_000, seed=5).metrics
    expected = float(metrics["sensitivity"] or 0) / epsilon
    assert metrics["expected_error"] == pytest.approx(expected)
    # The standard deviation of |noise| is its mean; four of those over the root of the trials.
    assert metrics["error"] == pytest.approx(expected, rel=4 / math.sqrt(20_000))


@pytest.mark.parametrize("epsilon", [0.1, 0.5, 2.0])
def test_opendp_needs_the_same_noise_for_the_same_epsilon(epsilon: float) -> None:
    setting = Setting("count", 1000, epsilon, 1)
    measure = dp.m.make_laplace(
        dp.atom_domain(T=float, nan=False), dp.absolute_distance(T=float), scale=setting.scale
    )
    epsilon_of: Any = measure.map
    assert epsilon_of(setting.sensitivity) == pytest.approx(epsilon)
    drawn = np.abs([measure(0.0) for _ in range(4000)])
    assert drawn.mean() == pytest.approx(setting.scale, rel=0.08)


@pytest.mark.parametrize("epsilon", [0.1, 0.5, 1.0, 3.0])
def test_the_best_attack_on_one_answer_has_the_total_variation_distance(epsilon: float) -> None:
    def gap(x: float) -> float:
        return abs(float(laplace.pdf(x, 0, 1 / epsilon)) - float(laplace.pdf(x, 1, 1 / epsilon))) / 2

    edge = 60 / epsilon
    distance = sum(
        quad(gap, low, high, limit=200)[0] for low, high in ((-edge, 0), (0, 0.5), (0.5, 1), (1, edge))
    )
    assert advantage_of_one_answer(epsilon) == pytest.approx(distance, rel=1e-6)
    assert advantage_of_one_answer(epsilon) <= advantage_bound(epsilon)
    measured = simulate(Setting("count", 100, epsilon, 1), 20_000, 2, lambda _share: None).advantage
    assert measured == pytest.approx(distance, abs=4 * math.sqrt(0.5 / 20_000))


def test_the_bound_is_that_of_the_definition() -> None:
    for epsilon in (0.01, 0.5, 1, 4):
        assert advantage_bound(epsilon) == pytest.approx((math.exp(epsilon) - 1) / (math.exp(epsilon) + 1))


@pytest.mark.parametrize("queries", [1, 3, 10, 50])
@pytest.mark.parametrize("epsilon", [0.05, 0.3])
def test_no_attack_exceeds_the_bound_of_all_answers_together(queries: int, epsilon: float) -> None:
    metrics = run(queries=queries, epsilon=epsilon, trials=20_000, seed=8).metrics
    assert metrics["total_epsilon"] == pytest.approx(queries * epsilon)
    assert float(metrics["advantage"] or 0) <= float(metrics["advantage_bound"] or 0) + 0.02
    assert metrics["advantage_bound"] == pytest.approx(advantage_bound(queries * epsilon))


def test_averaging_wears_the_noise_down() -> None:
    many = run(queries=100, seed=4).metrics
    # The mean of many Laplace draws is nearly normal: its mean size is sqrt(2 / π) of a standard deviation.
    expected = float(many["expected_error"] or 0) * math.sqrt(2 / 100) * math.sqrt(2 / math.pi)
    assert many["averaged_error"] == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("kind", STATISTICS)
def test_without_noise_the_attack_always_works(kind: str) -> None:
    metrics = run(statistic=kind, seed=1).metrics
    assert metrics["advantage_without_noise"] == 1.0
    assert float(metrics["advantage"] or 0) < 0.3


@pytest.mark.parametrize("kind", STATISTICS)
def test_no_person_moves_the_statistic_further_than_the_sensitivity(kind: str) -> None:
    used, spent = users(200, np.random.default_rng(0))
    sensitivity = Setting(kind, 200, 1, 1).sensitivity
    assert difference_of_one(kind, used, spent) == pytest.approx(sensitivity)
    whole = statistic(kind, used, spent)
    for person in range(0, 200, 9):
        keep = np.arange(200) != person
        if kind == "mean":
            other = np.where(keep, spent, 0.0)
            moved = np.abs(whole - statistic(kind, used, other)).sum()
        else:
            moved = np.abs(whole - statistic(kind, used[keep], spent[keep])).sum()
        assert moved <= sensitivity + 1e-9


def test_statistics_are_those_of_the_people() -> None:
    used, spent = users(500, np.random.default_rng(3))
    assert statistic("count", used, spent)[0] == sum(map(bool, used))
    assert statistic("mean", used, spent)[0] == pytest.approx(math.fsum(spent) / 500)
    assert statistic("histogram", used, spent).sum() == 500
    assert (spent <= HIGHEST_SPENDING).all()


def test_protection_and_accuracy_decide_the_status() -> None:
    for name in ("balanced", "too noisy", "too open", "neither"):
        assert run(**RUNS[name]).metrics["status"] == name.replace(" ", "_")


def test_claims_depend_on_what_came_out() -> None:
    assert [claim.holds for claim in run(**RUNS["balanced"]).claims] == [True, False, True]
    assert [claim.holds for claim in run(**RUNS["too open"]).claims] == [False, False, True]


@pytest.mark.parametrize("queries", [1, 2, 6, 7, 30, 200])
def test_the_proposed_epsilon_protects(queries: int) -> None:
    sentence = run(epsilon=10, queries=queries, seed=1, trials=100).findings["en"][-1]
    proposed = float(sentence.split("epsilon to ")[1].split('"')[0])
    assert run(epsilon=proposed, queries=queries, seed=1, trials=100).claims[0].holds


def test_what_chance_alone_put_above_the_limit_is_called_chance() -> None:
    results = [run(epsilon=0.001, trials=100, seed=seed) for seed in range(6)]
    above = [
        r for r in results if float(r.metrics["advantage"] or 0) > float(r.metrics["advantage_bound"] or 0)
    ]
    assert above
    assert all(any("by chance" in s for s in result.findings["en"]) for result in above)


def test_a_histogram_is_drawn_as_it_is_published() -> None:
    charts = run(**RUNS["histogram"]).charts
    assert [chart.id for chart in charts] == ["error", "attack", "budget", "bins"]
    rows = charts[3].spec["zh"]["layer"][0]["data"]["values"]
    assert sum(row["count"] for row in rows if row["series"] == "真实的") == 1000


@pytest.mark.parametrize("name", ["balanced", "mean", "neither"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_listing_prints_what_the_run_found(name: str, language: str) -> None:
    result = run(**RUNS[name])
    error, advantage, bound = (float(line) for line in printed(result, language))
    assert error == pytest.approx(result.metrics["expected_error"], rel=0.02)
    assert advantage == pytest.approx(result.metrics["advantage"], abs=0.04)
    assert bound == pytest.approx(result.metrics["advantage_bound"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"epsilon": 0}, "epsilon"),
        ({"epsilon": float("nan")}, "隐私参数"),
        ({"epsilon": "small"}, "epsilon"),
        ({"statistic": "median"}, "统计量"),
        ({"people": 1}, "people"),
        ({"queries": 0}, "查询次数"),
        ({"trials": 10**9}, "trials"),
        ({"seed": 1.5}, "随机种子"),
        ({"delta": 1}, "delta"),
    ],
)
def test_what_can_not_be_run_is_told_by_its_name(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**arguments)
    assert words in told(caught.value).lower()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("跑一下差分隐私，ε 0.1", {"epsilon": 0.1}),
        ("差分隐私：直方图，用户数 200", {"statistic": "histogram", "people": 200}),
        ("差分隐私，查询次数 50 会怎样？", {"queries": 50}),
        ("Run differential privacy with epsilon 0.1", {"epsilon": 0.1}),
        (
            "Run differential privacy on a histogram with 200 people",
            {"statistic": "histogram", "people": 200},
        ),
        ("Run differential privacy with 50 queries", {"queries": 50}),
    ],
)
def test_people_can_ask_for_it_in_their_words(message: str, arguments: dict[str, Any]) -> None:
    assert asked(NAME, message) == arguments
    assert any(message in messages(example) for example in demos()[NAME].examples)


def test_progress_is_told_and_may_stop_the_run() -> None:
    shares: list[float] = []
    run_demo(NAME, {"trials": 50_000, "queries": 50, "seed": 1}, shares.append)
    assert len(shares) > 5
    assert shares == sorted(shares)

    def stop(_share: float) -> None:
        raise RunStoppedError

    with pytest.raises(RunStoppedError):
        run_demo(NAME, {}, stop)


def test_a_run_is_fast_enough_for_a_slider() -> None:
    run()
    began = time.process_time()
    run(seed=1)
    assert time.process_time() - began < 0.3


@settings(max_examples=40, deadline=None)
@given(
    epsilon=st.floats(0.001, 20),
    statistic=st.sampled_from(STATISTICS),
    people=st.integers(2, 20_000),
    queries=st.integers(1, 200),
    trials=st.integers(100, 400),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    with np.errstate(all="raise", under="ignore"):
        check(run(**arguments), with_schema=False)
