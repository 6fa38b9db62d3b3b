"""Texts that make a slow pattern slow: what a pattern repeats, repeated, and then what it does not expect."""

import re
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain, islice, permutations
from typing import Any

_parser: Any = import_module("re._parser")
_constants: Any = import_module("re._constants")

Shape = Callable[[int], str]
"""Makes a hostile text of about so many characters."""

UNITS = (
    *(" ", "\t", "\n", "|", "-", "*", "_", "`", "[", "]", "(", "<", ">", "\\", "$", "#", "!", ":", ".", '"', "'", "“", "="),
    *("1", "a", "A", "中", "第", "，", ",", "。", "\ue000"),
    *("1.", "1,", "a ", "a.", "| ", "|-", "[1]", "[1", "![", "](", "**", "&#", "http://", "> ", "- ", "\n\n", "```", "~~~\n", "\\["),
    *("一", "和", "不", "\na", " \n", "第1", "1 ", " a", "(1)", "<a ", "</a", "a-", "a'", "{", '{"', "<!--", "a*"),
)  # fmt: skip
"""What is repeated, whatever the pattern."""
ENDS = ("\x00", "x", "", "\n!")

_SAMPLES = " \n\t1a Z中一第|-*_`[](<>\\$#!:.,，。\"'“”=/&{}~^%、？?；;\x00é²"
"""Characters from which those are taken that a class of a pattern has."""
_MOST_IN_CLASS = 4
_MOST_DERIVED = 14


def shapes(pattern: re.Pattern[Any]) -> Iterator[Shape]:
    """Yield the hostile texts for a pattern: runs, alternations of two, one run after another, each behind what lets it begin."""
    derived = list(islice(dict.fromkeys(_derived(pattern)), _MOST_DERIVED * 3))
    starts = ["", *dict.fromkeys(prefix for prefix, _ in derived if prefix)][:6]
    pumps = list(dict.fromkeys(chain.from_iterable(pumps for _, pumps in derived)))[:_MOST_DERIVED]
    for unit in dict.fromkeys((*pumps, *starts[1:])):
        for end in ENDS:
            yield _run("", unit, end)
    for unit in UNITS:
        yield _run("", unit, ENDS[0])
    for prefix, own in derived:
        for unit in own:
            yield _run(prefix, unit, "\x00")
            yield _run(prefix, unit, "x")
            yield _run("", prefix + unit, "\x00")
    for first, second in permutations(pumps, 2):
        yield _run("", first + second, "\x00")
        yield _two_runs(starts[-1], first, second)


def _run(prefix: str, unit: str, end: str) -> Shape:
    return lambda size: prefix + unit * (size // max(len(unit), 1)) + end


def _two_runs(prefix: str, first: str, second: str) -> Shape:
    return lambda size: prefix + first * (size // 2 // len(first)) + second * (size // 2 // len(second)) + "x"


def _derived(pattern: re.Pattern[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield, for each repetition of a pattern, a text that leads up to it and texts that it repeats."""
    yield from _repeated(_parsed(pattern), "")


def _parsed(pattern: re.Pattern[Any]) -> Any:
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    return _parser.parse(source, flags & ~re.LOCALE)


def _repeated(items: Any, before: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for operator, argument in items:
        if str(operator) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, inner = argument
            if most > 8:
                yield before, _texts_of(inner)
            yield from _repeated(inner, before)
        else:
            for inner in _inside(operator, argument):
                yield from _repeated(inner, before)
        before = (before + _example([(operator, argument)]))[-60:]


def skeleton(pattern: re.Pattern[Any]) -> tuple[object, ...]:
    """Return what is left of a pattern without the words in it: patterns with the same skeleton search alike."""
    return isinstance(pattern.pattern, bytes), pattern.flags, _skeleton(_parsed(pattern))


def _skeleton(items: Any) -> tuple[object, ...]:
    found: list[object] = []
    for operator, argument in items:
        name = str(operator)
        if name == "LITERAL":
            if found[-1:] != ["word"]:
                found.append("word")
        elif "REPEAT" in name:
            least, most, inner = argument
            found.append((name, min(least, 2), min(most, 9), _skeleton(inner)))
        elif held := _inside(operator, argument):
            # Of words in a set, in whatever order they come out of it.
            found.append((name, *sorted({_skeleton(each) for each in held}, key=repr)))
        else:
            found.append((name, str(argument)))
    return tuple(found)


def _inside(operator: Any, argument: Any) -> list[Any]:
    """Return the sequences that an item of a pattern holds."""
    match str(operator):
        case "SUBPATTERN":
            return [argument[-1]]
        case "ATOMIC_GROUP":
            return [argument]
        case "BRANCH":
            return list(argument[1])
        case "ASSERT" | "ASSERT_NOT":
            return [argument[1]]
        case "GROUPREF_EXISTS":
            return [each for each in argument[1:] if each is not None]
    return []


def _texts_of(items: Any) -> tuple[str, ...]:
    """Return a few texts that a sequence of a pattern matches."""
    items = list(items)
    if len(items) == 1:
        operator, argument = items[0]
        if characters := _characters(operator, argument):
            return characters
        if held := _inside(operator, argument):
            return tuple(dict.fromkeys(chain.from_iterable(_texts_of(each) for each in held)))[:_MOST_DERIVED]
    example = _example(items)
    longer = "".join(
        _example([item]) or _example([(item[0], (1, 1, item[1][2]))] if "REPEAT" in str(item[0]) else [])
        for item in items
    )
    return tuple(dict.fromkeys(text for text in (example, longer) if text))


def _example(items: Any) -> str:
    """Return a short text that a sequence of a pattern matches, without regard to what it looks ahead for."""
    text = ""
    for operator, argument in items:
        if characters := _characters(operator, argument):
            text += characters[0]
        elif "REPEAT" in str(operator):
            least, _, inner = argument
            text += _example(inner) * min(least, 20)
        elif str(operator) not in ("ASSERT", "ASSERT_NOT") and (held := _inside(operator, argument)):
            text += _example(held[0])
    return text


def _characters(operator: Any, argument: Any) -> tuple[str, ...]:
    """Return a few characters that an item which stands for one character matches."""
    match str(operator):
        case "LITERAL":
            return (chr(argument),)
        case "ANY":
            return ("x", " ", "\n")
        case "NOT_LITERAL":
            return tuple(c for c in _SAMPLES if ord(c) != argument)[:_MOST_IN_CLASS]
        case "IN":
            named = [chr(value) for kind, value in argument if str(kind) == "LITERAL"]
            ranged = [chr(value[0]) for kind, value in argument if str(kind) == "RANGE"]
            among = [c for c in chain(_SAMPLES, named, ranged) if _is_in(c, argument)]
            return tuple(dict.fromkeys(among))[:_MOST_IN_CLASS]
    return ()


def _is_in(character: str, members: Any) -> bool:
    negated, found = False, False
    for kind, value in members:
        match str(kind):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found |= ord(character) == value
            case "RANGE":
                found |= value[0] <= ord(character) <= value[1]
            case "CATEGORY":
                found |= _is_of(character, str(value).removeprefix("CATEGORY_"))
    return found != negated


def _is_of(character: str, category: str) -> bool:
    of_kind = {
        "DIGIT": character.isdecimal(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }
    return of_kind[category.removeprefix("NOT_")] != category.startswith("NOT_")


def grows_out_of_hand(work: Callable[[str], object], shape: Shape, largest: int = 131_072) -> str:
    """Return how long a piece of work takes on hostile texts where that grows faster than they do, else "".

    Longer and longer texts are tried for as long as it looks as if it might. Of two tries the quicker counts, in time of
    this thread alone, so that what else the machine does is not taken for growth.

    Args:
        work: What is done with a text.
        shape: Makes the text.
        largest: The longest text that is tried.
    """
    before, size = 0.0, 32
    while size <= largest:
        text = shape(size)
        took = _seconds(work, text)
        # Were it quadratic, it would still be quick on a text as long as any that there is.
        if took * (_LONG_TEXT / size) ** 2 < _MOST_SECONDS:
            return ""
        if size >= _TELLING and took < _LEAST_GROWTH * before:
            return ""
        took = min(took, _seconds(work, text))
        if took > _MOST_SECONDS and took > _MOST_GROWTH * before:
            return f"{took:.2f} s on {size:,} characters, {before:.3f} s on a quarter: {text[:60]!r} … {text[-20:]!r}"
        before, size = took, size * 4
    return ""


_LONG_TEXT = 50_000
_TELLING = 2_048
"""From this length on a growth can be told from what a call costs at least."""
_MOST_SECONDS, _MOST_GROWTH, _LEAST_GROWTH = 0.25, 8, 5.5


def _seconds(work: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    work(text)
    return time.thread_time() - started
