"""The test's sample size and its false alarms as a program that can be copied and run."""

from assistant.demos.experiment.peeking import Peeking
from assistant.demos.experiment.plan import Plan
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_PROGRAM = """\
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

baseline, lift = {baseline}, {lift}
power, significance = {power}, {significance}

# {size}
z = NormalDist().inv_cdf
p1, p2 = baseline, baseline * (1 + lift)
mean = (p1 + p2) / 2
spread = z(1 - significance / 2) * sqrt(2 * mean * (1 - mean)) + z(power) * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
users = max(2, ceil((spread / (p2 - p1)) ** 2))
print(users, ceil(2 * users / {users_per_day}))

# {simulation}
rng = np.random.default_rng({seed})
looks = np.unique(np.ceil(users * np.arange(1, {peeks} + 1) / {peeks}).astype(np.int64))
a, b = (np.cumsum(rng.binomial(np.diff(looks, prepend=0), p1, ({trials}, len(looks))), axis=1) / looks for _ in "AB")
error = np.sqrt((a + b) / 2 * (1 - (a + b) / 2) * 2 / looks)
significant = (error > 0) & (np.abs(b - a) >= z(1 - significance / 2) * error)
print(significant.any(axis=1).mean())
"""
_TITLE = Bilingual(zh="样本量和误报率的代码", en="Sample size and false alarms as code")
_SIZE = Bilingual(zh="每组要多少人，要跑多少天", en="Users for each group, and days")
_SIMULATION = Bilingual(
    zh="两组其实一样，中途看若干次，多大比例会“显著”",
    en="Two groups that are the same: how often does a look find a difference?",
)


def listings(plan: Plan, peeking: Peeking, peeks: int, seed: int) -> list[Listing]:
    """Return a program that prints users per group and days, then the share of false alarms, as in this run."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            baseline=plan.baseline_rate,
            lift=plan.lift,
            power=plan.power,
            significance=plan.significance,
            users_per_day=plan.users_per_day,
            peeks=peeks,
            trials=peeking.trials,
            seed=seed,
            size=_SIZE.of(language),
            simulation=_SIMULATION.of(language),
        )

    return [listing(_TITLE, program)]
