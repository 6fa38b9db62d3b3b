"""Synthetic tables that ship with a demo: CSV files with a column in English beside each that people read."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.text import Bilingual
from assistant.tools.tables import DataTable, read_table

_ENGLISH = "_en"


@dataclass(frozen=True, slots=True)
class Sample:
    """A table that ships with a demo."""

    table: DataTable
    english: Mapping[str, str] = field(default_factory=dict)
    """What its Chinese cells are in English."""

    def named(self, cell: str, table: DataTable) -> Bilingual:
        """Return what a cell is called in both languages; a learner's own cells are never translated."""
        return Bilingual(cell, self.english.get(cell, cell) if table.name == self.table.name else cell)


def read_sample(path: Path) -> Sample:
    """Return the table in a CSV file; its columns `x_en` hold in English what the columns `x` hold."""
    data = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    english = {
        row[column.removesuffix(_ENGLISH)]: translation
        for row in rows
        for column, translation in row.items()
        if column.endswith(_ENGLISH) and translation
    }
    return Sample(read_table(data, path.name), english)
