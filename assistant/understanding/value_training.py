"""Learns which parameter of a demo a figure is meant for, from requests whose values are given with them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic.fields import FieldInfo
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.tools.assignments import parameter_names
from assistant.tools.demo import Demo, Demos
from assistant.tools.kinds import WholeNumber
from assistant.tools.parameters import kind_of
from assistant.tools.requests import Reading, read
from assistant.understanding.figures import Figure, figures
from assistant.understanding.heads import Embed, Features, Head, Pair, meaning
from assistant.understanding.operations import OF_SHARES, OPERATIONS, SET
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
_LARGE = 20
"""From where on a whole number may be one off."""
_REGULARISATION = 3.0


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A figure of an example, and the parameter that it is meant for."""

    reading: Reading
    mention: Mention
    label: str
    group: int
    """Of which example it is."""
    changes: bool
    """Whether the example changes a run before."""


def learn_values(
    demos: Demos, examples: Sequence[tuple[str, Mapping[str, Any]]], embed: Embed, mean: Features
) -> tuple[Pair, Pair, Pair]:
    """Return three heads: which parameter a figure is for by what stands around it, what it does to the value before, and
    whether it is meant for a parameter by all signs of it.

    The last learns from what the first says of examples that it has not seen.

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
    changing = np.array([n for n, each in enumerate(labelled) if each.changes and each.label != NOTHING])
    operations = [labelled[n].mention.operation for n in changing]
    even = np.ones(len(changing))
    return (
        Pair(_fit(full, labels, weights), _fit(words, labels, weights)),
        Pair(_fit(full[changing], operations, even), _fit(words[changing], operations, even)),
        Pair(
            _fit_signs(_as_heard(labelled, full, changing), _unseen(full, labels, weights, groups)),
            _fit_signs(_as_heard(labelled, words, changing), _unseen(words, labels, weights, groups)),
        ),
    )


def _labelled(demo: Demo, example: Mapping[str, Any], number: int) -> Iterator[_Labelled]:
    reading = read(example["text"], demo)
    for mention in open_mentions(reading):
        label, operation = _label(demo, mention.figure, example)
        changes = example["kind"] == "changes"
        yield _Labelled(reading, replace(mention, operation=operation), label, number, changes)


def _label(demo: Demo, figure: Figure, example: Mapping[str, Any]) -> tuple[str, str]:
    """Return which parameter a figure is for, and what it does to it: what gives the value that was asked for."""
    before, asked = example.get("before", {}), example["values"]
    operations = OPERATIONS if example["kind"] == "changes" and not figure.is_factor else (SET,)
    for operation in operations:
        if operation in OF_SHARES and not 0 < figure.number < 1:
            continue
        for name, field in counted(demo).items():
            value = value_of(figure, field, before.get(name), operation)
            if value is not None and name in asked and _is_same(value, asked[name], field):
                return class_of(demo, name), operation
    return NOTHING, SET


def _is_same(value: float, asked: float, field: FieldInfo) -> bool:
    # Whoever wrote an example may have rounded a third of something another way.
    slack = 1.0 if isinstance(kind_of(field), WholeNumber) and asked >= _LARGE else 1e-12
    return math.isclose(value, asked, rel_tol=1e-6, abs_tol=slack)


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


def _as_heard(
    labelled: Sequence[_Labelled], features: Features, changing: NDArray[np.int_]
) -> list[_Labelled]:
    """Return the figures with what they do to the value before as a head hears it that has not seen their example."""
    groups = np.array([each.group for each in labelled])
    heard = list(labelled)
    for _, unseen in GroupKFold(_FOLDS).split(groups, groups=groups):
        seen = np.setdiff1d(changing, unseen)
        head = _fit(features[seen], [labelled[n].mention.operation for n in seen], np.ones(len(seen)))
        for n in unseen:
            each = labelled[n]
            likely = head.probabilities(features[n]) if each.changes else {SET: 1.0}
            operation = max(likely, key=likely.__getitem__)
            heard[n] = replace(each, mention=replace(each.mention, operation=operation))
    return heard


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
