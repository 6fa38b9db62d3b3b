"""Exact search."""

import numpy as np
import pytest

from assistant.retrieval.index import DenseIndex


@pytest.fixture
def vectors() -> np.ndarray:
    drawn: np.ndarray = np.random.default_rng(7).normal(size=(6, 4)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn


def test_scores_are_cosines(vectors: np.ndarray) -> None:
    index = DenseIndex(vectors, [0, 0, 0, 1, 1, 3], 4)
    assert index.scores(vectors[2])[2] == pytest.approx(1, abs=1e-6)


def test_a_group_is_as_good_as_its_best_row(vectors: np.ndarray) -> None:
    index = DenseIndex(vectors, [0, 0, 0, 1, 1, 3], 4)
    scores = index.scores(vectors[4])
    assert index.best_of(scores) == pytest.approx([scores[:3].max(), scores[3:5].max(), -1, scores[5]])


def test_many_queries_find_their_best_rows(vectors: np.ndarray) -> None:
    index = DenseIndex(vectors, [0, 1, 2, 3, 4, 5], 6)
    assert index.highest(vectors) == pytest.approx(np.ones(6), abs=1e-6)


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex(np.zeros((0, 4), np.float32), [], 2)
    assert index.best_of(index.scores(np.ones(4, np.float32))).tolist() == [-1, -1]
    assert index.highest(np.ones((3, 4), np.float32)).tolist() == [-1, -1, -1]
