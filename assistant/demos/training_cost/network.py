"""A small network that reads digits, trained here, and what compressing its weights does to it."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.demos.training_cost.digits import SIDE, Floats, Labels, pictures

_SEED = 20
_TRAINING_PICTURES, _TEST_PICTURES = 4000, 2000
_HIDDEN, _CLASSES = 64, 10
_STEPS, _BATCH = 400, 128
_LEARNING_RATE, _MOMENTUM = 0.05, 0.9
_PRUNED = 0.5
"""The share of the weights that pruning removes."""


@dataclass(frozen=True)
class Network:
    """Two layers with a ReLU between them: 64 pixels, 64 hidden units, 10 digits."""

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

    def predict(self, inputs: Floats) -> Labels:
        """Return the digit that each of (count, 64) pictures seems to be."""
        hidden = np.maximum(inputs @ self.weights[0] + self.biases[0], 0)
        return np.asarray((hidden @ self.weights[1] + self.biases[1]).argmax(axis=1))


@dataclass(frozen=True, slots=True)
class Compressed:
    """What a way of compressing came to on the small network."""

    accuracy: float
    """The share of new pictures that it reads correctly."""
    size_share: float
    """Bits stored, of those of the network at 32 bits."""
    stored_bits: float
    """Bits a weight, scales and masks included."""
    read_bits: float
    """Bits a weight that ordinary hardware reads to compute: zeros among the weights are read like all others."""


@cache
def trained() -> Network:
    """Return the network, trained once a process from a fixed seed by stochastic gradient descent with momentum."""
    inputs, labels = pictures(_TRAINING_PICTURES, _SEED)
    rng = np.random.default_rng(_SEED)
    sizes = (SIDE * SIDE, _HIDDEN, _CLASSES)
    values = [
        (rng.standard_normal((before, after)) * np.sqrt(2 / before)).astype(np.float32)
        for before, after in pairwise(sizes)
    ]
    values += [np.zeros(size, np.float32) for size in sizes[1:]]
    speeds = [np.zeros_like(value) for value in values]
    # Matrices this small take many times longer on several threads, which wait for one another at every product.
    with threadpool_limits(1, "blas"):
        for _ in range(_STEPS):
            chosen = rng.integers(0, len(inputs), _BATCH)
            slopes = _gradient(values, inputs[chosen], labels[chosen])
            for value, speed, slope in zip(values, speeds, slopes, strict=True):
                speed *= _MOMENTUM
                speed -= _LEARNING_RATE * slope
                value += speed
    return Network(tuple(values[:2]), tuple(values[2:]))


@cache
def measured(method: str) -> Compressed:
    """Return what a way of compressing comes to on pictures that training has not seen.

    Args:
        method: One of the values of the demo's parameter `compression`.
    """
    network = trained()
    inputs, labels = pictures(_TEST_PICTURES, _SEED + 1)
    weights = tuple(_stored(matrix, method) for matrix in network.weights)
    with threadpool_limits(1, "blas"):
        accuracy = float((Network(weights, network.biases).predict(inputs) == labels).mean())
    bits, read = _bits(network.weights, method)
    return Compressed(accuracy, bits / 32, bits, read)


def _gradient(values: list[Floats], inputs: Floats, labels: Labels) -> list[Floats]:
    """Return the gradient of the mean cross-entropy, in the order of the values."""
    first, second, first_bias, second_bias = values
    hidden = np.maximum(inputs @ first + first_bias, 0)
    scores = hidden @ second + second_bias
    scores -= scores.max(axis=1, keepdims=True)
    error = np.exp(scores)
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1
    error /= len(labels)
    back = (error @ second.T) * (hidden > 0)
    return [inputs.T @ back, hidden.T @ error, back.sum(axis=0), error.sum(axis=0)]


def _stored(matrix: Floats, method: str) -> Floats:
    """Return the weights as they come back from storage."""
    match method:
        case "half_precision":
            return matrix.astype(np.float16).astype(np.float32)
        case "quantise_8bit":
            return quantised(matrix, 8)
        case "quantise_4bit":
            return quantised(matrix, 4)
        case "prune":
            threshold = np.quantile(np.abs(matrix), _PRUNED)
            return np.where(np.abs(matrix) > threshold, matrix, np.float32(0))
        case _:
            return matrix


def quantised(matrix: Floats, bits: int) -> Floats:
    """Return weights rounded to whole multiples of a scale, one for each output: symmetric, round to nearest."""
    most = 2 ** (bits - 1) - 1
    scale = np.abs(matrix).max(axis=0) / most
    return np.asarray(np.clip(np.round(matrix / scale), -most, most) * scale, np.float32)


def _bits(weights: tuple[Floats, ...], method: str) -> tuple[float, float]:
    """Return the bits stored and the bits read a weight."""
    count, outputs = sum(matrix.size for matrix in weights), sum(matrix.shape[1] for matrix in weights)
    scales = 32 * outputs / count
    match method:
        case "half_precision":
            return 16.0, 16.0
        case "quantise_8bit":
            return 8 + scales, 8 + scales
        case "quantise_4bit":
            return 4 + scales, 4 + scales
        case "prune":
            # The weights that are left at 32 bits, and a bit each that tells where they stand.
            return 32 * (1 - _PRUNED) + 1, 32.0
        case _:
            return 32.0, 32.0
