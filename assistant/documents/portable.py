"""Markdown that leaves: it may be opened anywhere, so nothing in it loads, runs or leads on, wherever it is read."""

import re

from assistant.documents.grammar import block_parser
from assistant.documents.inert import inert
from assistant.text import clean

_MARKUP = re.compile(r"[\\`*_~|$]")
# Not every reader of Markdown knows a backslash before these.
_REFERENCES = {"<": "&lt;", "[": "&#91;", "]": "&#93;", "&": "&amp;", ":": "&#58;", ".": "&#46;"}
_REFERENCED = re.compile(r"[<\[\]]|&(?=#?\w+;)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def portable(markdown: str) -> str:
    """Return inert Markdown that stays inert with other Markdown before and after it, and as a quotation, wherever it is read.

    A block of code that has no end gets one, or what follows would be its end; tabs, which count differently in a quotation,
    become spaces.
    """
    text = inert(clean(markdown).expandtabs(4))
    last = next(reversed(block_parser(page=True).parse(text)), None)
    if last is None or last.type != "fence" or last.map is None:
        return text
    lines = text.split("\n")
    is_closed = last.map[1] - last.map[0] > 1 and _is_fence(lines[-1], last.markup)
    return text if is_closed else f"{text}\n{last.markup}"


def _is_fence(line: str, opening: str) -> bool:
    line = line.strip()
    return len(line) >= len(opening) and set(line) == set(opening)


def escaped(text: str) -> str:
    """Return Markdown of one line that shows a text as it is written, wherever it is read: no markup in it works."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(clean(text).split()))
    return _REFERENCED.sub(lambda found: _REFERENCES[found.group()], line)
