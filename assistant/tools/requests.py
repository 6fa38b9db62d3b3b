"""Understanding a chat message as a request to run a demo."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from assistant.text import to_simplified
from assistant.tools import request_words as said
from assistant.tools.assignments import Assignment, any_of, assignments
from assistant.tools.demo import Demo
from assistant.tools.kinds import Table, Text
from assistant.tools.parameters import kind_of
from assistant.tools.registry import Demos


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A demo and the values asked for, as given: whether they are allowed is for the demo to say."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    """Just the values that were asked for, by parameter name."""
    drawn: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Values that a run chose by itself, such as a seed: those of this run where it has run, else those that it takes over
    from the run before, for whoever changes one thing wants the rest to stay."""


_GAP = "\n"
"""Stands in a message for what has been understood."""
_NUMBER_WEIGHT = 2
_QUOTES = re.compile(r"[\"`“”「」『』《》]")
_LONGEST_REQUEST = 300
_CERTAIN, _LIKELY = 6, 1
"""How many words or Chinese characters of a message that gives values may stay unexplained: where it names the demo or
asks for a run with clear values, and where less tells that a run is meant ("跑三轮融资" asks for none)."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A message read as a request for one demo."""

    request: DemoRequest
    fit: tuple[bool, int, bool, int]
    """Whether it names this demo, how many values it gives it, whether this was the demo before, how near it is at hand."""


@dataclass(frozen=True, slots=True)
class DemoChoice:
    """A run was asked for, but not of which demo."""

    names: tuple[str, ...]
    """Those that it may be."""


def parse_request(
    text: str,
    demos: Demos,
    previous: DemoRequest | None = None,
    about: Sequence[str] = (),
) -> DemoRequest | DemoChoice | None:
    """Return the demo that a message asks to run and the values that it gives, or None where it asks for no run.

    A message that names the demo anew starts from its defaults; one that leans on the run before ("再来一次，…改成 0.5")
    keeps that run's values, those that it drew among them, and changes those it gives. Where several demos may be meant
    and nothing tells which, they are returned to choose from.

    Args:
        text: The message.
        demos: The demos that there are here.
        previous: The demo that was asked for last in the conversation.
        about: The demos that the conversation or the open section is about, the likeliest first.
    """
    if len(text) > _LONGEST_REQUEST:
        return None
    message = _without_politeness(_normalised(text))
    readings = [
        reading
        for demo in demos.values()
        if (reading := _read(message, demo, previous, _standing(demo, demos, about)))
    ]
    if not readings:
        is_open = len(demos) > 1 and _Words.is_bare_order(message)
        return DemoChoice(tuple(demos)) if is_open else None
    best = max(reading.fit for reading in readings)
    likeliest = [reading.request for reading in readings if reading.fit == best]
    if len(likeliest) > 1:
        return DemoChoice(tuple(request.name for request in likeliest))
    return _as_written(likeliest[0], text, demos[likeliest[0].name])


def _standing(demo: Demo, demos: Demos, about: Sequence[str]) -> int:
    """Return how near a demo is at hand: 0 where it is one of many, else higher the nearer."""
    if demo.name in about:
        return len(about) - about.index(demo.name)
    return 1 if len(demos) == 1 else 0


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
    return to_simplified(unicodedata.normalize("NFKC", character)).lower()


def _normalised(text: str) -> str:
    # A full-width comma separates; NFKC would make it one that may stand inside 1,000.
    text = text.replace("，", "、").replace("；", "、")
    text = _QUOTES.sub(" ", text)
    text = " ".join(to_simplified(unicodedata.normalize("NFKC", text)).lower().split())
    return said.ANOTHER_GO.sub(r"\1一次", text)


def _without_politeness(message: str) -> str:
    for pattern in said.POLITE:
        if found := pattern.match(message):
            return found["rest"]
    return message


def _read(message: str, demo: Demo, previous: DemoRequest | None, standing: int) -> _Reading | None:
    last = previous if previous and previous.name == demo.name else None
    given = assignments(message, demo.parameters, last.arguments if last else {})
    words = _Words.of(message, given, demo)
    is_meant = last is not None or standing > 0
    if not (
        _asks(words, given, has_last=last is not None, is_meant=is_meant)
        or _ends_in_request(message, words, given)
    ):
        return None
    leans = last is not None and not words.resets and (words.changes or not words.names_demo)
    kept: Mapping[str, Any] = last.arguments if last and leans else {}
    changed = {found.parameter for found in given}
    drawn = {n: v for n, v in last.drawn.items() if n not in changed} if last and leans and given else {}
    arguments = {**kept, **{found.parameter: found.value for found in given}}
    arguments = {name: value for name, value in arguments.items() if value is not None}
    fit = (words.names_demo, len(given), last is not None, standing)
    return _Reading(DemoRequest(demo.name, arguments, drawn), fit)


def _asks(words: "_Words", given: list[Assignment], *, has_last: bool, is_meant: bool) -> bool:
    """Tell whether a message asks for a run; what it says beyond that must be little, or nothing."""
    if words.questions:
        return False
    if values := [found for found in given if found.certainty != "mention"]:
        is_certain = len(values) > 1 or values[0].certainty == "clear"
        if words.names_demo or (words.runs and is_certain):
            return words.remainder <= _CERTAIN
        return words.remainder <= (_LIKELY if words.runs or words.tries or has_last else 0)
    if words.remainder:
        return False
    if given:
        return words.runs or words.tries
    if words.resets:
        return words.runs or words.names_demo or has_last
    if words.names_demo:
        return words.runs or words.tries
    return (words.runs and is_meant) or (words.repeats and has_last)


def _ends_in_request(message: str, words: "_Words", given: list[Assignment]) -> bool:
    """Tell whether a message talks of a demo and then says to run it: "文章说结果是这个，跑一下看看"."""
    last_clause = said.CLAUSE_END.split(message.rstrip(said.CLOSING))[-1]
    return words.names_demo and not given and _Words.is_bare_order(last_clause)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a message says besides the values it gives."""

    names_demo: bool
    runs: bool
    tries: bool
    repeats: bool
    changes: bool
    resets: bool
    questions: bool
    remainder: int
    """How many words or Chinese characters are none of these, nor fillers; an unexplained number counts for several."""

    @classmethod
    def of(cls, message: str, given: list[Assignment], demo: Demo) -> "_Words":
        text = _without_purpose(_masked(message, given))
        gives = any(found.certainty != "mention" for found in given)
        runs = bool(said.RUN.search(text))
        names_source = runs and bool(said.SOURCE.search(text) or _addresses(demo).search(text))
        names_demo = names_source or bool(_names(demo).search(text))
        outcome = _outcome(demo)
        sees = bool(said.SEE.search(text) and (gives or outcome.search(text)))
        # Values that are asked about in the words of a question ("会发散吗") are still to be run.
        masks = [_what_if(demo)] if gives else []
        masks += [
            _names(demo),
            _addresses(demo),
            said.RESET,
            said.AGAIN,
            said.RUN,
            said.TRY,
            said.SEE,
        ]
        masks += [said.SOURCE] if runs or said.TRY.search(text) else []
        masks += [outcome] if names_demo or gives or said.REPRODUCE.search(text) else []
        masks += [said.THING] if names_demo or gives or runs or said.REPEAT.search(text) else []
        masks += [said.CHANGE] if gives else []
        rest = text
        for pattern in masks:
            rest = pattern.sub(_GAP, rest)
        content = said.CONTENT.findall(said.FILLER.sub(_GAP, rest))
        return cls(
            names_demo=names_demo,
            runs=runs,
            tries=sees or bool(said.TRY.search(text)),
            repeats=bool(said.REPEAT.search(text)),
            changes=bool(said.AGAIN.search(text) or said.CHANGE.search(message)),
            resets=bool(said.RESET.search(text)),
            questions=bool(said.QUESTION.search(rest)),
            remainder=sum(_NUMBER_WEIGHT if word[0].isdigit() else 1 for word in content),
        )

    @staticmethod
    def is_bare_order(clause: str) -> bool:
        """Tell whether a clause says nothing but to run it: "跑一下看看", "run it"."""
        rest = clause
        for pattern in (said.RUN, said.TRY, said.SEE, said.FILLER):
            rest = pattern.sub(_GAP, rest)
        return bool(said.RUN.search(clause)) and not said.CONTENT.search(rest)


@lru_cache(maxsize=256)
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(names))


def _names(demo: Demo) -> re.Pattern[str]:
    return _pattern_of((demo.name, demo.title.zh, demo.title.en, *demo.aliases))


@lru_cache(maxsize=256)
def _addresses_of(sections: tuple[str, ...]) -> re.Pattern[str]:
    addresses = {part for address in sections for part in (address, address.split(".")[0])}
    numbers = "|".join(re.escape(address) for address in sorted(addresses, key=len, reverse=True))
    return re.compile(rf"第?\s*(?<![\d.])(?:{numbers})(?![\d.])\s*[节章]?")


def _addresses(demo: Demo) -> re.Pattern[str]:
    """The sections that a demo belongs to: "把 5.2 的代码跑一下"."""
    return _addresses_of(demo.sections)


_outcome_of = lru_cache(maxsize=256)(said.outcome)
_what_if_of = lru_cache(maxsize=256)(said.what_if)


def _outcome(demo: Demo) -> re.Pattern[str]:
    return _outcome_of(demo.happenings)


def _what_if(demo: Demo) -> re.Pattern[str]:
    return _what_if_of(demo.happenings, demo.results)


def _masked(message: str, given: list[Assignment]) -> str:
    for found in reversed(given):
        message = message[: found.start] + _GAP + message[found.end :]
    return message


def _without_purpose(text: str) -> str:
    """Cut what the run is for ("看看是不是真的是这样"), unless that is where the values are, or all there is."""
    found = said.PURPOSE.search(text)
    if found is None or _GAP in found.group() or not (_GAP in text or said.RUN.search(text[: found.start()])):
        return text
    return text[: found.start()]
