"""Language, sentences, tokens and numbers in Chinese and English text."""

from assistant.text.bilingual import LANGUAGES, Bilingual, ExplainedError, Language
from assistant.text.language import (
    clean,
    detect_language,
    normalize,
    sentence_ends,
    sentences,
    to_simplified,
    tokens,
)
from assistant.text.numerals import chinese_number

__all__ = [
    "LANGUAGES",
    "Bilingual",
    "ExplainedError",
    "Language",
    "chinese_number",
    "clean",
    "detect_language",
    "normalize",
    "sentence_ends",
    "sentences",
    "to_simplified",
    "tokens",
]
