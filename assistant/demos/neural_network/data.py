"""The data and how they are divided: what is trained on, validated on, brought by new users, and sealed for the test."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.demos.neural_network.parameters import DataName

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Records:
    """Examples with their labels."""

    x: Floats
    """Shape (n, features)."""
    y: Labels
    """Shape (n,)."""

    def __len__(self) -> int:
        return len(self.y)

    def __add__(self, other: "Records") -> "Records":
        return Records(np.concatenate([self.x, other.x]), np.concatenate([self.y, other.y]))


@dataclass(frozen=True)
class Divided:
    """The data, scaled by the training data's mean and spread, in four parts."""

    train: Records
    """Labels partly wrong."""
    validation: Records
    incoming: Records
    """What new users bring, with the labels that are right."""
    feedback: Labels
    """The labels that new users give to it, partly wrong."""
    test: Records
    classes: int
    wrong: int
    """How many training labels are wrong."""


@cache
def loaded(name: DataName) -> tuple[Floats, Labels]:
    """Return the examples (n, features) and classes (n,) of a data set that scikit-learn ships."""
    # Imported here: scikit-learn takes seconds, which only this demo should cost.
    from sklearn import datasets

    bunch = {
        "digits": datasets.load_digits,
        "breast_cancer": datasets.load_breast_cancer,
        "wine": datasets.load_wine,
    }[name]()
    return np.asarray(bunch.data, dtype=float), np.asarray(bunch.target, dtype=np.int64)


def divided(name: DataName, train_share: float, label_noise: float, seed: int) -> Divided:
    """Shuffle the data, divide them and make some labels wrong.

    Validation, incoming and test share evenly what training leaves. A wrong label is any other class, drawn evenly.
    Scaling knows only the training data, as it would in real life.
    """
    x, y = loaded(name)
    classes, rng = int(y.max()) + 1, np.random.default_rng(seed)
    order = rng.permutation(len(y))
    is_wrong = rng.random(len(y)) < label_noise
    said = np.where(is_wrong, (y[order] + rng.integers(1, classes, len(y))) % classes, y[order])
    x, y = x[order], y[order]
    first = round(train_share * len(y))
    second, third = (first + round(part * (len(y) - first) / 3) for part in (1, 2))
    mean, spread = x[:first].mean(0), x[:first].std(0)
    x = (x - mean) / np.where(spread > 0, spread, 1)
    return Divided(
        train=Records(x[:first], said[:first]),
        validation=Records(x[first:second], y[first:second]),
        incoming=Records(x[second:third], y[second:third]),
        feedback=said[second:third],
        test=Records(x[third:], y[third:]),
        classes=classes,
        wrong=int(is_wrong[:first].sum()),
    )


class SealedTest:
    """The test set, which gives away its score once."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._is_opened = False

    def open(self) -> Records:
        """Return the test set.

        Raises:
            RuntimeError: It was opened before; a second look would make it a validation set.
        """
        if self._is_opened:
            raise RuntimeError("The test set is for one look.")
        self._is_opened = True
        return self._records
