"""A customer service that answers from its FAQ: for each question the nearest entry, and how confident it is."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.cells import quoted, refuse, texts
from assistant.demos.customer_service.parameters import (
    FAQ_SAMPLE,
    FAQ_TITLE,
    QUESTIONS_SAMPLE,
    QUESTIONS_TITLE,
)
from assistant.demos.meaning import vectors_of
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.lexical import LexicalIndex
from assistant.text import Bilingual, tokens
from assistant.tools.demo import Progress
from assistant.tools.tables import DataTable

TEMPERATURE = 0.01
"""Cosines of this embedding model differ by hundredths; divided by this, they spread over the softmax's whole range."""
_FEWEST_ENTRIES, _MOST_ENTRIES = 2, 300
_MOST_QUESTIONS = 1000
_PASSAGE_CHARACTERS = 300
"""As much of an entry as tells what it is about; embedding long answers whole would take minutes."""
_DIGITS = 4
_NO_ENTRY = -1

_TOO_FEW_ENTRIES = Bilingual(
    zh="只有 {count} 条；至少要 {least} 条，才谈得上选哪一条",
    en="has {count} entry; it takes at least {least} for there to be a choice",
)
_TOO_MANY = Bilingual(
    zh="有 {count:,} 行，最多 {most:,} 行；请随机抽 {most:,} 行，比例就已经很准了",
    en="has {count:,} rows, at most {most:,} can be used; a random sample of {most:,} gives shares that are precise enough",
)
_TOO_MANY_ENTRIES = Bilingual(
    zh="有 {count:,} 条，最多 {most:,} 条；请先留下问得最多的",
    en="has {count:,} entries, at most {most:,} can be used; please keep those that are asked most",
)
_TWICE = Bilingual(
    zh="第 {first} 行和第 {second} 行是同一个问题“{question}”；请合并成一行，不然说不清哪一条才对",
    en='asks the same in rows {first} and {second}: "{question}"; please make them one, or nobody can tell which is right',
)
_STILL_SAMPLE = Bilingual(
    zh="是你自己的，用户问题却还是网店的样本；请把“用户问题表”也换成你自己的",
    en="is your own, but the customers' questions are still the sample's of a shop; please give a file of your customers' questions too",
)
_UNKNOWN = Bilingual(
    zh="第 {row} 行的“{column}”写的是“{given}”，常见问题表里没有这个问题，也没有这个答案；没有答案的问题请留空",
    en='names "{given}" in "{column}" of row {row}, which is neither a question nor an answer of the FAQ; leave it empty where the FAQ has no answer',
)


@dataclass(frozen=True, slots=True)
class Answering:
    """What the service would say to each of n questions."""

    questions: Sequence[str]
    entries: Sequence[str]
    """The FAQ's questions."""
    chosen: NDArray[np.int64]
    """The entry nearest to each question, of shape (n,)."""
    confidence: NDArray[np.float64]
    """How confident the choice is, 0 to 1, to four digits, of shape (n,)."""
    expected: NDArray[np.int64] | None
    """The right entry for each question, -1 where the FAQ has no answer; None where nobody labelled them."""
    chosen_by_words: NDArray[np.int64]
    """The entry that shares most words with each question (BM25), -1 where none shares any; of shape (n,)."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each choice is right, of shape (n,); all false where nobody labelled the questions."""
        return self._matches(self.chosen)

    @property
    def right_by_words(self) -> NDArray[np.bool_]:
        """Whether each choice by words alone is right, of shape (n,)."""
        return self._matches(self.chosen_by_words)

    @property
    def has_answer(self) -> NDArray[np.bool_]:
        """Whether the FAQ has an answer to each question, of shape (n,); all false where nobody labelled them."""
        if self.expected is None:
            return np.zeros(len(self.questions), np.bool_)
        return np.asarray(self.expected != _NO_ENTRY)

    def _matches(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        if self.expected is None:
            return np.zeros(len(self.questions), np.bool_)
        return np.asarray((chosen == self.expected) & self.has_answer)


def answer(faq: DataTable, asked: DataTable, on_progress: Progress) -> Answering:
    """Return what a service that knows these FAQ entries would say to the questions.

    Raises:
        DemoInputError: A table can't be used; the message names its row.
        EmbeddingError: The embedding model cannot be loaded.
    """
    entries, passages = _entries(faq)
    if asked.name == QUESTIONS_SAMPLE.table.name and faq.name != FAQ_SAMPLE.table.name:
        refuse(faq, FAQ_TITLE, _STILL_SAMPLE)
    questions = texts(asked, "question", QUESTIONS_TITLE)
    if len(questions) > _MOST_QUESTIONS:
        refuse(asked, QUESTIONS_TITLE, _TOO_MANY, count=len(questions), most=_MOST_QUESTIONS)
    expected = _expected(faq, asked) if asked.has("expected") else None
    # An entry reads longer than a question.
    known = vectors_of(passages, "passage", lambda share: on_progress(0.6 * share))
    vectors = vectors_of(questions, "query", lambda share: on_progress(0.6 + 0.4 * share))
    chosen, confidence = choose(vectors, known)
    return Answering(questions, entries, chosen, confidence, expected, _by_words(questions, passages))


def choose(questions: Vectors, entries: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each question the entry with the highest cosine, and the softmax of the cosines there.

    The softmax falls where a second entry is about as near, which a bare cosine does not show.

    Args:
        questions: Unit vectors of shape (n, d).
        entries: Unit vectors of shape (m, d).

    Returns:
        The chosen entries and the confidence, each of shape (n,).
    """
    cosines = (questions @ entries.T).astype(np.float64)
    chosen = cosines.argmax(axis=1)
    odds = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / TEMPERATURE)
    return chosen, np.round(1 / odds.sum(axis=1), _DIGITS)


def sample_texts() -> tuple[list[str], list[str]]:
    """Return the questions and the passages of the sample, whose vectors ship with the demo."""
    columns = FAQ_SAMPLE.table.header
    question, reply = columns.index("question"), columns.index("answer")
    passages = [_passage(row[question], row[reply]) for row in FAQ_SAMPLE.table.rows]
    return [row[0] for row in QUESTIONS_SAMPLE.table.rows], passages


def _entries(faq: DataTable) -> tuple[list[str], list[str]]:
    """Return the questions of the FAQ, and each with its answer as it is embedded."""
    entries, answers = texts(faq, "question", FAQ_TITLE), texts(faq, "answer", FAQ_TITLE)
    if len(entries) < _FEWEST_ENTRIES:
        refuse(faq, FAQ_TITLE, _TOO_FEW_ENTRIES, count=len(entries), least=_FEWEST_ENTRIES)
    if len(entries) > _MOST_ENTRIES:
        refuse(faq, FAQ_TITLE, _TOO_MANY_ENTRIES, count=len(entries), most=_MOST_ENTRIES)
    seen: dict[str, int] = {}
    for position, entry in enumerate(entries):
        first = seen.setdefault(_folded(entry), position)
        if first != position:
            rows = {"first": faq.row_number(first), "second": faq.row_number(position)}
            refuse(faq, FAQ_TITLE, _TWICE, **rows, question=quoted(entry))
    return entries, [_passage(*pair) for pair in zip(entries, answers, strict=True)]


def _passage(question: str, reply: str) -> str:
    return f"{question}{reply}"[:_PASSAGE_CHARACTERS]


def _expected(faq: DataTable, asked: DataTable) -> NDArray[np.int64]:
    """Return the right entry for each question; it may be named by its question or by its answer."""
    named = {_folded(cell): n for n, cell in reversed(list(enumerate(faq.column("answer"))))}
    named |= {_folded(cell): n for n, cell in enumerate(faq.column("question"))}
    named[""] = _NO_ENTRY
    cells = asked.column("expected")
    for position, cell in enumerate(cells):
        if _folded(cell) not in named:
            values = {
                "row": asked.row_number(position),
                "column": asked.took["expected"],
                "given": quoted(cell),
            }
            refuse(asked, QUESTIONS_TITLE, _UNKNOWN, **values)
    return np.array([named[_folded(cell)] for cell in cells], np.int64)


def _by_words(questions: Sequence[str], passages: Sequence[str]) -> NDArray[np.int64]:
    index = LexicalIndex([tokens(passage) for passage in passages])
    scores = [index.scores(tokens(question)) for question in questions]
    return np.array([int(s.argmax()) if s.any() else _NO_ENTRY for s in scores], np.int64)


def _folded(cell: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", cell).casefold() if c.isalnum())
