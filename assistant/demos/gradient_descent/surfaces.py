"""The loss surfaces: two parameters, a loss that is the mean over 100 samples, and its lowest point."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.gradient_descent.parameters import SAMPLES, SurfaceName

Floats = NDArray[np.float64]

BOWL = np.array([[1.0, 0.0], [0.0, 2.0]])
VALLEY = np.array([[1.3, 0.9], [0.9, 0.7]])
"""Curvatures 0.051 and 1.95: 38 times as steep across as along."""
SADDLE_AT_LOWEST = np.array([[1.0, 0.0], [0.0, 2.0]])
SADDLE_SPREAD = 0.3
"""How far the gradients of single samples lie apart on the saddle."""


@dataclass(frozen=True)
class Surface:
    """A loss J over two parameters, told as its excess over the lowest point.

    On a quadratic surface sample i has the gradient H_i θ − b_i, so that J(θ) − J* = ½ (θ − θ*)ᵀ H (θ − θ*) with H = mean H_i.
    """

    name: SurfaceName
    start: Floats
    """Where every walk begins, shape (2,)."""
    lowest: Floats
    """θ*, shape (2,); of the saddle's two lowest points the upper one."""
    hessian: Floats
    """The curvature at the lowest point, shape (2, 2)."""
    hessians: Floats
    """H_i, shape (samples, 2, 2)."""
    offsets: Floats
    """b_i, shape (samples, 2)."""

    @property
    def is_quadratic(self) -> bool:
        """Whether the curvature is the same everywhere, so that what is stable can be computed."""
        return self.name != "saddle"

    @property
    def curvatures(self) -> tuple[float, float]:
        """The smallest and the largest curvature at the lowest point (λ_min, λ_max)."""
        low, high = np.linalg.eigvalsh(self.hessian)
        return float(low), float(high)

    def excess(self, theta: Floats) -> Floats:
        """Return J(θ) − J*, for θ of shape (…, 2)."""
        if not self.is_quadratic:
            x, y = theta[..., 0], theta[..., 1]
            # ½x² + ¼y⁴ − ½y² + ¼, without the cancellation near the lowest points y = ±1.
            saddle: Floats = 0.5 * x * x + 0.25 * (y * y - 1) ** 2
            return saddle
        error = theta - self.lowest
        excess: Floats = 0.5 * np.einsum("...i,ij,...j->...", error, self.hessian, error)
        return np.maximum(excess, 0.0)

    def gradients(self, batches: NDArray[np.int64] | None) -> Callable[[int, Floats], Floats]:
        """Return the gradient as a function of the step and of θ, shape (k, 2).

        Args:
            batches: Which samples each step looks at, shape (steps, size); None for all of them.
        """
        if batches is None:
            slopes, offsets = self.hessians.mean(0)[None], self.offsets.mean(0)[None]
        else:
            slopes = self.hessians[batches].mean(1)
            offsets = self.offsets[batches].mean(1)
        last = len(slopes) - 1
        if self.is_quadratic:
            return lambda step, theta: theta @ slopes[min(step, last)] - offsets[min(step, last)]
        return lambda step, theta: _saddle_gradient(theta) - offsets[min(step, last)]


def surface_of(name: SurfaceName, seed: int) -> Surface:
    """Return a surface made of samples that are drawn with a seed."""
    rng = np.random.default_rng(seed)
    if name == "regression":
        return _regression(rng)
    spread = rng.standard_normal((SAMPLES, 2))
    spread -= spread.mean(0)
    hessian = {"bowl": BOWL, "valley": VALLEY, "saddle": SADDLE_AT_LOWEST}[name]
    is_saddle = name == "saddle"
    return Surface(
        name=name,
        # A hair beside the ridge: exactly on it, no method that sees all samples would ever leave it.
        start=np.array([-1.5, 0.001]) if is_saddle else np.array([-4.0, 3.0]),
        lowest=np.array([0.0, 1.0]) if is_saddle else np.zeros(2),
        hessian=hessian,
        hessians=np.broadcast_to(hessian, (SAMPLES, 2, 2)),
        offsets=SADDLE_SPREAD * spread if is_saddle else spread @ hessian,
    )


def _regression(rng: np.random.Generator) -> Surface:
    """Mean square error (over m, as the code of section 5.2) of intercept and slope on y = 2x + 1 + U(0, 1)."""
    x = rng.random(SAMPLES)
    y = 2 * x + 1 + rng.random(SAMPLES)
    features = np.column_stack([np.ones(SAMPLES), x])
    hessians = 2 * features[:, :, None] * features[:, None, :]
    offsets = 2 * features * y[:, None]
    hessian = hessians.mean(0)
    lowest = np.linalg.solve(hessian, offsets.mean(0))
    return Surface("regression", np.zeros(2), lowest, hessian, hessians, offsets)


def _saddle_gradient(theta: Floats) -> Floats:
    x, y = theta[..., 0], theta[..., 1]
    return np.stack([x, y * y * y - y], axis=-1)
