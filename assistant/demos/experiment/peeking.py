"""What looking at a test before its end does to it, by simulating the test thousands of times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.experiment.plan import Plan
from assistant.tools.demo import Progress

Floats = NDArray[np.float64]

_MOST_TRIALS = 10_000
_MOST_LOOKS_TOGETHER = 200_000
"""Trials times looks: what a slider can wait for."""


@dataclass(frozen=True)
class Peeking:
    """What came of simulated tests in which somebody stops at the first significant difference."""

    trials: int
    looks: tuple[int, ...]
    """Users in each group at each look."""
    flagged: Floats
    """(looks,): the share of tests without any difference that were stopped by then."""
    strict_z: float
    """The |z| to demand at every look for all looks together to keep the significance level (Pocock's boundary)."""
    winners: float
    """The share of tests with the lift that were stopped in its favour."""
    reported_lift: float | None
    """The relative lift that those report, on average; None where there are none."""
    running: float
    """The share of the planned users that tests with the lift took, on average."""

    @property
    def false_alarms(self) -> float:
        """The share of tests without any difference that found one."""
        return float(self.flagged[-1])


def simulate(plan: Plan, peeks: int, seed: int, on_progress: Progress) -> Peeking:
    """Simulate tests with and without the lift, user counts as binomial draws, looked at `peeks` times.

    Args:
        plan: The test.
        peeks: Evenly spaced looks, the last at the end; fewer where a group has fewer users.
        seed: The same seed gives the same tests.
        on_progress: Called after each of the two simulations.
    """
    looks = np.unique(np.ceil(plan.users_per_group * np.arange(1, peeks + 1) / peeks).astype(np.int64))
    trials = min(_MOST_TRIALS, _MOST_LOOKS_TOGETHER // len(looks))
    rng = np.random.default_rng(seed)
    on_progress(0.1)
    null_z, _ = _watched(rng, (plan.baseline_rate, plan.baseline_rate), looks, trials)
    on_progress(0.5)
    z, lifts = _watched(rng, (plan.baseline_rate, plan.lifted_rate), looks, trials)
    on_progress(0.9)
    largest = np.maximum.accumulate(np.abs(null_z), axis=1)
    crossed = np.abs(z) >= plan.critical
    first, stopped = np.argmax(crossed, axis=1), np.any(crossed, axis=1)
    rows = np.arange(trials)
    won = stopped & (z[rows, first] > 0)
    # A control group without a single order reports no finite lift.
    reported = lifts[rows, first][won & np.isfinite(lifts[rows, first])]
    return Peeking(
        trials=trials,
        looks=tuple(int(users) for users in looks),
        flagged=(largest >= plan.critical).mean(axis=0),
        strict_z=float(np.quantile(largest[:, -1], 1 - plan.significance)),
        winners=float(won.mean()),
        reported_lift=float(reported.mean()) if len(reported) else None,
        running=float(np.where(stopped, looks[first], looks[-1]).mean() / looks[-1]),
    )


def _watched(
    rng: np.random.Generator, rates: tuple[float, float], looks: NDArray[np.int64], trials: int
) -> tuple[Floats, Floats]:
    """Return (trials, looks) pooled z statistics and relative lifts as they stand at each look."""
    batches = np.diff(looks, prepend=0)
    control, changed = (
        np.cumsum(rng.binomial(batches, rate, (trials, len(looks))), axis=1) / looks for rate in rates
    )
    pooled = (control + changed) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / looks)
    difference = changed - control
    # Before anybody has ordered there is no difference and no error: z is 0.
    z = np.divide(difference, error, out=np.zeros_like(error), where=error > 0)
    lifts = np.divide(difference, control, out=np.full_like(control, np.inf), where=control > 0)
    return z, lifts
