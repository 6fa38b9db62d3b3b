"""The Laplace mechanism on made-up users, and the attack that asks whether one of them is among the data."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.tools.demo import Progress

Floats = NDArray[np.float64]

HIGHEST_SPENDING = 1000.0
"""Spending is clipped to this, in yuan: without a bound one person could move a mean without limit."""
BINS = 10
_FEATURE_SHARE = 0.3
_TYPICAL_SPENDING, _SPREAD = 5.0, 0.8
"""Mean and standard deviation of the logarithm of spending."""
_MOST_DRAWS = 500_000
"""Noise drawn between two calls of on_progress."""


@dataclass(frozen=True)
class Setting:
    """What is published of whom."""

    statistic: str
    people: int
    epsilon: float
    """Of each answer."""
    queries: int

    @property
    def sensitivity(self) -> float:
        """How far one person can move the statistic, all bins together (L1).

        A person more or less moves a count, or one bin of a histogram, by 1; a person replaced moves a mean over a known number
        of people by the range of values over that number.
        """
        return HIGHEST_SPENDING / self.people if self.statistic == "mean" else 1.0

    @property
    def scale(self) -> float:
        """The scale of the Laplace noise, sensitivity / ε, which is also its expected absolute value (Dwork et al. 2006)."""
        return self.sensitivity / self.epsilon

    @property
    def total_epsilon(self) -> float:
        """The ε of all answers together: they add up (basic composition, Dwork and Roth 2014, theorem 3.16)."""
        return self.queries * self.epsilon

    @property
    def bound(self) -> float:
        """The largest advantage that any attack can have: (e^ε − 1) / (e^ε + 1) with the ε of all answers together."""
        return advantage_bound(self.total_epsilon)


@dataclass(frozen=True)
class Outcome:
    """What came of publishing and attacking again and again."""

    truth: tuple[float, ...]
    """The statistic without noise; a value a bin for a histogram."""
    example: tuple[float, ...]
    """One noisy answer."""
    error: float
    """The mean absolute error of one answer, of one bin for a histogram."""
    averaged_error: float
    """The same of the mean of all answers to the repeated query."""
    advantage: float
    """How much oftener the attack says "among them" of a person who is than of one who is not."""
    advantage_without_noise: float
    """The same of answers without noise."""
    right: float
    """The share of the attack's guesses that are right where both cases are equally likely."""


def advantage_bound(epsilon: float) -> float:
    """Return the largest advantage (true less false positives) of any attack on an ε-private answer (Kairouz et al. 2015)."""
    return math.tanh(epsilon / 2)


def advantage_of_one_answer(epsilon: float) -> float:
    """Return the advantage of the best attack on one Laplace answer: 1 − e^(−ε/2), the total variation distance."""
    return -math.expm1(-epsilon / 2)


def users(people: int, rng: np.random.Generator) -> tuple[NDArray[np.bool_], Floats]:
    """Return whether each made-up person used the feature, and what they spent, 0 to `HIGHEST_SPENDING` yuan."""
    used = rng.random(people) < _FEATURE_SHARE
    spent = np.minimum(rng.lognormal(_TYPICAL_SPENDING, _SPREAD, people), HIGHEST_SPENDING)
    return used, spent


def simulate(setting: Setting, trials: int, seed: int, on_progress: Progress) -> Outcome:
    """Publish and attack `trials` times.

    The attacker knows everybody but one and so what the answer would be with and without them; from the noisy answers they
    choose the likelier case, which is the best that anybody can do.
    """
    rng = np.random.default_rng(seed)
    used, spent = users(setting.people, rng)
    truth, shift = (
        statistic(setting.statistic, used, spent),
        difference_of_one(setting.statistic, used, spent),
    )
    error = averaged = 0.0
    guessed = np.zeros(2)
    example: Floats | None = None
    chunk = max(1, _MOST_DRAWS // (setting.queries * (len(truth) + 2)))
    for begin in range(0, trials, chunk):
        size = min(chunk, trials - begin)
        noise = rng.laplace(0, setting.scale, (size, setting.queries, len(truth)))
        example = noise[0, 0] if example is None else example
        error += np.abs(noise[:, 0]).mean(axis=1).sum()
        averaged += np.abs(noise.mean(axis=1)).mean(axis=1).sum()
        for case in (0, 1):
            answers = case * shift + rng.laplace(0, setting.scale, (size, setting.queries))
            guessed[case] += _likelier_with(answers, shift).sum()
        on_progress((begin + size) / trials)
    false_positives, true_positives = guessed / trials
    without, with_them = _likelier_with(np.array([[0.0], [shift]]), shift)
    shown = truth if example is None else truth + example
    return Outcome(
        truth=tuple(truth.tolist()),
        example=tuple(shown.tolist()),
        error=error / trials,
        averaged_error=averaged / trials,
        advantage=float(true_positives - false_positives),
        advantage_without_noise=float(with_them) - float(without),
        right=float((true_positives + 1 - false_positives) / 2),
    )


def statistic(name: str, used: NDArray[np.bool_], spent: Floats) -> Floats:
    """Return what is published, without noise: one value, or one a bin."""
    if name == "count":
        return np.array([float(used.sum())])
    if name == "mean":
        return np.array([float(spent.mean())])
    return np.histogram(spent, BINS, (0, HIGHEST_SPENDING))[0].astype(float)


def difference_of_one(name: str, used: NDArray[np.bool_], spent: Floats) -> float:
    """Return how far the statistic of the others moves (L1) with one more, the person who moves it most.

    That person used the feature and spent the most; in a mean they take the place of somebody who spent nothing, so that the
    number of people stays the same.
    """
    others_used, others_spent = used[1:], spent[1:]
    with_them = statistic(name, np.append(others_used, True), np.append(others_spent, HIGHEST_SPENDING))
    if name == "mean":
        others_used, others_spent = np.append(others_used, False), np.append(others_spent, 0.0)
    return float(np.abs(with_them - statistic(name, others_used, others_spent)).sum())


def _likelier_with(answers: Floats, shift: float) -> NDArray[np.bool_]:
    """Return for each row whether its answers, less what is known of the others, are likelier with the person than without."""
    return np.asarray((np.abs(answers) - np.abs(answers - shift)).sum(axis=1) > 0)
