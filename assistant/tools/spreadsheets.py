"""Tables for a spreadsheet: as CSV that opens with its Chinese intact, no cell of which is a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

Cell = str | float | int | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which Excel knows it; what is missing is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([["" if cell is None else _cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def shielded(spec: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return a chart whose cells of text are no formulas to a spreadsheet: its data can be downloaded as CSV."""
    if isinstance(spec, list):
        return [shielded(each) for each in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        name: [_cell(row) for row in value]
        if name == "values" and isinstance(value, list)
        else shielded(value)
        for name, value in spec.items()
    }


def _cell(cell: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return a cell, or a row of them, that a spreadsheet shows as it stands."""
    if isinstance(cell, dict):
        return {name: _cell(each) for name, each in cell.items()}
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
