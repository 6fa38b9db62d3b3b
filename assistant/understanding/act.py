"""What an act is: something that a learner can want, and the turn that a message which wants it makes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Literal

from assistant.documents import Library, Passage, Section, SectionRef
from assistant.store.messages import Message
from assistant.text import Language
from assistant.tools.demo import Demos
from assistant.tools.matching import TableChoice
from assistant.tools.requests import DemoChoice, DemoRequest, HearValues
from assistant.understanding.asking import Form


@dataclass(frozen=True, slots=True)
class Reference:
    """Passages of a section that the conversation points at, in the order in which they should be told."""

    section: Section
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, understood from its conversation."""

    text: str
    question: str
    """The question made self-contained."""
    language: Language
    act: str = "answer"
    """What the learner wants, as `pm-coach ask --json` calls it: "answer", "demo", "chat"."""
    kind: str = ""
    """Which sort of it: for "chat" a greeting, thanks, …"""
    queries: tuple[str, ...] = ()
    """What to search for, the most likely reading first; nothing where the sources are not asked."""
    context: Mapping[SectionRef, float] = field(default_factory=dict)
    """The sections that the last answer came from and the one that is open, with how strongly the question leans on them."""
    forms: frozenset[Form] = frozenset()
    """The forms of answer that are asked for."""
    reference: Reference | None = None
    request: DemoRequest | None = None
    choice: DemoChoice | None = None
    tables: tuple[str, ...] = ()
    """The learner's tables that came with it."""
    table_choice: TableChoice | None = None
    matched: bool = False
    """Whether the run that it makes was found by the tables' columns, and not named."""
    history: tuple[Message, ...] = ()


Reply = Literal["answer", "demo", "chat", "refusal"]
"""What the coach's last message was."""
Need = Literal["nothing", "reply"]
"""What must precede a message of an act: nothing, or a reply that it leans on."""


@dataclass(frozen=True)
class Conversation:
    """What a message stands in: what was said before it, and what there is to be talked about."""

    history: tuple[Message, ...]
    """The messages before it, oldest first."""
    library: Library
    demos: Demos
    language: Language
    """The language that the message is answered in."""
    reading: SectionRef | None = None
    """The section that is open beside the conversation."""
    likely_demos: Callable[[str], Mapping[str, float]] = field(default=lambda _: {})
    """Returns how likely it is that a request means each demo, by name."""
    values: HearValues | None = None
    """Hears the values that a request gives."""

    @cached_property
    def answer(self) -> Message | None:
        """The coach's last message."""
        return next((message for message in reversed(self.history) if message.role == "assistant"), None)

    @cached_property
    def reply(self) -> Reply | None:
        """What the coach's last message was; None before the first."""
        if self.answer is None:
            return None
        if self.answer.tool_calls:
            return "demo"
        if self.answer.refused:
            return "refusal"
        return "answer" if self.answer.citations else "chat"

    @cached_property
    def run(self) -> DemoRequest | None:
        """The demo that was asked for last, with the values that its run drew."""
        for message in reversed(self.history):
            if message.tool_calls and (demo := self.demos.get((call := message.tool_calls[-1]).name)):
                used = call.used
                open_ones = [n for n, field in demo.parameters.model_fields.items() if field.default is None]
                drawn = {n: used[n] for n in open_ones if used.get(n) is not None and n not in call.arguments}
                return DemoRequest(call.name, dict(call.arguments), drawn)
        return None

    @cached_property
    def demos_at_hand(self) -> list[str]:
        """The demos of the open section and of the sections that the last answer cited, the nearest first."""
        cited = [c.ref for c in self.answer.citations] if self.answer else []
        sections = [*([self.reading] if self.reading else []), *cited]
        homes = {
            home: demo.name for demo in self.demos.values() for home in demo.homes("zh") + demo.homes("en")
        }
        return list(dict.fromkeys(homes[section] for section in sections if section in homes))

    def context(self, weight: float) -> dict[SectionRef, float]:
        """Return where to look first: the sections that the last answer cited, with a weight in standard deviations."""
        # The open section tells which document is meant, not what is asked.
        opened = [self.reading] if self.reading else []
        discussed = [c.ref for c in self.answer.citations] if self.answer and not self.answer.refused else []
        return dict.fromkeys(opened, 0.0) | dict.fromkeys(discussed, weight)


@dataclass(frozen=True, slots=True)
class Example:
    """A message of an act, as people write it."""

    text: str
    kind: str
    after: Reply | None
    """What the coach had just replied."""


@dataclass(frozen=True, slots=True)
class Act:
    """One of the things that a learner can want: everything that hearing it derives from.

    Its examples lie in a file beside its module, `acts/<name>.jsonl`, one {"text", "kind", "after"} a line in Chinese and
    English; which act a message is, is learned from them.
    """

    name: str
    reported: str
    """What `pm-coach ask --json` calls it."""
    needs: Need
    understand: "Callable[[str, str, Conversation], Turn | None]"
    """Called with the message, the kind that was heard, and the conversation; None where it can't be that act after all."""
    sure: float = 0.5
    """The probability under which a message that may be this act is a question all the same."""
    kinds: tuple[str, ...] = ()
    """The kinds that are told apart; others of the examples count as the act's only one."""

    def examples(self) -> "Iterator[Example]":
        """Yield its examples."""
        text = (files(f"{__package__}.acts") / f"{self.name}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            entry = json.loads(line)
            yield Example(entry["text"], entry["kind"] if self.kinds else "", entry["after"])
