import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.demos.linear_regression.data import Moments, sample
from tests.demos.linear_regression.reference import data


def ignore(_share: float) -> None: ...


@given(samples=st.integers(2, 3000), noise=st.floats(0, 100), seed=st.integers(0, 2**32 - 1))
def test_one_pass_gives_the_moments_of_the_data(samples: int, noise: float, seed: int) -> None:
    drawn = sample(samples, noise, seed, ignore)
    x, y, start = data(samples, noise, seed)
    covariance = np.cov(x, y, bias=True)
    found = drawn.moments
    assert found.n == samples
    assert (found.mean_x, found.mean_y) == pytest.approx((x.mean(), y.mean()))
    assert [[found.var_x, found.cov_xy], [found.cov_xy, found.var_y]] == pytest.approx(
        covariance, abs=1e-12 * (1 + noise**2)
    )
    assert drawn.start.tolist() == start.tolist()


@pytest.mark.parametrize("samples", [2**18 - 1, 2**18, 2**18 + 1, 600_000])
def test_chunks_are_the_same_data_as_drawn_at_once(samples: int) -> None:
    drawn = sample(samples, 1.0, 7, ignore)
    x, y, start = data(samples, 1.0, 7)
    assert drawn.x.tolist() == x[:200].tolist()
    assert drawn.y.tolist() == y[:200].tolist()
    assert drawn.start.tolist() == start.tolist()
    assert drawn.moments.mean_y == pytest.approx(y.mean(), rel=1e-13)
    assert drawn.moments.cov_xy == pytest.approx(np.cov(x, y, bias=True)[0, 1], rel=1e-10)


@settings(max_examples=30)
@given(intercept=st.floats(-5, 5), slope=st.floats(-5, 5))
def test_the_error_of_a_line_follows_from_the_moments(intercept: float, slope: float) -> None:
    x, y, _ = data(200, 1.0, 3)
    moments = sample(200, 1.0, 3, ignore).moments
    assert moments.mean_square_error(intercept, slope) == pytest.approx(
        np.mean((intercept + slope * x - y) ** 2)
    )


def test_a_perfect_fit_has_no_error() -> None:
    assert sample(1000, 0.0, 1, ignore).moments.mean_square_error(1.0, 2.0) == pytest.approx(0, abs=1e-28)


def test_merging_is_the_same_in_any_order() -> None:
    parts = [sample(100, 1.0, seed, ignore).moments for seed in (1, 2)]
    there, back = parts[0].merged(parts[1]), parts[1].merged(parts[0])
    for name in Moments.__slots__:
        assert getattr(there, name) == pytest.approx(getattr(back, name))


def test_ten_million_samples_need_little_memory_and_tell_how_far_they_are() -> None:
    shares: list[float] = []
    tracemalloc.start()
    moments = sample(10_000_000, 1.0, 1, shares.append).moments
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50e6
    assert len(shares) > 10
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert moments.mean_y == pytest.approx(2.5, abs=0.01)
