"""The activation functions and the losses with their slopes."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.activations_and_losses.parameters import ActivationName, LossName

Floats = NDArray[np.float64]

_ERF = np.vectorize(math.erf, otypes=[float])


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function φ, its slope φ', and how large the starting weights are."""

    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    gain: float
    """n times the variance of the starting weights of a layer with n inputs."""


def _sigmoid(z: Floats) -> Floats:
    # tanh does not overflow where the exponential would.
    return 0.5 * (1 + np.tanh(0.5 * z))


def _sigmoid_slope(z: Floats) -> Floats:
    s = _sigmoid(z)
    return s * (1 - s)


def _tanh_slope(z: Floats) -> Floats:
    return 1 - np.tanh(z) ** 2


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0.0)


def _relu_slope(z: Floats) -> Floats:
    return (z > 0).astype(float)


def _normal_share(z: Floats) -> Floats:
    """Return the share of the standard normal distribution below z."""
    share: Floats = 0.5 * (1 + _ERF(z / math.sqrt(2)))
    return share


def _gelu(z: Floats) -> Floats:
    return z * _normal_share(z)


def _gelu_slope(z: Floats) -> Floats:
    return _normal_share(z) + z * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def normal_mean(function: Callable[[Floats], Floats], variance: float) -> float:
    """Return the mean of a function over a normal distribution around 0, by a fine grid of ±10 standard deviations."""
    z = _GRID * math.sqrt(variance)
    return float(function(z) @ _WEIGHTS)


# An even number of points: none lies on ReLU's bend, whose two sides then cancel exactly.
_GRID = np.linspace(-10, 10, 600)
_DENSITY = np.exp(-0.5 * _GRID * _GRID)
_WEIGHTS = _DENSITY / _DENSITY.sum()

ACTIVATION: dict[ActivationName, Activation] = {
    # Glorot and Bengio 2010: weights that keep the size of signals where the slope is 1.
    "sigmoid": Activation(_sigmoid, _sigmoid_slope, 1.0),
    "tanh": Activation(np.tanh, _tanh_slope, 1.0),
    # He et al. 2015: twice that, for ReLU passes on half of a signal's power.
    "relu": Activation(_relu, _relu_slope, 2.0),
    # By the same principle: what GELU passes on of a signal of variance 1 is made up for.
    "gelu": Activation(_gelu, _gelu_slope, 1 / normal_mean(lambda z: _gelu(z) ** 2, 1.0)),
}


def signal_left(name: ActivationName, depth: int) -> Floats:
    """Return the share of a gradient's length that is left after passing back through 0 … depth layers, shape (depth + 1,).

    Mean-field theory of wide random networks (Poole et al. 2016, Schoenholz et al. 2017): with q the variance of a
    layer's weighted sums, the next has gain · E[φ(√q z)²], and the squared gradient is multiplied by
    gain · E[φ'(√q z)²] a layer. The input has q = 1; biases start at 0. What is passed back is counted from the last layer.
    """
    activation = ACTIVATION[name]
    variance, factors = 1.0, []
    for _ in range(depth):
        factors.append(activation.gain * normal_mean(lambda z: activation.slope(z) ** 2, variance))
        variance = activation.gain * normal_mean(lambda z: activation.value(z) ** 2, variance)
    backwards = np.array(factors[::-1])
    left: Floats = np.sqrt(np.concatenate([[1.0], np.cumprod(backwards)]))
    return left


def loss(name: LossName, probability: float) -> float:
    """Return what a loss makes of a prediction that gives the right class this probability: (1 − p)² or −ln p."""
    return (1 - probability) ** 2 if name == "mse" else -math.log(probability)


def correction(name: LossName, probability: float) -> float:
    """Return how strongly a loss pushes the score (logit) of the right class up: minus its slope there.

    With p = sigmoid(score): 1 − p for cross-entropy, 2 p (1 − p)² for the squared error.
    """
    p = probability
    return 2 * p * (1 - p) ** 2 if name == "mse" else 1 - p
