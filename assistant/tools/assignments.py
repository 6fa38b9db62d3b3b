"""Values that a message gives to a demo's parameters: "名称 0.1", "50 names", "without it", "name: value", "sales.csv"."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from assistant.documents.addresses import section_addresses
from assistant.text.numerals import HAN_NUMERALS, NUMBER, number_value
from assistant.tools.grammar import (
    A_BIT,
    ANOTHER,
    CHOOSE,
    COUNTER,
    FACTOR_EN,
    FACTOR_ZH,
    FALSE,
    FILE,
    FROM,
    IDENTIFIER,
    LINK,
    NOUN,
    OFF,
    ON,
    SET,
    SWITCH,
    TEXT,
    TEXT_SET,
    TRUE,
    WORDS,
)
from assistant.tools.kinds import Choice, Number, Table, Text, Value, WholeNumber, YesNo
from assistant.tools.parameters import DemoParameters, kind_of, wording_of
from assistant.tools.tables import SUFFIXES

Certainty = Literal["clear", "loose", "mention"]
"""Whether the words give the value clearly ("rate 0.1"), in words that could count something else ("三轮"), or may only
mention it (a term of the field)."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A parameter and the value that a part of the message gives it."""

    parameter: str
    value: Value | None
    """None takes back a value given before: "换个种子"."""
    start: int
    end: int
    weight: float
    """How sure the reading is; decides between readings that overlap."""
    certainty: Certainty


def assignments(text: str, parameters: type[DemoParameters], current: Mapping[str, Any]) -> list[Assignment]:
    """Return the values that a message gives to a demo's parameters, in order.

    Args:
        text: The message, normalised and in lower case.
        parameters: The demo's.
        current: The values of the run before, which "double it" starts from.
    """
    found: list[Assignment] = []
    squeezed = "".join(text.split())
    for name, field in parameters.model_fields.items():
        # Most messages speak of no parameter: what none of its words stands in needs no patterns.
        if not any(word in squeezed for word in _words(parameters, name)):
            continue
        before = current.get(name, field.default)
        for way in _ways(parameters, name):
            for match in way.pattern.finditer(text):
                value = way.read(match, before) if way.read else None
                if value is not None or way.read is None:
                    weight = way.weight + 0.01 * len(match.group())
                    found.append(Assignment(name, value, match.start(), match.end(), weight, way.certainty))
    return _best(_allowed(found, parameters)) or _bare_value(text, current)


_BARE_VALUE = re.compile(
    r"(?:[改换调设变加降][成为到]|换|改|用|试一?试|试一?下|试|\b(?:try|use|with|make\s+it|to|what\s+about|how\s+about)\b)"
    rf"\s*(?P<number>{NUMBER})(?=\W*+(?:(?:呢|吧|看看|试试|again|instead)\W*+|再.*)?$)"
    # "∞" is a number.
    rf"|^[^\w∞]*+那?么?\s*(?P<alone>{NUMBER})\s*呢\W*$",
    re.DOTALL,
)


def _bare_value(text: str, current: Mapping[str, Any]) -> list[Assignment]:
    """Return the value in "换成 0.2" or "0.2 呢", where the run before was given a single number that it can be meant for."""
    numbers = [
        name
        for name, value in current.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    found = _BARE_VALUE.search(text)
    if found is None or len(numbers) != 1 or section_addresses(text):
        return []
    value = number_value(found["number"] or found["alone"])
    return [] if value is None else [Assignment(numbers[0], value, *found.span(), 1.0, "loose")]


def _allowed(found: Sequence[Assignment], parameters: type[DemoParameters]) -> list[Assignment]:
    """Return the readings without those that no value can have, of each parameter that another reading gives one it can."""

    def fits(each: Assignment) -> bool:
        try:
            kind_of(parameters.model_fields[each.parameter]).read(each.value)
        except ValueError:
            return False
        return True

    known = {each.parameter for each in found if each.value is not None and fits(each)}
    return [each for each in found if each.value is None or each.parameter not in known or fits(each)]


def _best(candidates: Iterable[Assignment]) -> list[Assignment]:
    """Return the readings that don't overlap: as many as possible, then the surest (weighted interval scheduling)."""
    ordered = sorted(candidates, key=lambda found: found.end)
    best: list[tuple[int, float, list[Assignment]]] = [(0, 0.0, [])]
    for position, found in enumerate(ordered):
        before = next((i for i in range(position, 0, -1) if ordered[i - 1].end <= found.start), 0)
        count, weight, chosen = best[before]
        with_it = (count + 1, weight + found.weight, [*chosen, found])
        best.append(max(best[position], with_it, key=lambda candidate: candidate[:2]))
    return best[-1][2]


_Read = Callable[[re.Match[str], Any], Value | None]


@dataclass(frozen=True)
class _Way:
    """A way of giving a parameter a value.

    `read` is called with the match and the value before; it is None for a way of taking a value back.
    """

    words: str
    read: _Read | None
    weight: float = 1.0
    certainty: Certainty = "clear"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern; made when a message first may hold them.

        In a message as it is read no two spaces follow one another, and none are looked for: many `\\s*` in a row take long.
        """
        return re.compile(self.words.replace(r"\s*", r"\s?").replace(r"\s+", r"\s"))


@cache
def _words(parameters: type[DemoParameters], name: str) -> tuple[str, ...]:
    """Return the words without which no value of a parameter can stand in a message, spaces left out."""
    field = parameters.model_fields[name]
    wording, kind = wording_of(field), kind_of(field)
    said = [
        *parameter_names(parameters, name),
        *wording.verbs,
        *(p for _, group in wording.phrases for p in group),
    ]
    if isinstance(kind, Choice):
        groups = (*kind.phrases.values(), *kind.terms.values())
        said += [*kind.labels, *(phrase for group in groups for phrase in group)]
    if isinstance(kind, Table):
        said += SUFFIXES
    return tuple("".join(word.lower().split()) for word in said)


@cache
def _ways(parameters: type[DemoParameters], parameter: str) -> tuple[_Way, ...]:
    field = parameters.model_fields[parameter]
    wording, kind = wording_of(field), kind_of(field)
    name = any_of(parameter_names(parameters, parameter))
    match kind:
        case Choice():
            return tuple(_choice_ways(name, kind))
        case Table():
            return (_way(FILE, _read_text, 3),)
        case Text():
            return (
                _way(rf"{name}{TEXT_SET}{WORDS}", _read_text, 3),
                _way(rf"{name}\s*{IDENTIFIER}", _read_text, 2),
            )
        case YesNo():
            ways = list(_on_ways(name))
        case _:
            ways = list(_number_ways(name, is_counted=isinstance(kind, WholeNumber)))
    if wording.verbs:
        ways.append(
            _way(rf"{any_of(wording.verbs)}\s*(?P<number>{NUMBER}){COUNTER}", _read_number, 1, "loose")
        )
    if wording.off is not None:
        ways += _off_ways(name, wording.off)
    if field.default is None and isinstance(kind, Number | WholeNumber):
        ways.append(_way(rf"{ANOTHER}{name}", None, 2))
    return (*ways, *(_way(any_of(phrases), _constant(value), 2) for value, phrases in wording.phrases))


def parameter_names(parameters: type[DemoParameters], name: str) -> Iterator[str]:
    """Yield what a parameter is called in messages."""
    field = parameters.model_fields[name]
    wording = wording_of(field)
    yield from (name, name.replace("_", "-"), name.replace("_", " "), *wording.aliases)
    # The label of a switch says what it does ("带…"); the word for the thing itself is among the aliases.
    if not isinstance(kind_of(field), YesNo):
        yield from (wording.title.zh, wording.title.en)


def _number_ways(name: str, *, is_counted: bool) -> Iterator[_Way]:
    number = rf"(?P<number>{NUMBER})"
    yield _way(rf"{name}{NOUN}{FROM}{A_BIT}{SET}{number}{COUNTER}", _read_number, 3)
    yield _way(rf"{name}{NOUN}{A_BIT}\s*{number}{COUNTER}", _read_number, 1)
    # "50 rounds" is how people count; "0.1 share" is rarer than a new name after a value.
    before = rf"(?<![\d.a-z])(?!(?<=[{HAN_NUMERALS}])[{HAN_NUMERALS}]){number}{LINK}{name}"
    yield _way(before, _read_count, 2, "loose") if is_counted else _way(before, _read_number, 0.5, "loose")
    yield _way(rf"{name}\s*[、,]\s*{number}{COUNTER}", _read_number, 0.3, "loose")
    yield _way(rf"{name}{TEXT_SET}{TEXT}", _read_text, 0.5)
    yield _way(rf"{name}\s+{TEXT}(?=\s*(?:[,、。]|跑|训|再|重|$))", _read_text, 0.2, "mention")
    yield _way(rf"{name}{FACTOR_ZH}", _read_factor, 2)
    yield _way(rf"{FACTOR_EN}{name}", _read_factor, 2)


def _on_ways(name: str) -> Iterator[_Way]:
    yield _way(rf"{ON}{name}", _constant(True), 2)
    yield _way(rf"{name}{SWITCH}{TRUE}", _constant(True), 2)


def _off_ways(name: str, off: Value) -> Iterator[_Way]:
    yield _way(rf"{OFF}{name}", _constant(off), 3)
    yield _way(rf"{name}{SWITCH}{FALSE}", _constant(off), 3)
    yield _way(rf"--no-{name}", _constant(off), 3)


def _choice_ways(name: str, kind: Choice) -> Iterator[_Way]:
    of_it = rf"(?:\s*(?:的|那个|(?:as|for)\b)?\s*(?:the\s+)?{name})?"
    for value in kind.labels:
        phrases, terms = [value, *kind.phrases.get(value, ())], kind.terms.get(value, ())
        asked = rf"(?:{CHOOSE}|{name}{NOUN}{SET}){any_of([*phrases, *terms])}{of_it}"
        yield _way(asked, _constant(value), 3)
        yield _way(rf"{any_of(phrases)}{of_it}", _constant(value), 1)
        if terms:
            yield _way(rf"{any_of(terms)}{of_it}", _constant(value), 1, "mention")
    yield _way(rf"{name}{TEXT_SET}{TEXT}", _read_text, 0.5)


def _way(pattern: str, read: _Read | None, weight: float, certainty: Certainty = "clear") -> _Way:
    return _Way(pattern, read, weight, certainty)


def any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, the longest first.

    Latin names are matched whole, with or without a plural s; spaces in Chinese ones may be left out.
    """
    return "(?:" + "|".join(_named(name.lower()) for name in sorted(set(names), key=len, reverse=True)) + ")"


def _named(name: str) -> str:
    if not name.isascii():
        return r"\s*".join(re.escape(part) for part in name.split())
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    # A single letter is a name only where a value is set: m=500.
    ending = r"(?=\s*=)" if len(name) == 1 else r"s?(?![a-z_])"
    return rf"(?<![a-z_]){pattern}{ending}"


def _read_number(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    return number_value(match["number"])


def _read_count(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    value = number_value(match["number"])
    return value if isinstance(value, int) else None


def _read_text(match: re.Match[str], before: object) -> Value | None:  # noqa: ARG001
    return match["text"].strip()


def _read_factor(match: re.Match[str], before: object) -> Value | None:
    if isinstance(before, bool) or not isinstance(before, int | float):
        return None
    groups = {name: said for name, said in match.groupdict().items() if said}
    times = number_value(groups.get("times") or groups.get("by") or ("2" if "double" in groups else "1"))
    over = number_value(groups.get("over") or groups.get("smaller") or ("2" if "half" in groups else "1"))
    if times is None or not over:
        return None
    value = round(before * times / over, 12)
    return int(value) if value == int(value) and isinstance(before, int) else value


def _constant(value: Value) -> _Read:
    return lambda _match, _before: value
