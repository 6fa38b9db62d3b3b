"""Answers composed from the passages themselves, without a model."""
