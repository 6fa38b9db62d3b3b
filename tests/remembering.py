"""What takes long and never changes, done once for all tests of a process."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from assistant.documents import Library, load_library
from assistant.retrieval.embedding import Vectors
from assistant.settings import BUNDLED_KNOWLEDGE

ARTICLE = BUNDLED_KNOWLEDGE / "ai-pm-skills"
"""The article alone: what it answers and refuses is pinned without the handbook beside it."""

Encode = Callable[[Sequence[str]], Vectors]


def remembering(encode: Encode) -> Encode:
    """Return what embeds texts and embeds none twice."""
    known: dict[str, Vectors] = {}

    def encoded(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return encoded


@cache
def article_library() -> Library:
    """Return the article's study edition."""
    return load_library(ARTICLE)
