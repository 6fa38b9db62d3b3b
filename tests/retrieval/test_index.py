"""Exact search, and what is scored of a library that is too large to score it all."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval import corpus
from assistant.retrieval.index import NumpyIndex
from assistant.retrieval.retriever import Retriever

DEV = Path(__file__).parents[1] / "gold" / "dev.jsonl"


@pytest.fixture
def vectors() -> np.ndarray:
    drawn: np.ndarray = np.random.default_rng(7).normal(size=(6, 4)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn


def test_scores_are_cosines_of_the_rows_asked_for(vectors: np.ndarray) -> None:
    index = NumpyIndex(vectors)
    cosines = vectors @ vectors[2]
    for rows in (np.array([2]), np.array([4, 0]), np.array([5, 4, 3, 2, 1, 0])):
        assert index.scores(vectors[2], rows) == pytest.approx(cosines[rows], abs=1e-6)


def test_the_nearest_come_first(vectors: np.ndarray) -> None:
    rows, scores = NumpyIndex(vectors).nearest(vectors, 3)
    assert rows.shape == scores.shape == (6, 3)
    assert rows[:, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert scores[:, 0] == pytest.approx(np.ones(6), abs=1e-6)
    assert (np.diff(scores, axis=1) <= 0).all()


def test_more_than_there_are_is_all_of_them(vectors: np.ndarray) -> None:
    rows, _ = NumpyIndex(vectors).nearest(vectors[:1], 100)
    assert sorted(rows[0].tolist()) == [0, 1, 2, 3, 4, 5]


def test_a_blend_lies_among_its_rows(vectors: np.ndarray) -> None:
    index = NumpyIndex(vectors)
    assert index.blend(np.array([3]), np.ones(1, np.float32)) == pytest.approx(vectors[3], abs=1e-6)
    blended = index.blend(np.array([0, 1]), np.array([0.5, 0.5], np.float32))
    assert blended @ vectors[0] == pytest.approx(blended @ vectors[1], abs=1e-5)


def test_an_empty_index_finds_nothing() -> None:
    index = NumpyIndex(np.zeros((0, 4), np.float32))
    rows, scores = index.nearest(np.ones((3, 4), np.float32), 2)
    assert rows.shape == scores.shape == (3, 0)
    assert len(index) == 0


def best_of_each_question(retriever: Retriever) -> Iterator[str]:
    for line in DEV.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "q" in entry and entry.get("sections"):
            yield retriever.search(entry["q"], limit=1).sections[0].section.address


def test_of_a_large_library_the_nearest_passages_are_enough(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(best_of_each_question(retriever))
    monkeypatch.setattr(corpus, "_SCORED", 32)
    nearest = list(best_of_each_question(retriever))
    agreeing = sum(a == b for a, b in zip(whole, nearest, strict=True))
    assert agreeing >= 0.97 * len(whole)
