"""Numbered citations of an answer."""

from collections.abc import Sequence

from assistant.documents import Passage, Section
from assistant.store.messages import Citation
from assistant.text import sentences

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
