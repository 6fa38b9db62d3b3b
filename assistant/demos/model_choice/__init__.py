"""Which class of model suits a product: memory, waiting, money, and the rules that decide."""

from assistant.demos.model_choice.demo import DEMO

__all__ = ["DEMO"]
