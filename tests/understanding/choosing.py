"""How often the demo that is meant is run, with the values that are meant, by conversations of a gold file."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.coach import Coach
from assistant.demos import demos


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of the last message of one conversation."""

    line: Mapping[str, Any]
    demo: str | None
    """The demo that ran, or was to run with values that it does not take."""
    arguments: Mapping[str, Any]

    @property
    def is_right(self) -> bool:
        """Whether just what was meant ran: every value that was asked for holds, and every other one is the default's."""
        if self.demo != self.line["demo"]:
            return False
        if self.demo is None:
            return True
        fields = demos()[self.demo].parameters.model_fields
        expected = {name: field.default for name, field in fields.items()} | dict(self.line["values"])
        used = {name: field.default for name, field in fields.items()} | dict(self.arguments)
        return all(_same(used[name], value) for name, value in expected.items() if name in used)


def judge(coach: Coach, file: Path) -> list[Judged]:
    """Return what came of each conversation of a gold file whose demo there is."""
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [_judged(coach, line) for line in lines if line["demo"] is None or line["demo"] in demos()]


def _judged(coach: Coach, line: Mapping[str, Any]) -> Judged:
    conversation = uuid4().hex
    for message in line["turns"]:
        *_, last = coach.reply(conversation, message, Learner(engine="grounded", language=line["language"]))
    assert isinstance(last, Completed), line
    calls = last.message.tool_calls
    return Judged(line, calls[0].name, calls[0].arguments) if calls else Judged(line, None, {})


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other
