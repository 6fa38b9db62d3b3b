"""What a demo is: parameters with bounds, a function that runs, and a result that tells what came out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from assistant.text import Bilingual, ExplainedError

Progress = Callable[[float], None]
"""Called with the finished share of the work, 0 to 1."""

Value = bool | int | float | str
"""A value that a parameter can take."""


class Wording(BaseModel):
    """How people speak of a parameter: what the form, the command line and the understanding of requests go by."""

    model_config = ConfigDict(frozen=True)

    title: Bilingual
    description: Bilingual
    aliases: tuple[str, ...] = ()
    """What people call it, in either language; the parameter's own name and its titles need no mention."""
    verbs: tuple[str, ...] = ()
    """Verbs that a bare number follows: "训练 500" gives the epochs."""
    off: Value | None = None
    """The value that "without it" stands for."""
    phrases: tuple[tuple[Value, tuple[str, ...]], ...] = ()
    """Phrases that set a value by themselves: ((0, ("noiseless", "完全精确")),)."""
    terms: tuple[tuple[Value, tuple[str, ...]], ...] = ()
    """Terms of the field that name a value of a choice; on their own they may be what is talked about."""
    choices: Mapping[str, Bilingual] = {}
    """For a parameter with a fixed set of values: the label of each."""


def parameter(default: Value | None, wording: Wording, **bounds: float) -> Any:  # noqa: ANN401 - as pydantic's Field
    """Return a pydantic field with its wording in both languages; bounds are pydantic's gt, ge, lt and le."""
    return Field(
        default,
        title=wording.title.en,
        description=wording.description.en,
        json_schema_extra={"wording": wording.model_dump(mode="json")},
        **cast(Any, bounds),
    )


def wording(parameter_field: FieldInfo) -> Wording:
    """Return how people speak of a parameter that was declared with `parameter`."""
    extra = cast(dict[str, Any], parameter_field.json_schema_extra)
    return Wording.model_validate(extra["wording"])


class ParameterConflictError(ExplainedError):
    """Raised by a demo's validators where values do not go together, in words for people."""


class DemoParameters(BaseModel):
    """Base of every demo's parameters: bounded, described in both languages, no unknown names, no NaN."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _read_numbers(cls, value: object, info: ValidationInfo) -> object:
        """Accept "1e6" or " 0.1 " for numbers, and refuse true and false, which pydantic would take for 1 and 0."""
        annotation = cls.model_fields[cast(str, info.field_name)].annotation
        if annotation not in (int, float, int | None, float | None):
            return value
        if isinstance(value, bool):
            raise PydanticCustomError("no_number", "a number is needed")
        try:
            return float(value) if isinstance(value, str) else value
        except ValueError:
            return value


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


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo: everything that the tool, the form, the command line and the tests derive from."""

    name: str
    title: Bilingual
    description: Bilingual
    parameters: type[DemoParameters]
    sections: tuple[str, ...]
    """Addresses of the sections that it belongs to, the one it tests first."""
    run: Callable[[Any, Progress], DemoResult]
    examples: tuple[Bilingual, ...] = ()
    """Requests that people can type to start it."""
    aliases: tuple[str, ...] = ()
    """What people call it in a request; its name and titles need no mention."""
    metrics: Mapping[str, Bilingual] = field(default_factory=dict)
    """What the figures of a result are called."""
    document: str = "ai-pm-skills"
    """The document that these sections stand in."""
