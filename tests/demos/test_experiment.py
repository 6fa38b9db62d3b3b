import math
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    power_proportions_2indep,
    samplesize_proportions_2indep_onetail,
)

from assistant.demos import demos, run_demo
from assistant.demos.experiment.peeking import simulate
from assistant.demos.experiment.plan import Plan, level, sample_size
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.runner import RunStoppedError
from tests.demos.contract import HEAVY_LIBRARIES, asked, check, messages, printed, told

NAME = "experiment"
RUNS: dict[str, dict[str, Any]] = {
    "defaults": {"seed": 1},
    "feasible": {"seed": 1, "users_per_day": 10_000},
    "hopeless": {"seed": 1, "users_per_day": 50},
    "one look": {"seed": 1, "peeks": 1},
    "a hundred looks": {"seed": 1, "peeks": 100},
    "few users": {"seed": 1, "baseline_rate": 0.5, "lift": 0.9, "peeks": 100},
    "nearly nobody": {"seed": 1, "baseline_rate": 0.0001, "lift": 0.001, "users_per_day": 1},
    "nearly everybody": {"seed": 1, "baseline_rate": 0.95, "lift": 0.05},
    "ten times as many": {"seed": 1, "baseline_rate": 0.01, "lift": 10},
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


@pytest.fixture(params=list(RUNS))
def result(request: pytest.FixtureRequest) -> DemoResult:
    return run(**RUNS[request.param])


def test_a_result_keeps_the_contract(result: DemoResult) -> None:
    check(result)


def test_a_run_without_a_seed_tells_the_one_it_drew_and_can_be_repeated() -> None:
    first, other = run(), run()
    assert first.parameters["seed"] != other.parameters["seed"]
    assert first.metrics["seed"] == first.parameters["seed"]
    assert run_demo(NAME, first.parameters) == first


@pytest.mark.parametrize(
    ("baseline", "lift", "power", "significance"),
    [(0.05, 0.1, 0.8, 0.05), (0.2, 0.5, 0.9, 0.01), (0.001, 0.3, 0.95, 0.1), (0.9, 0.05, 0.5, 0.05)],
)
def test_the_sample_size_is_that_of_statsmodels(
    baseline: float, lift: float, power: float, significance: float
) -> None:
    n = sample_size(baseline, baseline * (1 + lift), power, significance)
    expected = samplesize_proportions_2indep_onetail(baseline * lift, baseline, power, alpha=significance)
    assert n == math.ceil(expected)
    reached = power_proportions_2indep(baseline * lift, baseline, n, alpha=significance, return_results=False)
    assert power - 0.001 <= reached <= power + 0.01


def test_the_expected_interval_is_that_of_statsmodels_for_the_expected_counts() -> None:
    plan = Plan(0.05, 0.1, 0.8, 0.05, 2000)
    n = 40_000
    low, high = confint_proportions_2indep(
        0.055 * n, n, 0.05 * n, n, compare="diff", method="wald", alpha=0.05
    )
    assert plan.interval(n) == pytest.approx((low, high))


# Armitage, McPherson and Rowe (1969), table 2: repeated tests at 5 % of normal observations.
@pytest.mark.parametrize(("looks", "alarms"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193), (20, 0.248)])
def test_false_alarms_are_those_of_armitage(looks: int, alarms: float) -> None:
    found = simulate(Plan(0.05, 0.1, 0.8, 0.05, 2000), looks, 7, lambda _share: None).false_alarms
    assert found == pytest.approx(alarms, abs=4 * math.sqrt(alarms / 10_000))


# Pocock (1977): nominal levels that keep 5 % over so many looks.
@pytest.mark.parametrize(("looks", "nominal"), [(2, 0.0294), (5, 0.0158), (10, 0.0106)])
def test_the_strict_p_value_is_that_of_pocock(looks: int, nominal: float) -> None:
    found = simulate(Plan(0.05, 0.1, 0.8, 0.05, 2000), looks, 7, lambda _share: None)
    assert level(found.strict_z) == pytest.approx(nominal, rel=0.15)


def test_one_look_has_the_power_that_was_set() -> None:
    found = simulate(Plan(0.05, 0.1, 0.9, 0.05, 2000), 1, 3, lambda _share: None)
    assert found.winners == pytest.approx(0.9, abs=0.012)
    assert found.running == 1


def test_the_smallest_lift_of_a_span_takes_that_span() -> None:
    plan = Plan(0.05, 0.1, 0.8, 0.05, 2000)
    smallest = plan.smallest_lift(28)
    assert smallest is not None
    assert plan.days_for(smallest) == 28
    assert plan.days_for(smallest * 0.98) > 28
    assert Plan(0.9, 0.1, 0.8, 0.05, 1).smallest_lift(28) is None


def test_what_can_be_shown_in_four_weeks_decides_the_status() -> None:
    assert run(**RUNS["feasible"]).metrics["status"] == "feasible"
    assert run(**RUNS["defaults"]).metrics["status"] == "slow"
    assert run(**RUNS["hopeless"]).metrics["status"] == "hopeless"


def test_claims_depend_on_what_came_out() -> None:
    verdicts = {name: [c.holds for c in run(**RUNS[name]).claims] for name in RUNS}
    assert verdicts["defaults"] == [False, False]
    assert verdicts["one look"] == [True, False]
    assert verdicts["feasible"] == [False, True]


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("feasible", "做得成", "feasible"),
        ("defaults", "偏长", "is long"),
        ("hopeless", "不要做", "don't run"),
    ],
)
def test_the_advice_follows_the_duration(name: str, zh: str, en: str) -> None:
    findings = run(**RUNS[name]).findings
    assert zh in next(sentence for sentence in findings["zh"] if "对你的产品" in sentence)
    assert en in next(sentence for sentence in findings["en"] if "For your product" in sentence)


@pytest.mark.parametrize("name", ["defaults", "few users", "one look", "ten times as many"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_listing_prints_what_the_run_found(name: str, language: str) -> None:
    result = run(**RUNS[name])
    sizes, alarms = printed(result, language)
    assert [int(part) for part in sizes.split()] == [
        result.metrics["users_per_group"],
        result.metrics["days"],
    ]
    assert float(alarms) == pytest.approx(result.metrics["false_alarms"])


def test_charts_show_the_run() -> None:
    result = run(**RUNS["defaults"])
    duration, alarms, interval = (chart.spec["en"] for chart in result.charts)
    assert duration["layer"][1]["data"]["values"][0]["lift"] == 10
    assert len(alarms["layer"][1]["data"]["values"]) == 10
    last = interval["layer"][0]["data"]["values"][-1]
    assert last["low"] / 100 == pytest.approx(result.metrics["interval_low"], rel=1e-4)
    assert last["high"] / 100 == pytest.approx(result.metrics["interval_high"], rel=1e-4)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"baseline_rate": 0}, "baseline rate"),
        ({"baseline_rate": float("nan")}, "基础转化率"),
        ({"lift": "much"}, "lift"),
        ({"lift": -0.1}, "提升幅度"),
        ({"power": 1}, "power"),
        ({"significance": True}, "显著性水平"),
        ({"users_per_day": 0.5}, "users per day"),
        ({"peeks": 0}, "看结果的次数"),
        ({"seed": -1}, "random seed"),
        ({"days": 3}, "days"),
        ({"baseline_rate": 0.6, "lift": 0.9}, "exceed 100%"),
    ],
)
def test_what_can_not_be_run_is_told_by_its_name(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**arguments)
    assert words.lower() in told(caught.value).lower()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("转化率 3%、提升 10%，A/B 测试要跑多久？", {"baseline_rate": 0.03, "lift": 0.1}),
        ("A/B 测试每天 500 人，偷看 20 次会怎样？", {"users_per_day": 500, "peeks": 20}),
        ("跑一下 A/B 测试，功效 0.9，只在结束时看", {"power": 0.9, "peeks": 1}),
        (
            "How long must an A/B test run with a conversion rate of 3% and a lift of 10%?",
            {"baseline_rate": 0.03, "lift": 0.1},
        ),
        ("Run the A/B test with 20 peeks", {"peeks": 20}),
        ("Run the A/B test with power 0.9 and look once", {"power": 0.9, "peeks": 1}),
    ],
)
def test_people_can_ask_for_it_in_their_words(message: str, arguments: dict[str, Any]) -> None:
    assert asked(NAME, message) == arguments
    assert any(message in messages(example) for example in demos()[NAME].examples)


def test_progress_is_told_and_may_stop_the_run() -> None:
    shares: list[float] = []
    run_demo(NAME, {"seed": 1}, shares.append)
    assert len(shares) >= 3

    def stop(_share: float) -> None:
        raise RunStoppedError

    with pytest.raises(RunStoppedError):
        run_demo(NAME, {}, stop)


def test_a_run_is_fast_enough_for_a_slider() -> None:
    run()
    began = time.process_time()
    run(seed=1)
    assert time.process_time() - began < 1


def test_asking_for_demos_loads_no_heavy_library() -> None:
    code = (
        "import sys; from assistant.demos import demos, run_demo; demos(); "
        f"print([name for name in {HEAVY_LIBRARIES} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=40, deadline=None)
@given(
    baseline_rate=st.floats(0.0001, 0.99),
    lift=st.floats(0.001, 10),
    power=st.floats(0.5, 0.99),
    significance=st.floats(0.001, 0.2),
    users_per_day=st.integers(1, 1_000_000_000),
    peeks=st.integers(1, 100),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_allowed_value_gives_a_result_or_a_reason(**arguments: Any) -> None:
    with np.errstate(all="raise"):
        if arguments["baseline_rate"] * (1 + arguments["lift"]) > 0.9999:
            with pytest.raises(DemoInputError):
                run(**arguments)
        else:
            check(run(**arguments), with_schema=False)
