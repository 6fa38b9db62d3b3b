"""The regression done the long way: all data in memory, every epoch run."""

from typing import Any

import numpy as np

from assistant.demos.linear_regression.data import Floats


def data(samples: int, noise: float, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return x, y and the two starting numbers."""
    rng = np.random.default_rng(seed)
    x = rng.random(samples)
    y = 2 * x + 1 + noise * rng.random(samples)
    return x, y, rng.standard_normal(2)


def features(x: Floats, fit_intercept: bool) -> Floats:
    return np.column_stack([np.ones_like(x), x]) if fit_intercept else x[:, None]


def train(
    *,
    learning_rate: float,
    epochs: int,
    samples: int,
    noise: float,
    seed: int,
    fit_intercept: bool,
    loss: str,
) -> dict[str, Any]:
    """Return the parameters and the loss after every epoch: {"thetas": (epochs + 1, k), "losses": (epochs + 1,)}."""
    x, y, start = data(samples, noise, seed)
    matrix = features(x, fit_intercept)
    factor = 1.0 if loss == "mean" else 0.5
    theta = start if fit_intercept else start[1:]
    thetas, losses = [theta], [factor * np.mean((matrix @ theta - y) ** 2)]
    for _ in range(epochs):
        theta = theta - learning_rate * 2 * factor / samples * matrix.T @ (matrix @ theta - y)
        thetas.append(theta)
        losses.append(factor * np.mean((matrix @ theta - y) ** 2))
    return {"thetas": np.array(thetas), "losses": np.array(losses)}
