"""BM25 over the tokens of `assistant.text.language`, as an inverted index in numpy arrays."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 scores of every passage for a query, in time that grows with the query's postings only.

    The weights are Lucene's form of BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009):
    idf(t) = ln(1 + (n - df + 0.5) / (df + 0.5)) and tf / (tf + k1 (1 - b + b length / mean length)); they depend on
    token and passage alone, so they are computed here, not at each query.
    """

    def __init__(self, texts: Iterable[Sequence[str]], k1: float = 1.2, b: float = 0.75) -> None:
        """Index texts given as lists of tokens."""
        self._columns: dict[str, int] = {}
        columns: list[int] = []
        rows: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for row, tokens in enumerate(texts):
            lengths.append(len(tokens))
            for token, count in Counter(tokens).items():
                columns.append(self._columns.setdefault(token, len(self._columns)))
                rows.append(row)
                counts.append(count)
        self._size = len(lengths)
        column, tf = np.array(columns, np.int64), np.array(counts, np.float32)
        length = np.array(lengths, np.float32)
        df = np.bincount(column, minlength=len(self._columns))
        self.idf: NDArray[np.float32] = np.log1p((self._size - df + 0.5) / (df + 0.5)).astype(np.float32)
        order = np.argsort(column, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(df)])
        self._rows = np.array(rows, np.int32)[order]
        saturation = k1 * (1 - b + b * length / max(float(length.mean()) if self._size else 0.0, 1.0))
        weights = self.idf[column] * tf / (tf + saturation[np.array(rows, np.int64)])
        self._weights = weights[order].astype(np.float32)

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Return the BM25 score of each text for a query, float32 of shape (number of texts,)."""
        scores = np.zeros(self._size, np.float32)
        for token, count in Counter(tokens).items():
            if (column := self._columns.get(token)) is not None:
                span = slice(self._starts[column], self._starts[column + 1])
                scores[self._rows[span]] += count * self._weights[span]
        return scores

    def coverage(self, tokens: Sequence[str]) -> float:
        """Return which share of a query's tokens the texts know, 0 to 1, the rarer ones weighing more."""
        known = unknown = 0.0
        # A token that no text has is as telling as the rarest one that some text has.
        rarest = float(np.log1p((self._size + 0.5) / 0.5))
        for token in set(tokens):
            if (column := self._columns.get(token)) is None:
                unknown += rarest
            else:
                known += float(self.idf[column])
        return known / (known + unknown) if known + unknown else 0.0
