"""Pieces of results that demos share: seeds, tables and claims in both languages, figures that JSON can hold."""

import math
import secrets
from collections.abc import Sequence
from typing import TypeVar

from assistant.text import Bilingual, Language
from assistant.tools.demo import Claim, Table

HIGHEST_SEED = 2**32 - 1
LANGUAGES: tuple[Language, Language] = ("zh", "en")

Cell = Bilingual | str | float | None
_Value = TypeVar("_Value")


def seed_or_drawn(seed: int | None) -> int:
    """Return the seed that was set, or one that is drawn now."""
    return secrets.randbelow(HIGHEST_SEED + 1) if seed is None else seed


def finite(value: _Value) -> _Value | None:
    """Return the figure, or None where it is no finite number: JSON has neither infinity nor NaN."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
        reason=reason.both(),
    )


def both_languages(sentences: Sequence[Bilingual]) -> dict[str, list[str]]:
    """Return sentences as a result's findings have them: {"zh": […], "en": […]}."""
    return {language: [sentence.of(language) for sentence in sentences] for language in LANGUAGES}


def share(value: float) -> str:
    """Return a share that was set, as a percentage in full: 12.5%."""
    return f"{100 * value:.6g}%"
