"""Citation marks in Markdown: every [n] becomes a link that the page opens beside the chat."""

import re
from collections.abc import Iterable

from assistant.store.messages import Citation

LINK_PREFIX = "#cite-"
DOUBT = " [?]"
"""Stands after a sentence that nothing supports."""
_QUOTE_CHARACTERS = 160
_NO_BREAK = "\u00a0"

# Code and formulas keep their brackets; a fence that is still being streamed has no end yet.
_VERBATIM = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$)", re.DOTALL)
# A mark stays on the line of what it supports: the space before it, if any, becomes one that does not break.
_MARK = re.compile(r"(?<!\\)[ \t]*\[(\d{1,3})\](?!\()")


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
            return f"{_NO_BREAK}[{n}]({address(anchor, n)})"
        return _NO_BREAK + citation_link(str(n), anchor, known[n]) if n in known else match[0]

    parts = _VERBATIM.split(markdown)
    return "".join(part if odd % 2 else _MARK.sub(link, part) for odd, part in enumerate(parts))


def link_doubts(markdown: str, reason: str) -> str:
    """Return Markdown whose marks of doubt say on hover why; they open nothing."""
    return markdown.replace(DOUBT, f'{_NO_BREAK}[?](#unsupported "{reason}")')


def citation_link(label: str, anchor: str, citation: Citation) -> str:
    """Return a Markdown link to a citation; its title says section and quote."""
    quote = " ".join(citation.quote.split())
    if len(quote) > _QUOTE_CHARACTERS:
        quote = quote[:_QUOTE_CHARACTERS].rstrip() + "…"
    title = f"{citation.section} {citation.title} — {quote}"
    # In a link title only the quote that would end it, the escape character and entities have a meaning.
    title = title.replace("\\", "\\\\").replace('"', "”").replace("&", "&amp;")
    return f'[{label}]({address(anchor, citation.n)} "{title}")'


def address(anchor: str, n: int) -> str:
    """Return the address that a click on a mark hands to the page."""
    return f"{LINK_PREFIX}{anchor}-{n}"


def parse_address(value: str) -> tuple[str, int] | None:
    """Return (anchor, n) of an address, or None where it is none."""
    match = re.fullmatch(rf"{LINK_PREFIX}([\w-]+)-(\d{{1,3}})", value)
    return (match[1], int(match[2])) if match else None
