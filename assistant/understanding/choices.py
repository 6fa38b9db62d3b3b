"""Which of a demo's choices a request asks for in words of its own: learned from requests whose values are given."""

from collections.abc import Mapping

from assistant.tools.assignments import Assignment
from assistant.tools.demo import Demo
from assistant.tools.kinds import Choice
from assistant.tools.parameters import kind_of
from assistant.tools.requests import Reading

_ASKED_FOR = 0.5
_ONLY_MENTIONED = 0.15
"""Under this, a value that is named without being set is talked about, not asked for."""
_SET = 3.0
"""How sure a reading is that sets a value: "换成 adam"."""


def class_of(demo: Demo, name: str, value: str) -> str:
    """Return what the head calls one value of a demo's parameter."""
    return f"{demo.name}.{name}={value}"


def choices(demo: Demo) -> dict[str, Choice]:
    """Return a demo's parameters that are choices."""
    kinds = {name: kind_of(field) for name, field in demo.parameters.model_fields.items()}
    return {name: kind for name, kind in kinds.items() if isinstance(kind, Choice)}


def heard_choices(reading: Reading, likely: Mapping[str, float]) -> tuple[Assignment, ...]:
    """Return the choices that a message asks for.

    Args:
        reading: The message as the grammar reads it.
        likely: How likely each value is asked for, by class.
    """
    demo = reading.demo
    found = []
    for name, kind in choices(demo).items():
        given = [each for each in reading.given if each.parameter == name]
        if len({each.value for each in given}) > 1 or any(each.weight >= _SET for each in given):
            # Who names several compares them, unless one is set.
            found += [each for each in given if each.weight >= _SET]
            continue
        if any(likely.get(class_of(demo, name, str(each.value)), 1.0) >= _ONLY_MENTIONED for each in given):
            found += given
            continue
        value = max(kind.labels, key=lambda each: likely.get(class_of(demo, name, each), 0.0))
        if likely.get(class_of(demo, name, value), 0.0) >= _ASKED_FOR:
            found.append(Assignment(name, value, 0, 0, 0.0, "loose"))
    return tuple(found)
