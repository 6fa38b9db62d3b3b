"""How many users a test of two shares needs, how long that takes, and how exact its result will be."""

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

from assistant.demos.experiment.parameters import HIGHEST_RATE

DAYS_A_WEEK = 7
_STANDARD_NORMAL = NormalDist()
_SMALLEST_LIFT = 1e-9
_BISECTIONS = 60


@dataclass(frozen=True)
class Plan:
    """A test of two equally large groups, evaluated once at its end by the two-sided pooled z-test."""

    baseline_rate: float
    lift: float
    """Relative: the other group's rate is the baseline times 1 + lift."""
    power: float
    significance: float
    users_per_day: int
    """Both groups together."""

    @property
    def lifted_rate(self) -> float:
        """The rate of the group with the change, where the lift is real."""
        return self.baseline_rate * (1 + self.lift)

    @property
    def critical(self) -> float:
        """The |z| from which on a difference counts as significant."""
        return critical(self.significance)

    @cached_property
    def users_per_group(self) -> int:
        """The sample size of each group."""
        return self.users_for(self.lift)

    def users_for(self, lift: float) -> int:
        """Return the users that each group needs to show a relative lift."""
        return sample_size(self.baseline_rate, self.baseline_rate * (1 + lift), self.power, self.significance)

    @property
    def days(self) -> int:
        """Whole days until both groups are full."""
        return self.days_for(self.lift)

    def days_for(self, lift: float) -> int:
        """Return the whole days that it takes to show a relative lift."""
        return math.ceil(2 * self.users_for(lift) / self.users_per_day)

    def full_weeks(self) -> int:
        """Return the days of the test filled up to whole weeks: weekdays and weekends differ."""
        return DAYS_A_WEEK * math.ceil(self.days / DAYS_A_WEEK)

    def interval(self, users: float) -> tuple[float, float]:
        """Return the confidence interval of the difference of rates that is to be expected if the lift is real.

        The Wald interval, p2 − p1 ± z sqrt(p1 q1 / n + p2 q2 / n), at level 1 − significance.

        Args:
            users: The users in each group by then.
        """
        p1, p2 = self.baseline_rate, self.lifted_rate
        reach = self.critical * math.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / users)
        return p2 - p1 - reach, p2 - p1 + reach

    def smallest_lift(self, days: int) -> float | None:
        """Return the smallest relative lift that this many days can show; None where not even the largest can be shown."""
        users = days * self.users_per_day / 2
        low, high = _SMALLEST_LIFT, HIGHEST_RATE / self.baseline_rate - 1
        if self.users_for(high) > users:
            return None
        for _ in range(_BISECTIONS):
            middle = math.sqrt(low * high)
            low, high = (low, middle) if self.users_for(middle) <= users else (middle, high)
        return high


def critical(significance: float) -> float:
    """Return the two-sided critical value of the standard normal distribution: 1.96 at 0.05."""
    return _STANDARD_NORMAL.inv_cdf(1 - significance / 2)


def level(z: float) -> float:
    """Return the two-sided p-value of a |z|."""
    return 2 * (1 - _STANDARD_NORMAL.cdf(abs(z)))


def sample_size(p1: float, p2: float, power: float, significance: float) -> int:
    """Return the users that each of two equal groups needs.

    n = (z₁ sqrt(2 p̄ q̄) + z₂ sqrt(p1 q1 + p2 q2))² / (p2 − p1)², with p̄ the mean of the rates, z₁ the critical value and
    z₂ the quantile of the power (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed., 4.14).
    """
    mean = (p1 + p2) / 2
    under_null = critical(significance) * math.sqrt(2 * mean * (1 - mean))
    under_lift = _STANDARD_NORMAL.inv_cdf(power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return max(2, math.ceil(((under_null + under_lift) / (p2 - p1)) ** 2))
