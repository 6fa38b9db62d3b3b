"""The demos that there are: one file or folder each, with a `DEMO`."""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from assistant.text import Bilingual
from assistant.tools.demo import DemoResult, Demos, Progress, discover
from assistant.tools.parameters import DemoInputError
from assistant.tools.runner import run
from assistant.tools.tables import Tables, no_tables

_UNKNOWN = Bilingual(
    zh="没有叫“{name}”的演示。现有的演示：{names}。",
    en='There is no demo called "{name}". There is: {names}.',
)


@cache
def demos() -> Demos:
    """Return all demos by name."""
    return discover(sys.modules[__name__])


def run_demo(
    name: str,
    arguments: Mapping[str, Any],
    on_progress: Progress | None = None,
    tables: Tables = no_tables,
) -> DemoResult:
    """Run a demo by its name and return its result.

    Args:
        name: The demo's name.
        arguments: Values by parameter name, as numbers or as text that reads as numbers. What is left out or None
            keeps its default.
        on_progress: Called with the finished share of the work.
        tables: Opens the tables that are named.

    Raises:
        DemoInputError: There is no such demo, or it can't run with these values.
        TimeLimitError: It takes too long.
    """
    demo = demos().get(name)
    if demo is None:
        known = Bilingual("、".join(demos()), ", ".join(demos()))
        raise DemoInputError(_UNKNOWN.filled(name=name, names=known))
    return run(demo, arguments, on_progress, tables)
