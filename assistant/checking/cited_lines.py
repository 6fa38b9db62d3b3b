"""An answer's Markdown as lines and sentences, and the citation marks [n] in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from assistant.text import sentences

# Marks that no backtick is around; `_marks` leaves out those in code.
_BRACKETED = re.compile(
    r"(?<![ \t])[ \t]*+(?<!\\)[\[【［]\s*+([1-9]\d{0,2}+(?:\s*+[,，、]\s*+[1-9]\d{0,2}+)*+)\s*+[\]】］](?!\()"
)
_NUMBER = re.compile(r"\d+")
_END = re.compile(r"(?<![。！？!?.])[。！？!?.]++[”」』\"')）]*+")
_LINE_HEAD = re.compile(r"\s*+(?:>\s?)*+(?:[-*+]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)?")
_VERBATIM = re.compile(r"\A\s*+(```|~~~|\$\$)")
_RULE_CHARACTERS = re.compile(r"[\s:|-]+")
_MARKUP = re.compile(r"[*_`~]{1,3}|^#+\s*|\\(?=\W)")
_LETTERS = re.compile(r"[^\W_]")
_LABEL = 7
FULL_WIDTH_END = "。！？；：…”」）"
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer, cut into what states something and what does not."""

    head: str
    """What is no statement: indentation, a list marker; the whole line where it is code or a formula."""
    sentences: tuple[str, ...] = ()
    tail: str = ""

    def without_bare_marks(self) -> "Line":
        """Leave out what is only marks and perhaps a word before them ("Sources: [1], [2]"): it states nothing."""
        kept = tuple(
            s for s in self.sentences if not mark_numbers(s) or len(_LETTERS.findall(plain(s))) > _LABEL
        )
        return self if kept == self.sentences else replace(self, sentences=kept)


def split_lines(markdown: str) -> Iterator[Line]:
    """Yield a text's lines, with the sentences of those that state something."""
    closer: str | None = None
    for line, following in pairwise([*markdown.splitlines(), ""]):
        fence = _VERBATIM.match(line)
        if closer is not None or fence:
            yield Line(line)
            if closer is not None:
                closer = None if closer in line else closer
            elif fence and line.count(fence[1]) == 1:
                closer = fence[1]
            continue
        head = _LINE_HEAD.match(line)
        start = head.end() if head else 0
        is_header = "|" in line and "-" in following and _is_table_rule(following)
        if is_header or _is_table_rule(line) or line[:start].lstrip().startswith("#"):
            yield Line(strip_marks(line))
        elif line.rstrip().endswith("|"):
            body = line.rstrip().removesuffix("|")
            yield Line("", (body,), " |")
        else:
            yield Line(line[:start], tuple(sentences(line[start:])))


def _is_table_rule(line: str) -> bool:
    return "|" in line[1:] and _RULE_CHARACTERS.fullmatch(line) is not None


def join_sentences(line: Iterable[str]) -> str:
    """Return sentences on one line; after full-width punctuation no space follows."""
    text = ""
    for sentence in line:
        text += sentence if not text or text[-1] in FULL_WIDTH_END else f" {sentence}"
    return text


def mark_numbers(sentence: str) -> list[int]:
    """Return the numbers of a sentence's marks."""
    return [int(n) for marks in _marks(sentence) for n in _NUMBER.findall(marks[1])]


def plain(sentence: str) -> str:
    """Return a sentence as it is read: without marks and markup."""
    return _MARKUP.sub("", strip_marks(sentence)).replace("|", " ").strip()


def move_marks_inside(markdown: str) -> str:
    """Return Markdown whose marks stand before the end of their sentence: "。[1]" becomes "[1]。"."""
    marks = {found.start(): found.end() for found in _marks(markdown)}
    parts: list[str] = []
    position = 0
    for end in _END.finditer(markdown) if marks else ():
        behind = end.end()
        while behind in marks:
            behind = marks[behind]
        if behind > end.end():
            parts += [markdown[position : end.start()], markdown[end.end() : behind], end.group()]
            position = behind
    return "".join(parts) + markdown[position:]


def strip_marks(markdown: str) -> str:
    """Return Markdown without citation marks."""
    return _with_marks(markdown, lambda _: "")


def _marks(markdown: str) -> Iterator[re.Match[str]]:
    """Yield the citation marks of a text; code, behind which an odd number of backticks is left in the line, has none."""
    end_of_line = counted = -1
    left = 0
    for found in _BRACKETED.finditer(markdown):
        if found.end() > end_of_line:
            end = markdown.find("\n", found.end())
            end_of_line = len(markdown) if end < 0 else end
            left = markdown.count("`", found.end(), end_of_line)
        else:
            left -= markdown.count("`", counted, found.end())
        counted = found.end()
        if left % 2 == 0:
            yield found


def _with_marks(markdown: str, rewritten: Callable[[re.Match[str]], str]) -> str:
    parts: list[str] = []
    position = 0
    for found in _marks(markdown):
        parts += [markdown[position : found.start()], rewritten(found)]
        position = found.end()
    return "".join(parts) + markdown[position:]


def _leading_marks(sentence: str) -> str:
    """Return the marks that a sentence begins with, and the space after each."""
    end = 0
    for found in _marks(sentence):
        # What stands before a mark's bracket is blank, and may belong to the space after the mark before.
        if found.start() > end:
            break
        end = len(sentence) - len(sentence[found.end() :].lstrip())
    return sentence[:end]


def with_doubts(markdown: str, unsupported: Sequence[str], doubted: Callable[[str, int], str]) -> str:
    """Return an answer's Markdown with the sentences that nothing supports rewritten.

    Args:
        markdown: The answer's text.
        unsupported: Those sentences, as `Cited` has them.
        doubted: Takes a sentence's Markdown (of a table, a whole row) and its position in `unsupported`.
    """
    if not unsupported:
        return markdown
    positions = {sentence: position for position, sentence in enumerate(unsupported)}

    def rewritten(line: Line) -> Iterator[str]:
        for sentence, next_one in zip_longest(line.sentences, line.sentences[1:], fillvalue=""):
            # A mark after a full stop is read as the beginning of the next sentence.
            marks = _leading_marks(sentence)
            bare = sentence.removeprefix(marks)
            position = positions.get(plain(bare))
            # The same words may stand twice, once with a mark of their own.
            is_cited = bool(mark_numbers(bare) or _leading_marks(next_one))
            yield sentence if position is None or is_cited else marks + doubted(bare, position)

    return "\n".join(
        line.head + join_sentences(rewritten(line)) + line.tail for line in split_lines(markdown)
    )


def escape_marks(markdown: str) -> str:
    """Return Markdown of a source whose own "[1]" stay text: they refer to something else than the answer's citations."""
    return _with_marks(markdown, lambda mark: mark[0].replace("[", "\\[").replace("]", "\\]"))


def renumber_marks(markdown: str, numbers: Mapping[int, int]) -> str:
    """Return Markdown whose citation marks have other numbers; marks without one are left out."""

    def mark(found: re.Match[str]) -> str:
        return "".join(f"[{numbers[int(n)]}]" for n in _NUMBER.findall(found[1]) if int(n) in numbers)

    return _with_marks(markdown, mark)


def shift_marks(markdown: str, by: int) -> str:
    """Return Markdown whose citation marks [n] are [n + by]."""
    if not by:
        return markdown
    return _with_marks(markdown, lambda marks: marks[0].replace(marks[1], str(int(marks[1]) + by)))


def mark_sentences(markdown: str, mark: str, limit: int | None = None) -> str:
    """Return Markdown with a citation mark after each statement, at most `limit` sentences of it; line breaks are kept.

    Questions state nothing and a word or two ("能。") leans on what follows, so neither carries a mark of its own.
    """
    lines: list[str] = []
    left = limit if limit is not None else -1
    for line in markdown.splitlines():
        if left == 0:
            break
        kept = sentences(line)[: left if left > 0 else None]
        left = max(left - len(kept), 0) if left > 0 else left
        indent = line[: len(line) - len(line.lstrip())]
        if kept or not line.strip():
            lines.append(indent + _mark_line(kept, mark))
    return "\n".join(lines).rstrip()


def _mark_line(line: Sequence[str], mark: str) -> str:
    text = ""
    for number, sentence in enumerate(line, start=1):
        joint = "" if not text or text[-1] in FULL_WIDTH_END else " "
        is_last = number == len(line)
        if not is_last and (sentence.rstrip("”」』\"')")[-1:] in "?？" or len(sentence) <= _SHORT):
            text += joint + sentence
        else:
            text += f"{joint}{sentence}{'' if sentence[-1] in FULL_WIDTH_END else ' '}{mark}"
    return text
