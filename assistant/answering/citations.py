"""Numbered citations of an answer: made while it is composed, or computed for a text that a model wrote."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from assistant.answering.support import Judgement, SupportChecker
from assistant.documents import Passage, Section
from assistant.store.messages import Citation, Doubt
from assistant.text import sentences

_NOT_IN_CODE = r"(?=(?:[^`\n]*`[^`\n]*`)*[^`\n]*$)"
_MARKS = re.compile(
    rf"[ \t]*(?<!\\)[\[【［]\s*([1-9]\d{{0,2}}(?:\s*[,，、]\s*[1-9]\d{{0,2}})*)\s*[\]】］](?!\(){_NOT_IN_CODE}",
    re.MULTILINE,
)
_MARKS_AFTER_END = re.compile(rf"([。！？!?.]+[”」』\"')）]*)((?:{_MARKS.pattern})+)", re.MULTILINE)
_LEADING_MARKS = re.compile(rf"\A((?:{_MARKS.pattern}\s*)*).*", re.MULTILINE | re.DOTALL)
_LINE_HEAD = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)?")
_VERBATIM = re.compile(r"\s*(```|~~~|\$\$)")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|-]+\|[\s:|-]*$")
_MARKUP = re.compile(r"[*_`~]{1,3}|^#+\s*|\\(?=\W)")
_LETTERS = re.compile(r"[^\W_]")
_LABEL = 7
_FULL_WIDTH_END = "。！？；：…”」）"
_SHORT = 4


class Citations:
    """The citations of one answer: each passage gets a number the first time it is used."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, str, int], int] = {}
        self._citations: list[Citation] = []

    def mark(self, section: Section, passage: Passage) -> str:
        """Return the mark of a passage, e.g. "[2]"."""
        key = (passage.document, passage.language, passage.section, passage.index)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(
                Citation(
                    n=self._numbers[key],
                    document=section.document,
                    section=section.address,
                    title=section.title,
                    quote=passage.plain,
                    language=section.language,
                    passage=passage.index,
                )
            )
        return f"[{self._numbers[key]}]"

    def all(self) -> tuple[Citation, ...]:
        """Return the citations used so far, by number."""
        return tuple(self._citations)


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
            lines.append(indent + _marked(kept, mark))
    return "\n".join(lines).rstrip()


def _marked(line: Sequence[str], mark: str) -> str:
    text = ""
    for number, sentence in enumerate(line, start=1):
        joint = "" if not text or text[-1] in _FULL_WIDTH_END else " "
        is_last = number == len(line)
        if not is_last and (sentence.rstrip("”」』\"')")[-1:] in "?？" or len(sentence) <= _SHORT):
            text += joint + sentence
        else:
            text += f"{joint}{sentence}{'' if sentence[-1] in _FULL_WIDTH_END else ' '}{mark}"
    return text


@dataclass(frozen=True, slots=True)
class Cited:
    """A text whose citations are computed."""

    text: str
    citations: tuple[Citation, ...] = ()
    unsupported: tuple[str, ...] = ()
    """The sentences that nothing supports, as plain text, in reading order."""
    doubts: tuple[Doubt, ...] = ()
    """Why, for each of them."""


def cite(
    markdown: str,
    passages: Sequence[tuple[Section, Passage]],
    checker: SupportChecker,
    facts: Sequence[str] = (),
    premises: Sequence[str] = (),
) -> Cited:
    """Return a text with a mark after each statement that a passage supports, whoever wrote the text.

    Its own marks count positions in `passages`, from 1: one is kept where its passage supports the sentence, moved where
    another does, dropped where none does. The marks of the result are numbered anew, in reading order.

    Args:
        markdown: The text, with or without marks.
        passages: What it may rest on, with the sections they stand in.
        checker: Decides what supports what.
        facts: Statements that need no mark, such as what a demo returned.
        premises: Texts whose figures and names may be repeated, such as the question.
    """
    return _Citing(passages, checker, facts, premises).cite(markdown)


def source_texts(passages: Sequence[tuple[Section, Passage]]) -> list[str]:
    """Return passages as the checker reads them, each under its section's title."""
    return [f"{section.title}\n{passage.plain}" for section, passage in passages]


class _Citing:
    """Computes the citations of one text."""

    def __init__(
        self,
        passages: Sequence[tuple[Section, Passage]],
        checker: SupportChecker,
        facts: Sequence[str],
        premises: Sequence[str],
    ) -> None:
        self._passages = passages
        self._texts = source_texts(passages)
        self._checker = checker
        self._facts = facts
        self._premises = premises
        self._citations = Citations()
        self._doubts: dict[str, Doubt] = {}

    def cite(self, markdown: str) -> Cited:
        written = _lines(_MARKS_AFTER_END.sub(r"\2\1", markdown))
        lines = [
            kept for line in written if (kept := line.without_bare_marks()).sentences or not line.sentences
        ]
        statements = list(dict.fromkeys(_plain(sentence) for line in lines for sentence in line.sentences))
        sources = [*self._texts, *self._facts]
        verdicts = dict(
            zip(
                statements,
                self._checker.judge(statements, sources, premises=self._premises),
                strict=True,
            )
        )
        text = "\n".join(
            line.head
            + self._joined([(s, self._supporters(s, verdicts[_plain(s)])) for s in line.sentences])
            + line.tail
            for line in lines
        )
        return Cited(text, self._citations.all(), tuple(self._doubts), tuple(self._doubts.values()))

    def _supporters(self, sentence: str, verdict: Judgement) -> list[int]:
        """Return the positions of the passages to cite after a sentence, and note it where nothing supports it."""
        statement = _plain(sentence)
        own = [n - 1 for n in _own_marks(sentence) if 0 < n <= len(self._passages)]
        if kept := self._kept(statement, own):
            return kept
        if verdict.kind == "unsupported":
            self._doubts[statement] = Doubt(reason=verdict.reason or "meaning", about=verdict.about)
        if verdict.kind != "supported" or verdict.source is None or verdict.source >= len(self._passages):
            return []
        return [verdict.source]

    def _kept(self, statement: str, own: Sequence[int]) -> list[int]:
        """Return which of the model's own marks a sentence keeps: one that supports it, or all where they do together."""
        texts = [self._texts[position] for position in own]
        if len(texts) > 1:
            texts.append("\n".join(texts))
        if not texts:
            return []
        verdict = self._checker.judge([statement], texts, premises=self._premises)[0]
        if verdict.kind != "supported" or verdict.source is None:
            return []
        return [own[verdict.source]] if verdict.source < len(own) else list(own)

    def _joined(self, line: Sequence[tuple[str, list[int]]]) -> str:
        marked: list[str] = []
        for sentence, supporters in line:
            marks = "".join(self._citations.mark(*self._passages[position]) for position in supporters)
            bare = _MARKS.sub("", sentence).strip()
            marked.append(f"{bare}{' ' if marks and bare[-1:] not in _FULL_WIDTH_END else ''}{marks}")
        return _spaced(marked)


@dataclass(frozen=True, slots=True)
class _Line:
    head: str
    """What is no statement: indentation, a list marker; the whole line where it is code or a formula."""
    sentences: tuple[str, ...] = ()
    tail: str = ""

    def without_bare_marks(self) -> "_Line":
        """Leave out what is only marks and perhaps a word before them ("Sources: [1], [2]"): it states nothing."""
        kept = tuple(
            s for s in self.sentences if not _own_marks(s) or len(_LETTERS.findall(_plain(s))) > _LABEL
        )
        return self if kept == self.sentences else replace(self, sentences=kept)


def _lines(markdown: str) -> Iterator[_Line]:
    """Yield a text's lines, with the sentences of those that state something."""
    closer: str | None = None
    for line, following in pairwise([*markdown.splitlines(), ""]):
        fence = _VERBATIM.match(line)
        if closer is not None or fence:
            yield _Line(line)
            if closer is not None:
                closer = None if closer in line else closer
            elif fence and line.count(fence[1]) == 1:
                closer = fence[1]
            continue
        head = _LINE_HEAD.match(line)
        start = head.end() if head else 0
        is_header = "|" in line and "-" in following and bool(_TABLE_RULE.fullmatch(following))
        if is_header or _TABLE_RULE.fullmatch(line) or line[:start].lstrip().startswith("#"):
            yield _Line(without_marks(line))
        elif line.rstrip().endswith("|"):
            body = line.rstrip().removesuffix("|")
            yield _Line("", (body,), " |")
        else:
            yield _Line(line[:start], tuple(sentences(line[start:])))


def _spaced(line: Iterable[str]) -> str:
    """Return sentences on one line; after full-width punctuation no space follows."""
    text = ""
    for sentence in line:
        text += sentence if not text or text[-1] in _FULL_WIDTH_END else f" {sentence}"
    return text


def _own_marks(sentence: str) -> list[int]:
    return [int(n) for marks in _MARKS.findall(sentence) for n in re.findall(r"\d+", marks)]


def _plain(sentence: str) -> str:
    """Return a sentence as it is read: without marks and markup."""
    return _MARKUP.sub("", _MARKS.sub("", sentence)).replace("|", " ").strip()


def without_marks(markdown: str) -> str:
    """Return Markdown without citation marks."""
    return _MARKS.sub("", markdown)


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

    def rewritten(line: _Line) -> Iterator[str]:
        for sentence, next_one in zip_longest(line.sentences, line.sentences[1:], fillvalue=""):
            # A mark after a full stop is read as the beginning of the next sentence.
            marks = _LEADING_MARKS.sub(r"\1", sentence)
            bare = sentence.removeprefix(marks)
            position = positions.get(_plain(bare))
            # The same words may stand twice, once with a mark of their own.
            is_cited = bool(_own_marks(bare) or _MARKS.match(next_one))
            yield sentence if position is None or is_cited else marks + doubted(bare, position)

    return "\n".join(line.head + _spaced(rewritten(line)) + line.tail for line in _lines(markdown))


def escaped_marks(markdown: str) -> str:
    """Return Markdown of a source whose own "[1]" stay text: they refer to something else than the answer's citations."""
    return _MARKS.sub(lambda mark: mark[0].replace("[", "\\[").replace("]", "\\]"), markdown)


def renumbered(markdown: str, numbers: Mapping[int, int]) -> str:
    """Return Markdown whose citation marks have other numbers; marks without one are left out."""

    def mark(found: re.Match[str]) -> str:
        return "".join(f"[{numbers[int(n)]}]" for n in re.findall(r"\d+", found[1]) if int(n) in numbers)

    return _MARKS.sub(mark, markdown)


def shifted_marks(markdown: str, by: int) -> str:
    """Return Markdown whose citation marks [n] are [n + by]."""
    return (
        _MARKS.sub(lambda marks: marks[0].replace(marks[1], str(int(marks[1]) + by)), markdown)
        if by
        else markdown
    )
