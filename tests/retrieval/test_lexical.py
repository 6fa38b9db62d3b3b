"""BM25."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.lexical import LexicalIndex

TEXTS = [["learning", "rate", "rate"], ["learning", "books"], ["privacy"], []]


def test_scores_are_those_of_the_formula() -> None:
    k1, b = 1.2, 0.75
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 / (2 + k1 * (1 - b + b * 3 / 1.5))
    assert LexicalIndex(TEXTS, k1, b).scores(["rate"]) == pytest.approx([expected, 0, 0, 0], rel=1e-5)


def test_an_unknown_token_scores_nothing() -> None:
    assert LexicalIndex(TEXTS).scores(["weather"]).tolist() == [0, 0, 0, 0]


def test_no_texts_have_no_scores() -> None:
    index = LexicalIndex([])
    assert index.scores(["anything"]).shape == (0,)
    assert index.coverage(["anything"]) == 0


def test_coverage_is_the_share_that_the_texts_know() -> None:
    index = LexicalIndex(TEXTS)
    assert index.coverage(["privacy", "learning"]) == 1
    assert index.coverage(["weather", "rain"]) == 0
    assert 0 < index.coverage(["privacy", "weather"]) < 1
    assert index.coverage([]) == 0


words = st.lists(st.sampled_from(["模型", "训练", "data", "5", "x"]), max_size=8)


@given(st.lists(words, max_size=6), words)
def test_a_text_scores_exactly_when_it_shares_a_token(texts: list[list[str]], query: list[str]) -> None:
    scores = LexicalIndex(texts).scores(query)
    assert [bool(score > 0) for score in scores] == [bool(set(text) & set(query)) for text in texts]
    assert np.isfinite(scores).all()
