"""One run: how the gradient fares on its way back, and what both losses make of the prediction."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.demos.activations_and_losses.functions import (
    ACTIVATION,
    Floats,
    correction,
    loss,
    normal_mean,
    signal_left,
)
from assistant.demos.activations_and_losses.parameters import (
    ACTIVATIONS,
    LOSSES,
    ActivationName,
    LossName,
)
from assistant.tools.demo import Progress

Status = Literal["healthy", "faded", "vanished"]

_HEALTHY, _GONE = 0.01, 1e-6
_WIDTH = 8
_INPUTS = 50


@dataclass(frozen=True)
class Experiment:
    """What was asked for and what follows."""

    activation: ActivationName
    depth: int
    loss: LossName
    probability: float
    left: dict[ActivationName, Floats]
    """The share of the gradient after 0 … depth layers, by activation."""

    @property
    def gradient_left(self) -> float:
        """The share of the gradient that reaches the first layer."""
        return float(self.left[self.activation][-1])

    @property
    def status(self) -> Status:
        """Whether enough of it arrives to learn from."""
        if self.gradient_left >= _HEALTHY:
            return "healthy"
        return "faded" if self.gradient_left >= _GONE else "vanished"

    @property
    def a_layer(self) -> float:
        """What the gradient is multiplied by per layer, on average (geometric)."""
        return math.pow(self.gradient_left, 1 / self.depth)

    @cached_property
    def steepest(self) -> float:
        """The largest slope that the activation has."""
        return float(ACTIVATION[self.activation].slope(np.linspace(-8, 8, 16001)).max())

    @property
    def losses(self) -> dict[LossName, float]:
        """What each loss makes of the prediction."""
        return {name: loss(name, self.probability) for name in LOSSES}

    @property
    def corrections(self) -> dict[LossName, float]:
        """How strongly each loss pushes the score of the right class up."""
        return {name: correction(name, self.probability) for name in LOSSES}

    @property
    def ratio(self) -> float:
        """How many times as strongly cross-entropy corrects as the squared error: 1 / (2 p (1 − p))."""
        return self.corrections["cross_entropy"] / self.corrections["mse"]

    @property
    def push(self) -> float:
        """What of the chosen loss's correction reaches the first layer."""
        return self.corrections[self.loss] * self.gradient_left

    @cached_property
    def bend(self) -> float:
        """The share of a layer's output (its variance) that no straight line explains, for standard normal inputs."""
        value = ACTIVATION[self.activation].value
        mean = normal_mean(value, 1.0)
        variance = normal_mean(lambda z: value(z) ** 2, 1.0) - mean**2
        return 1 - normal_mean(lambda z: z * value(z), 1.0) ** 2 / variance

    @cached_property
    def collapse(self) -> float:
        """The largest difference between `depth` linear layers and their product as one layer, on random inputs.

        The layers are random rotations, so that outputs keep the size of inputs whatever the depth.
        """
        rng = np.random.default_rng(0)
        inputs = rng.standard_normal((_WIDTH, _INPUTS))
        layers = [np.linalg.qr(rng.standard_normal((_WIDTH, _WIDTH)))[0] for _ in range(self.depth)]
        outputs, single = inputs, np.eye(_WIDTH)
        for layer in layers:
            outputs, single = layer @ outputs, layer @ single
        return float(np.abs(outputs - single @ inputs).max())

    def zeros(self) -> int:
        """Return how many zeros follow the point in the share of the gradient that is left."""
        return max(0, math.floor(-math.log10(self.gradient_left)))


def experiment(
    *, activation: ActivationName, depth: int, loss: LossName, probability: float, on_progress: Progress
) -> Experiment:
    """Send a gradient back through networks of each activation."""
    left: dict[ActivationName, Floats] = {}
    for number, name in enumerate(ACTIVATIONS, start=1):
        left[name] = signal_left(name, depth)
        on_progress(number / len(ACTIVATIONS))
    return Experiment(activation, depth, loss, probability, left)
