"""Where in the sources a statement may come from: windows of neighbouring sentences, ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.checking.support.wording import share_held
from assistant.text import detect_language, sentences

_SOURCES_READ = 6
_WINDOW = 3
_COVERAGE_WEIGHT = 0.12
_PER_SENTENCE = 0.004


@dataclass(frozen=True, slots=True)
class Source:
    """A passage cut to sentences."""

    text: str
    sentences: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one source."""

    source: int
    first: int
    sentences: tuple[str, ...]
    cosine: float
    """Similarity to the statement of the sentence that is most like it."""
    coverage: float
    """Share of the statement's content words that the window holds, 0 to 1; 0 across languages."""
    rank: float

    @property
    def text(self) -> str:
        """Return the sentences as one text."""
        return " ".join(self.sentences)


@lru_cache(maxsize=1_024)
def cut(text: str) -> Source:
    """Cut a passage to sentences."""
    return Source(text, tuple(sentences(text)) or (text,), detect_language(text))


def best_windows(
    statement: str,
    language: str,
    sources: Sequence[Source],
    similar: Sequence[NDArray[np.float32]],
    limit: int,
) -> list[Window]:
    """Return the best window of each promising source, best first, at most `limit`.

    Args:
        statement: One sentence.
        language: Its language; words are compared only with sources of the same.
        sources: All sources.
        similar: For each source, the similarities of its sentences to the statement.
        limit: How many windows.
    """
    promising = sorted(range(len(sources)), key=lambda i: -float(similar[i].max()))[:_SOURCES_READ]
    best = [
        _best_window(statement, i, sources[i], similar[i], language == sources[i].language) for i in promising
    ]
    return sorted(best, key=lambda window: -window.rank)[:limit]


def _best_window(
    statement: str, index: int, source: Source, similar: NDArray[np.float32], same_language: bool
) -> Window:
    found: list[Window] = []
    count = len(source.sentences)
    for length in range(1, min(_WINDOW, count) + 1):
        for first in range(count - length + 1):
            chosen = source.sentences[first : first + length]
            cosine = float(similar[first : first + length].max())
            share = share_held(statement, " ".join(chosen)) if same_language else 0.0
            rank = cosine + _COVERAGE_WEIGHT * share - _PER_SENTENCE * length
            found.append(Window(index, first, chosen, cosine, share, rank))
    return max(found, key=lambda window: window.rank)
