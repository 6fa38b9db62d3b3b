"""The article's user behaviour analysis (6.1): which knowledge points are weak, and who needs which lesson."""

from assistant.demos.behaviour_analysis.demo import DEMO
from assistant.demos.behaviour_analysis.sample import sample_texts

__all__ = ["DEMO", "sample_texts"]
