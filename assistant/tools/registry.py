"""The demos that there are, and how one is run."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

import assistant.demos as package
from assistant.text import Bilingual, ExplainedError, Language
from assistant.tools.base import Demo, DemoParameters, DemoResult, ParameterConflictError, Progress, wording

_UNKNOWN_DEMO = Bilingual(
    zh="没有叫“{name}”的演示。现有的演示：{names}。",
    en='There is no demo called "{name}". There is: {names}.',
)
_UNKNOWN_PARAMETER = Bilingual(
    zh="“{title}”不是这个演示的参数，可以设的有：{names}",
    en='this demo has no parameter "{title}"; it has {names}',
)
_OUT_OF_RANGE = Bilingual(
    zh="{title}必须{allowed}，给出的是 {given}", en="{title} must be {allowed}; {given} was given"
)
_UNREADABLE = Bilingual(zh="参数要写成“名称: 值”的形式", en="parameters must be given as names with values")
_A_NUMBER = Bilingual(zh="数字", en="a number")
_A_WHOLE_NUMBER = Bilingual(zh="整数", en="a whole number")
_BOUNDED = Bilingual(zh="是{bounds} 的{kind}", en="{kind} {bounds}")
_UNBOUNDED = Bilingual(zh="是{kind}", en="{kind}")
_YES_OR_NO = Bilingual(zh="是 true 或 false", en="true or false")
_ONE_OF = Bilingual(zh="是 {values} 之一", en="one of {values}")
_BOUNDS = {
    "gt": Bilingual(zh="大于 {bound:,}", en="above {bound:,}"),
    "ge": Bilingual(zh="不小于 {bound:,}", en="at least {bound:,}"),
    "lt": Bilingual(zh="小于 {bound:,}", en="less than {bound:,}"),
    "le": Bilingual(zh="不超过 {bound:,}", en="at most {bound:,}"),
}
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")
_BOUND_SEPARATOR = Bilingual(zh="、", en=" and ")
_PROBLEM_SEPARATOR = Bilingual(zh="；", en="; ")
_SENTENCE = Bilingual(zh="{problems}。", en="{problems}.")
_GIVEN_ONLY = Bilingual(zh="只填用户明确给出的参数。", en=" Pass only the values that the user gave.")
_LONGEST_QUOTE = 40


class DemoInputError(ExplainedError):
    """Values that a demo can't run with; `message` names the parameter, what was given and what is allowed."""


@cache
def demos() -> Mapping[str, Demo]:
    """Return the demos by name: the `DEMO` of every module in this package that has one."""
    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    )
    found = (demo for module in modules if isinstance(demo := getattr(module, "DEMO", None), Demo))
    return {demo.name: demo for demo in found}


def run_demo(name: str, arguments: Mapping[str, Any], on_progress: Progress | None = None) -> DemoResult:
    """Run a demo and return its result.

    Args:
        name: The demo's name, e.g. "linear_regression".
        arguments: Values by parameter name, as numbers or as text that reads as numbers. What is left out or None
            keeps its default.
        on_progress: Called with the finished share of the work.

    Raises:
        DemoInputError: There is no such demo, or it can't run with these values.
    """
    demo = demos().get(name)
    if demo is None:
        names = {"zh": _LIST_SEPARATOR.zh.join(demos()), "en": _LIST_SEPARATOR.en.join(demos())}
        raise DemoInputError(
            Bilingual(
                *(_UNKNOWN_DEMO.of(language, name=name, names=names[language]) for language in ("zh", "en"))
            )
        )
    return demo.run(validated(demo, arguments), on_progress or (lambda _: None))


def validated(demo: Demo, arguments: Mapping[str, Any]) -> DemoParameters:
    """Return the demo's parameters for these values.

    Raises:
        DemoInputError: A value is out of bounds or no value at all, or a name is unknown.
    """
    try:
        return demo.parameters.model_validate(
            {name: value for name, value in arguments.items() if value is not None}
        )
    except ValidationError as error:
        raise DemoInputError(_explained(demo, arguments, error)) from error


def json_schema(demo: Demo, language: Language) -> dict[str, Any]:
    """Return the demo as a function that a model can call: {"type": "function", "function": {…}}."""
    schema = demo.parameters.model_json_schema()
    properties = {
        name: _property(demo.parameters.model_fields[name], declared, language)
        for name, declared in schema["properties"].items()
    }
    return {
        "type": "function",
        "function": {
            "name": demo.name,
            "description": demo.description.of(language) + _GIVEN_ONLY.of(language),
            "parameters": {"type": "object", "properties": properties, "additionalProperties": False},
        },
    }


def _property(field: FieldInfo, declared: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a parameter's JSON Schema; that it may be left out needs no null type, which small models stumble over."""
    words = wording(field)
    kept = {
        key: value for key, value in declared.items() if key not in ("wording", "anyOf") and value is not None
    }
    optional: dict[str, Any] = next(
        (part for part in declared.get("anyOf", ()) if part.get("type") != "null"), {}
    )
    return {
        **optional,
        **kept,
        "title": words.title.of(language),
        "description": words.description.of(language),
    }


def _explained(demo: Demo, arguments: Mapping[str, Any], error: ValidationError) -> Bilingual:
    problems = [_problem(demo, arguments, details) for details in error.errors(include_url=False)]
    zh, en = ({p.of(language): None for p in problems} for language in ("zh", "en"))
    text = _PROBLEM_SEPARATOR.en.join(en)
    return Bilingual(
        zh=_SENTENCE.of("zh", problems=_PROBLEM_SEPARATOR.zh.join(zh)),
        en=_SENTENCE.of("en", problems=text[:1].upper() + text[1:]),
    )


def _problem(demo: Demo, arguments: Mapping[str, Any], details: ErrorDetails) -> Bilingual:
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, ParameterConflictError):
        return cause.message
    if not details["loc"]:
        return _UNREADABLE
    name = str(details["loc"][0])
    field = demo.parameters.model_fields.get(name)
    return Bilingual(
        *(_wrong_value(demo, name, field, arguments.get(name), language) for language in ("zh", "en"))
    )


def _wrong_value(demo: Demo, name: str, field: FieldInfo | None, given: object, language: Language) -> str:
    if field is None:
        titles = (f"{wording(f).title.of(language)} ({n})" for n, f in demo.parameters.model_fields.items())
        return _UNKNOWN_PARAMETER.of(
            language, title=_quoted(name), names=_LIST_SEPARATOR.of(language).join(titles)
        )
    title, allowed = wording(field).title.of(language), allowed_values(field, language)
    if language == "en":
        title = title.lower()
    return _OUT_OF_RANGE.of(language, title=title, allowed=allowed, given=_quoted(given))


def allowed_values(field: FieldInfo, language: Language) -> str:
    """Return what a parameter may be, in words: "a number greater than 0 and at most 10"."""
    annotation = next((a for a in get_args(field.annotation) if a is not type(None)), field.annotation)
    if get_origin(field.annotation) is Literal:
        return _ONE_OF.of(language, values=_LIST_SEPARATOR.of(language).join(get_args(field.annotation)))
    if annotation is bool:
        return _YES_OR_NO.of(language)
    kind = (_A_WHOLE_NUMBER if annotation is int else _A_NUMBER).of(language)
    bounds = [
        text.of(language, bound=getattr(constraint, key))
        for constraint in field.metadata
        for key, text in _BOUNDS.items()
        if hasattr(constraint, key)
    ]
    text = _BOUNDED if bounds else _UNBOUNDED
    return text.of(language, kind=kind, bounds=_BOUND_SEPARATOR.of(language).join(bounds))


def _quoted(value: object) -> str:
    """Return what was given on one line, short enough to be read."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
