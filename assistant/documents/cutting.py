"""Where a text that is too long for one passage may be cut."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from assistant.text import sentence_ends

Span = tuple[int, int]

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_DISPLAY_FORMULA = re.compile(r"(?<!\\)\$\$(?!\$)[^$]+\$\$|(?<!\\)\\\[(?:[^\\]|\\[^\[\]])+?\\\]", re.DOTALL)
# What means nothing when it is cut in two.
_WHOLE = re.compile(
    r"(?<!`)(`+)(?!`).{1,400}?(?<!`)\1(?!`)|\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,400}\$|\\\((?:[^\\]|\\[^()]){1,400}?\\\)|\\\[(?:[^\\]|\\[^\[\]]){1,2000}?\\\]"
    r"|!?\[[^\[\]\n]{0,400}\]\([^()\s]*+(?:[^\S\n][^()\n]{0,399})?\)|\*\*[^*\n]{1,200}\*\*|<[^<>\n]{1,400}>|https?://[^\s<>]+",
    re.DOTALL,
)
_CLAUSE_END = re.compile(r"[，、,:：;；]|\s+")


def cut_text(text: str, limit: int) -> list[Span]:
    """Return spans of at most about `limit` characters that cover a text: cut at sentence ends, else at clauses, else anywhere."""
    if len(text) <= limit:
        return [_trimmed(text, 0, len(text))]
    whole = [match.span() for match in _WHOLE.finditer(text)]
    sentences = [position for position in sentence_ends(text) if not _inside(whole, position)]
    spans: list[Span] = []
    start = 0
    while len(text) - start > limit:
        end = _next_cut(text, start, limit, sentences, whole)
        spans.append(_trimmed(text, start, end))
        start = end
    spans.append(_trimmed(text, start, len(text)))
    return [(start, end) for start, end in spans if start < end]


def _next_cut(text: str, start: int, limit: int, sentences: list[int], whole: list[Span]) -> int:
    """Return the last sentence end within the limit, else the next one soon after it, else the last clause end, else the limit."""
    last = bisect_right(sentences, start + limit) - 1
    if last >= 0 and sentences[last] > start + limit // 4:
        return sentences[last]
    if last + 1 < len(sentences) and sentences[last + 1] <= start + limit * 3 // 2:
        return sentences[last + 1]
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, start + limit // 2, start + limit)]
    for position in reversed(clauses):
        if not _inside(whole, position):
            return position
    return _inside(whole, start + limit) or start + limit


def _inside(whole: list[Span], position: int) -> int:
    """Return the end of the span that a cut would split, or 0."""
    at = bisect_left(whole, (position,)) - 1
    return whole[at][1] if at >= 0 and whole[at][1] > position else 0


def cut_lines(lines: Sequence[str], most_lines: int, most_characters: int) -> list[Span]:
    """Return spans of line numbers, each span within both bounds unless a single line is longer."""
    spans: list[Span] = []
    start = size = 0
    for number, line in enumerate(lines):
        if number > start and (number - start >= most_lines or size + len(line) > most_characters):
            spans.append((start, number))
            start, size = number, 0
        size += len(line) + 1
    if start < len(lines):
        spans.append((start, len(lines)))
    return spans


def split_formulas(text: str) -> Iterator[tuple[bool, int, int]]:
    """Yield (is formula, start, end) of the display formulas in a paragraph and of the text between them.

    Punctuation after a formula stays with it.
    """
    code = [match.span() for match in _CODE_SPAN.finditer(text)] if "`" in text else []
    position = 0
    for match in _DISPLAY_FORMULA.finditer(text):
        start, end = match.span()
        if _inside(code, start):
            continue
        while end < len(text) and text[end] in "，。,.;；":
            end += 1
        before = _trimmed(text, position, start)
        if before[0] < before[1]:
            yield False, *before
        yield True, start, end
        position = end
    after = _trimmed(text, position, len(text))
    if after[0] < after[1]:
        yield False, *after


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its ends."""
    piece = text[start:end]
    stripped = piece.strip()
    begin = start + (len(piece) - len(piece.lstrip()) if stripped else len(piece))
    return begin, begin + len(stripped)
