"""Vectors of what texts mean, from the coach's own embedding model, for the demos that compare texts."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from assistant.retrieval.embedding import TextKind, Vectors, embedder
from assistant.retrieval.vectors import VectorCache
from assistant.settings import settings
from assistant.tools.demo import Progress

SEED_FILE = "vectors.npz"
"""In a demo's folder: the vectors of its sample, so that a run at the defaults computes none. `make vectors` writes it."""
_BATCH = 8
"""Texts between two words of progress: less than half a second's work."""
_lock = Lock()


def vectors_of(texts: Sequence[str], kind: TextKind, on_progress: Progress) -> Vectors:
    """Return the unit vectors of texts, float32 of shape (len(texts), d).

    They are remembered in this process alone, so that the next run on the same texts computes none; nothing of a
    learner's texts is written to the disk.

    Args:
        texts: What is to be embedded, at least one text.
        kind: Whether they ask or answer.
        on_progress: Called with the finished share.

    Raises:
        EmbeddingError: The model cannot be loaded.
    """
    found: list[Vectors] = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        # Held for a batch only: a run that is stopped, or a short one, need not wait for another's thousands.
        with _lock:
            remember = _remembered()
            found.append(remember.queries(batch) if kind == "query" else remember.passages(batch))
        on_progress(min((start + _BATCH) / len(texts), 1.0))
    return np.concatenate(found)


@cache
def _remembered() -> VectorCache:
    seeds = sorted(Path(__file__).parent.glob(f"*/{SEED_FILE}"))
    return VectorCache(embedder(settings().embedding_model), None, seeds)
