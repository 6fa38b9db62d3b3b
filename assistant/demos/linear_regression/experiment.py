"""One run of the regression: what was asked, the data it met, and where gradient descent got to."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assistant.demos.linear_regression.data import TRUE_OFFSET, Sampled, sample
from assistant.demos.linear_regression.descent import Descent, Loss, Status, descend, least_squares
from assistant.tools.demo import Progress

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
