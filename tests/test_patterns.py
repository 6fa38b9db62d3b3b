"""Every pattern of the package takes a time that grows no faster than the text: `re` lets nobody else work meanwhile."""

import ast
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import assistant
from assistant.checking.support import antonyms
from assistant.demos import demos
from assistant.tools import assignments, requests
from assistant.ui.library import search
from tests.hostile import grows_out_of_hand, shapes, skeleton
from tests.tools.extra_demos import keyword_counts

Pattern = re.Pattern[Any]

# Scripts that draw, or that another program calls, when they are imported.
_SCRIPTS = ("assistant.ui.pages.", "assistant.store.migrations.env")
_BUILDERS = ("_patterns", "pattern", "_pattern_of", "_addresses_of", "_pattern")
"""Functions that build patterns from words; `_built` calls them."""


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(assistant.__path__, "assistant."):
        if not found.name.startswith(_SCRIPTS) and not found.name.endswith("__main__"):
            yield import_module(found.name)


def _built() -> Iterator[tuple[str, object]]:
    """Yield the patterns that functions build, for the demos that there are, each with a name."""
    yield "antonyms", antonyms._patterns()
    yield "search", [search._pattern(("learning", "学习率")), search._pattern(("a", "aa"))]
    for name, demo in {**demos(), keyword_counts.DEMO.name: keyword_counts.DEMO}.items():
        yield f"{name}.names", requests._names(demo)
        yield f"{name}.sections", requests._addresses_of(demo.sections)
        for parameter in demo.parameters.model_fields:
            ways = assignments._ways(demo.parameters, parameter)
            yield f"{name}.{parameter}", [way.pattern for way in ways]


def _patterns_in(value: object, name: str, depth: int = 3) -> Iterator[tuple[str, Pattern]]:
    """Yield the patterns of a value and of what it holds, each with its name."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth == 0:
        return
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _patterns_in(each, f"{name}[{key!r}]", depth - 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for position, each in enumerate(value):
            yield from _patterns_in(each, f"{name}[{position}]", depth - 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _patterns_in(getattr(value, field.name, None), f"{name}.{field.name}", depth - 1)


def _all() -> dict[str, Pattern]:
    """Return every pattern by its name; of those that differ in their words alone, one."""
    found: dict[Pattern, str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for full, pattern in _patterns_in(value, f"{module.__name__.removeprefix('assistant.')}.{name}"):
                found.setdefault(pattern, full)
    for name, value in _built():
        for full, pattern in _patterns_in(value, name):
            found.setdefault(pattern, full)
    return {name: pattern for pattern, name in {skeleton(p): (p, n) for p, n in found.items()}.values()}


PATTERNS = _all()


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    pattern = PATTERNS[name]
    for work in _uses(pattern):
        for shape in shapes(pattern):
            assert not (slow := grows_out_of_hand(work, shape)), f"{slow}\n{pattern.pattern!r}"


def _uses(pattern: Pattern) -> list[Callable[[str], object]]:
    """Return what is done with a pattern: every match is found, as `search`, `sub` and `split` find them, and the whole matched."""
    if isinstance(pattern.pattern, bytes):
        return [
            lambda text: sum(1 for _ in pattern.finditer(text.encode())),
            lambda text: pattern.fullmatch(text.encode()),
        ]
    return [lambda text: sum(1 for _ in pattern.finditer(text)), pattern.fullmatch]


@pytest.mark.parametrize("pattern", [r"(a|aa)+b", r"[ \t]*\[\d+\]", r"\W*(?:a)?\W*$"])
def test_a_slow_pattern_is_noticed(pattern: str) -> None:
    compiled = re.compile(pattern)
    assert any(grows_out_of_hand(work, shape) for work in _uses(compiled) for shape in shapes(compiled))


def test_no_pattern_is_out_of_sight() -> None:
    """Patterns are compiled where `_all` finds them: in modules, and in the functions whose patterns are tried as well."""
    hidden = [
        f"{path.relative_to(root)}:{call.lineno}"
        for root in [Path(assistant.__file__).parent]
        for path in sorted(root.rglob("*.py"))
        for call in _hidden_patterns(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not hidden


def _hidden_patterns(node: ast.AST, function: str = "") -> Iterator[ast.Call]:
    """Yield the calls of `re` that make a pattern which is in no module's globals."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            of_re = isinstance(child.func.value, ast.Name) and child.func.value.id == "re"
            is_seen = child.func.attr == "escape" or (
                child.func.attr == "compile" and (not function or function in _BUILDERS)
            )
            if of_re and not is_seen:
                yield child
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _hidden_patterns(child, getattr(child, "name", "lambda") if is_function else function)
