"""Which parameter of a demo a figure in a message is meant for: learned from what people write around figures."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic.fields import FieldInfo

from assistant.tools.assignments import Assignment, parameter_names
from assistant.tools.demo import Demo
from assistant.tools.kinds import Number, WholeNumber
from assistant.tools.parameters import DemoParameters, kind_of, wording_of
from assistant.tools.requests import Reading, pattern_of
from assistant.understanding.figures import Figure, figures, plain
from assistant.understanding.heads import Features, wording
from assistant.understanding.operations import BY_UNITS, SET, TIMES, changed

NOTHING = ""
"""The class of a figure that is no value."""
FITS = "fits"
"""The only class of the head that tells whether a figure is meant for a parameter."""
_SIGN = "\ue002"
_BEFORE, _AFTER = 18, 14
"""Characters around a figure that tell what it is."""
_ASKED_BEFORE = 1.5
"""What it is worth, as the logarithm of an odds ratio, that a message changes a run for which this value was asked for."""
_NEVER = 1e-9
_UNHEARD = 0.3
_FAINTEST = 1e-6
_FAR = 5.0
"""Characters over which a name counts for a third of what it does beside the figure."""
_ACROSS = 0.4
"""What a name counts for on the other side of a comma."""
_STOP = re.compile(r"[、,。;!?]")
_DIGIT = re.compile(r"\d")
_MAGNITUDES = np.array([-4.0, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 10, 12])
_FURTHEST_WHOLE = 1e15
_FURTHEST = 4.0
"""Powers of ten from the default beyond which a value is not less likely."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in its message."""

    figure: Figure
    message: str
    operation: str = SET
    """What it does to the value that it is for, one of OPERATIONS."""

    @property
    def around(self) -> str:
        """What stands around it, a sign in its place."""
        before = self.message[max(self.figure.start - _BEFORE, 0) : self.figure.start]
        after = self.message[self.figure.end : self.figure.end + _AFTER]
        return f"{before}{_SIGN}{after}"

    @property
    def clause(self) -> str:
        """The same to be read for its meaning."""
        return self.around.replace(_SIGN, " N ")

    def others(self) -> Features:
        """Return the features that need no embedding: the wording around the figure, and how it is written."""
        size = math.log10(abs(self.figure.number) or _NEVER)
        signs = (self.figure.is_factor, self.figure.is_share, float(self.figure.number).is_integer())
        return np.concatenate(
            [wording(self.around), np.array([*signs, *(abs(_MAGNITUDES - size) < 1)], np.float32)]
        )

    def is_in(self, given: Assignment) -> bool:
        """Return whether the figure is the one of a value that the grammar reads."""
        return given.start < self.figure.end and self.figure.start < given.end


def class_of(demo: Demo, name: str) -> str:
    """Return what the head calls a demo's parameter."""
    return f"{demo.name}.{name}"


def counted(demo: Demo) -> dict[str, FieldInfo]:
    """Return a demo's parameters that take numbers."""
    return {
        name: field
        for name, field in demo.parameters.model_fields.items()
        if isinstance(kind_of(field), Number | WholeNumber)
    }


def open_mentions(reading: Reading) -> list[Mention]:
    """Return the figures of a message that its clear words give to no parameter."""
    clear = [each for each in reading.given if each.certainty == "clear"]
    mentions = (Mention(figure, reading.message) for figure in figures(reading.message))
    return [mention for mention in mentions if not any(mention.is_in(each) for each in clear)]


def fit_features(reading: Reading, mention: Mention, likely: Mapping[str, float]) -> dict[str, Features]:
    """Return, for each parameter that takes numbers, the features of whether a figure is meant for it; shape (11,).

    Args:
        reading: The message as the grammar reads it.
        mention: The figure.
        likely: How likely it is meant for each parameter of any demo, by class, judged by what stands around it alone.
    """
    demo, figure = reading.demo, mention.figure
    fields = counted(demo)
    known = {name: likely.get(class_of(demo, name), _NEVER) for name in fields}
    if not any(class_of(demo, name) in likely for name in fields):
        known = dict.fromkeys(fields, _UNHEARD)
    nothing = likely.get(NOTHING, _NEVER)
    total = sum(known.values()) + nothing
    near = {name: _nearness(mention, demo, name) for name in fields}
    loose = [each.parameter for each in reading.given if each.certainty == "loose" and mention.is_in(each)]

    def features(name: str, field: FieldInfo) -> Features:
        is_new = mention.operation == SET and not _multiplies(figure, field)
        value = figure.in_units(wording_of(field).units) if is_new else None
        is_share = _is_share(field)
        return np.array(
            [
                math.log(known[name] / total + _FAINTEST),
                math.log(nothing / total + _FAINTEST),
                *near[name],
                max(near[name])
                - max((max(each) for other, each in near.items() if other != name), default=0.0),
                value is None or _is_allowed(field, value),
                is_share and figure.is_share,
                is_share and not figure.is_share,
                figure.is_share and not is_share,
                _distance(value, field.default),
                name in loose,
            ],
            np.float32,
        )

    return {name: features(name, field) for name, field in fields.items()}


def heard_values(
    reading: Reading,
    mentions: Sequence[Mention],
    odds: Sequence[Mapping[str, float]],
    before: Mapping[str, Any],
    *,
    leans: bool,
    operation_of: Callable[[Figure], str] = lambda _: SET,
) -> tuple[Assignment, ...]:
    """Return the values that a message gives: those of its clear words, and its other figures where they fit best.

    Each figure is meant for one parameter at most, and each parameter by one figure, so that all together are likeliest
    (the assignment problem).

    Args:
        reading: The message as the grammar reads it.
        mentions: Its other figures.
        odds: Of each figure, the logarithm of the odds that it is meant for each parameter.
        before: The values that the run before was asked for.
        leans: Whether the message changes that run.
        operation_of: Tells what a figure in the clear words does to the value before.
    """
    demo, fields = reading.demo, counted(reading.demo)
    kept = [
        _meant(demo, each, reading.message, before, operation_of)
        for each in reading.given
        if each.certainty == "clear"
        or each.parameter not in fields
        or (each.certainty == "loose" and not mentions)
    ]
    open_ones = [name for name in fields if name not in {each.parameter for each in kept}]
    if not mentions or not open_ones:
        return tuple(kept)
    asked = np.array([_ASKED_BEFORE * (leans and name in before) for name in open_ones])
    worth = np.array([[each[name] for name in open_ones] for each in odds]) + asked
    # Most messages have no figure to place, and a first answer need not wait for what takes long to import.
    from scipy.optimize import linear_sum_assignment

    # A figure that stands for nothing takes a place that costs nothing.
    rows, columns = linear_sum_assignment(np.hstack([-worth, np.zeros((len(mentions), len(mentions)))]))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if column < len(open_ones) and worth[row, column] > 0:
            kept += _assignment(open_ones[column], fields, mentions[row], before)
    return tuple(sorted(kept, key=lambda each: each.start))


def _assignment(
    name: str, fields: Mapping[str, FieldInfo], mention: Mention, before: Mapping[str, Any]
) -> Iterator[Assignment]:
    figure = mention.figure
    value = value_of(figure, fields[name], before.get(name), mention.operation)
    if value is not None:
        yield Assignment(name, value, figure.start, figure.end, 1.0, "loose")


def value_of(figure: Figure, field: FieldInfo, before: object, operation: str = SET) -> float | None:
    """Return the value that a figure gives to a parameter; None where there is nothing that it changes.

    Args:
        figure: A number; a factor; or a part, which of a number that is no part itself is a factor ("half of the cards").
        field: The parameter.
        before: Its value in the run before, if any.
        operation: What the figure does to it, one of OPERATIONS.
    """
    number = figure.in_units(wording_of(field).units)
    if operation == SET and not _multiplies(figure, field):
        return number
    known = field.default if before is None else before
    if isinstance(known, bool) or not isinstance(known, int | float):
        return None
    by = number if operation in BY_UNITS else figure.number
    value = plain(changed(TIMES if operation == SET or figure.is_factor else operation, known, by))
    return round(value) if isinstance(kind_of(field), WholeNumber) and abs(value) < _FURTHEST_WHOLE else value


def _multiplies(figure: Figure, field: FieldInfo) -> bool:
    if figure.is_factor or not figure.is_share:
        return figure.is_factor
    return not _is_allowed(field, figure.in_units(wording_of(field).units))


def _meant(
    demo: Demo,
    given: Assignment,
    message: str,
    before: Mapping[str, Any],
    operation_of: Callable[[Figure], str],
) -> Assignment:
    """Return a value as it is meant: in its parameter's own unit, and where it says by how much, that much from before."""
    field = demo.parameters.model_fields[given.parameter]
    if given.parameter not in counted(demo):
        return given
    inside = (each for each in figures(message) if given.start <= each.start < given.end)
    figure = next((each for each in inside if each.number == given.value), None)
    if figure is None:
        return given
    value = value_of(figure, field, before.get(given.parameter), operation_of(figure))
    return given if value is None else replace(given, value=value)


def _nearness(mention: Mention, demo: Demo, name: str) -> tuple[float, float]:
    """Return how near a name of the parameter stands before and behind a figure, 0 to 1 each."""
    message, figure = mention.message, mention.figure
    before = behind = 0.0
    for match in _names(demo.parameters, name).finditer(message):
        if match.end() <= figure.start:
            before = max(before, _closeness(message[match.end() : figure.start]))
        elif match.start() >= figure.end:
            behind = max(behind, _closeness(message[figure.end : match.start()]))
    return before, behind


def _closeness(between: str) -> float:
    if _DIGIT.search(between):
        return 0.0
    return math.exp(-len(between.strip()) / _FAR) * (_ACROSS if _STOP.search(between) else 1.0)


@lru_cache(maxsize=512)
def _names(parameters: type[DemoParameters], name: str) -> re.Pattern[str]:
    return pattern_of(parameter_names(parameters, name))


def _is_share(field: FieldInfo) -> bool:
    kind = kind_of(field)
    most = (kind.le if kind.le is not None else kind.lt) if isinstance(kind, Number) else None
    return most is not None and most <= 1


def _is_allowed(field: FieldInfo, value: float) -> bool:
    try:
        kind_of(field).read(value)
    except ValueError:
        return False
    return True


def _distance(value: float | None, default: object) -> float:
    """Return by how many powers of ten a value is away from the default."""
    if not value or not default or not isinstance(default, int | float):
        return 1.0
    return min(abs(math.log10(abs(value) / abs(default))), _FURTHEST)
