"""The article's project: its made data, and the experiment run on them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.demos.linear_regression.descent import Descent, Loss, Status, descend, least_squares
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


ARTICLE_PRINTED = 1.9970265
"""The parameter that section 5.4 prints."""
ARTICLE_LEARNING_RATE = 0.01
ARTICLE_EPOCHS = 1000
"""The settings of the listing in section 5.2."""


@dataclass(frozen=True)
class Experiment:
    """The values asked for, and what follows from them on the data drawn."""

    learning_rate: float
    epochs: int
    samples: int
    noise: float
    seed: int
    fit_intercept: bool
    loss: Loss
    sampled: Sampled

    @cached_property
    def descent(self) -> Descent:
        """Gradient descent as asked for."""
        moments, start = self.sampled.moments, self.sampled.start
        return descend(moments, start, self.learning_rate, self.loss, self.fit_intercept)

    @cached_property
    def reached(self) -> tuple[float, float]:
        """(intercept, slope) after the last epoch; not finite where a float can't hold them."""
        theta = self.descent.parameters(np.array([float(self.epochs)]))[0]
        return (float(theta[0]) if self.fit_intercept else 0.0), float(theta[-1])

    @cached_property
    def least_squares(self) -> tuple[float, float]:
        """(intercept, slope) with the least loss that this model can have on the data."""
        return least_squares(self.sampled.moments, self.fit_intercept)

    @cached_property
    def best_line(self) -> tuple[float, float]:
        """(intercept, slope) of the best straight line, intercept included whatever the model."""
        return least_squares(self.sampled.moments, fit_intercept=True)

    @property
    def true_intercept(self) -> float:
        """1 plus the noise's mean: U(0, 1) averages 0.5, so the noise lifts the whole line."""
        return TRUE_OFFSET + self.noise / 2

    @cached_property
    def first_loss(self) -> float:
        """J before the first epoch."""
        return float(self.descent.losses(np.zeros(1))[0])

    @cached_property
    def final_loss(self) -> float:
        """J after the last epoch; inf where a float can't hold it."""
        return float(self.descent.losses(np.array([float(self.epochs)]))[0])

    @cached_property
    def status(self) -> Status:
        """How the descent stands after the last epoch."""
        return self.descent.status(self.epochs)

    @cached_property
    def article(self) -> Descent:
        """The model and the settings of the article's listing, on these data: one weight, no intercept, loss 1/m."""
        moments, start = self.sampled.moments, self.sampled.start
        return descend(moments, start, ARTICLE_LEARNING_RATE, "mean", fit_intercept=False)

    @cached_property
    def article_slope(self) -> float:
        """Where the article's listing, made to run, ends on these data."""
        return float(self.article.parameters(np.array([float(ARTICLE_EPOCHS)]))[0, 0])

    @property
    def slope_error(self) -> float:
        """The standard error of the least-squares slope, from the known spread of the noise (variance noise²/12)."""
        return float(self.noise / np.sqrt(12 * self.samples * self.sampled.moments.var_x))

    def with_learning_rate(self, learning_rate: float) -> Descent:
        """Return the same descent at another rate."""
        return replace(self.descent, learning_rate=learning_rate)


def experiment(
    *,
    learning_rate: float,
    epochs: int,
    samples: int,
    noise: float,
    seed: int,
    fit_intercept: bool,
    loss: Loss,
    on_progress: Progress,
) -> Experiment:
    """Draw the data and return the experiment on them."""
    drawn = sample(samples, noise, seed, on_progress)
    return Experiment(learning_rate, epochs, samples, noise, seed, fit_intercept, loss, drawn)
