import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.demos.linear_regression.data import sample
from assistant.demos.linear_regression.descent import Descent, descend, least_squares
from tests.demos.linear_regression.reference import data, features, train

SETTINGS = st.fixed_dictionaries(
    {
        "samples": st.integers(2, 300),
        "noise": st.floats(0, 100),
        "seed": st.integers(0, 2**32 - 1),
        "fit_intercept": st.booleans(),
        "loss": st.sampled_from(["half_mean", "mean"]),
    }
)


def descent(settings: dict[str, Any], learning_rate: float) -> Descent:
    drawn = sample(settings["samples"], settings["noise"], settings["seed"], lambda _: None)
    return descend(drawn.moments, drawn.start, learning_rate, settings["loss"], settings["fit_intercept"])


def article(learning_rate: float, **changed: Any) -> Descent:
    settings = {"samples": 100, "noise": 1.0, "seed": 1, "fit_intercept": True, "loss": "mean"}
    return descent({**settings, **changed}, learning_rate)


@given(settings=SETTINGS)
def test_least_squares_is_that_of_lstsq(settings: dict[str, Any]) -> None:
    x, y, _ = data(settings["samples"], settings["noise"], settings["seed"])
    matrix = features(x, settings["fit_intercept"])
    assume(np.linalg.cond(matrix) < 1e4)
    moments = sample(settings["samples"], settings["noise"], settings["seed"], lambda _: None).moments
    intercept, slope = least_squares(moments, settings["fit_intercept"])
    expected = np.linalg.lstsq(matrix, y)[0]
    found = [intercept, slope] if settings["fit_intercept"] else [slope]
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert settings["fit_intercept"] or intercept == 0.0


@given(settings=SETTINGS, learning_rate=st.floats(1e-4, 10), epochs=st.integers(1, 60))
def test_the_closed_form_is_where_a_plain_loop_goes(
    settings: dict[str, Any], learning_rate: float, epochs: int
) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        loop = train(learning_rate=learning_rate, epochs=epochs, **settings)
    at = np.arange(epochs + 1, dtype=float)
    found = descent(settings, learning_rate)
    size = np.abs(loop["thetas"]).max(axis=1, keepdims=True) + 1 + settings["noise"]
    assert np.abs(found.parameters(at) - loop["thetas"]) / size == pytest.approx(0, abs=1e-6)
    assert found.losses(at) == pytest.approx(
        loop["losses"], rel=1e-5, abs=1e-7 * (1 + settings["noise"] ** 2)
    )


@given(settings=SETTINGS)
def test_the_largest_stable_rate_divides_shrinking_from_growing(settings: dict[str, Any]) -> None:
    limit = descent(settings, 1.0).max_stable_learning_rate
    x, _, _ = data(settings["samples"], settings["noise"], settings["seed"])
    matrix = features(x, settings["fit_intercept"])
    hessian = (2 if settings["loss"] == "mean" else 1) / len(x) * matrix.T @ matrix
    assert limit == pytest.approx(2 / np.linalg.eigvalsh(hessian)[-1])
    far = np.array([1e5])
    assert descent(settings, 0.99 * limit).losses(far) <= descent(settings, 0.99 * limit).losses(np.zeros(1))
    assert descent(settings, 1.01 * limit).losses(far) > 1e6
    assert descent(settings, 1.01 * limit).status(10) == "diverged"
    assert descent(settings, 0.99 * limit).status(10) != "diverged"


def test_half_the_loss_allows_twice_the_rate_and_takes_half_the_step() -> None:
    half, mean = article(0.02, loss="half_mean"), article(0.01, loss="mean")
    assert half.max_stable_learning_rate == pytest.approx(2 * mean.max_stable_learning_rate)
    assert half.parameters(np.array([500.0])) == pytest.approx(mean.parameters(np.array([500.0])))


@pytest.mark.parametrize(
    ("rate", "epochs", "status"),
    [
        (0.1, 1000, "converged"),
        (0.01, 1000, "crawling"),
        (0.5, 50, "crawling"),
        (0.9, 5, "diverged"),
        (10, 1, "diverged"),
    ],
)
def test_the_status_tells_how_training_stands(rate: float, epochs: int, status: str) -> None:
    assert article(rate).status(epochs) == status


def test_at_the_largest_stable_rate_training_swings_for_ever() -> None:
    at_limit = article(article(1.0).max_stable_learning_rate)
    assert at_limit.status(1_000_000) == "crawling"
    assert at_limit.epochs_to_converge() is None
    assert at_limit.losses(np.array([1e6]))[0] > 10 * at_limit.least_loss


@given(settings=SETTINGS, share=st.floats(0.01, 0.99))
def test_converging_happens_at_the_epoch_foretold(settings: dict[str, Any], share: float) -> None:
    limit = descent(settings, 1.0).max_stable_learning_rate
    found = descent(settings, share * limit)
    epochs = found.epochs_to_converge()
    assert epochs is not None
    assert found.status(epochs) == "converged"
    assert epochs == 0 or found.status(epochs - 1) == "crawling"


def test_a_run_that_leaves_all_bounds_makes_no_noise() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses = article(10).losses(np.array([0.0, 1e3, 1e6]))
        parameters = article(10).parameters(np.array([1e6]))
    assert np.isfinite(losses[0])
    assert np.isinf(losses[2])
    assert not np.isfinite(parameters).any()


def test_without_an_intercept_no_slope_below_three_is_best() -> None:
    """Σxy / Σx² = 2 + Σx(1 + ε) / Σx² ≥ 3, as x² ≤ x between 0 and 1: the article's 1.9970265 cannot come out."""
    slopes = [article(0.1, fit_intercept=False, seed=seed, samples=2).optimum[0] for seed in range(200)]
    assert min(slopes) > 3
