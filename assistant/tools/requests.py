"""What a message that asks for a run asks to be run: which demo, and with which values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

from assistant.text import normalize, to_simplified
from assistant.tools.assignments import Assignment, any_of, assignments
from assistant.tools.demo import Demo, Demos
from assistant.tools.kinds import Table, Text
from assistant.tools.parameters import kind_of


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A demo and the values asked for, as given: whether they are allowed is for the demo to say."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    """Just the values that were asked for, by parameter name."""
    drawn: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Values that a run chose by itself, such as a seed: those of this run where it has run, else those that it takes over
    from the run before, for whoever changes one thing wants the rest to stay."""


@dataclass(frozen=True, slots=True)
class DemoChoice:
    """A run was asked for, but not of which demo."""

    names: tuple[str, ...]
    """Those that it may be, the likeliest first."""
    missing: bool = False
    """Whether it is another one that was asked for, which there is not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it reads for one demo."""

    demo: Demo
    message: str
    """The message, simplified, half-width and in lower case."""
    given: tuple[Assignment, ...]
    """The values that it gives to the demo's parameters, in order."""
    names_demo: bool
    """Whether it calls the demo by a name, or by a section that it belongs to."""

    def blanked(self, name: str, value: str) -> str:
        """Return the message with signs in the places of the demo's names and of the values that are given."""
        text = self.message
        for found in reversed(self.given):
            if found.certainty != "mention":
                text = text[: found.start] + value + text[found.end :]
        return _names(self.demo).sub(name, text)


class HearValues(Protocol):
    """Hears which values a message gives to the demo that it means."""

    def __call__(self, reading: Reading, before: Mapping[str, Any], *, leans: bool) -> tuple[Assignment, ...]:
        """Return the values; `before` are those of the run before, which the message changes where it leans on it."""


_QUOTES = re.compile(r"[\"`“”「」『』《》]")
_LONGEST_REQUEST = 300
MEANT = 0.5
"""How likely a demo has to be to count as meant."""
_MISSED = 0.35
"""How likely it has to be that a demo is meant that there is not: such requests are worded as those for any demo are."""
_MOST_OFFERED = 4
MISSING = "missing"
"""What a request for a demo that there is not means, in the place of a demo's name."""
_ANOTHER_GO = re.compile(r"(再(?:来|跑|试|做|训练|运行|演示)?)一轮")
"""Another go, not one epoch."""
_DEFAULTS = re.compile(r"默认|缺省|初始(?:值|参数|设置)|重置|还原|\b(?:reset|defaults?)\b")


def read(text: str, demo: Demo, previous: DemoRequest | None = None) -> Reading:
    """Return a message as it reads for a demo.

    Args:
        text: The message.
        demo: The demo that it may be about.
        previous: The demo that was asked for last in the conversation, whose values "double it" starts from.
    """
    message = _normalised(text)
    if len(text) > _LONGEST_REQUEST:
        return Reading(demo, message, (), names_demo=False)
    last = previous if previous and previous.name == demo.name else None
    given = tuple(assignments(message, demo.parameters, last.arguments if last else {}))
    names = _names(demo).search(message) or _addresses_of(demo.sections).search(message)
    return Reading(demo, message, given, bool(names))


def requested(
    text: str,
    demos: Demos,
    previous: DemoRequest | None = None,
    about: Sequence[str] = (),
    *,
    likely: Mapping[str, float] | None = None,
    leans: bool | None = None,
    hear: HearValues | None = None,
) -> DemoRequest | DemoChoice | None:
    """Return what a message that asks for a run asks to be run; None where there is nothing to run.

    A message that names the demo anew starts from its defaults; one that leans on the run before keeps that run's values,
    those that it drew among them, and changes those it gives. Where several demos may be meant and nothing tells which,
    they are returned to choose from.

    Args:
        text: The message.
        demos: The demos that there are here.
        previous: The demo that was asked for last in the conversation.
        about: The demos that the conversation or the open section is about, the likeliest first.
        likely: How likely it is that the message means each demo, by its meaning, 0 to 1.
        leans: Whether the message leans on the run before; None where that is to be seen from whether it names the demo.
        hear: Hears values that the grammar alone does not; without it only its readings count.
    """
    if not demos or len(text) > _LONGEST_REQUEST:
        return None
    readings = [read(text, demo, previous) for demo in demos.values()]
    meant = likely or {}
    fits = [_fit(reading, previous, demos, about, meant, leans=leans) for reading in readings]
    likeliest = [reading for reading, fit in zip(readings, fits, strict=True) if fit == max(fits)]
    if _is_of_none(readings, meant):
        return DemoChoice(_by_likelihood(demos, meant), missing=True)
    if len(likeliest) > 1:
        asked_for_some = meant.get("", 1.0) < MEANT and not any(max(fits)[:2])
        return DemoChoice(
            _by_likelihood((each.demo.name for each in likeliest), meant), missing=asked_for_some
        )
    return _as_written(_request(likeliest[0], previous, leans=leans, hear=hear), text, likeliest[0].demo)


def _is_of_none(readings: Sequence[Reading], likely: Mapping[str, float]) -> bool:
    """Return whether a request means a demo that there is not; the name of one that was never learned of is believed."""
    if any(reading.names_demo and reading.demo.name not in likely for reading in readings):
        return False
    missing = likely.get(MISSING, 0.0)
    return missing >= _MISSED and missing > max(likely.get(reading.demo.name, 0.0) for reading in readings)


def _by_likelihood(names: Iterable[str], likely: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: -likely.get(name, 0.0))[:_MOST_OFFERED])


def _fit(
    reading: Reading,
    previous: DemoRequest | None,
    demos: Demos,
    about: Sequence[str],
    likely: Mapping[str, float],
    *,
    leans: bool | None,
) -> tuple[bool | int, ...]:
    """Return how well a message fits this demo, what tells most at the head.

    Whether it changes the run before, which was of this demo, or names it; whether it means it; how many values it gives it;
    whether it ran last; how near it is at hand.
    """
    demo = reading.demo
    nearness = {name: len(about) - position for position, name in enumerate(about)}
    standing = nearness.get(demo.name, 1 if len(demos) == 1 else 0)
    ran = bool(previous and previous.name == demo.name)
    named = reading.names_demo or (ran and bool(leans))
    return named, likely.get(demo.name, 0.0) >= MEANT, len(reading.given), ran, standing


def _request(
    reading: Reading, previous: DemoRequest | None, *, leans: bool | None, hear: HearValues | None
) -> DemoRequest:
    last = previous if previous and previous.name == reading.demo.name else None
    if _DEFAULTS.search(reading.message) or not (not reading.names_demo if leans is None else leans):
        last = None
    kept: Mapping[str, Any] = last.arguments if last else {}
    given = hear(reading, kept, leans=last is not None) if hear else reading.given
    changed = {found.parameter for found in given}
    drawn = {n: v for n, v in last.drawn.items() if n not in changed} if last and changed else {}
    arguments = {**kept, **{found.parameter: found.value for found in given}}
    arguments = {name: value for name, value in arguments.items() if value is not None}
    return DemoRequest(reading.demo.name, arguments, drawn)


def _as_written(request: DemoRequest, text: str, demo: Demo) -> DemoRequest:
    """Return a request whose texts stand as the learner wrote them: a message is read in lower case."""
    folded = "".join(_simplified(character) for character in text)
    if len(folded) != len(text):
        return request
    arguments = dict(request.arguments)
    for name, value in arguments.items():
        is_text = isinstance(kind_of(demo.parameters.model_fields[name]), Text | Table)
        if is_text and isinstance(value, str) and (start := folded.find(value)) >= 0:
            arguments[name] = text[start : start + len(value)]
    return replace(request, arguments=arguments)


def _simplified(character: str) -> str:
    return to_simplified(normalize("NFKC", character)).lower()


def _normalised(text: str) -> str:
    # A full-width comma separates; NFKC would make it one that may stand inside 1,000.
    text = text.replace("，", "、").replace("；", "、")
    text = _QUOTES.sub(" ", text)
    text = " ".join(to_simplified(normalize("NFKC", text)).lower().split())
    return _ANOTHER_GO.sub(r"\1一次", text)


def _names(demo: Demo) -> re.Pattern[str]:
    return pattern_of((demo.name, demo.title.zh, demo.title.en, *demo.aliases))


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the names that people call a thing by."""
    return _pattern_of(tuple(names))


@lru_cache(maxsize=1024)
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(names))


@lru_cache(maxsize=256)
def _addresses_of(sections: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for the sections that a demo belongs to: "把 5.2 的代码跑一下"."""
    addresses = {part for address in sections for part in (address, address.split(".")[0])}
    numbers = "|".join(re.escape(address) for address in sorted(addresses, key=len, reverse=True))
    return re.compile(
        rf"第\s*(?:{numbers})\s*[节章]|(?<![\d.])(?:{numbers})(?![\d.])(?=\s*(?:[节章]|的|里))|\b(?:chapter|section)\s+(?:{numbers})(?![\d.])"
    )
