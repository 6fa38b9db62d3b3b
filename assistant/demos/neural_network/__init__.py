"""The article's whole loop of sections 2.3 and 3.2 with a small neural network: from data to feedback and round again."""

from assistant.demos.neural_network.demo import DEMO

__all__ = ["DEMO"]
