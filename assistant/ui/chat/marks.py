"""Citation marks in Markdown: every [n] becomes a link that the page opens beside the chat."""

import re
from collections.abc import Iterable

from assistant.store.messages import Citation
from assistant.ui.sections import with_unicode_formulas

LINK_PREFIX = "#cite-"
_QUOTE_CHARACTERS = 600
_NO_BREAK = "\u00a0"

# Code and formulas keep their brackets; a fence that is still being streamed has no end yet.
VERBATIM = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$)", re.DOTALL)
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

    parts = VERBATIM.split(markdown)
    return "".join(part if odd % 2 else _MARK.sub(link, part) for odd, part in enumerate(parts))


def citation_link(label: str, anchor: str, citation: Citation) -> str:
    """Return a Markdown link to a citation; its title says section and quote."""
    quote = with_unicode_formulas(" ".join(citation.quote.split()))
    if len(quote) > _QUOTE_CHARACTERS:
        quote = quote[:_QUOTE_CHARACTERS].rstrip() + "…"
    named = citation.name
    return f'[{label}]({address(anchor, citation.n)} "{link_title(f"{named} — {quote}")}")'


def link_title(text: str) -> str:
    """Return a text as a link's title holds it, in a table as well."""
    # Only the quote that would end it, the escape character, entities and a table's bar have a meaning there.
    return text.replace("\\", "\\\\").replace('"', "”").replace("&", "&amp;").replace("|", "&#124;")


def address(anchor: str, n: int) -> str:
    """Return the address that a mark links to."""
    return f"{LINK_PREFIX}{anchor}-{n}"
