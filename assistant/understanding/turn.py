"""A message, understood: what is asked, in which language, and where to look for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.documents import Passage, Section, SectionRef
from assistant.store.messages import Message
from assistant.text import Language
from assistant.tools.requests import DemoChoice, DemoRequest
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
    history: tuple[Message, ...] = ()
