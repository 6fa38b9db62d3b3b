"""The article's intelligent customer service (6.2): how much it may answer by itself, and what its mistakes cost."""

from assistant.demos.customer_service.answering import sample_texts
from assistant.demos.customer_service.demo import DEMO

__all__ = ["DEMO", "sample_texts"]
