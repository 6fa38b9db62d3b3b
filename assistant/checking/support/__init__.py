"""Whether a sentence of an answer is supported by a passage: meaning, numbers, names, polarity and list items."""

from assistant.checking.support.checker import Judgement, SupportChecker

__all__ = ["Judgement", "SupportChecker"]
