"""The simulated data of the article's section 5.2, read once and kept as a handful of sums."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.tools.demo import Progress

Floats = NDArray[np.float64]

TRUE_SLOPE = 2.0
TRUE_OFFSET = 1.0
"""The article's line: Y = 2 X + 1 + noise."""

_CHUNK = 1 << 18
"""Samples made at a time: two megabytes an array, so that ten million samples need no more memory than these."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Means, variances and the covariance of x and y over n samples (divided by n)."""

    n: int
    mean_x: float
    mean_y: float
    var_x: float
    var_y: float
    cov_xy: float

    def merged(self, other: "Moments") -> "Moments":
        """Return the moments of both sets of samples together (Chan, Golub and LeVeque 1983, without cancellation)."""
        n = self.n + other.n
        share = other.n / n
        dx, dy = other.mean_x - self.mean_x, other.mean_y - self.mean_y
        between = share * (1 - share)
        return Moments(
            n=n,
            mean_x=self.mean_x + dx * share,
            mean_y=self.mean_y + dy * share,
            var_x=self.var_x + (other.var_x - self.var_x) * share + dx * dx * between,
            var_y=self.var_y + (other.var_y - self.var_y) * share + dy * dy * between,
            cov_xy=self.cov_xy + (other.cov_xy - self.cov_xy) * share + dx * dy * between,
        )

    def mean_square_error(self, intercept: float, slope: float) -> float:
        """Return the mean of (intercept + slope·x − y)² over the samples."""
        parts = (self.var_y, -2 * slope * self.cov_xy, slope * slope * self.var_x)
        bias = intercept + slope * self.mean_x - self.mean_y
        spread = sum(parts)
        # A perfect fit leaves only rounding errors, which may be negative; what they could have made counts as zero.
        is_rounding = spread <= 4 * np.finfo(float).eps * sum(map(abs, parts))
        return bias * bias + (0.0 if is_rounding else spread)


@dataclass(frozen=True, slots=True)
class Sampled:
    """What the one pass over the data leaves behind."""

    moments: Moments
    x: Floats
    """The first samples, for a chart: shape (min(n, shown),)."""
    y: Floats
    start: Floats
    """Two standard normal numbers, drawn after the data: where training may start."""


def sample(n: int, noise: float, seed: int, on_progress: Progress, shown: int = 200) -> Sampled:
    """Draw the data x ~ U(0, 1), y = 2 x + 1 + noise · U(0, 1) in chunks and return its moments.

    The numbers are those that `rng = np.random.default_rng(seed)` gives for `x = rng.random(n)`,
    then `rng.random(n)` for the noise, then `rng.standard_normal(2)`, whatever n is.
    """
    moments: Moments | None = None
    first: tuple[Floats, Floats] | None = None
    for x, y in _chunks(n, noise, seed):
        part = _moments(x, y)
        moments = moments.merged(part) if moments else part
        first = first or (x[:shown].copy(), y[:shown].copy())
        on_progress(moments.n / n)
    if moments is None or first is None:
        raise ValueError("There must be at least one sample.")
    return Sampled(moments, *first, start=_generator(seed, 2 * n).standard_normal(2))


def _generator(seed: int, skipped: int) -> np.random.Generator:
    """Return `np.random.default_rng(seed)` as it is after that many uniform draws: each takes one step of PCG64."""
    return np.random.Generator(np.random.PCG64(seed).advance(skipped))


def _chunks(n: int, noise: float, seed: int) -> Iterator[tuple[Floats, Floats]]:
    x_rng, noise_rng = _generator(seed, 0), _generator(seed, n)
    for begin in range(0, n, _CHUNK):
        count = min(_CHUNK, n - begin)
        x = x_rng.random(count)
        yield x, TRUE_SLOPE * x + TRUE_OFFSET + noise * noise_rng.random(count)


def _moments(x: Floats, y: Floats) -> Moments:
    mean_x, mean_y = float(x.mean()), float(y.mean())
    dx, dy = x - mean_x, y - mean_y
    n = len(x)
    return Moments(n, mean_x, mean_y, float(dx @ dx) / n, float(dy @ dy) / n, float(dx @ dy) / n)
