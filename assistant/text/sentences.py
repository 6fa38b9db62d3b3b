"""Sentences of Chinese and English text."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.text.language import HAN

_CLOSERS = r"[”’」』》）\])】]*"
_SENTENCE_END = re.compile(
    rf"[。！？]+{_CLOSERS}\s*"
    # "!" and "?" also stand inside addresses and code: "a!=b", "?q=1".
    rf"|[!?]+[\"']*{_CLOSERS}(?:\s+|(?=[{HAN}]))"
    # So does the full stop ("4.3", "GPT-3.5"): what follows must begin a sentence.
    rf"|\.[\"']*{_CLOSERS}\s+(?=[\"'“‘(\[*_`$]*[A-Z0-9{HAN}])"
    r"|\s*\n\s*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|approx|Dr|Mr|Mrs|Ms|Prof|St|Jr|Fig|Figs|Eq|Eqs|No|Nos|Sec|Secs|Ch|Chs|Vol|pp|Ref|Refs)"
    # An initial ("J. Smith") or the number of a list item ("2. Second").
    r"|\b[A-Z]|(?:^|\n)\s*\d{1,3}(?:\.\d{1,3})*)\Z",
    re.IGNORECASE,
)


CLAUSE_END = re.compile(
    r"[，,；;。！？!?：:—…（）()]+|\s-\s"
    rf"|(?<=[{HAN}])(?=但|却|因为|所以|而是|不过|然而|并且)"
    r"|\b(?:but|while|whereas|because|although|though|so that|however|and then)\b"
)
"""Where a clause ends and the next may say something else of something else."""


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the positions behind each sentence of a text (and the space after it) where another one follows."""
    start = len(text) - len(text.lstrip())
    for match in _SENTENCE_END.finditer(text, start):
        if match.end() == len(text):
            return
        if match.group()[0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start()):
            continue
        yield match.end()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, stripped, in order; a line break ends a sentence."""
    bounds = [0, *sentence_ends(text), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(bounds))
    return [piece for piece in pieces if piece]
