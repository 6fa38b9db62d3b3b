"""Pieces of a demo's result: figures that JSON can hold, claims and tables in both languages."""

import math
import re
from collections.abc import Mapping, Sequence

from assistant.text import Bilingual, Language
from assistant.tools.demo import Claim, Table

LANGUAGES: tuple[Language, Language] = ("zh", "en")

_LATIN_BEFORE_HAN = re.compile(r"(?<=[A-Za-z])(?=[\u4e00-\u9fff])")
_HAN_BEFORE_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])")

Figure = int | float | str | bool | None
Cell = Bilingual | str | float | None


def spaced(text: str) -> str:
    """Return the text with a space between Chinese characters and Latin letters: names are filled in without."""
    return _HAN_BEFORE_LATIN.sub(" ", _LATIN_BEFORE_HAN.sub(" ", text))


def told(sentences: Sequence[Bilingual]) -> dict[str, list[str]]:
    """Return findings by language, spaced, the English ones beginning with a capital."""
    return {
        "zh": [spaced(s.zh) for s in sentences],
        "en": [s.en[:1].upper() + s.en[1:] for s in sentences],
    }


def writable(metrics: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the figures, None in the place of those that are infinite or no number: JSON has neither."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in metrics.items()
    }


def claim(
    section: str, claimed: str, found: str, *, holds: bool, statement: Bilingual, reason: Bilingual
) -> Claim:
    """Return a claim of the article as it was judged.

    Args:
        section: Its address.
        claimed: What the article gives, as a figure or a formula that needs no translation.
        found: What the run gave for it.
        holds: Whether it holds.
        statement: The article's statement in words.
        reason: Why it holds or does not.
    """
    return Claim(
        section=section,
        claimed=claimed,
        found=found,
        holds=holds,
        statement=statement.both(),
        reason={"zh": spaced(reason.zh), "en": reason.en},
    )


def table(title: Bilingual, columns: Sequence[Bilingual], rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a table in both languages; figures that are infinite or no number are left out."""
    return Table(
        title=title.both(),
        columns={language: [column.of(language) for column in columns] for language in LANGUAGES},
        rows={language: [[_cell(cell, language) for cell in row] for row in rows] for language in LANGUAGES},
    )


def _cell(cell: Cell, language: Language) -> str | float | None:
    if isinstance(cell, Bilingual):
        return cell.of(language)
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
