"""What an answer's Markdown is annotated with: its citation marks, and its sentences that nothing supports.

A mark [n] becomes a link that the page opens beside the chat. An unsupported sentence is underlined as a whole, by a link
that leads nowhere; the reason stands there on hover and focus.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from assistant.checking.cited_lines import with_doubts
from assistant.store.messages import Citation, Doubt, Message
from assistant.text import Language
from assistant.ui import texts
from assistant.ui.sections import with_unicode_formulas

_CITATION_PREFIX = "#cite-"
_QUOTE_CHARACTERS = 600
_NO_BREAK = "\u00a0"
# Code and formulas keep their brackets; a fence that is still being streamed has no end yet.
_VERBATIM = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$)", re.DOTALL)
# A mark stays on the line of what it supports: the space before it, if any, becomes one that does not break.
_MARK = re.compile(r"(?:(?<![ \t\\])|(?<=\\[ \t]))[ \t]*+\[(\d{1,3})\](?!\()")

_DOUBT_PREFIX = "#unsupported-"
# What answers are cleaned of, so that it can stand around a sentence until the rest of the text is typeset.
_BEGIN, _NUMBERED, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(rf"{_BEGIN}(\d+){_NUMBERED}([^{_BEGIN}{_END}]*+){_END}")
_CELL = re.compile(r"((?<!\\)\|)")
_BOLD = re.compile(r"(\*\*)")
_INNER_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|<(https?://[^<>\s]*)>")
_MEANING_SOMETHING = re.compile(r"[\\`*_~|$<>\[\]&]")
_BRACKETS = str.maketrans({"[": "&#91;", "]": "&#93;"})


def link_marks(markdown: str, anchor: str, citations: Iterable[Citation] | None = None) -> str:
    """Return Markdown whose marks link to `#cite-<anchor>-<n>`.

    Args:
        markdown: An answer's text.
        anchor: The id of the message or turn that the marks belong to.
        citations: The answer's citations; marks without one stay text. None while they are not known yet.
    """
    known = None if citations is None else {citation.n: citation for citation in citations}

    def link(match: re.Match[str]) -> str:
        n = int(match[1])
        if known is None:
            return f"{_NO_BREAK}[{n}]({citation_address(anchor, n)})"
        return _NO_BREAK + citation_link(str(n), anchor, known[n]) if n in known else match[0]

    parts = _VERBATIM.split(markdown)
    return "".join(part if odd % 2 else _MARK.sub(link, part) for odd, part in enumerate(parts))


def citation_link(label: str, anchor: str, citation: Citation) -> str:
    """Return a Markdown link to a citation; its title says section and quote."""
    quote = with_unicode_formulas(" ".join(citation.quote.split()))
    if len(quote) > _QUOTE_CHARACTERS:
        quote = quote[:_QUOTE_CHARACTERS].rstrip() + "…"
    named = citation.name
    return f'[{label}]({citation_address(anchor, citation.n)} "{_link_title(f"{named} — {quote}")}")'


def citation_address(anchor: str, n: int) -> str:
    """Return the address that a mark links to."""
    return f"{_CITATION_PREFIX}{anchor}-{n}"


def enclose_doubts(message: Message) -> str:
    """Return an answer's Markdown with its unsupported sentences marked for `link_doubts`."""
    return with_doubts(message.text, message.unsupported, _enclosed)


def link_doubts(markdown: str, anchor: str, reasons: Sequence[str]) -> str:
    """Return Markdown in which each enclosed stretch is a link that says on hover why; it leads nowhere."""

    def link(match: re.Match[str]) -> str:
        position = int(match[1])
        if position >= len(reasons):
            return match[2]
        reason = _link_title(reasons[position])
        return f'[{_label(match[2])}]({_DOUBT_PREFIX}{anchor}-{position} "{reason}")'

    return _MARKED.sub(link, markdown)


def doubt_reasons(message: Message, language: Language) -> list[str]:
    """Return why each of an answer's unsupported sentences is."""
    doubts = message.doubts[: len(message.unsupported)]
    return [
        _doubt_reason(doubt or Doubt(), language) for _, doubt in zip_longest(message.unsupported, doubts)
    ]


def _link_title(text: str) -> str:
    """Return a text as a link's title holds it: on one line, and without a character that could mean anything to Markdown.

    A backtick, for one, would end code that began before the link, and what follows would be no title any more.
    """
    line = " ".join(text.replace('"', "”").split())
    return _MEANING_SOMETHING.sub(lambda found: f"&#{ord(found.group())};", line)


def _doubt_reason(doubt: Doubt, language: Language) -> str:
    named = {"number": texts.chat.STRANGE_NUMBER, "name": texts.chat.STRANGE_NAME}.get(doubt.reason)
    if named and doubt.about:
        return named.of(language, about=doubt.about)
    return texts.chat.DOUBT_REASONS[doubt.reason].of(language)


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
    parts = _VERBATIM.split(_INNER_LINK.sub(lambda link: link[1] or link[2] or "", markdown))
    return "".join(part if odd % 2 else part.translate(_BRACKETS) for odd, part in enumerate(parts))
