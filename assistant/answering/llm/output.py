"""What of a model's words may stand on the page."""

import re
from functools import cache
from itertools import chain

from assistant.answering.llm.prompt import system_prompt
from assistant.documents import inert
from assistant.text import clean, sentences, tokens

_LINK = re.compile(
    r"\]\((?P<target>https?:|mailto:)|<(?P<address>https?:|mailto:)(?P<rest>[^\s<>]*)>"
    # The page links these as well, once the backslash is read.
    r"|(?P<escaped>https?\\:)(?=\\/)|(?P<www>www)\\(?=\.)",
    re.IGNORECASE,
)
_NO_LINK = "\u2060"
"""An invisible character: an address that holds it looks the same and is none to any reader of Markdown."""
_MARKER = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+|\d{1,3}[.)]\s+)?")
_RUN = 10
"""So many tokens in a row are no coincidence."""
_SHORTEST = 3


def presentable(markdown: str) -> str:
    """Return a model's Markdown as it may be shown: inert, no hidden characters, no links, nothing of its instructions.

    A link shows its label and its address as text: the sources have none, so one was made up or planted.
    """
    return _unlinked(inert(without_instructions(clean(markdown))))


def without_instructions(markdown: str) -> str:
    """Return Markdown without the sentences that repeat what the model was told about itself."""
    lines = ((line, _told(line)) for line in markdown.split("\n"))
    return "\n".join(kept for line, kept in lines if kept.strip() or not line.strip())


def _told(line: str) -> str:
    """Return a line without its sentences that repeat instructions."""
    if not _repeats_instructions(line) and not any(map(_repeats_instructions, sentences(line))):
        return line
    head = _MARKER.match(line)
    start = head.end() if head else 0
    kept = [sentence for sentence in sentences(line[start:]) if not _repeats_instructions(sentence)]
    return f"{line[:start]}{' '.join(kept)}" if kept else ""


def _repeats_instructions(text: str) -> bool:
    said = tuple(tokens(text))
    whole, runs = _instructions()
    return said in whole or any(said[i : i + _RUN] in runs for i in range(len(said) - _RUN + 1))


@cache
def _instructions() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """Return the instructions' sentences, and every run of tokens in them."""
    prompts = (system_prompt("zh"), system_prompt("en"))
    whole = (tuple(tokens(sentence)) for sentence in chain.from_iterable(map(sentences, prompts)))
    read = [tuple(tokens(prompt)) for prompt in prompts]
    runs = (told[i : i + _RUN] for told in read for i in range(len(told) - _RUN + 1))
    return frozenset(each for each in whole if len(each) >= _SHORTEST), frozenset(runs)


def _unlinked(markdown: str) -> str:
    """Return Markdown that `inert` has made, and so has addresses in a few places only, with its addresses as text."""

    def as_text(link: re.Match[str]) -> str:
        if link["target"]:
            return f"] ({link['target']}{_NO_LINK}"
        return f"{link['address'] or link['escaped'] or link['www']}{_NO_LINK}{link['rest'] or ''}"

    return _LINK.sub(as_text, markdown)
