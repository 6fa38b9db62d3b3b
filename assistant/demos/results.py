"""Pieces of a demo's result: figures that JSON can hold, findings, claims and tables in both languages."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from assistant.text import LANGUAGES, Bilingual, Language
from assistant.tools.demo import Claim, Listing, Table

_LATIN_BEFORE_HAN = re.compile(r"(?<=[A-Za-z])(?=[\u4e00-\u9fff])")
_HAN_BEFORE_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])")

Figure = int | float | str | bool | None
Cell = Bilingual | str | float | None
_LONGEST_CELL = 80
_Value = TypeVar("_Value")


def spaced(text: str) -> str:
    """Return the text with a space between Chinese characters and Latin letters: names are filled in without."""
    return _HAN_BEFORE_LATIN.sub(" ", _LATIN_BEFORE_HAN.sub(" ", text))


def finite(value: _Value) -> _Value | None:
    """Return the figure, or None where it is no finite number: JSON has neither infinity nor NaN."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def writable(metrics: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the figures of a result, None in the place of those that are no finite numbers."""
    return {name: finite(value) for name, value in metrics.items()}


def findings_of(sentences: Sequence[Bilingual]) -> dict[str, list[str]]:
    """Return a result's findings by language, spaced, the English ones beginning with a capital."""
    return {
        "zh": [spaced(sentence.zh) for sentence in sentences],
        "en": [sentence.en[:1].upper() + sentence.en[1:] for sentence in sentences],
    }


def claim(
    section: str, claimed: str, found: str, *, holds: bool, statement: Bilingual, reason: Bilingual
) -> Claim:
    """Return a claim of the article as a run judged it; the texts are those of `Claim`."""
    return Claim(
        section=section,
        claimed=claimed,
        found=found,
        holds=holds,
        statement=statement.both(),
        reason={"zh": spaced(reason.zh), "en": reason.en},
    )


def table(title: Bilingual, columns: Sequence[Bilingual], rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a table in both languages, from cells that are the same in both or say themselves in each."""

    def written(cell: Cell, language: Language) -> str | float | None:
        return cell.of(language) if isinstance(cell, Bilingual) else finite(cell)

    return Table(
        title=title.both(),
        columns={language: [column.of(language) for column in columns] for language in LANGUAGES},
        rows={
            language: [[written(cell, language) for cell in row] for row in rows] for language in LANGUAGES
        },
    )


def columns_of(titles: Bilingual) -> tuple[Bilingual, ...]:
    """Return the titles of a table's columns, which stand one after the other, divided by bars."""
    return tuple(Bilingual(*both) for both in zip(titles.zh.split("|"), titles.en.split("|"), strict=True))


def cut(text: Bilingual) -> Bilingual:
    """Return a text as a table has room for it: what learners' cells say may be long."""
    return Bilingual(text.zh[:_LONGEST_CELL], text.en[:_LONGEST_CELL])


def listing(title: Bilingual, program: Callable[[Language], str]) -> Listing:
    """Return a program to copy, its comments in each language."""
    return Listing(title=title.both(), code={language: program(language) for language in LANGUAGES})
