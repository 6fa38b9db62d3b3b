import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier

from assistant.demos import demos, run_demo
from assistant.demos.training_cost.digits import pictures
from assistant.demos.training_cost.hardware import ACCELERATORS
from assistant.demos.training_cost.network import measured, quantised, trained
from assistant.demos.training_cost.training import Training, serving
from assistant.demos.training_cost.wording import count, duration, money
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.runner import RunStoppedError
from tests.demos.contract import asked, check, messages, printed, told

NAME = "training_cost"
METHODS = ("none", "half_precision", "quantise_8bit", "quantise_4bit", "prune")
RUNS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "one card": {"gpus": 1, "model_parameters": 1e9, "tokens": 1e9},
    "everything splits": {"serial_share": 0},
    "nothing splits": {"serial_share": 1},
    "saturated": {"gpus": 4000},
    "too large": {"model_parameters": 1e12, "gpus": 8},
    "larger than any cluster": {"model_parameters": 1e13, "gpu": "v100", "gpus": 1, "tokens": 1e15},
    "tiny": {"model_parameters": 1e6, "tokens": 1e6, "gpus": 1},
    "long": {"gpus": 2, "price_per_gpu_hour": 1, "tokens": 1.4e12, "model_parameters": 1e9},
    **{method: {"compression": method} for method in METHODS},
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


def training(**changes: Any) -> Training:
    values: dict[str, Any] = {
        "model_parameters": 7e9,
        "tokens": 2e12,
        "accelerator": ACCELERATORS["a100"],
        "gpus": 64,
        "utilisation": 0.4,
        "price_per_gpu_hour": 2.0,
        "serial_share": 0.0,
    }
    return Training(**(values | changes))


@pytest.mark.parametrize("name", list(RUNS))
def test_a_result_keeps_the_contract(name: str) -> None:
    check(run(**RUNS[name]))


def test_a_run_can_be_repeated() -> None:
    first = run(**RUNS["prune"])
    assert run_demo(NAME, first.parameters) == first


# Touvron et al. (2023), Llama 2, table 2: hours on A100 80 GB for 2 trillion tokens, at an unknown utilisation near 0.4.
@pytest.mark.parametrize(("parameters", "hours"), [(6.7e9, 184_320), (13e9, 368_640), (69e9, 1_720_320)])
def test_the_hours_are_near_those_that_llama_2_reports(parameters: float, hours: float) -> None:
    assert training(model_parameters=parameters).gpu_hours == pytest.approx(hours, rel=0.12)


# Brown et al. (2020), Language Models are Few-Shot Learners, table D.1.
def test_the_operations_are_those_that_gpt_3_reports() -> None:
    assert training(model_parameters=174_600e6, tokens=300e9).operations == pytest.approx(3.14e23, rel=0.002)


def test_hours_add_up_from_the_serial_and_the_parallel_part() -> None:
    found = training(serial_share=0.25, gpus=10)
    serial, parallel = 0.25 * found.single_hours, 0.75 * found.single_hours
    assert found.hours == pytest.approx(serial + parallel / 10)
    assert found.cost == pytest.approx(2 * 10 * (serial + parallel / 10))
    assert found.speedup_limit == 4
    assert found.on(10**9).speedup == pytest.approx(4)
    assert training().speedup_limit == math.inf


def test_memory_decides_the_fewest_accelerators() -> None:
    assert training().fewest_gpus == math.ceil(7e9 * 16 / 80e9)
    assert run(**RUNS["too large"]).metrics["status"] == "does_not_fit"
    assert "显存不够" in run(**RUNS["too large"]).findings["zh"][1]


def test_answers_go_on_as_fast_as_weights_are_read() -> None:
    use = serving(training(), 16, 16)
    assert use.memory_gb == pytest.approx(14)
    assert use.tokens_per_second == pytest.approx(2039 / 14)
    assert serving(training(model_parameters=70e9), 16, 16).gpus == 2


@pytest.mark.parametrize("method", METHODS)
def test_accuracy_is_that_of_scikit_learn_with_the_same_weights(method: str) -> None:
    network = trained()
    inputs, labels = pictures(2000, 21)
    other = MLPClassifier((64,), max_iter=1).partial_fit(inputs[:50], np.arange(50) % 10, classes=range(10))
    if method == "none":
        weights = network.weights
    elif method == "half_precision":
        weights = tuple(w.astype(np.float16).astype(np.float32) for w in network.weights)
    elif method == "prune":
        weights = tuple(np.where(np.abs(w) > np.median(np.abs(w)), w, 0) for w in network.weights)
    else:
        most = {"quantise_8bit": 127, "quantise_4bit": 7}[method]
        scales = [np.abs(w).max(axis=0, keepdims=True) / most for w in network.weights]
        weights = tuple(
            np.rint(w / s).astype(np.int8) * s for w, s in zip(network.weights, scales, strict=True)
        )
    other.coefs_, other.intercepts_ = list(weights), list(network.biases)
    assert measured(method).accuracy == pytest.approx(other.score(inputs, labels), abs=0.001)


def test_the_small_network_learned_something_and_loses_little_at_eight_bits() -> None:
    plain = measured("none").accuracy
    assert plain > 0.9
    assert measured("quantise_8bit").accuracy == pytest.approx(plain, abs=0.005)
    assert measured("prune").accuracy < plain - 0.02


def test_quantising_keeps_within_half_a_step() -> None:
    matrix = np.random.default_rng(0).standard_normal((30, 4)).astype(np.float32)
    step = np.abs(matrix).max(axis=0) / 7
    assert (np.abs(quantised(matrix, 4) - matrix) <= step / 2 + 1e-6).all()
    assert len(np.unique(quantised(matrix, 4)[:, 0])) <= 15


@pytest.mark.parametrize("method", METHODS)
def test_only_half_precision_shortens_training(method: str) -> None:
    result = run(compression=method)
    assert result.claims[0].holds == (method == "half_precision")
    assert result.metrics["hours"] == run().metrics["hours"]


def test_distributing_stops_helping_where_most_of_the_time_is_waiting() -> None:
    assert run().claims[1].holds
    assert not run(**RUNS["saturated"]).claims[1].holds
    assert run(**RUNS["saturated"]).metrics["status"] == "saturated"
    assert run(gpus=8).metrics["status"] == "efficient"


def test_a_small_training_takes_no_great_deal() -> None:
    assert run().claims[3].holds
    assert not run(**RUNS["tiny"]).claims[3].holds


@pytest.mark.parametrize("name", ["defaults", "nothing splits", "one card"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_listing_prints_what_the_run_found(name: str, language: str) -> None:
    result = run(**RUNS[name])
    hours, cost, speedup = (float(part) for part in printed(result, language)[0].split())
    assert hours == pytest.approx(result.metrics["hours"])
    assert cost == pytest.approx(result.metrics["cost"])
    assert speedup == pytest.approx(result.metrics["speedup"])


def test_the_proposed_number_of_cards_costs_what_was_promised() -> None:
    sentence = run().findings["en"][-1]
    proposed = run(gpus=int(sentence.split("gpus to ")[1].split('"')[0]))
    assert f"costs {money(float(proposed.metrics['cost'] or 0))} instead" in sentence


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (0.5, "30 分钟", "30 minutes"),
        (12, "12 小时", "12 hours"),
        (72, "3.0 天", "3.0 days"),
        (1e6, "114 年", "114 years"),
    ],
)
def test_spans_are_told_in_a_unit_that_suits_them(hours: float, zh: str, en: str) -> None:
    assert duration(hours).zh.strip() == zh
    assert duration(hours).en == en


def test_counts_are_told_as_people_say_them() -> None:
    assert (count(7e9).zh, count(7e9).en) == ("70 亿", "7 billion")
    assert (count(1.4e12).zh, count(1.4e12).en) == ("1.4 万亿", "1.4 trillion")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"model_parameters": 0}, "model parameters"),
        ({"tokens": float("inf")}, "训练词元数"),
        ({"gpu": "h999"}, "accelerator"),
        ({"gpus": 1.5}, "卡的数量"),
        ({"utilisation": float("nan")}, "utilisation"),
        ({"price_per_gpu_hour": "cheap"}, "每卡每小时价格"),
        ({"serial_share": 1.1}, "serial share"),
        ({"compression": "zip"}, "压缩办法"),
        ({"colour": 1}, "colour"),
    ],
)
def test_what_can_not_be_run_is_told_by_its_name(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**arguments)
    assert words in told(caught.value).lower()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("算一下训练成本：70 亿参数，256 块卡", {"model_parameters": 7_000_000_000, "gpus": 256}),
        ("训练成本里压缩改成 4 位量化会怎样？", {"compression": "quantise_4bit"}),
        ("训练成本：用 a100，利用率 0.3", {"gpu": "a100", "utilisation": 0.3}),
        (
            "Run the training cost with 7 billion parameters on 256 gpus",
            {"model_parameters": 7_000_000_000, "gpus": 256},
        ),
        ("Run the training cost with 4-bit compression", {"compression": "quantise_4bit"}),
        ("Run the training cost on a100 with utilisation 0.3", {"gpu": "a100", "utilisation": 0.3}),
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
    run(gpus=100)
    assert time.process_time() - began < 0.3


@settings(max_examples=60, deadline=None)
@given(
    model_parameters=st.floats(1e6, 1e13),
    tokens=st.floats(1e6, 1e15),
    gpu=st.sampled_from(list(ACCELERATORS)),
    gpus=st.integers(1, 100_000),
    utilisation=st.floats(0.01, 1),
    price_per_gpu_hour=st.floats(0, 1000, exclude_min=True),
    serial_share=st.floats(0, 1),
    compression=st.sampled_from(METHODS),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    check(run(**arguments), with_schema=False)
