"""Accelerators and their published figures."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One card; what its maker publishes."""

    name: str
    half_tflops: float
    """Peak of 16-bit matrix products, 10¹² operations a second, dense."""
    single_tflops: float
    """The same at TF32, or FP32 where there is no TF32."""
    memory_gb: float
    bandwidth_gb_s: float
    source: str


def _read() -> dict[str, Accelerator]:
    text = Path(__file__).with_name("accelerators.toml").read_text(encoding="utf-8")
    return {key: Accelerator(**figures) for key, figures in tomllib.loads(text).items()}


ACCELERATORS = _read()
"""Every accelerator that can be chosen, the weakest first."""
