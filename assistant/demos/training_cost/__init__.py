"""What training a large model takes, and what machines, cleaner data and compression save."""

from assistant.demos.training_cost.demo import DEMO

__all__ = ["DEMO"]
