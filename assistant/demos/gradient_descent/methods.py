"""The methods: how each turns gradients into steps, and above which learning rate it can't hold on to a lowest point."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assistant.demos.gradient_descent.parameters import SAMPLES, Method
from assistant.demos.gradient_descent.surfaces import Floats, Surface
from assistant.tools.demo import Progress

MOMENTUM = 0.9
"""β of the heavy ball (Polyak 1964): velocity ← β velocity − α gradient; θ ← θ + velocity."""
ADAM_MEAN, ADAM_SQUARE, ADAM_TINY = 0.9, 0.999, 1e-8
"""β₁, β₂ and ε of Adam (Kingma and Ba 2015)."""

_STEPS_BETWEEN_NEWS = 250
_SEARCHES = 60


def samples_per_step(method: Method, batch_size: int) -> int:
    """Return how many samples a method looks at for a step."""
    return {"stochastic": 1, "mini_batch": batch_size}.get(method, SAMPLES)


def batches(method: Method, steps: int, batch_size: int, seed: int) -> NDArray[np.int64] | None:
    """Return which samples each step looks at, drawn with replacement, shape (steps, size); None for all of them."""
    size = samples_per_step(method, batch_size)
    if method not in ("stochastic", "mini_batch"):
        return None
    return np.random.default_rng([seed, 1]).integers(SAMPLES, size=(steps, size))


def walk(
    surface: Surface,
    method: Method,
    rates: Floats,
    steps: int,
    batch_size: int,
    seed: int,
    on_progress: Progress,
) -> Floats:
    """Return where walks at several learning rates get to, step by step, shape (steps + 1, len(rates), 2).

    A walk that runs off ends in values that are infinite or no number.
    """
    gradient = surface.gradients(batches(method, steps, batch_size, seed))
    path = np.empty((steps + 1, len(rates), 2))
    path[0] = surface.start
    step_of = _STEPS[method](rates[:, None])
    with np.errstate(all="ignore"):
        for step in range(steps):
            theta = path[step]
            path[step + 1] = theta + step_of(gradient(step, theta))
            if step % _STEPS_BETWEEN_NEWS == 0:
                on_progress(step / steps)
    return path


def largest_stable_rate(surface: Surface, method: Method, batch_size: int) -> float:
    """Return the learning rate above which a method can't hold on to the lowest point; inf for Adam.

    With λ the largest curvature there: 2/λ for gradient descent, 2(1 + β)/λ with momentum β. With drawn samples it is
    the rate at which the mean square of the error stops shrinking, the spectral radius of E[(I − αH_b) ⊗ (I − αH_b)]
    reaching 1, which is at most 2/λ. Adam's steps don't grow with the gradient, so it never runs off.
    """
    plain = 2 / surface.curvatures[1]
    if method == "momentum":
        return (1 + MOMENTUM) * plain
    if method == "adam":
        return float("inf")
    if method == "batch" or not surface.is_quadratic:
        return plain
    return _mean_square_limit(surface, samples_per_step(method, batch_size), plain)


def _mean_square_limit(surface: Surface, size: int, highest: float) -> float:
    mean = surface.hessian
    of_one = np.einsum("nij,nkl->ikjl", surface.hessians, surface.hessians).reshape(4, 4) / SAMPLES
    of_mean = np.kron(mean, mean)
    square = of_mean + (of_one - of_mean) / size
    once = np.kron(mean, np.eye(2)) + np.kron(np.eye(2), mean)
    low, high = 0.0, highest
    for _ in range(_SEARCHES):
        rate = (low + high) / 2
        operator = np.eye(4) - rate * once + rate * rate * square
        low, high = (rate, high) if np.abs(np.linalg.eigvals(operator)).max() < 1 else (low, rate)
    return high


_Step = Callable[[Floats], Floats]


def _plain(rates: Floats) -> _Step:
    return lambda gradient: -rates * gradient


def _momentum(rates: Floats) -> _Step:
    velocity = np.zeros((len(rates), 2))

    def step(gradient: Floats) -> Floats:
        velocity[:] = MOMENTUM * velocity - rates * gradient
        return velocity

    return step


def _adam(rates: Floats) -> _Step:
    mean, square, taken = np.zeros((len(rates), 2)), np.zeros((len(rates), 2)), 0

    def step(gradient: Floats) -> Floats:
        nonlocal taken
        taken += 1
        mean[:] = ADAM_MEAN * mean + (1 - ADAM_MEAN) * gradient
        square[:] = ADAM_SQUARE * square + (1 - ADAM_SQUARE) * gradient**2
        size = np.sqrt(square / (1 - ADAM_SQUARE**taken)) + ADAM_TINY
        moved: Floats = -rates * (mean / (1 - ADAM_MEAN**taken)) / size
        return moved

    return step


_STEPS: dict[Method, Callable[[Floats], _Step]] = {
    "batch": _plain,
    "stochastic": _plain,
    "mini_batch": _plain,
    "momentum": _momentum,
    "adam": _adam,
}
