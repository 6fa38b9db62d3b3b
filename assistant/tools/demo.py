"""What a demo is: parameters, a function that runs, and a result that tells what came out."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Literal

from pydantic import BaseModel

from assistant.documents import Library, SectionRef
from assistant.text import Bilingual, Language
from assistant.tools.parameters import DemoParameters, schema
from assistant.tools.progress import Progress as Progress

Tone = Literal["good", "neutral", "bad"]

_GIVEN_ONLY = Bilingual(zh="只填用户明确给出的参数。", en=" Pass only the values that the user gave.")


class Claim(BaseModel):
    """A statement of the article that the run put to the test."""

    section: str
    claimed: str
    """What the article gives, as a figure or a formula that needs no translation."""
    found: str
    """What the run gave for it."""
    holds: bool
    statement: dict[str, str] = {}
    """The article's statement in words, {"zh": …, "en": …}."""
    reason: dict[str, str] = {}
    """Why it holds or does not, {"zh": …, "en": …}."""


class Table(BaseModel):
    """A small table in both languages."""

    title: dict[str, str]
    columns: dict[str, list[str]]
    rows: dict[str, list[list[str | float | None]]]
    """The rows a language: {"zh": …, "en": …}."""


class Chart(BaseModel):
    """A Vega-Lite chart, its data inside, axis titles in each language."""

    id: str
    title: dict[str, str]
    spec: dict[str, dict[str, Any]]
    """One Vega-Lite specification a language: {"zh": …, "en": …}."""


class Listing(BaseModel):
    """A short program that can be copied and run."""

    title: dict[str, str]
    code: dict[str, str]
    """Python, commented in each language."""


class DemoResult(BaseModel):
    """What a run returns; this, as JSON, is the contract of `pm-coach demo --json`."""

    name: str
    parameters: dict[str, Any]
    """Every parameter as it was used, defaults and drawn seeds included, so that the run can be repeated."""
    metrics: dict[str, int | float | str | bool | None]
    """The figures; None where a figure does not exist or is too large to write down."""
    claims: list[Claim]
    findings: dict[str, list[str]]
    """Sentences that say what came out, {"zh": […], "en": […]}, the most important first."""
    tables: list[Table]
    charts: list[Chart]
    listings: list[Listing] = []
    columns: dict[str, dict[str, str]] = {}
    """For each table that was given: which of its columns stand for those that the demo needs."""


@dataclass(frozen=True, slots=True)
class Status:
    """One of the states in which a run can end, as people are told."""

    label: Bilingual
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo: everything that the tool, the form, the command line and the tests derive from."""

    name: str
    title: Bilingual
    description: Bilingual
    parameters: type[DemoParameters]
    document: str
    """The id of the document that it belongs to; the demo is there where that is loaded."""
    sections: tuple[str, ...]
    """Addresses of the document's sections that it belongs to, the one it tests first."""
    run: Callable[[Any, Progress], DemoResult]
    examples: tuple[Bilingual, ...] = ()
    """Requests that people can type to start it."""
    aliases: tuple[str, ...] = ()
    """What people call it in a request; its name and titles need no mention."""
    metrics: Mapping[str, Bilingual] = field(default_factory=dict)
    """What the figures of a result are called, those that tell most first."""
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """What the words among the figures mean."""
    time_limit: float = 120.0
    """Seconds after which a run is given up."""

    def homes(self, language: Language) -> tuple[SectionRef, ...]:
        """Return the sections that it belongs to in an edition, the one it tests first."""
        return tuple(SectionRef(self.document, language, address) for address in self.sections)

    def tool(self, language: Language) -> dict[str, Any]:
        """Return the demo as a function that a model can call: {"type": "function", "function": {…}}."""
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description.of(language) + _GIVEN_ONLY.of(language),
                "parameters": schema(self.parameters, language),
            },
        }


Demos = Mapping[str, Demo]
"""Demos by their names."""


def discover(package: ModuleType) -> dict[str, Demo]:
    """Return the demos of a package: the `DEMO` of every module and folder in it that has one."""
    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    )
    found = (demo for module in modules if isinstance(demo := getattr(module, "DEMO", None), Demo))
    return {demo.name: demo for demo in found}


def active(demos: Demos, library: Library) -> dict[str, Demo]:
    """Return the demos whose document is loaded."""
    loaded = {document.id for document in library.documents}
    return {name: demo for name, demo in demos.items() if demo.document in loaded}
