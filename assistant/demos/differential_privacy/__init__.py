"""What differential privacy costs in accuracy, and what it is worth against somebody who looks for a person."""

from assistant.demos.differential_privacy.demo import DEMO

__all__ = ["DEMO"]
