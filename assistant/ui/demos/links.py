"""Addresses of runs: the demo, and the values that are no defaults, the drawn seed among them."""

from collections.abc import Mapping
from typing import Any

from assistant.tools.demo import Demo
from assistant.tools.kinds import Table
from assistant.tools.parameters import kind_of
from assistant.tools.tables import DataTable
from assistant.ui.demos import form


def address(demo: Demo, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the address says of a run: the demo and the values that are no defaults; of a run with defaults, that."""
    given = {name: form.typed(value) for name, value in _given(demo, values).items()}
    return {"demo": demo.name, **(given or {"run": "1"})}


def own_tables(demo: Demo, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of a learner's own tables among a run's values, by parameter: no link carries what they hold."""
    fields = demo.parameters.model_fields
    return {
        name: str(value)
        for name, value in _given(demo, values).items()
        if name in fields and isinstance(kind_of(fields[name]), Table)
    }


def _given(demo: Demo, values: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        name: field.default.name if isinstance(field.default, DataTable) else field.default
        for name, field in demo.parameters.model_fields.items()
    }
    return {name: v for name, v in values.items() if v is not None and v != defaults.get(name)}
