"""Gradient descent on a quadratic loss, in closed form: the state after any number of epochs without running them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.demos.linear_regression.data import Floats, Moments

Loss = Literal["half_mean", "mean"]
Status = Literal["converged", "crawling", "diverged"]

CURVATURE = {"half_mean": 1.0, "mean": 2.0}
"""What the Hessian is, in multiples of the Gram matrix: 1 for the loss with 1/2m (section 4.3), 2 for 1/m (section 5.2)."""

_RELATIVE_TOLERANCE = 1e-8
_ABSOLUTE_TOLERANCE = 1e-12
_MOST_EPOCHS = 10**18


@dataclass(frozen=True)
class Descent:
    """Gradient descent θ ← θ − α ∇J(θ) with the quadratic loss J(θ) = J* + ½ (θ − θ*)ᵀ H (θ − θ*).

    With H = Q Λ Qᵀ, the error along each eigenvector shrinks (or grows) by the factor 1 − α λ an epoch, so that
    θ_t = θ* + Q (1 − α Λ)^t Qᵀ (θ_0 − θ*) and J_t = J* + ½ Σ λ_i c_i² (1 − α λ_i)^2t with c = Qᵀ (θ_0 − θ*).
    """

    learning_rate: float
    hessian: Floats
    """Shape (k, k), symmetric and positive definite."""
    optimum: Floats
    """θ*, shape (k,)."""
    start: Floats
    """θ_0, shape (k,)."""
    least_loss: float
    """J*."""

    @cached_property
    def _eigen(self) -> tuple[Floats, Floats]:
        values, vectors = np.linalg.eigh(self.hessian)
        return values, vectors

    @cached_property
    def eigenvalues(self) -> Floats:
        """The curvatures of J along its axes, smallest first, shape (k,)."""
        return self._eigen[0]

    @property
    def axes(self) -> Floats:
        """The eigenvectors of H as columns, in the order of the eigenvalues, shape (k, k)."""
        return self._eigen[1]

    @cached_property
    def _offset(self) -> Floats:
        """The starting error along each axis, shape (k,)."""
        offset: Floats = self.axes.T @ (self.start - self.optimum)
        return offset

    @cached_property
    def _log_factors(self) -> Floats:
        """The logarithm of |1 − α λ| for each axis; a factor of zero becomes the smallest that can be told from it."""
        step = self.learning_rate * self.eigenvalues
        distance = np.where(step < 1, -step, step - 2)
        factors: Floats = np.log1p(np.maximum(distance, -1 + np.finfo(float).eps))
        return factors

    @property
    def factor(self) -> float:
        """What the slowest (or fastest growing) part of the error is multiplied by in each epoch, without its sign."""
        return float(np.exp(self._log_factors.max()))

    @property
    def max_stable_learning_rate(self) -> float:
        """The rate 2 / λ_max above which the error grows."""
        return float(2 / self.eigenvalues[-1])

    @property
    def best_learning_rate(self) -> float:
        """The rate 2 / (λ_min + λ_max) at which the slowest part of the error shrinks fastest."""
        return float(2 / (self.eigenvalues[0] + self.eigenvalues[-1]))

    def parameters(self, epochs: Floats) -> Floats:
        """Return θ after each of these numbers of epochs, shape (len(epochs), k); inf or nan beyond what a float holds."""
        odd = np.asarray(epochs) % 2 == 1
        with np.errstate(over="ignore", invalid="ignore"):
            size = np.exp(np.outer(epochs, self._log_factors))
            sign = np.where(odd[:, None] & (self.learning_rate * self.eigenvalues > 1), -1.0, 1.0)
            thetas: Floats = self.optimum + (sign * size * self._offset) @ self.axes.T
        return thetas

    def losses(self, epochs: Floats) -> Floats:
        """Return J after each of these numbers of epochs, shape (len(epochs),); inf beyond what a float holds."""
        return self.least_loss + self._excess(epochs)

    def _excess(self, epochs: Floats) -> Floats:
        weights = self._weights
        with np.errstate(over="ignore", invalid="ignore"):
            shares = np.exp(np.outer(2 * np.asarray(epochs), self._log_factors)) * weights
        # A direction without any error stays without error, however fast errors grow in it.
        excess: Floats = np.where(weights == 0, 0.0, shares).sum(axis=1)
        return excess

    @cached_property
    def _weights(self) -> Floats:
        """What each axis adds to the loss at the start, shape (k,)."""
        weights: Floats = 0.5 * self.eigenvalues * self._offset**2
        return weights

    @cached_property
    def tolerance(self) -> float:
        """The distance of the loss from its least value that counts as arrived: 1e-8 of the distance at the start."""
        return _RELATIVE_TOLERANCE * float(self._excess(np.zeros(1))[0]) + _ABSOLUTE_TOLERANCE

    def status(self, epochs: int) -> Status:
        """Return how the descent stands after this many epochs."""
        if self.learning_rate > self.max_stable_learning_rate:
            return "diverged"
        return "converged" if self._arrived(epochs) else "crawling"

    def _arrived(self, epochs: int) -> bool:
        return bool(self._excess(np.array([float(epochs)]))[0] <= self.tolerance)

    def epochs_to_converge(self) -> int | None:
        """Return the first epoch that counts as arrived; None if none ever does."""
        return self._first_arrived

    @cached_property
    def _first_arrived(self) -> int | None:
        if self.learning_rate > self.max_stable_learning_rate or not self._arrived(_MOST_EPOCHS):
            return None
        # The first power of two that counts as arrived, all looked at once; then halving between it and the one before.
        powers: Floats = 2.0 ** np.arange(_MOST_EPOCHS.bit_length() + 1, dtype=np.float64)
        high = int(powers[np.argmax(self._excess(powers) <= self.tolerance)])
        low = high // 2 + 1 if high > 1 else 0
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._arrived(middle) else (middle + 1, high)
        return low

    def epochs_until(self, factor: float) -> float:
        """Return after how many epochs a growing loss has grown `factor`-fold, at most; inf where it does not grow."""
        growth = 2 * float(self._log_factors.max())
        return float(np.log(factor)) / growth if growth > 0 else float("inf")


def least_squares(moments: Moments, fit_intercept: bool) -> tuple[float, float]:
    """Return (intercept, slope) of the line with the least mean square error; the intercept is 0.0 if not fitted."""
    if not fit_intercept:
        mean_xy = moments.cov_xy + moments.mean_x * moments.mean_y
        return 0.0, mean_xy / (moments.var_x + moments.mean_x**2)
    slope = moments.cov_xy / moments.var_x
    return moments.mean_y - slope * moments.mean_x, slope


def descend(
    moments: Moments, start: Floats, learning_rate: float, loss: Loss, fit_intercept: bool
) -> Descent:
    """Return the descent on these data.

    Args:
        moments: What is known of the data.
        start: Two numbers; the intercept and the slope start there, or only the slope, at the second.
        learning_rate: α.
        loss: Mean square error ("mean") or half of it ("half_mean").
        fit_intercept: Whether the line has an intercept; else it has a slope only.
    """
    intercept, slope = least_squares(moments, fit_intercept)
    mean_xx = moments.var_x + moments.mean_x**2
    gram = np.array([[1.0, moments.mean_x], [moments.mean_x, mean_xx]])
    k = slice(None) if fit_intercept else slice(1, None)
    curvature = CURVATURE[loss]
    return Descent(
        learning_rate=learning_rate,
        hessian=curvature * gram[k, k],
        optimum=np.array([intercept, slope])[k],
        start=np.asarray(start)[k],
        least_loss=curvature / 2 * moments.mean_square_error(intercept, slope),
    )
