"""Activation functions and losses of sections 3.1 and 4.1: what they let through of a lesson, and what they say of it."""

from assistant.demos.activations_and_losses.demo import DEMO

__all__ = ["DEMO"]
