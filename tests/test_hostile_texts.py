"""What reads text from outside takes a time that grows no faster than the text, however the text is made."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pytest

from assistant.answering.llm.output import presentable
from assistant.checking import cited_lines
from assistant.checking.citing import cite
from assistant.checking.support import SupportChecker
from assistant.demos import cells, demos
from assistant.documents import display_math, inert, parse_markdown
from assistant.documents.addresses import heading_number, opens_summary, section_addresses
from assistant.documents.cutting import cut_text, split_formulas
from assistant.documents.decoding import split_front_matter
from assistant.documents.naming import normalised
from assistant.models.deltas import DeltaReader
from assistant.retrieval.embedding import Vectors
from assistant.store.conversations.exchange import answer_to_markdown
from assistant.store.conversations.search import plain_line
from assistant.store.conversations.tables import to_columns
from assistant.store.messages import Message
from assistant.text import Bilingual, chinese_number, clean, detect_language, sentences, to_simplified, tokens
from assistant.text.numerals import number_value
from assistant.tools.assignments import assignments
from assistant.tools.parameters import DemoInputError
from assistant.tools.requests import read
from assistant.tools.tables import Column, TableError, read_table
from assistant.ui import sections
from assistant.ui.chat import annotations
from assistant.understanding.asking import compared_terms, ordinal
from tests.hostile import UNITS, Shape, grows_out_of_hand

DEMO = demos()["linear_regression"]
PASSAGES = [
    (section, passage)
    for section in parse_markdown(
        "# 学习率\n\n学习率太大会发散。\n\n## Rate\n\nA large rate diverges.", document="d"
    ).sections
    for passage in section.passages
]


def _encode(texts: Sequence[str]) -> Vectors:
    """Return vectors that say nothing: what a model takes is its own affair, and grows with the text."""
    return np.full((len(texts), 4), 0.5, np.float32)


def _answer(text: str, **fields: Any) -> Message:
    return Message(id="a", conversation_id="c", role="assistant", text=text, language="en", **fields)


def _drawn(text: str) -> str:
    enclosed = annotations.enclose_doubts(_answer(text, unsupported=("b.", "x", text[:50])))
    linked = annotations.link_marks(sections.typeset.__wrapped__(enclosed), "m", None)
    return annotations.link_doubts(linked, "m", ["1", "2", "3"])


def _streamed(text: str) -> None:
    reader = DeltaReader(["linear_regression"])
    for character in text:
        reader.feed(character)
    reader.end()


def _tabled(text: str) -> None:
    with suppress(TableError, DemoInputError):
        table = read_table(f"name,score\n{text}".encode(), "a.csv")
        table = table.with_columns([Column("name", Bilingual("名字", "Name"))])
        cells.texts(table, "name", Bilingual("数据", "Data"))


READERS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "language": detect_language,
    "simplified": to_simplified,
    "sentences": sentences,
    "tokens": tokens,
    "number": number_value,
    "Chinese number": chinese_number,
    "lines": lambda text: list(cited_lines.split_lines(text)),
    "marks": cited_lines.mark_numbers,
    "plain": cited_lines.plain,
    "marks inside": cited_lines.move_marks_inside,
    "marks stripped": cited_lines.strip_marks,
    "marks escaped": cited_lines.escape_marks,
    "marks renumbered": lambda text: cited_lines.renumber_marks(text, {1: 2}),
    "sentences marked": lambda text: cited_lines.mark_sentences(text, "[1]"),
    "cited": lambda text: cite(text, PASSAGES, SupportChecker(_encode)),
    "inert": inert,
    "display math": display_math,
    "document": lambda text: parse_markdown(text, document="d"),
    "front matter": lambda text: split_front_matter(f"---\n{text}\n---\n"),
    "cut": lambda text: cut_text(text, 600),
    "formulas": lambda text: list(split_formulas(text)),
    "names": normalised,
    "addresses": lambda text: section_addresses(text, in_document=True),
    "heading": heading_number,
    "summary": opens_summary,
    "compared": compared_terms,
    "ordinal": ordinal,
    "assignments": lambda text: assignments(
        " ".join(text.lower().split()), DEMO.parameters, {"learning_rate": 0.1}
    ),
    "request": lambda text: read(text, DEMO),
    "presentable": presentable,
    "streamed": _streamed,
    "drawn": _drawn,
    "found": plain_line,
    "table": _tabled,
    "number in a cell": cells.number,
    "time in a cell": cells.moment,
    "cell in a sentence": cells.quoted,
    "stored": lambda text: to_columns(_answer(text)),
    "exported": lambda text: answer_to_markdown(_answer(text), "en"),
}

_PREFIXED = (
    ("", "\n", "x"), ("a", " ", "b."), ("<tool_call>", "x", ""), ("```json\n{", "x", ""), ("<think>", "x", ""),
    ("```\n", "a\n", ""), ("- ", "- ", "x"), ("|a|b|\n|-|-|\n", "|a", "|"), ("[", "[a](b", ""), ("$$", "a ", ""), ("# ", "{#", "x"),
    ("第", "十", "章"), ("lr ", "1,111", "x"), ("learning rate ", "= ", "1"), ("", "learning rate 0.1, ", ""), ("", "学习率0.1", "。"),
    ("", "see 9.2 and ", ""), ("", "a\u0301\u0316", ""), ("a", "\u0301\u0316", ""), ("", "> ", "a"), ("", "*a_b`", ""),
    ("", "a, b and c, ", ""), ("", "a、b和", "。"), ("", "Foo Bar. ", ""), ("", "a[1]b。[1]", ""), ("", "  \n", "x"), ("", "\n{\"", ""),
    ("", "[1]: x\n", ""), ("", "[^1]: x\n", ""), ("", "<b>", ""), ("", "&lt;", ""), ("", "- a\n", ""), ("", "1. a\n\n", ""),
    ("", "不是a，也不是b，", ""), ("", "one two three, ", ""), ("", "It is not 5 but 6, ", ""), ("compare a ", "and b ", ""),
    ("", "\\(a", ""), ("", "\\[a", ""), ("", "![a](b)", ""), ("", "https://a.b ", ""), ("", "a)", ""), ("http://", "a)", ""),
)  # fmt: skip


def _shape(prefix: str, unit: str, end: str) -> Shape:
    return lambda size: prefix + unit * (size // len(unit)) + end


def _runs_of_growing_length(unit: str) -> Shape:
    return lambda size: " a ".join(unit * length for length in range(1, int((2 * size) ** 0.5)))


SHAPES: list[Shape] = [
    *(_shape("", unit, "x") for unit in UNITS),
    *(_shape(*parts) for parts in _PREFIXED),
    *(_runs_of_growing_length(unit) for unit in ("`", "*", "$")),
    lambda size: " " * (size // 2) + "|" * (size // 2) + "x",
]


@pytest.mark.parametrize("name", READERS)
def test_reading_is_linear(name: str) -> None:
    for shape in SHAPES:
        assert not (slow := grows_out_of_hand(READERS[name], shape, largest=32_768)), slow


@pytest.mark.parametrize(
    ("text", "unsupported"), [("a" + " " * 40_000 + "b.", ["b."]), (" " * 2_000 + "|" * 2_000 + "x", [])]
)
def test_texts_that_stalled_everybody(text: str, unsupported: list[str]) -> None:
    assert not grows_out_of_hand(
        lambda _: cited_lines.with_doubts(text, unsupported, lambda s, _: s), lambda _: text
    )
