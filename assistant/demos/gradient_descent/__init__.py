"""The ways of walking downhill of sections 4.1 and 4.2, on four landscapes, side by side."""

from assistant.demos.gradient_descent.demo import DEMO

__all__ = ["DEMO"]
