"""Learns which of a demo's choices a request asks for, from requests whose values are given with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.tools.demo import Demo, Demos
from assistant.understanding.choices import choices, class_of
from assistant.understanding.heads import Embed, Features, Head, Pair, meaning, wording

_REGULARISATION = 10.0


def learn_choices(
    demos: Demos, examples: Sequence[tuple[str, Mapping[str, Any]]], embed: Embed, mean: Features
) -> Pair:
    """Return the head that tells which values of choices a request asks for, each learned from its demo's requests.

    Args:
        demos: All demos.
        examples: Requests with the values that they give, by the demo's name.
        embed: Tells what a request means.
        mean: The vector that other heads take as the middle.
    """
    names: list[str] = []
    full_weights: list[Features] = []
    word_weights: list[Features] = []
    for demo in demos.values():
        asked = [example for name, example in examples if name == demo.name]
        asked += [{"text": text, "values": {name: value}} for name, value, text in _said(demo)]
        vectors = embed([each["text"] for each in asked])
        words = np.stack([wording(each["text"].lower()) for each in asked])
        full = np.hstack([meaning(vectors, mean), words])
        for name, kind in choices(demo).items():
            for value in kind.labels:
                is_asked = [each["values"].get(name) == value for each in asked]
                names.append(class_of(demo, name, value))
                full_weights.append(_fit(full, is_asked))
                word_weights.append(_fit(words, is_asked))
    return Pair(_head(names, full_weights), _head(names, word_weights))


def _said(demo: Demo) -> list[tuple[str, str, str]]:
    """Return the words for each value: parameter, value, words."""
    return [
        (name, value, words)
        for name, kind in choices(demo).items()
        for value, label in kind.labels.items()
        for words in {label.zh, label.en, *kind.phrases.get(value, ()), *kind.terms.get(value, ())}
    ]


def _fit(features: Features, is_asked: Sequence[bool]) -> Features:
    """Return the weights of one value, its bias last."""
    model = LogisticRegression(C=_REGULARISATION, max_iter=200).fit(csr_matrix(features), is_asked)
    weights: Features = np.append(model.coef_[0], model.intercept_)
    return weights


def _head(names: Sequence[str], weights: Sequence[Features]) -> Head:
    every = np.stack(weights)
    return Head(tuple(names), every[:, :-1], every[:, -1], exclusive=False)
