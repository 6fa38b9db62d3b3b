"""The article's recommendation system (6.3): collaborative and content-based recommendation against a list of the popular."""

from assistant.demos.recommender.demo import DEMO

__all__ = ["DEMO"]
