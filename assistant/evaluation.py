"""Gold questions -> a table of figures: how often the right section is found, cited, refused, the right demo run."""

import json
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from rich.table import Table

from assistant.answering.engines import EngineChoice, Learner
from assistant.answering.events import Completed, Failed
from assistant.coach import Coach
from assistant.documents import SectionRef
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message
from assistant.text import Bilingual, ExplainedError

Ask = Callable[[Sequence[str]], Message | None]
"""Asks the turns of one conversation; returns the last answer, None where there is none."""
Search = Callable[[str], Evidence]

_TOTAL = "all"


_NO_GOLD_QUESTION = Bilingual(
    zh="{file} 第 {line} 行：应该是一个 JSON 对象，有“kind”，有“q”或“turns”，有“sections”或“tool”，像 tests/gold/dev.jsonl 那样。",
    en='{file}, line {line}: expected a JSON object with "kind", "q" or "turns", "sections" or "tool", as in tests/gold/dev.jsonl.',
)


class GoldError(ExplainedError):
    """A line of a gold file is no gold question; the message names file and line."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer must do."""

    id: str
    kind: str
    turns: tuple[str, ...]
    """One conversation; its last turn is what is judged."""
    sections: tuple[str, ...] = ()
    """The acceptable sections, by address ("9.2") or with their document ("ai-pm-handbook 3.1"); none where no source has an
    answer or a demo is asked for."""
    tool: str | None = None
    """The demo that must run."""
    arguments: Mapping[str, Any] | None = None
    """The values that it must run with, no others."""

    def accepts(self, section: SectionRef) -> bool:
        """Whether a section is one of the acceptable ones."""
        return not {section.address, f"{section.document} {section.address}"}.isdisjoint(self.sections)

    @property
    def unanswerable(self) -> bool:
        """Whether a right answer refuses."""
        return not self.sections and self.tool is None


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What became of one gold question; None where a figure says nothing about it."""

    question: GoldQuestion
    first: bool | None
    """An acceptable section was found first."""
    first_three: bool | None
    """An acceptable section was among the first three found."""
    cited: bool | None
    """The answer cites an acceptable section."""
    refused: bool
    """The answer says that the article does not cover it."""
    tool_right: bool
    """The demo asked for ran with just the values asked for; where none was asked for, none ran."""
    milliseconds: float
    """From the question to the first text of the answer."""

    @property
    def right(self) -> bool:
        """Whether all that was asked of the answer holds."""
        refused_rightly = self.question.tool is not None or self.refused == self.question.unanswerable
        return refused_rightly and self.tool_right and self.cited is not False


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of all gold questions."""

    outcomes: tuple[QuestionScore, ...]

    def figures(self) -> dict[str, dict[str, float | int | None]]:
        """Return shares from 0 to 1 by kind, "all" last; None where no question of a kind has the figure."""
        kinds = dict.fromkeys(outcome.question.kind for outcome in self.outcomes)
        groups = {kind: [each for each in self.outcomes if each.question.kind == kind] for kind in kinds}
        return {kind: _figures(group) for kind, group in (groups | {_TOTAL: list(self.outcomes)}).items()}

    def to_json(self) -> dict[str, Any]:
        """Return the figures and the ids of the questions that were not answered rightly."""
        wrong = [outcome.question.id for outcome in self.outcomes if not outcome.right]
        return {"kinds": self.figures(), "wrong": wrong}

    def table(self) -> Table:
        """Return the figures as a table for the terminal."""
        table = Table(title="Gold questions")
        for name in (
            "kind",
            "n",
            "first",
            "first three",
            "cited",
            "refused",
            "tool right",
            "right",
            "median ms",
        ):
            table.add_column(name, justify="left" if name == "kind" else "right")
        for kind, figures in self.figures().items():
            count, *shares, milliseconds = figures.values()
            cells = ["–" if share is None else f"{share:.1%}" for share in shares]
            table.add_row(
                kind, str(count), *cells, f"{milliseconds:.1f}", style="bold" if kind == _TOTAL else ""
            )
        return table


def load_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """Read gold questions from JSON lines: id, kind, "q" or "turns", and "sections" or "tool" with "args".

    Raises:
        GoldError: A line is no gold question.
    """
    questions: list[GoldQuestion] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            turns = tuple(entry["turns"]) if "turns" in entry else (entry["q"],)
            sections = tuple(entry.get("sections", ()))
            if not turns or not all(isinstance(text, str) for text in (*turns, *sections)):
                raise ValueError
            questions.append(
                GoldQuestion(
                    str(entry.get("id", number)),
                    str(entry["kind"]),
                    turns,
                    sections,
                    entry.get("tool"),
                    entry.get("args") if entry.get("tool") else None,
                )
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise GoldError(_NO_GOLD_QUESTION.filled(file=path.name, line=number)) from error
    return tuple(questions)


def evaluate(coach: Coach, questions: Iterable[GoldQuestion], engine: EngineChoice = "grounded") -> Report:
    """Ask a coach gold questions, each in a conversation of its own, and return what became of them."""

    def ask(turns: Sequence[str]) -> Message | None:
        conversation = uuid4().hex
        message: Message | None = None
        for turn in turns:
            for event in coach.reply(conversation, turn, Learner(engine=engine)):
                if isinstance(event, Completed | Failed):
                    message = event.message
        return message

    return Report(tuple(judge(question, ask, coach.search) for question in questions))


def judge(question: GoldQuestion, ask: Ask, search: Search) -> QuestionScore:
    """Ask one gold question and return what became of it.

    Where it is asked in one turn, the sections found are those of the search; a follow-up means something only in its
    conversation, so there they are the ones that the answer cites.
    """
    message = ask(question.turns)
    cited = list(dict.fromkeys(citation.ref for citation in message.citations)) if message else []
    found = cited
    if question.sections and len(question.turns) == 1:
        found = [hit.section.ref for hit in search(question.turns[0]).sections]
    right = [question.accepts(section) for section in found]
    return QuestionScore(
        question,
        first=any(right[:1]) if question.sections else None,
        first_three=any(right[:3]) if question.sections else None,
        cited=any(map(question.accepts, cited)) if question.sections else None,
        refused=message is None or message.refused,
        tool_right=_tool_right(question, message),
        milliseconds=message.timings_ms.first_text if message else 0.0,
    )


def _tool_right(question: GoldQuestion, message: Message | None) -> bool:
    calls = message.tool_calls if message else ()
    if question.tool is None:
        return not calls
    return (
        len(calls) == 1
        and calls[0].name == question.tool
        and _same(calls[0].arguments, question.arguments or {})
    )


def _same(arguments: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    if arguments.keys() != expected.keys():
        return False
    return all(
        math.isclose(value, expected[name]) if isinstance(value, float) else value == expected[name]
        for name, value in arguments.items()
    )


def _figures(outcomes: Sequence[QuestionScore]) -> dict[str, float | int | None]:
    return {
        "n": len(outcomes),
        "first": _share(outcome.first for outcome in outcomes),
        "first_three": _share(outcome.first_three for outcome in outcomes),
        "cited": _share(outcome.cited for outcome in outcomes),
        "refused": _share(outcome.refused for outcome in outcomes),
        "tool_right": _share(outcome.tool_right for outcome in outcomes),
        "right": _share(outcome.right for outcome in outcomes),
        "median_ms": round(statistics.median([outcome.milliseconds for outcome in outcomes] or [0.0]), 2),
    }


def _share(values: Iterable[bool | None]) -> float | None:
    counted = [value for value in values if value is not None]
    return round(sum(counted) / len(counted), 4) if counted else None
