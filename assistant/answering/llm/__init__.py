"""Answers through a language model behind the OpenAI API, held to its sources."""

from assistant.answering.llm.endpoint import Endpoint
from assistant.answering.llm.engine import LLMEngine
from assistant.answering.llm.failures import EngineError

__all__ = ["Endpoint", "EngineError", "LLMEngine"]
