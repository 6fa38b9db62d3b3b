"""The article's project of chapter 5: a linear regression by gradient descent, run and checked."""

from assistant.demos.linear_regression.demo import DEMO

__all__ = ["DEMO"]
