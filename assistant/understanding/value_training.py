"""Learns which parameter of a demo a figure is meant for, from requests whose values are given with them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.tools.assignments import parameter_names
from assistant.tools.demo import Demo, Demos
from assistant.tools.requests import Reading, read
from assistant.understanding.figures import Figure, figures
from assistant.understanding.heads import Embed, Features, Head, Pair, meaning
from assistant.understanding.values import (
    FITS,
    NOTHING,
    Mention,
    class_of,
    counted,
    fit_features,
    open_mentions,
    value_of,
)

_NAMED_WEIGHT = 0.3
"""There are more names of parameters than requests that give values."""
_FOLDS = 4
_REGULARISATION = 3.0


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A figure of an example, and the parameter that it is meant for."""

    reading: Reading
    mention: Mention
    label: str
    group: int
    """Of which example it is."""


def learn_values(
    demos: Demos, examples: Sequence[tuple[str, Mapping[str, Any]]], embed: Embed, mean: Features
) -> tuple[Pair, Pair]:
    """Return the head that tells a figure's parameter by what stands around it, and the one that weighs all signs of it.

    The second learns from what the first says of examples that it has not seen.

    Args:
        demos: All demos.
        examples: Requests with the values that they give, by the demo's name; factors with those before.
        embed: Tells what the words around a figure mean.
        mean: The vector that other heads take as the middle.
    """
    labelled = [
        each
        for number, (name, example) in enumerate(examples)
        for each in _labelled(demos[name], example, number)
    ]
    named = [(mention, label) for demo in demos.values() for mention, label in _named(demo)]
    mentions = [*(each.mention for each in labelled), *(mention for mention, _ in named)]
    words = np.stack([mention.others() for mention in mentions])
    vectors = embed([mention.clause for mention in mentions])
    full = np.hstack([meaning(vectors, mean), words])
    labels = [*(each.label for each in labelled), *(label for _, label in named)]
    weights = np.array([1.0] * len(labelled) + [_NAMED_WEIGHT] * len(named))
    groups = [each.group for each in labelled]
    return (
        Pair(_fit(full, labels, weights), _fit(words, labels, weights)),
        Pair(
            _fit_signs(labelled, _unseen(full, labels, weights, groups)),
            _fit_signs(labelled, _unseen(words, labels, weights, groups)),
        ),
    )


def _labelled(demo: Demo, example: Mapping[str, Any], number: int) -> Iterator[_Labelled]:
    reading = read(example["text"], demo)
    for mention in open_mentions(reading):
        yield _Labelled(reading, mention, _label(demo, mention.figure, example), number)


def _label(demo: Demo, figure: Figure, example: Mapping[str, Any]) -> str:
    before = example.get("before", {})
    for name, field in counted(demo).items():
        value = value_of(figure, field, before.get(name))
        asked = example["values"].get(name)
        if (
            value is not None
            and asked is not None
            and math.isclose(value, asked, rel_tol=1e-6, abs_tol=1e-12)
        ):
            return class_of(demo, name)
    return NOTHING


def _named(demo: Demo) -> Iterator[tuple[Mention, str]]:
    """Yield figures beside each name of each parameter."""
    for name, field in counted(demo).items():
        for title in {each.lower() for each in parameter_names(demo.parameters, name)}:
            value = f"{field.default or 5:g}"
            for text in (f"{title} {value}", f"{value} {title}"):
                at = len(title) + 1 if text.startswith(title) else 0
                for figure in figures(text):
                    if figure.start == at:
                        yield Mention(figure, text), class_of(demo, name)


def _unseen(
    features: Features, labels: Sequence[str], weights: NDArray[np.float64], groups: Sequence[int]
) -> list[dict[str, float]]:
    """Return what is said of each labelled figure by a head that has not seen its example."""
    said: list[dict[str, float]] = [{}] * len(groups)
    named = np.arange(len(groups), len(labels))
    for seen, unseen in GroupKFold(_FOLDS).split(groups, groups=groups):
        chosen = np.concatenate([seen, named])
        head = _fit(features[chosen], [labels[number] for number in chosen], weights[chosen])
        for number in unseen:
            said[number] = head.probabilities(features[number])
    return said


def _fit(features: Features, labels: Sequence[str], weights: NDArray[np.float64]) -> Head:
    model = LogisticRegression(C=_REGULARISATION, max_iter=200)
    model.fit(csr_matrix(features), labels, sample_weight=weights)
    return Head(tuple(model.classes_.tolist()), model.coef_, model.intercept_, exclusive=True)


def _fit_signs(labelled: Sequence[_Labelled], said: Sequence[Mapping[str, float]]) -> Head:
    """Learn from every figure beside every parameter of its demo whether they belong together."""
    rows: list[Features] = []
    right: list[bool] = []
    for each, likely in zip(labelled, said, strict=True):
        for name, features in fit_features(each.reading, each.mention, likely).items():
            rows.append(features)
            right.append(each.label == class_of(each.reading.demo, name))
    model = LogisticRegression(max_iter=1000).fit(np.stack(rows), right)
    return Head((FITS,), model.coef_, model.intercept_, exclusive=False)
