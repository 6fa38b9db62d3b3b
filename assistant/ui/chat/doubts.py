"""Sentences that nothing supports: underlined as a whole, the reason on hover and focus."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from assistant.checking.cited_lines import with_doubts
from assistant.store.messages import Doubt, Message
from assistant.text import Language
from assistant.ui import texts
from assistant.ui.chat.marks import VERBATIM, link_title

LINK_PREFIX = "#unsupported-"
# What answers are cleaned of, so that it can stand around a sentence until the rest of the text is typeset.
_BEGIN, _NUMBERED, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(rf"{_BEGIN}(\d+){_NUMBERED}(.*?){_END}", re.DOTALL)
_CELL = re.compile(r"((?<!\\)\|)")
_BOLD = re.compile(r"(\*\*)")
_INNER_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|<(https?://[^<>\s]*)>")
_BRACKETS = str.maketrans({"[": "&#91;", "]": "&#93;"})


def reasons(message: Message, language: Language) -> list[str]:
    """Return why each of an answer's unsupported sentences is."""
    doubts = message.doubts[: len(message.unsupported)]
    return [_reason(doubt or Doubt(), language) for _, doubt in zip_longest(message.unsupported, doubts)]


def _reason(doubt: Doubt, language: Language) -> str:
    named = {"number": texts.citations.STRANGE_NUMBER, "name": texts.citations.STRANGE_NAME}.get(doubt.reason)
    if named and doubt.about:
        return named.of(language, about=doubt.about)
    return texts.citations.REASONS[doubt.reason].of(language)


def enclosed(message: Message) -> str:
    """Return an answer's Markdown with its unsupported sentences marked for `link_doubts`."""
    return with_doubts(message.text, message.unsupported, _enclosed)


def link_doubts(markdown: str, anchor: str, reasons: Sequence[str]) -> str:
    """Return Markdown in which each enclosed stretch is a link that says on hover why; it leads nowhere."""

    def link(match: re.Match[str]) -> str:
        position = int(match[1])
        reason = link_title(reasons[position])
        return f'[{_label(match[2])}]({LINK_PREFIX}{anchor}-{position} "{reason}")'

    return _MARKED.sub(link, markdown)


def _enclosed(sentence: str, position: int) -> str:
    """Enclose what can be one link: a table's cells each, and the sides of a "**" whose twin is in another sentence."""
    cells = _CELL.split(sentence)
    parts = [part for cell in cells for part in (_BOLD.split(cell) if cell.count("**") % 2 else [cell])]
    return "".join(_around(part, position) if part not in ("|", "**") else part for part in parts)


def _around(text: str, position: int) -> str:
    inner = text.strip()
    return text.replace(inner, f"{_BEGIN}{position}{_NUMBERED}{inner}{_END}", 1) if inner else text


def _label(markdown: str) -> str:
    """Return Markdown that can stand in a link: no links of its own, no lone brackets."""
    parts = VERBATIM.split(_INNER_LINK.sub(lambda link: link[1] or link[2] or "", markdown))
    return "".join(part if odd % 2 else part.translate(_BRACKETS) for odd, part in enumerate(parts))
