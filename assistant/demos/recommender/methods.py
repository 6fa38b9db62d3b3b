"""How well each item suits each user, by four methods."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from assistant.demos.recommender.records import Records, Split
from assistant.tools.demo import Progress

Scores = NDArray[np.float64]
"""0 to 1, of shape (users, items)."""

SHRINKAGE = 2.0
"""Added to the length of both, so that two items that one user happened to buy count for little."""
_TIE_WEIGHT = 1e-6
_DIGITS = 12
_BATCH = 32
"""Users between two words of progress: with the most items, less than half a second's work."""
_COUNTED = 256
"""Users between two words of progress while it is counted who likes what together."""
_MOST_TAGS = 2000


def item_similarity(
    liked: NDArray[np.float64], on_progress: Progress = lambda _: None
) -> NDArray[np.float64]:
    """Return how often two items are liked by the same users, of shape (items, items), 0 on the diagonal.

    The cosine of their columns with shrinkage: C / (√(nᵢ nⱼ) + s), the item-based form of collaborative filtering (Sarwar
    et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001).

    Args:
        liked: 1 where a user liked an item, of shape (users, items).
        on_progress: Called with the finished share.
    """
    together = np.zeros((liked.shape[1], liked.shape[1]))
    for start in range(0, len(liked), _COUNTED):
        # Counts of so few are exact in half the bits, which takes half the time.
        batch = liked[start : start + _COUNTED].astype(np.float32)
        together += batch.T @ batch
        on_progress(min((start + _COUNTED) / len(liked), 1.0))
    counts = np.diag(together)
    similar = together / (np.sqrt(np.outer(counts, counts)) + SHRINKAGE)
    np.fill_diagonal(similar, 0.0)
    return np.asarray(similar)


def content_similarity(records: Records) -> NDArray[np.float64]:
    """Return how alike two items are described, of shape (items, items), 0 on the diagonal: cosines of their tags.

    A tag weighs ln(items / items with it) + 1, so that rare tags say more; a tag of one item alone likens it to none.
    """
    counts = Counter(tag for tags in records.tags for tag in tags)
    names = [name for name, count in counts.most_common(_MOST_TAGS) if count > 1]
    column = {name: n for n, name in enumerate(names)}
    vectors = np.zeros((len(records.items), max(len(names), 1)))
    for row, tags in enumerate(records.tags):
        vectors[row, [column[tag] for tag in tags if tag in column]] = 1.0
    vectors *= np.log(len(vectors) / np.maximum(vectors.sum(axis=0), 1)) + 1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1.0)
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, 0.0)
    return np.asarray(similar)


def similarities(records: Records, known: Split, on_progress: Progress) -> dict[str, NDArray[np.float64]]:
    """Return the item similarity of each method that has one; content and hybrid only where items are described."""
    together = item_similarity(known.liked, on_progress)
    if not records.has_content:
        return {"collaborative": together}
    alike = content_similarity(records)
    return {"collaborative": together, "content": alike}


def scores(
    method: str, similar: dict[str, NDArray[np.float64]], liked: NDArray[np.float64], known: Split
) -> Scores:
    """Return how well each item suits users who liked these items, ties in the order of popularity.

    Args:
        method: One of the four.
        similar: What `similarities` returned.
        liked: 1 where a user liked an item, of shape (users, items).
        known: What is known beforehand.
    """
    popular = known.popularity / max(float(known.popularity.max()), 1.0)
    if method == "popularity":
        return np.tile(popular, (len(liked), 1))
    names = ("collaborative", "content") if method == "hybrid" else (method,)
    found = sum((_scaled(liked @ similar[name]) for name in names), np.zeros(liked.shape)) / len(names)
    # What sums of the same terms in another order differ by must not decide a rank.
    return np.round((found + _TIE_WEIGHT * popular) / (1 + _TIE_WEIGHT), _DIGITS)


def recommended(suits: Scores, seen: NDArray[np.bool_], k: int) -> NDArray[np.int64]:
    """Return the k items that suit each user best among those not seen, -1 where fewer are left; of shape (users, k)."""
    open_scores = np.where(seen, -1.0, suits)
    best = np.argsort(-open_scores, axis=1, kind="stable")[:, :k]
    found = np.where(np.take_along_axis(open_scores, best, axis=1) < 0, -1, best)
    return np.pad(found, ((0, 0), (0, k - found.shape[1])), constant_values=-1)


def lists(
    method: str, similar: dict[str, NDArray[np.float64]], known: Split, k: int, on_progress: Progress
) -> NDArray[np.int64]:
    """Return the list of every tested user, of shape (tested users, k)."""
    found = [np.zeros((0, k), np.int64)]
    for start in range(0, len(known.tested), _BATCH):
        users = known.tested[start : start + _BATCH]
        suits = scores(method, similar, known.liked[users], known)
        found.append(recommended(suits, known.seen[users], k))
        on_progress(min((start + _BATCH) / len(known.tested), 1.0))
    return np.concatenate(found)


def _scaled(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    highest = raw.max(axis=1, keepdims=True)
    return np.asarray(raw / np.where(highest > 0, highest, 1.0))
