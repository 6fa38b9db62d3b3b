"""How long an A/B test must run, and how often peeking finds a lift that is not there."""

from assistant.demos.experiment.demo import DEMO

__all__ = ["DEMO"]
