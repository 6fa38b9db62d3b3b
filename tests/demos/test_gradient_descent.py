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
from assistant.demos.gradient_descent.experiment import RATES
from assistant.demos.gradient_descent.methods import largest_stable_rate, walk
from assistant.demos.gradient_descent.parameters import Method, SurfaceName
from assistant.demos.gradient_descent.surfaces import surface_of
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.requests import DemoRequest, requested
from tests.demos import contract

NAME = "gradient_descent"
METHODS: list[Method] = ["batch", "stochastic", "mini_batch", "momentum", "adam"]
SURFACES: list[SurfaceName] = ["regression", "bowl", "valley", "saddle"]
RUNS: dict[str, tuple[dict[str, Any], str]] = {
    "defaults": ({}, "crawling"),
    "converged": ({"learning_rate": 0.68}, "converged"),
    "diverged": ({"learning_rate": 2}, "diverged"),
    "one step too far": ({"learning_rate": 0.9, "steps": 1}, "diverged"),
    "hovering": ({"method": "stochastic", "learning_rate": 0.5}, "hovering"),
    "drawn and diverged": ({"method": "stochastic", "learning_rate": 3}, "diverged"),
    "mini-batch crawling": ({"method": "mini_batch", "learning_rate": 0.001}, "crawling"),
    "momentum": ({"method": "momentum", "surface": "valley", "learning_rate": 0.22}, "converged"),
    "swinging": ({"method": "momentum", "surface": "valley", "learning_rate": 1.9}, "oscillating"),
    "adam": ({"method": "adam", "surface": "saddle"}, "converged"),
    "adam swinging": ({"method": "adam", "learning_rate": 10, "steps": 30}, "oscillating"),
    "stuck": ({"surface": "saddle", "steps": 40}, "stuck"),
    "bowl": ({"surface": "bowl", "steps": 5000}, "converged"),
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, {"seed": 1, **arguments})


@pytest.fixture(params=list(RUNS))
def result(request: pytest.FixtureRequest) -> DemoResult:
    return run(**RUNS[request.param][0])


@pytest.mark.parametrize("name", list(RUNS))
def test_a_walk_is_told_by_how_it_ends(name: str) -> None:
    values, status = RUNS[name]
    assert run(**values).metrics["status"] == status


CHARTS = ["path", "loss", "methods", "rates"]


def test_a_result_keeps_the_contract(result: DemoResult) -> None:
    contract.check(result, charts=CHARTS, with_schema=False)


@pytest.mark.parametrize("name", ["defaults", "diverged", "stuck"])
def test_charts_are_valid_vega_lite(name: str) -> None:
    contract.check(run(**RUNS[name][0]), charts=CHARTS)


def test_a_run_without_a_seed_tells_the_one_it_drew_and_can_be_repeated() -> None:
    first = run_demo(NAME, {})
    assert first.metrics["seed"] == first.parameters["seed"]
    assert run_demo(NAME, first.parameters) == first


def test_the_regression_is_that_of_its_samples() -> None:
    ground = surface_of("regression", 5)
    rng = np.random.default_rng(5)
    x = rng.random(100)
    y = 2 * x + 1 + rng.random(100)
    slope, intercept = np.polyfit(x, y, 1)
    assert ground.lowest == pytest.approx([intercept, slope])

    def loss(theta: Any) -> float:
        return float(np.mean((theta[0] + theta[1] * x - y) ** 2))

    for theta in ([0.0, 0.0], [3.0, -1.0]):
        excess = float(ground.excess(np.array(theta)))
        assert excess == pytest.approx(loss(theta) - loss([intercept, slope]))


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_are_those_of_the_loss_and_the_lowest_point_is_lowest(name: SurfaceName) -> None:
    ground = surface_of(name, 3)
    theta, tiny = np.array([0.7, -0.4]), 1e-6
    numeric = [
        (ground.excess(theta + shift) - ground.excess(theta - shift)) / (2 * tiny)
        for shift in (np.array([tiny, 0]), np.array([0, tiny]))
    ]
    assert ground.gradients(None)(0, theta) == pytest.approx(numeric, rel=1e-5)
    everyone = np.arange(100)[None]
    assert ground.gradients(everyone)(0, theta) == pytest.approx(numeric, rel=1e-5)
    around = ground.lowest + np.random.default_rng(0).normal(0, 0.5, (500, 2))
    assert (ground.excess(around) > 0).all()
    assert float(ground.excess(ground.lowest)) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("method", ["batch", "momentum", "adam"])
def test_steps_are_those_of_pytorch(method: Method, name: SurfaceName) -> None:
    ground, rate = surface_of(name, 2), 0.05
    theta = torch.tensor(ground.start, requires_grad=True)
    optimizer: torch.optim.Optimizer = (
        torch.optim.Adam([theta], lr=rate)
        if method == "adam"
        else torch.optim.SGD([theta], lr=rate, momentum=0.9 if method == "momentum" else 0)
    )
    for _ in range(60):
        theta.grad = torch.tensor(ground.gradients(None)(0, theta.detach().numpy()))
        optimizer.step()
    path = walk(ground, method, np.array([rate]), 60, 10, 2, lambda _share: None)
    assert path[-1, 0] == pytest.approx(theta.detach().numpy(), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", ["regression", "bowl", "valley"])
@pytest.mark.parametrize("method", ["batch", "momentum"])
def test_the_largest_stable_rate_is_where_walks_begin_to_run_off(method: Method, name: SurfaceName) -> None:
    ground = surface_of(name, 4)
    limit = largest_stable_rate(ground, method, 10)
    plain = 2 / np.linalg.eigvalsh(ground.hessian).max()
    assert limit == pytest.approx(plain * (1.9 if method == "momentum" else 1))
    path = walk(ground, method, limit * np.array([0.99, 1.02]), 2000, 10, 4, lambda _share: None)
    below, above = ground.excess(path[-1])
    start = ground.excess(path[0, 0])
    assert below < start
    assert not above <= start


def test_one_sample_a_step_holds_on_to_less_than_all() -> None:
    ground = surface_of("regression", 4)
    all_samples = largest_stable_rate(ground, "batch", 1)
    one, ten, many = (largest_stable_rate(ground, "mini_batch", size) for size in (1, 10, 100))
    assert one < ten < many < all_samples
    assert largest_stable_rate(ground, "stochastic", 10) == one

    # Without noise in the samples, the mean square of the error over many walks must shrink below the limit, grow above.
    rng = np.random.default_rng(0)

    def mean_square(rate: float) -> float:
        error = np.tile(np.array([1.0, 1.0]), (40_000, 1))
        for _ in range(12):
            drawn = ground.hessians[rng.integers(100, size=len(error))]
            error = error - rate * np.einsum("nij,nj->ni", drawn, error)
        late = error
        for _ in range(6):
            drawn = ground.hessians[rng.integers(100, size=len(late))]
            late = late - rate * np.einsum("nij,nj->ni", drawn, late)
        return float((late**2).sum() / (error**2).sum())

    assert mean_square(0.9 * one) < 1 < mean_square(1.15 * one)


def test_the_sweep_finds_the_best_rate_of_the_closed_form() -> None:
    for name in ("regression", "bowl"):
        metrics = run(surface=name, steps=300).metrics
        low, high = float(metrics["smallest_curvature"] or 0), float(metrics["largest_curvature"] or 0)
        best = min(RATES, key=lambda rate: abs(math.log(rate * (low + high) / 2)))
        assert metrics["best_learning_rate"] == best


def test_a_run_that_is_stopped_ends() -> None:
    class StopError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.3:
            raise StopError

    with pytest.raises(StopError):
        run_demo(NAME, {"steps": 5000}, stop)


def test_progress_is_told_in_order() -> None:
    shares: list[float] = []
    run_demo(NAME, {"steps": 5000}, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) > 50


def claim(result: DemoResult, part: str) -> bool:
    return next(c.holds for c in result.claims if part in c.claimed)


def test_claims_follow_the_figures() -> None:
    assert claim(run(), "0.8")
    assert claim(run(), "ΔJ")
    assert not claim(run(learning_rate=2), "ΔJ")
    assert claim(run(), "α ≫ 0")
    assert not claim(run(method="adam"), "α ≫ 0")
    assert claim(run(), "1 ≪ m")
    assert not claim(run(surface="saddle"), "∇J = 0")
    assert all(c.section in ("4.1", "4.2") for c in run(surface="saddle").claims)


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("method", METHODS)
def test_the_listing_prints_where_the_walk_ended(method: Method, name: SurfaceName) -> None:
    result = run(method=method, surface=name, steps=80, learning_rate=0.1)
    for language in ("zh", "en"):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code[language], {})
        assert [float(word) for word in printed.getvalue().split()] == pytest.approx(
            [result.metrics["first_parameter"], result.metrics["second_parameter"]], rel=1e-6, abs=1e-9
        )
        assert 10 <= len([line for line in result.listings[0].code[language].splitlines() if line]) <= 30


def test_the_contours_lie_at_equal_loss() -> None:
    for name in SURFACES:
        ground = surface_of(name, 1)
        contours = run(surface=name).charts[0].spec["en"]["layer"][0]["data"]["values"]
        for line in {row["line"] for row in contours}:
            points = np.array([[row["x"], row["y"]] for row in contours if row["line"] == line])
            levels = ground.excess(points)
            assert levels == pytest.approx(np.full(len(levels), levels.mean()), rel=1e-2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("随机梯度下降，学习率 0.5，跑 300 步", {"method": "stochastic", "learning_rate": 0.5, "steps": 300}),
        (
            "run sgd with learning rate 0.5 for 300 steps",
            {"method": "stochastic", "learning_rate": 0.5, "steps": 300},
        ),
        ("优化方法演示，曲面用鞍点，方法用 adam", {"method": "adam", "surface": "saddle"}),
        ("用小批量梯度下降跑一遍，批大小 32", {"method": "mini_batch", "batch_size": 32}),
        ("run the momentum method in the valley", {"method": "momentum", "surface": "valley"}),
        (
            "run mini-batch gradient descent and a batch size of 16",
            {"method": "mini_batch", "batch_size": 16},
        ),
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
            assert request.arguments != values


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"learning_rate": 0}, "学习率"),
        ({"learning_rate": math.nan}, "学习率"),
        ({"learning_rate": "fast"}, "学习率"),
        ({"steps": 5001}, "步数"),
        ({"steps": 1.5}, "步数"),
        ({"batch_size": 101}, "批大小"),
        ({"batch_size": True}, "批大小"),
        ({"method": "newton"}, "方法"),
        ({"surface": ""}, "曲面"),
        ({"seed": -1}, "随机种子"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(values: dict[str, Any], title: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run_demo(NAME, values)
    assert caught.value.message.zh.startswith(f"{title}必须")


@settings(max_examples=30, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    learning_rate=st.floats(0, 10, exclude_min=True),
    steps=st.integers(1, 80),
    batch_size=st.integers(1, 100),
    surface=st.sampled_from(SURFACES),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = run_demo(NAME, arguments)
    contract.check(result, charts=CHARTS, with_schema=False)
