"""Which assumption would change the choice: each is changed alone, and the choice made again."""

from dataclasses import dataclass
from typing import Any

from assistant.demos.model_choice.catalogue import Model
from assistant.demos.model_choice.estimate import estimates
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.text import Bilingual
from assistant.text.numerals import figure
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import kind_of, wording_of

_FACTORS = (2.0, 0.5, 10.0, 0.1)
_SCALED = ("requests_per_day", "output_tokens", "input_tokens", "monthly_budget", "latency_ms")
_CHOSEN = ("privacy", "languages", "scenario")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one assumption that leads to another choice."""

    parameter: str
    value: Any
    before: Model | None
    after: Model | None
    """None where no class of models suits."""

    distance: int
    """How far the new value is from the old: a number doubled or halved 0, another choice 1, a number ten times as large 2."""

    @property
    def title(self) -> Bilingual:
        """What the assumption is called."""
        return wording_of(ModelChoiceParameters.model_fields[self.parameter]).title

    @property
    def new(self) -> Bilingual:
        """The new value in words."""
        kind = kind_of(ModelChoiceParameters.model_fields[self.parameter])
        if isinstance(kind, Choice):
            return kind.labels[self.value]
        return Bilingual(figure(self.value), figure(self.value))


def choice(parameters: ModelChoiceParameters) -> Model | None:
    """Return the cheapest class that suits; None where none does."""
    first = estimates(parameters)[0]
    return first.model if first.suits else None


def changes(parameters: ModelChoiceParameters) -> list[Change]:
    """Return for each assumption the smallest change tried that leads to another choice; those with none are left out."""
    before = choice(parameters)
    found = []
    for name in (*_SCALED, *_CHOSEN):
        for value in _values(parameters, name):
            after = choice(parameters.model_copy(update={name: value}))
            if after != before:
                found.append(Change(name, value, before, after, _distance(getattr(parameters, name), value)))
                break
    return found


def _values(parameters: ModelChoiceParameters, name: str) -> list[Any]:
    """Return other values that the assumption could have, the nearest first."""
    now = getattr(parameters, name)
    kind = kind_of(ModelChoiceParameters.model_fields[name])
    if isinstance(kind, Choice):
        options = list(kind.labels)
        return sorted(
            (o for o in options if o != now), key=lambda o: abs(options.index(o) - options.index(now))
        )
    values = []
    for factor in _FACTORS:
        value = round(now * factor) if isinstance(kind, WholeNumber) else now * factor
        if isinstance(kind, Number | WholeNumber) and (kind.ge or 0) <= value <= (kind.le or value):
            values.append(value)
    return [value for value in values if value != now]


def _distance(now: object, value: object) -> int:
    if not isinstance(now, int | float) or not isinstance(value, int | float):
        return 1
    return 0 if 0.3 < value / now < 3 else 2
