"""Answers through a language model behind the OpenAI API, held to its sources."""
