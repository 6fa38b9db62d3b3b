"""What of a text a search has found: the query's words, and where they stand."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.store.folding import fold
from assistant.text import clean

Span = tuple[int, int]

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff][\w'.+-]*[^\W_\u3400-\u9fff]|[^\W_\u3400-\u9fff]")
_PARTICLES = frozenset("的了着是在和与及吗呢吧啊把被")
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return a text as it is searched, of the same length: in either script, any width and any case alike."""
    changed = fold(text)
    # Folding keeps the length of nearly all texts; where it does not, positions in the one say nothing about the other.
    return changed if len(changed) == len(text) else text.lower()


def terms(query: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return what to look for in folded texts, the longest first.

    A run of Chinese characters is looked for as it is; where no text has it, its content words are, and where no text has
    those either, their pairs of characters.
    """
    # Beside it stand parts of the coach that take a while to import: the page must not wait for them.
    from assistant.checking.support.function_words import ENGLISH

    everything = "\n".join(texts)
    runs = [match.group() for match in _RUN.finditer(fold(clean(query)))]
    found: dict[str, None] = {}
    for run in (run for run in runs if run not in ENGLISH) if any(r not in ENGLISH for r in runs) else runs:
        found.update(dict.fromkeys(_known(run, everything)))
    return tuple(sorted(found, key=len, reverse=True))


def spans(text: str, terms: Sequence[str]) -> list[Span]:
    """Return where terms stand in a folded text, in order, without overlap; a Latin word is found at its beginning."""
    if not terms:
        return []
    marked: list[Span] = []
    for match in _pattern(tuple(terms)).finditer(text):
        start, end = match.start(), match.start() + len(match.group(1))
        if marked and start <= marked[-1][1]:
            marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
        else:
            marked.append((start, end))
    return marked


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    # Looked ahead for, so that pairs of characters that overlap are found each.
    words = "|".join(("(?<![a-z0-9])" if _LATIN.match(term) else "") + re.escape(term) for term in terms)
    return re.compile(f"(?=({words}))")


def _known(run: str, text: str) -> Iterable[str]:
    if run in text or _LATIN.match(run):
        return [run] if run in text else []
    known: list[str] = []
    for word in [word for word in _content_words(run) if len(word) > 1] or [run]:
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        known += [word] if word in text else [pair for pair in pairs if pair in text]
    return known


def _content_words(run: str) -> Iterable[str]:
    """Yield what stands between the function words of a run; a single character is one only where it seldom builds words."""
    from assistant.checking.support.function_words import CHINESE

    start = 0
    for match in CHINESE.finditer(run):
        if len(match.group()) > 1 or match.group() in _PARTICLES:
            yield run[start : match.start()]
            start = match.end()
    yield run[start:]
