import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.demos import demos, run_demo
from assistant.demos.model_choice.catalogue import DATE, MODELS, SCENARIOS
from assistant.demos.model_choice.changes import changes, choice
from assistant.demos.model_choice.estimate import Estimate, cache_bytes_per_token, estimates
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.runner import RunStoppedError
from tests.demos.contract import asked, check, messages, printed, told

NAME = "model_choice"
RUNS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "private cloud": {"privacy": "private_cloud"},
    "on premises": {"privacy": "on_premises", "languages": "both"},
    "coding in English": {
        "scenario": "coding",
        "languages": "en",
        "privacy": "private_cloud",
        "monthly_budget": 1e5,
    },
    "nothing suits": {"scenario": "agent", "privacy": "on_premises", "monthly_budget": 10},
    "nearly suits": {"latency_ms": 10, "monthly_budget": 1e9},
    "huge": {"requests_per_day": 100_000_000, "input_tokens": 1_000_000, "output_tokens": 100_000},
    "tiny": {"requests_per_day": 1, "input_tokens": 1, "output_tokens": 1, "monthly_budget": 1},
    "own quote": {"price_per_million_tokens": 5},
    "free": {"price_per_million_tokens": 0},
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


def estimated(key: str, **values: Any) -> Estimate:
    found = estimates(ModelChoiceParameters(**values))
    return next(estimate for estimate in found if estimate.model.key == key)


@pytest.mark.parametrize("name", list(RUNS))
def test_a_result_keeps_the_contract(name: str) -> None:
    result = run(**RUNS[name])
    check(result)
    assert run_demo(NAME, result.parameters) == result


# Published shapes: an 8 B model of 32 layers keeps 128 KiB a token, a 70 B model of 80 layers 320 KiB, with 8 heads of 128.
@pytest.mark.parametrize(("key", "kib"), [("small_open", 128), ("large_open", 320)])
def test_the_cache_of_a_token_is_that_of_models_of_this_shape(key: str, kib: int) -> None:
    model = next(model for model in MODELS if model.key == key)
    assert cache_bytes_per_token(model) == kib * 1024


def test_an_api_costs_what_its_tokens_cost() -> None:
    found = estimated("small_api", requests_per_day=1000, input_tokens=2000, output_tokens=500)
    assert found.dollars_per_thousand == pytest.approx(2 * 0.15 + 0.5 * 0.6)
    assert found.monthly_dollars == pytest.approx(30 * found.dollars_per_thousand)
    quoted = estimated(
        "frontier_api", requests_per_day=1000, input_tokens=700, output_tokens=300, price_per_million_tokens=4
    )
    assert quoted.dollars_per_thousand == pytest.approx(4)


def test_a_model_on_own_machines_takes_memory_and_whole_accelerators() -> None:
    small = estimated("small_open", input_tokens=1000, output_tokens=100, requests_per_day=100)
    assert (small.weights_gb, small.gpus) == (16, 1)
    assert small.cache_gb == pytest.approx(1100 * 128 * 1024 / 1e9)
    assert small.monthly_dollars == pytest.approx(2.5 * 720)
    reading, token = 2 * 8e9 * 1000 / (989.5e12 * 0.4), 16 / 3350
    assert small.first_word_ms == pytest.approx(150 + 1000 * (reading + token))
    assert small.answer_seconds == pytest.approx(0.15 + reading + 100 * token)
    assert estimated("expert_open").gpus == 7
    assert estimated("small_open", privacy="on_premises").monthly_dollars == pytest.approx(1.8 * 720)


def test_more_requests_never_take_fewer_accelerators() -> None:
    volumes = (1, 10**3, 10**5, 10**6, 10**7, 10**8)
    counts = [estimated("medium_open", requests_per_day=volume).gpus for volume in volumes]
    assert counts == sorted(counts)
    assert counts[-1] > 100


@pytest.mark.parametrize(
    ("key", "values", "rule"),
    [
        ("tiny_open", {"scenario": "coding"}, "quality"),
        ("large_open", {"languages": "both"}, "languages"),
        ("small_api", {"privacy": "private_cloud"}, "privacy"),
        ("small_open", {"input_tokens": 40_000}, "context"),
        ("frontier_api", {"latency_ms": 900}, "latency"),
        ("expert_open", {"monthly_budget": 12_000}, "budget"),
    ],
)
def test_each_rule_excludes_what_breaks_it(key: str, values: dict[str, Any], rule: str) -> None:
    assert rule in estimated(key, **values).broken


def test_the_cheapest_that_suits_is_chosen() -> None:
    for arguments in RUNS.values():
        suiting = [e for e in estimates(ModelChoiceParameters(**arguments)) if e.suits]
        status = run(**arguments).metrics["status"]
        if suiting:
            cheapest = min(suiting, key=lambda estimate: estimate.monthly_dollars)
            assert status == cheapest.model.key
        else:
            assert status == "none"


def test_every_change_that_is_named_does_change_the_choice() -> None:
    for arguments in RUNS.values():
        parameters = ModelChoiceParameters(**arguments)
        for change in changes(parameters):
            changed = ModelChoiceParameters(**(parameters.written() | {change.parameter: change.value}))
            assert choice(changed) == change.after != choice(parameters)


def test_privacy_leads_to_open_models() -> None:
    assert run().metrics["status"] == "small_api"
    assert run(**RUNS["private cloud"]).metrics["status"] == "small_open"
    assert "自己部署" in run(**RUNS["private cloud"]).findings["zh"][1]


def test_where_nothing_suits_the_first_finding_says_so_and_names_the_reasons() -> None:
    findings = run(**RUNS["nothing suits"]).findings
    assert "没有一类模型合适" in findings["zh"][0]
    assert "over budget" in findings["en"][0]


def test_findings_say_that_prices_are_assumptions_of_a_day() -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", DATE)
    assert any(DATE in sentence and "assumptions" in sentence for sentence in run().findings["en"])
    assert any("你填的每百万词元 5 美元" in s for s in run(**RUNS["own quote"]).findings["zh"])


def test_claims_depend_on_what_came_out() -> None:
    assert [claim.holds for claim in run().claims] == [True, True, False, True]
    rich = run(monthly_budget=1e9)
    assert not rich.claims[1].holds


@pytest.mark.parametrize("name", ["defaults", "private cloud", "on premises", "own quote", "free", "huge"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_listing_prints_what_the_run_found(name: str, language: str) -> None:
    result = run(**RUNS[name])
    thousand, monthly = (float(part) for part in printed(result, language)[0].split())
    assert thousand == pytest.approx(result.metrics["cost_per_thousand"])
    assert monthly == pytest.approx(result.metrics["monthly_cost"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"scenario": "poetry"}, "scenario"),
        ({"requests_per_day": 0}, "每天请求数"),
        ({"input_tokens": "many"}, "input tokens"),
        ({"output_tokens": 2.5}, "输出词元数"),
        ({"latency_ms": float("nan")}, "首字等待"),
        ({"monthly_budget": -1}, "monthly budget"),
        ({"privacy": "secret"}, "数据能去哪里"),
        ({"languages": "fr"}, "languages"),
        ({"price_per_million_tokens": "=1+1"}, "price per million tokens"),
        ({"brand": "x"}, "brand"),
    ],
)
def test_what_can_not_be_run_is_told_by_its_name(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**arguments)
    assert words in told(caught.value).lower()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (
            "跑一下模型选型：智能客服，每天 2 万次请求",
            {"scenario": "customer_service", "requests_per_day": 20_000},
        ),
        ("模型选型：编程助手，预算 500", {"scenario": "coding", "monthly_budget": 500}),
        ("模型选型，本地部署，延迟 800", {"privacy": "on_premises", "latency_ms": 800}),
        (
            "Run the model choice for customer service with 20000 requests per day",
            {"scenario": "customer_service", "requests_per_day": 20_000},
        ),
        (
            "Run the model choice for coding with a budget of 500",
            {"scenario": "coding", "monthly_budget": 500},
        ),
        ("Run the model choice on premises with latency 800", {"privacy": "on_premises", "latency_ms": 800}),
    ],
)
def test_people_can_ask_for_it_in_their_words(message: str, arguments: dict[str, Any]) -> None:
    assert asked(NAME, message) == arguments
    assert any(message in messages(example) for example in demos()[NAME].examples)


def test_progress_is_told_and_may_stop_the_run() -> None:
    def stop(_share: float) -> None:
        raise RunStoppedError

    with pytest.raises(RunStoppedError):
        run_demo(NAME, {}, stop)


def test_a_run_is_fast_enough_for_a_slider() -> None:
    run()
    began = time.process_time()
    run(requests_per_day=7000)
    assert time.process_time() - began < 0.3


@settings(max_examples=60, deadline=None)
@given(
    scenario=st.sampled_from(list(SCENARIOS)),
    requests_per_day=st.integers(1, 100_000_000),
    input_tokens=st.integers(1, 1_000_000),
    output_tokens=st.integers(1, 100_000),
    latency_ms=st.floats(10, 600_000),
    monthly_budget=st.floats(1, 1e9),
    privacy=st.sampled_from(["public_api", "private_cloud", "on_premises"]),
    languages=st.sampled_from(["zh", "en", "both"]),
    price_per_million_tokens=st.none() | st.floats(0, 10_000),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    check(run(**arguments), with_schema=False)
