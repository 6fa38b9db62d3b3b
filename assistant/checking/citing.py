"""Citations: every sentence of a model's answer matched with a passage, each passage numbered the first time it is used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.checking.cited_lines import (
    FULL_WIDTH_END,
    join_sentences,
    mark_numbers,
    move_marks_inside,
    plain,
    split_lines,
    strip_marks,
)
from assistant.checking.support import Judgement, SupportChecker
from assistant.documents import Library, Passage, Section
from assistant.documents.naming import beside_others
from assistant.store.messages import Citation, Doubt, Message


class Citations:
    """The citations of one answer: each passage gets a number the first time it is used."""

    def __init__(self, source_of: Callable[[str], str] = lambda _: "") -> None:
        """Begin to number.

        Args:
            source_of: Returns how a document is called by its id, where more than one is loaded; else "".
        """
        self._source_of = source_of
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
                    source=self._source_of(section.document),
                )
            )
        return f"[{self._numbers[key]}]"

    def all(self) -> tuple[Citation, ...]:
        """Return the citations used so far, by number."""
        return tuple(self._citations)


def as_the_sources_say(message: Message, library: Library) -> Message:
    """Return a message that a file brought, its citations as the library's own passages have it, the others as they are."""
    return message.model_copy(
        update={"citations": tuple(_from_library(citation, library) for citation in message.citations)}
    )


def _from_library(citation: Citation, library: Library) -> Citation:
    section = library.at(citation.ref)
    passage = (
        next((each for each in section.passages if each.index == citation.passage), None) if section else None
    )
    if section is None or passage is None:
        return citation
    called = beside_others(library, section.document)
    own = {
        "title": section.title,
        "quote": passage.plain,
        "source": called.of(section.language) if called else "",
    }
    return citation.model_copy(update=own)


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
    source_of: Callable[[str], str] = lambda _: "",
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
        source_of: Returns how a document is called by its id, where more than one is loaded; else "".
    """
    return _Citing(passages, checker, facts, premises, Citations(source_of)).cite(markdown)


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
        citations: Citations,
    ) -> None:
        self._passages = passages
        self._texts = source_texts(passages)
        self._checker = checker
        self._facts = facts
        self._premises = premises
        self._citations = citations
        self._doubts: dict[str, Doubt] = {}

    def cite(self, markdown: str) -> Cited:
        written = split_lines(move_marks_inside(markdown))
        lines = [
            kept for line in written if (kept := line.without_bare_marks()).sentences or not line.sentences
        ]
        statements = list(dict.fromkeys(plain(sentence) for line in lines for sentence in line.sentences))
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
            + self._join_with_marks(
                [(s, self._find_supporters(s, verdicts[plain(s)])) for s in line.sentences]
            )
            + line.tail
            for line in lines
        )
        return Cited(text, self._citations.all(), tuple(self._doubts), tuple(self._doubts.values()))

    def _find_supporters(self, sentence: str, verdict: Judgement) -> list[int]:
        """Return the positions of the passages to cite after a sentence, and note it where nothing supports it."""
        statement = plain(sentence)
        own = [n - 1 for n in mark_numbers(sentence) if 0 < n <= len(self._passages)]
        if kept := self._keep_own_marks(statement, own):
            return kept
        if verdict.kind == "unsupported":
            self._doubts[statement] = Doubt(reason=verdict.reason or "meaning", about=verdict.about)
        if verdict.kind != "supported" or verdict.source is None or verdict.source >= len(self._passages):
            return []
        return [verdict.source]

    def _keep_own_marks(self, statement: str, own: Sequence[int]) -> list[int]:
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

    def _join_with_marks(self, line: Sequence[tuple[str, list[int]]]) -> str:
        marked: list[str] = []
        for sentence, supporters in line:
            marks = "".join(self._citations.mark(*self._passages[position]) for position in supporters)
            bare = strip_marks(sentence).strip()
            marked.append(f"{bare}{' ' if marks and bare[-1:] not in FULL_WIDTH_END else ''}{marks}")
        return join_sentences(marked)
