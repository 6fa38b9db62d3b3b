"""A neural network of fully connected layers: ReLU within, softmax and cross-entropy at the end, backpropagation, SGD."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.demos.neural_network.data import Floats, Labels, Records

BATCH = 32
"""Examples a step."""


@dataclass(frozen=True)
class Network:
    """Weights and biases, layer by layer: shapes (inputs, outputs) and (outputs,)."""

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

    @property
    def size(self) -> int:
        """How many parameters it has."""
        return sum(part.size for part in (*self.weights, *self.biases))

    def outputs(self, x: Floats) -> list[Floats]:
        """Return what goes into each layer, then the scores of the classes, shape (n, classes)."""
        passed = [x]
        for number, (weights, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            sums = passed[-1] @ weights + bias
            passed.append(sums if number == len(self.weights) - 1 else np.maximum(sums, 0))
        return passed

    def predicted(self, x: Floats) -> Labels:
        """Return the likeliest class of each example, shape (n,)."""
        classes: Labels = self.outputs(x)[-1].argmax(axis=1)
        return classes

    def loss(self, records: Records) -> float:
        """Return the mean cross-entropy."""
        scores = self.outputs(records.x)[-1]
        scores = scores - scores.max(axis=1, keepdims=True)
        right = scores[np.arange(len(records)), records.y]
        return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - right))

    def gradients(self, records: Records) -> tuple[list[Floats], list[Floats]]:
        """Return the slopes of the loss for each weight and each bias, by backpropagation (Rumelhart et al. 1986)."""
        passed = self.outputs(records.x)
        scores = np.exp(passed[-1] - passed[-1].max(axis=1, keepdims=True))
        back = scores / scores.sum(axis=1, keepdims=True)
        back[np.arange(len(records)), records.y] -= 1
        back /= len(records)
        of_weights: list[Floats] = []
        of_biases: list[Floats] = []
        for number in range(len(self.weights) - 1, -1, -1):
            of_weights.insert(0, passed[number].T @ back)
            of_biases.insert(0, back.sum(axis=0))
            if number:
                back = (back @ self.weights[number].T) * (passed[number] > 0)
        return of_weights, of_biases


@dataclass(frozen=True)
class Training:
    """How a training went."""

    best: Network
    """The version of the epoch that did best on the validation set."""
    best_epoch: int
    """1 to the last."""
    train_accuracy: Floats
    """By epoch, on the training labels as they are, shape (epochs,)."""
    validation_accuracy: Floats
    train_loss: Floats
    validation_loss: Floats
    right: Floats
    """Whether each validation example was right in each epoch, 1 or 0, shape (epochs, n)."""

    @property
    def score(self) -> float:
        """The best accuracy on the validation set."""
        return float(self.validation_accuracy[self.best_epoch - 1])


def started(sizes: list[int], rng: np.random.Generator) -> Network:
    """Return a network with starting weights that suit ReLU (He et al. 2015); sizes from inputs to classes."""
    weights = tuple(rng.standard_normal((a, b)) * np.sqrt(2 / a) for a, b in itertools.pairwise(sizes))
    return Network(weights, tuple(np.zeros(size) for size in sizes[1:]))


def trained(
    sizes: list[int],
    train: Records,
    validation: Records,
    epochs: int,
    learning_rate: float,
    rng: np.random.Generator,
    on_progress: Callable[[float], None],
) -> Training:
    """Train a network by stochastic gradient descent and keep the epoch that does best on the validation set."""
    network = started(sizes, rng)
    curves = np.zeros((4, epochs))
    right = np.zeros((epochs, len(validation)))
    best, best_epoch, best_rank = network, 1, (-1.0, 0.0)
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            network = _after_an_epoch(network, train, learning_rate, rng)
            right[epoch] = network.predicted(validation.x) == validation.y
            losses = network.loss(train), network.loss(validation)
            curves[:, epoch] = accuracy(network, train), right[epoch].mean(), *losses
            loss = losses[1] if np.isfinite(losses[1]) else np.finfo(float).max
            if (rank := (float(curves[1, epoch]), -loss)) > best_rank:
                best, best_epoch, best_rank = network, epoch + 1, rank
            on_progress((epoch + 1) / epochs)
    return Training(best, best_epoch, curves[0], curves[1], curves[2], curves[3], right)


def _after_an_epoch(network: Network, train: Records, rate: float, rng: np.random.Generator) -> Network:
    order = rng.permutation(len(train))
    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        of_weights, of_biases = network.gradients(Records(train.x[batch], train.y[batch]))
        network = Network(
            tuple(w - rate * slope for w, slope in zip(network.weights, of_weights, strict=True)),
            tuple(b - rate * slope for b, slope in zip(network.biases, of_biases, strict=True)),
        )
    return network


def accuracy(network: Network, records: Records) -> float:
    """Return the share of examples whose class is predicted rightly."""
    return float((network.predicted(records.x) == records.y).mean())
