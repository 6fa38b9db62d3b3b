"""What can be set of a demo: parameters of explicit kinds, how people speak of them, and refusals in their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from assistant.text import Bilingual, ExplainedError, Language
from assistant.tools.kinds import Kind, Table, Value
from assistant.tools.progress import Progress, untold
from assistant.tools.tables import DataTable, MissingColumnsError, TableError, Tables, no_tables

_UNKNOWN_PARAMETER = Bilingual(
    zh="“{title}”不是这个演示的参数，可以设的有：{names}",
    en='this demo has no parameter "{title}"; it has {names}',
)
_NOT_ALLOWED = Bilingual(
    zh="{title}必须{allowed}，给出的是 {given}", en="{title} must be {allowed}; {given} was given"
)
_NEEDED = Bilingual(zh="{title}还没有给出，它必须{allowed}", en="{title} is needed and must be {allowed}")
_UNREADABLE = Bilingual(zh="参数要写成“名称: 值”的形式", en="parameters must be given as names with values")
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")
_PROBLEM_SEPARATOR = Bilingual(zh="；", en="; ")
_SENTENCE = Bilingual(zh="{problems}。", en="{problems}.")
_LONGEST_QUOTE = 40


class DemoInputError(ExplainedError, ValueError):
    """Values that a demo can't run with; `message` names the parameter, what was given and what is allowed."""

    def __init__(self, message: Bilingual, missing: Mapping[str, MissingColumnsError] | None = None) -> None:
        super().__init__(message)
        self.missing = dict(missing or {})
        """The tables that lack columns the learner could map, by parameter."""


class ParameterConflictError(ExplainedError, ValueError):
    """Raised by a demo's validators where values do not go together, in words for people."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How people speak of a parameter: what the form, the command line and the understanding of requests go by."""

    title: Bilingual
    description: Bilingual
    aliases: tuple[str, ...] = ()
    """What people call it, in either language; the parameter's own name and its titles need no mention."""
    verbs: tuple[str, ...] = ()
    """Verbs that a bare number follows: "train for 500"."""
    off: Value | None = None
    """The value that "without it" stands for."""
    phrases: tuple[tuple[Value, tuple[str, ...]], ...] = ()
    """Phrases that set a value by themselves: ((0, ("noiseless", "完全精确")),)."""
    units: Mapping[str, float] = field(default_factory=dict)
    """How many of its own units make one of a word behind a number: {"秒": 1000} for milliseconds."""


def parameter(default: object, kind: Kind, wording: Wording) -> Any:  # noqa: ANN401 - as pydantic's Field
    """Return a pydantic field of a kind, with its wording.

    Args:
        default: The value where none is given; None where the run chooses one; `...` where one has to be given.
        kind: What values it can have.
        wording: How people speak of it.
    """
    return Field(
        cast(Any, default), json_schema_extra={"kind": cast(Any, kind), "wording": cast(Any, wording)}
    )


def kind_of(field: FieldInfo) -> Kind:
    """Return the kind of a parameter that was declared with `parameter`."""
    return cast(Kind, cast(dict[str, Any], field.json_schema_extra)["kind"])


def wording_of(field: FieldInfo) -> Wording:
    """Return how people speak of a parameter that was declared with `parameter`."""
    return cast(Wording, cast(dict[str, Any], field.json_schema_extra)["wording"])


class DemoParameters(BaseModel):
    """Base of every demo's parameters: each read by its kind, described in both languages, no unknown names."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, validate_default=True
    )

    @field_validator("*", mode="plain")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> object:
        field = cls.model_fields[cast(str, info.field_name)]
        return None if value is None and field.default is None else kind_of(field).read(value)

    def written(self, *, exclude_defaults: bool = False) -> dict[str, Any]:
        """Return the values as they are written down, by name; a table by the name of its file."""
        values = {name: _written(getattr(self, name)) for name in type(self).model_fields}
        if exclude_defaults:
            defaults = {name: _written(field.default) for name, field in type(self).model_fields.items()}
            values = {name: value for name, value in values.items() if value != defaults[name]}
        return values

    def columns(self) -> dict[str, dict[str, str]]:
        """Return which columns of each table stand for those that the demo needs, by parameter."""
        values = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: dict(value.took) for name, value in values if isinstance(value, DataTable)}


def _written(value: object) -> Any:  # noqa: ANN401 - what a kind reads
    return value.name if isinstance(value, DataTable) else value


def validated(
    parameters: type[DemoParameters],
    arguments: Mapping[str, Any],
    tables: Tables = no_tables,
    on_progress: Progress = untold,
) -> DemoParameters:
    """Return a demo's parameters for these values.

    Args:
        parameters: The demo's.
        arguments: Values by parameter name, as numbers or as text that reads as numbers; None keeps the default.
        tables: Opens the tables that are named.
        on_progress: Called with the share that is read of each table, one after another; what it raises ends the reading.

    Raises:
        DemoInputError: A value is out of bounds or no value at all, a name is unknown, or a table can't be read.
    """
    found, wrong = _read(parameters, arguments, tables, on_progress)
    if found is None:
        raise DemoInputError(_sentence(w.message for w in wrong.values()), _missing(wrong))
    return found


def problems(
    parameters: type[DemoParameters], arguments: Mapping[str, Any], tables: Tables = no_tables
) -> dict[str, Bilingual]:
    """Return what is wrong with values, a sentence by parameter; what is wrong with them together stands under "".

    Args:
        parameters: The demo's.
        arguments: Values by parameter name; None keeps the default.
        tables: Opens the tables that are named.
    """
    _, wrong = _read(parameters, arguments, tables)
    return {name: _sentence([problem.message]) for name, problem in wrong.items()}


def missing_columns(
    parameters: type[DemoParameters], arguments: Mapping[str, Any], tables: Tables = no_tables
) -> dict[str, MissingColumnsError]:
    """Return which tables lack columns that the learner could map (`TableShelf.map_columns`), by parameter.

    Args:
        parameters: The demo's.
        arguments: Values by parameter name; None keeps the default.
        tables: Opens the tables that are named.
    """
    return _missing(_read(parameters, arguments, tables)[1])


def _missing(wrong: Mapping[str, ExplainedError]) -> dict[str, MissingColumnsError]:
    return {name: problem for name, problem in wrong.items() if isinstance(problem, MissingColumnsError)}


def _read(
    parameters: type[DemoParameters],
    arguments: Mapping[str, Any],
    tables: Tables,
    on_progress: Progress = untold,
) -> tuple[DemoParameters | None, dict[str, ExplainedError]]:
    """Return the parameters, or None and what is wrong with them by name."""
    given = {name: value for name, value in arguments.items() if value is not None}
    wrong: dict[str, ExplainedError] = {}
    for name, value in given.items():
        field = parameters.model_fields.get(name)
        if field is not None and isinstance(kind_of(field), Table) and isinstance(value, str):
            is_default = isinstance(field.default, DataTable) and value == field.default.name
            try:
                given[name] = field.default if is_default else tables(value, on_progress)
            except TableError as error:
                wrong[name] = error
    try:
        found = parameters.model_validate(given)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            name = str(details["loc"][0]) if details["loc"] else ""
            wrong.setdefault(name, _problem(parameters, arguments, details))
        return None, wrong
    return (None if wrong else found), wrong


def own_tables(parameters: type[DemoParameters], arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the tables among a demo's values that are the learner's, not the demo's sample."""
    fields = ((name, field) for name, field in parameters.model_fields.items() if name in arguments)
    named = [(arguments[name], field.default) for name, field in fields if isinstance(kind_of(field), Table)]
    return tuple(
        dict.fromkeys(
            value
            for value, default in named
            if isinstance(value, str) and not (isinstance(default, DataTable) and value == default.name)
        )
    )


def _sentence(wrong: Iterable[Bilingual]) -> Bilingual:
    wrong = list(wrong)
    zh, en = (list(dict.fromkeys(p.of(language) for p in wrong)) for language in ("zh", "en"))
    together = _PROBLEM_SEPARATOR.en.join(en)
    return Bilingual(
        zh=_SENTENCE.of("zh", problems=_PROBLEM_SEPARATOR.zh.join(zh).removesuffix("。")),
        en=_SENTENCE.of("en", problems=(together[:1].upper() + together[1:]).removesuffix(".")),
    )


def schema(parameters: type[DemoParameters], language: Language) -> dict[str, Any]:
    """Return the JSON Schema of the parameters, in the words of a language."""
    properties = {
        name: {
            **kind_of(field).schema(),
            **({"default": field.default} if isinstance(field.default, Value) else {}),
            "title": wording_of(field).title.of(language),
            "description": wording_of(field).description.of(language),
        }
        for name, field in parameters.model_fields.items()
    }
    required = [name for name, field in parameters.model_fields.items() if field.is_required()]
    shape: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return shape | ({"required": required} if required else {})


def _problem(
    parameters: type[DemoParameters], arguments: Mapping[str, Any], details: ErrorDetails
) -> ExplainedError:
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, ExplainedError):
        return cause
    if not details["loc"]:
        return ExplainedError(_UNREADABLE)
    name = str(details["loc"][0])
    field = parameters.model_fields.get(name)
    if field is None:
        known = Bilingual(*(_names(parameters, language) for language in ("zh", "en")))
        return ExplainedError(_UNKNOWN_PARAMETER.filled(title=_quoted(name), names=known))
    title = wording_of(field).title
    allowed = Bilingual(kind_of(field).allowed("zh"), kind_of(field).allowed("en"))
    words = _NEEDED if details["type"] == "missing" else _NOT_ALLOWED
    lowered = Bilingual(title.zh, title.en.lower())
    return ExplainedError(words.filled(title=lowered, allowed=allowed, given=_quoted(arguments.get(name))))


def _names(parameters: type[DemoParameters], language: Language) -> str:
    titles = (f"{wording_of(f).title.of(language)} ({n})" for n, f in parameters.model_fields.items())
    return _LIST_SEPARATOR.of(language).join(titles)


def _quoted(value: object) -> str:
    """Return what was given on one line, short enough to be read."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
