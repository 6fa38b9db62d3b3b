import io
import math
import warnings
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.demos import demos, run_demo
from assistant.demos.activations_and_losses.functions import ACTIVATION, normal_mean, signal_left
from assistant.demos.activations_and_losses.parameters import ActivationName
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.requests import DemoRequest, requested
from tests.demos import contract

NAME = "activations_and_losses"
CHARTS = ["gradient", "activation", "losses", "corrections"]
ACTIVATIONS: list[ActivationName] = ["sigmoid", "tanh", "relu", "gelu"]
TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "gelu": torch.nn.functional.gelu,
}
RUNS: dict[str, tuple[dict[str, Any], str]] = {
    "defaults": ({}, "vanished"),
    "shallow": ({"depth": 1}, "healthy"),
    "faded": ({"depth": 5}, "faded"),
    "relu": ({"activation": "relu", "depth": 100}, "healthy"),
    "gelu": ({"activation": "gelu", "depth": 100}, "healthy"),
    "tanh": ({"activation": "tanh", "loss": "mse", "probability": 0.3}, "healthy"),
    "right": ({"activation": "relu", "probability": 0.97}, "healthy"),
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


@pytest.mark.parametrize("name", list(RUNS))
def test_a_run_keeps_the_contract_and_tells_how_the_signal_fares(name: str) -> None:
    values, status = RUNS[name]
    result = run(**values)
    assert result.metrics["status"] == status
    contract.check(result, charts=CHARTS, with_schema=name in ("defaults", "right"))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_curves_and_slopes_are_those_of_pytorch(name: ActivationName) -> None:
    z = torch.linspace(-6, 6, 200, dtype=torch.float64, requires_grad=True)
    value = TORCH[name](z)
    torch.autograd.backward(value.sum())
    assert z.grad is not None
    at = z.detach().numpy()
    assert ACTIVATION[name].value(at) == pytest.approx(value.detach().numpy(), abs=1e-12)
    assert ACTIVATION[name].slope(at) == pytest.approx(z.grad.numpy(), abs=1e-12)


def test_means_over_the_normal_distribution_are_exact() -> None:
    assert normal_mean(lambda z: z**2, 4.0) == pytest.approx(4)
    assert normal_mean(lambda z: np.maximum(z, 0) ** 2, 1.0) == pytest.approx(0.5)
    assert normal_mean(lambda z: np.maximum(z, 0), 1.0) == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-4)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_gradient_left_is_that_of_wide_random_networks(name: ActivationName) -> None:
    width, depth, networks = 400, 6, 8
    torch.manual_seed(0)
    squares = []
    for _ in range(networks):
        first = torch.randn(width, dtype=torch.float64, requires_grad=True)
        sums = first
        for _ in range(depth):
            weights = torch.randn(width, width, dtype=torch.float64) * math.sqrt(
                ACTIVATION[name].gain / width
            )
            sums = weights @ TORCH[name](sums)
        back = torch.randn(width, dtype=torch.float64)
        torch.autograd.backward(sums, back)
        assert first.grad is not None
        squares.append(float((first.grad**2).sum() / (back**2).sum()))
    assert signal_left(name, depth)[-1] == pytest.approx(math.sqrt(np.mean(squares)), rel=0.2)


def test_relu_with_its_starting_weights_loses_nothing_and_sigmoid_at_most_a_quarter_a_layer() -> None:
    assert signal_left("relu", 100) == pytest.approx(np.ones(101))
    left = signal_left("sigmoid", 30)
    assert (left[1:] <= 0.25 * left[:-1]).all()


@pytest.mark.parametrize("probability", [0.001, 0.05, 0.5, 0.9])
def test_losses_and_corrections_are_those_of_pytorch(probability: float) -> None:
    for loss in ("mse", "cross_entropy"):
        score = torch.tensor(
            math.log(probability / (1 - probability)), dtype=torch.float64, requires_grad=True
        )
        target = torch.tensor(1.0, dtype=torch.float64)
        value = (
            (torch.sigmoid(score) - target) ** 2
            if loss == "mse"
            else torch.nn.functional.binary_cross_entropy_with_logits(score, target)
        )
        torch.autograd.backward(value)
        assert score.grad is not None
        metrics = run(loss=loss, probability=probability).metrics
        assert metrics["loss_value"] == pytest.approx(float(value))
        assert metrics["loss_gradient"] == pytest.approx(-float(score.grad))
        assert metrics["gradient_ratio"] == pytest.approx(1 / (2 * probability * (1 - probability)))


def test_no_straight_line_explains_what_relu_bends() -> None:
    z = np.random.default_rng(0).standard_normal(200_000)
    unexplained = 1 - np.corrcoef(z, np.maximum(z, 0))[0, 1] ** 2
    assert run(activation="relu").metrics["bend"] == pytest.approx(unexplained, abs=0.01)


def claim(result: DemoResult, part: str) -> bool:
    return next(c.holds for c in result.claims if part in c.claimed)


def test_claims_follow_the_figures() -> None:
    assert not claim(run(), "‖g₁‖")
    assert claim(run(activation="relu"), "‖g₁‖")
    assert claim(run(), "1 − p")
    assert not claim(run(probability=0.01), "10²")
    assert claim(run(probability=0.3), "10²")
    assert claim(run(depth=100), "W₂")
    assert [
        claim(run(activation=name), part)
        for name, part in zip(ACTIVATIONS, ("0 …", "−1 …", "max", "z Φ"), strict=True)
    ] == [True, True, True, False]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_listing_prints_the_main_figures(name: ActivationName) -> None:
    result = run(activation=name, depth=12, probability=0.2)
    for language in ("zh", "en"):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code[language], {})
        left, square, square_push, cross, cross_push = map(float, printed.getvalue().split())
        metrics = result.metrics
        assert left == pytest.approx(metrics["gradient_left"])
        assert (cross, cross_push) == pytest.approx((metrics["loss_value"], metrics["loss_gradient"]))
        assert (square, square_push) == pytest.approx(
            (metrics["other_loss_value"], metrics["other_loss_gradient"])
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看看 sigmoid 传 30 层梯度还剩多少", {"activation": "sigmoid", "depth": 30}),
        ("激活函数换成 relu，层数 50，跑一下", {"activation": "relu", "depth": 50}),
        ("run the activation functions demo with gelu and depth 12", {"activation": "gelu", "depth": 12}),
        ("交叉熵，概率 0.01，跑一下", {"loss": "cross_entropy", "probability": 0.01}),
    ],
)
def test_people_can_ask_for_it(text: str, expected: dict[str, Any]) -> None:
    assert requested(text, demos()) == DemoRequest(NAME, expected)


def test_what_is_proposed_next_can_be_asked_for() -> None:
    for values, _ in RUNS.values():
        for language, quotes in (("zh", "“”"), ("en", '""')):
            proposal = run(**values).findings[language][-1].split(quotes[0])[1].split(quotes[1])[0]
            request = requested(proposal, demos(), DemoRequest(NAME, values))
            assert isinstance(request, DemoRequest)
            assert request.name == NAME
            assert request.arguments != values


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"depth": 0}, "层数"),
        ({"depth": 101}, "层数"),
        ({"depth": math.nan}, "层数"),
        ({"probability": 0}, "给正确答案的概率"),
        ({"probability": 1}, "给正确答案的概率"),
        ({"probability": "likely"}, "给正确答案的概率"),
        ({"activation": "swish"}, "激活函数"),
        ({"loss": "hinge"}, "损失函数"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(values: dict[str, Any], title: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run_demo(NAME, values)
    assert caught.value.message.zh.startswith(f"{title}必须")


@settings(max_examples=40, deadline=None)
@given(
    activation=st.sampled_from(ACTIVATIONS),
    depth=st.integers(1, 100),
    loss=st.sampled_from(["mse", "cross_entropy"]),
    probability=st.floats(1e-6, 0.999999),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = run_demo(NAME, arguments)
    contract.check(result, charts=CHARTS, with_schema=False)
    assert run_demo(NAME, arguments) == result
