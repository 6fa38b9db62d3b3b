"""One run: the walk that was asked for, how it stands, and all methods side by side, each at its best rate."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.demos.gradient_descent.methods import largest_stable_rate, samples_per_step, walk
from assistant.demos.gradient_descent.parameters import METHODS, Method, SurfaceName
from assistant.demos.gradient_descent.surfaces import Floats, Surface, surface_of
from assistant.tools.demo import Progress

Status = Literal["converged", "crawling", "oscillating", "hovering", "stuck", "diverged"]

RATES = tuple(float(f"{rate:.2g}") for rate in 10 ** np.linspace(-3, 1, 25))
"""The learning rates of the sweep: six a decade, from 0.001 to 10."""
ARRIVED = 1e-4
"""The share of the starting excess within which a walk counts as arrived."""
NEARLY = 0.01
"""The share of the starting excess at which methods are compared by the samples they looked at."""

_FLAT = 0.05
_TURNS = 0.5
_RISES = 0.15
_TAIL = 0.1


@dataclass(frozen=True)
class Walk:
    """How the excess of the loss went over the steps of one walk, shape (steps + 1,)."""

    method: Method
    rate: float
    excess: Floats
    samples: int
    """Samples looked at for a step."""

    @property
    def _tail_steps(self) -> int:
        return max(1, int(_TAIL * (len(self.excess) - 1)))

    @property
    def _last(self) -> Floats:
        return self.excess[-self._tail_steps :]

    @cached_property
    def arrived(self) -> int | None:
        """The step from which on it stays within a ten-thousandth of the starting excess; None where it does not.

        A walk that swings and happens to be there at the end has not arrived: it has to stay for a tenth of the steps.
        """
        beyond = np.flatnonzero(~(self.excess <= ARRIVED * self.excess[0]))
        first = int(beyond[-1]) + 1 if len(beyond) else 0
        with np.errstate(all="ignore"):
            stays = first <= len(self.excess) - self._tail_steps or bool((np.diff(self._last) <= 0).all())
        return first if first < len(self.excess) and stays else None

    @cached_property
    def nearly(self) -> int | None:
        """The first step that comes within a hundredth of the starting excess; None where none does."""
        near = np.flatnonzero(self.excess <= NEARLY * self.excess[0])
        return int(near[0]) if len(near) else None

    @property
    def looked_at(self) -> int | None:
        """Samples looked at until then, one that is seen twice counted twice."""
        return None if self.nearly is None else self.nearly * self.samples

    @property
    def tail(self) -> float:
        """The mean excess over the last tenth of the steps; inf where the walk ran off."""
        with np.errstate(all="ignore"):
            mean = float(self._last.mean())
        return mean if np.isfinite(mean) else float("inf")

    @property
    def rank(self) -> tuple[float, float]:
        """What is compared: the step of arrival, then the excess that is left; less is better."""
        return (float("inf") if self.arrived is None else self.arrived), self.tail


@dataclass(frozen=True)
class Experiment:
    """The walk asked for, and those of the sweep."""

    method: Method
    learning_rate: float
    steps: int
    batch_size: int
    seed: int
    surface: Surface
    path: Floats
    """Shape (steps + 1, 2)."""
    own: Walk
    undisturbed: float
    """The excess at the end of the same walk with all samples at every step."""
    sweep: dict[Method, tuple[Walk, ...]]
    """A walk for each of `RATES`, by method."""

    @property
    def plain_limit(self) -> float:
        """2/λ_max: the largest learning rate at which gradient descent with all samples holds on to the lowest point."""
        return 2 / self.surface.curvatures[1]

    @cached_property
    def limit(self) -> float:
        """The largest learning rate at which the method holds on to the lowest point; inf for Adam."""
        return largest_stable_rate(self.surface, self.method, self.batch_size)

    @cached_property
    def best(self) -> dict[Method, Walk]:
        """Each method at its best rate of the sweep, in the order of the methods."""
        return {method: min(walks, key=lambda walk: walk.rank) for method, walks in self.sweep.items()}

    @cached_property
    def ranking(self) -> list[Walk]:
        """The methods at their best rates, the fastest first."""
        return sorted(self.best.values(), key=lambda walk: walk.rank)

    @property
    def draws_samples(self) -> bool:
        """Whether the method sees only some samples at a step."""
        return self.method in ("stochastic", "mini_batch")

    @cached_property
    def status(self) -> Status:
        """How the walk stands after the last step."""
        if self._runs_off:
            return "diverged"
        if self.own.arrived is not None:
            return "converged"
        if self._lies_flat:
            return "stuck"
        if self.draws_samples:
            if self.undisturbed < 0.5 * self.own.tail:
                return "hovering"
            return "oscillating" if self.learning_rate > self.plain_limit else "crawling"
        return "oscillating" if self._swings else "crawling"

    @property
    def _runs_off(self) -> bool:
        if self.method == "adam":
            return False
        if self.surface.is_quadratic and not self.draws_samples:
            return self.learning_rate > self.limit
        return not self.own.tail <= self.own.excess[0]

    @property
    def _lies_flat(self) -> bool:
        if self.surface.is_quadratic or self.own.tail < NEARLY:
            return False
        ends = self.surface.gradients(None)(0, self.path[[0, -1]])
        before, after = np.linalg.norm(ends, axis=1)
        return bool(after < _FLAT * before)

    @property
    def _swings(self) -> bool:
        half = len(self.path) // 2
        with np.errstate(all="ignore"):
            steps, changes = np.diff(self.path[half:], axis=0), np.diff(self.own.excess[half:])
            if len(steps) < 2:
                return False
            turns = float(((steps[1:] * steps[:-1]).sum(axis=1) < 0).mean())
            rises = float((changes > 0).mean())
        return turns > _TURNS or rises > _RISES

    @cached_property
    def rises(self) -> int:
        """The steps after which the loss stood higher than before; those that no float holds count."""
        with np.errstate(all="ignore"):
            return int((~(np.diff(self.own.excess) <= 0)).sum())

    @cached_property
    def angles(self) -> tuple[float, float]:
        """The typical (median) angle between the gradient of one sample and that of all, in degrees.

        At the start, and on the same line at a twentieth of the distance from the lowest point.
        """
        near = self.surface.lowest + 0.05 * (self.surface.start - self.surface.lowest)
        return self._angle(self.surface.start), self._angle(near)

    def _angle(self, theta: Floats) -> float:
        samples = len(self.surface.offsets)
        of_one = self.surface.gradients(np.arange(samples)[:, None])
        whole = self.surface.gradients(None)(0, theta)
        single = np.array([of_one(sample, theta) for sample in range(samples)])
        lengths = np.linalg.norm(single, axis=1) * np.linalg.norm(whole)
        cosines = np.divide(single @ whole, lengths, out=np.ones(len(single)), where=lengths > 0)
        return float(np.degrees(np.median(np.arccos(np.clip(cosines, -1, 1)))))


def experiment(
    *,
    method: Method,
    learning_rate: float,
    steps: int,
    batch_size: int,
    surface: SurfaceName,
    seed: int,
    on_progress: Progress,
) -> Experiment:
    """Walk, and walk with every method at every rate of the sweep."""
    ground = surface_of(surface, seed)
    walks = len(METHODS) + 2

    def walked(method: Method, rates: tuple[float, ...], number: int) -> Floats:
        def advance(share: float) -> None:
            on_progress((number + share) / walks)

        return walk(ground, method, np.array(rates), steps, batch_size, seed, advance)

    def told(method: Method, rates: tuple[float, ...], path: Floats) -> tuple[Walk, ...]:
        with np.errstate(all="ignore"):
            excess = ground.excess(path)
        size = samples_per_step(method, batch_size)
        return tuple(Walk(method, rate, excess[:, i], size) for i, rate in enumerate(rates))

    path = walked(method, (learning_rate,), 0)
    (own,) = told(method, (learning_rate,), path)
    (undisturbed,) = told("batch", (learning_rate,), walked("batch", (learning_rate,), 1))
    sweep = {
        each: told(each, RATES, walked(each, RATES, number)) for number, each in enumerate(METHODS, start=2)
    }
    on_progress(1.0)
    return Experiment(
        method, learning_rate, steps, batch_size, seed, ground, path[:, 0], own, undisturbed.tail, sweep
    )
