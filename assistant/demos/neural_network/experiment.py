"""One run of the loop: prepare, build, train, validate, choose, predict, take in feedback, train again, and test once."""

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.demos.neural_network.data import Divided, Records, SealedTest, divided
from assistant.demos.neural_network.network import Network, Training, accuracy, started, trained
from assistant.demos.neural_network.parameters import DataName
from assistant.tools.demo import Progress

Status = Literal["fitted", "over_fitted", "under_fitted", "diverged"]
Candidate = Literal["linear", "network"]

_GAP = 0.05
_HARDLY = 0.8
_HALVES = 40
_CHECKED, _TINY = 12, 1e-6


@dataclass(frozen=True)
class Round:
    """One turn of the loop: what new users saw, and the version that was trained on what they gave back."""

    users_saw: float | None
    """The share of the new users' examples that the version before predicted rightly; None before the first feedback."""
    train_size: int
    training: Training


@dataclass(frozen=True)
class Experiment:
    """What was asked for and how it went."""

    data: DataName
    hidden_units: int
    layers: int
    epochs: int
    learning_rate: float
    label_noise: float
    seed: int
    parts: Divided
    linear: Training
    """The candidate without a hidden layer."""
    network: Training
    """The candidate that was asked for."""
    rounds: tuple[Round, ...]
    """The first version, then one a feedback round."""
    test_accuracy: float
    """Of the version that did best on the validation set, computed once."""

    @property
    def chosen(self) -> Candidate:
        """The candidate that does best on the validation set; the simpler one where they do alike."""
        return "network" if self.network.score > self.linear.score else "linear"

    @cached_property
    def best_round(self) -> int:
        """The version that goes out at the end: the first of those that do best on the validation set."""
        return int(np.argmax([each.training.score for each in self.rounds]))

    @property
    def validation_accuracy(self) -> float:
        """That of the version that goes out."""
        return self.rounds[self.best_round].training.score

    @property
    def gap(self) -> float:
        """By how much the network asked for does better on the training data than on the validation set at the end."""
        return float(self.network.train_accuracy[-1] - self.network.validation_accuracy[-1])

    @cached_property
    def status(self) -> Status:
        """How the training of the network that was asked for ended."""
        network = self.network
        commonest = np.bincount(self.parts.train.y).max() / len(self.parts.train)
        if not np.isfinite(network.train_loss[-1]) or (
            network.train_accuracy[-1] <= commonest + 0.01 and network.train_loss[-1] > network.train_loss[0]
        ):
            return "diverged"
        if self.gap > _GAP:
            return "over_fitted"
        return "under_fitted" if network.train_accuracy[-1] < _HARDLY * (1 - self.label_noise) else "fitted"

    @property
    def lost_at_the_end(self) -> float:
        """What the last epoch is worse on the validation set than the best one."""
        return self.network.score - float(self.network.validation_accuracy[-1])

    @cached_property
    def optimism(self) -> float:
        """By how much the score that a model was chosen by exceeds its score on data not chosen by, on average.

        The validation set stands in for both: of the epochs of both candidates, the best on one random half is scored
        on the other half. The test set stays sealed.
        """
        right = np.concatenate([self.linear.right, self.network.right])
        rng = np.random.default_rng([self.seed, 99])
        differences = []
        for _ in range(_HALVES):
            order = rng.permutation(right.shape[1])
            half = len(order) // 2
            by, on = right[:, order[:half]].mean(axis=1), right[:, order[half:]].mean(axis=1)
            differences.append(by.max() - on[by.argmax()])
        return float(np.mean(differences))

    @cached_property
    def backpropagation(self) -> tuple[float, bool]:
        """The largest relative difference of backpropagated from numerical slopes, and whether the weights stayed as they were."""
        rng = np.random.default_rng([self.seed, 98])
        network = started(self.sizes, rng)
        before = network.weights[0].copy()
        few = Records(self.parts.train.x[:16], self.parts.train.y[:16])
        of_weights, _ = network.gradients(few)
        scale = max(float(np.abs(of_weights[0]).max()), 1e-12)
        worst = 0.0
        for position in rng.integers(network.weights[0].size, size=_CHECKED):
            at = np.unravel_index(int(position), before.shape)
            numeric = (_shifted(network, at, _TINY).loss(few) - _shifted(network, at, -_TINY).loss(few)) / (
                2 * _TINY
            )
            worst = max(worst, abs(numeric - float(of_weights[0][at])) / scale)
        return worst, bool((network.weights[0] == before).all())

    @property
    def sizes(self) -> list[int]:
        """The widths of the layers of the network that was asked for, from inputs to classes."""
        return [self.parts.train.x.shape[1], *[self.hidden_units] * self.layers, self.parts.classes]


def _shifted(network: Network, at: tuple[np.intp, ...], by: float) -> Network:
    first = network.weights[0].copy()
    first[at] += by
    return Network((first, *network.weights[1:]), network.biases)


def experiment(
    *,
    data: DataName,
    hidden_units: int,
    layers: int,
    epochs: int,
    learning_rate: float,
    train_share: float,
    label_noise: float,
    feedback_rounds: int,
    seed: int,
    on_progress: Progress,
) -> Experiment:
    """Go round the loop, and open the test set once at its end."""
    on_progress(0.0)
    parts = divided(data, train_share, label_noise, seed)
    sealed = SealedTest(parts.test)
    trainings = 2 + feedback_rounds
    plain, deep = (
        [parts.train.x.shape[1], *hidden, parts.classes] for hidden in ([], [hidden_units] * layers)
    )

    def fit(sizes: list[int], train: Records, number: int) -> Training:
        rng = np.random.default_rng([seed, number])
        return trained(
            sizes,
            train,
            parts.validation,
            epochs,
            learning_rate,
            rng,
            lambda share: on_progress((number + share) / trainings),
        )

    linear, network = fit(plain, parts.train, 0), fit(deep, parts.train, 1)
    sizes, first = (deep, network) if network.score > linear.score else (plain, linear)
    rounds = [Round(None, len(parts.train), first)]
    train = parts.train
    for number, batch in enumerate(_batches(parts, feedback_rounds), start=2):
        # What users see is scored by the right labels; what comes back to learn from are the labels that they give.
        seen = accuracy(rounds[-1].training.best, Records(parts.incoming.x[batch], parts.incoming.y[batch]))
        train = train + Records(parts.incoming.x[batch], parts.feedback[batch])
        rounds.append(Round(seen, len(train), fit(sizes, train, number)))
    out = max(rounds, key=lambda each: each.training.score).training.best
    tested = accuracy(out, sealed.open())
    return Experiment(
        data,
        hidden_units,
        layers,
        epochs,
        learning_rate,
        label_noise,
        seed,
        parts,
        linear,
        network,
        tuple(rounds),
        tested,
    )


def _batches(parts: Divided, rounds: int) -> list[slice]:
    ends = np.linspace(0, len(parts.incoming), rounds + 1).round().astype(int)
    return [slice(int(a), int(b)) for a, b in itertools.pairwise(ends)]
