"""Hours, money and memory of a training: operations by 6ND, speed-up by Amdahl's law."""

import math
from dataclasses import dataclass, replace

from assistant.demos.training_cost.hardware import Accelerator

OPERATIONS_PER_PARAMETER_AND_TOKEN = 6
"""Forward 2, backward 4 (Kaplan et al. 2020, Scaling Laws for Neural Language Models, section 2.1)."""
TRAINING_BYTES_PER_PARAMETER = 16
"""Weights, gradients and Adam's states in mixed precision (Rajbhandari et al. 2020, ZeRO, section 3.1)."""
_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Training:
    """A training in mixed precision on a number of equal accelerators."""

    model_parameters: float
    tokens: float
    accelerator: Accelerator
    gpus: int
    utilisation: float
    price_per_gpu_hour: float
    serial_share: float

    @property
    def operations(self) -> float:
        """Floating-point operations in all: 6ND."""
        return OPERATIONS_PER_PARAMETER_AND_TOKEN * self.model_parameters * self.tokens

    @property
    def single_hours(self) -> float:
        """Hours on one accelerator, were its memory large enough."""
        return self.operations / (self.accelerator.half_tflops * 1e12 * self.utilisation) / _SECONDS_AN_HOUR

    @property
    def speedup(self) -> float:
        """How many times faster than one accelerator (Amdahl 1967): 1 / (s + (1 − s) / g)."""
        return 1 / (self.serial_share + (1 - self.serial_share) / self.gpus)

    @property
    def speedup_limit(self) -> float:
        """The speed-up that no number of accelerators exceeds: 1 / s; inf where everything can be split."""
        return 1 / self.serial_share if self.serial_share else math.inf

    @property
    def hours(self) -> float:
        """Hours from start to end."""
        return self.single_hours / self.speedup

    @property
    def gpu_hours(self) -> float:
        """Hours that are paid for: every accelerator is paid for all the time."""
        return self.hours * self.gpus

    @property
    def cost(self) -> float:
        """US dollars."""
        return self.gpu_hours * self.price_per_gpu_hour

    @property
    def efficiency(self) -> float:
        """Speed-up per accelerator, 0 to 1: the share of the money that computes."""
        return self.speedup / self.gpus

    @property
    def full_precision_hours(self) -> float:
        """Hours at single precision: what mixed precision saves."""
        return self.hours * self.accelerator.half_tflops / self.accelerator.single_tflops

    @property
    def fewest_gpus(self) -> int:
        """Accelerators whose memory together holds weights, gradients and optimiser states."""
        needed = TRAINING_BYTES_PER_PARAMETER * self.model_parameters
        return math.ceil(needed / (self.accelerator.memory_gb * 1e9))

    @property
    def fits(self) -> bool:
        """Whether memory suffices."""
        return self.gpus >= self.fewest_gpus

    def on(self, gpus: int) -> "Training":
        """Return the same training on another number of accelerators."""
        return replace(self, gpus=gpus)

    def with_share_of_data(self, share: float) -> "Training":
        """Return the training on a share of the tokens."""
        return replace(self, tokens=self.tokens * share)

    def with_share_of_parameters(self, share: float) -> "Training":
        """Return the training of a model with a share of the parameters, on the same tokens."""
        return replace(self, model_parameters=self.model_parameters * share)


@dataclass(frozen=True, slots=True)
class Serving:
    """The trained model at work, one answer at a time."""

    memory_gb: float
    """What its weights take."""
    gpus: int
    """Accelerators that hold them."""
    tokens_per_second: float
    """The most that one answer can go on by: every token reads all weights once (Williams et al. 2009, Roofline)."""


def serving(training: Training, stored_bits: float, read_bits: float) -> Serving:
    """Return what answering takes once a model is stored.

    Args:
        training: What was trained, and on which accelerators it will answer.
        stored_bits: Bits a parameter in memory.
        read_bits: Bits a parameter that a token has to read.
    """
    card = training.accelerator
    memory = training.model_parameters * stored_bits / 8 / 1e9
    gpus = max(1, math.ceil(memory / card.memory_gb))
    read = training.model_parameters * read_bits / 8 / 1e9
    return Serving(memory, gpus, gpus * card.bandwidth_gb_s / read)
