"""Bad input, of every demo: told in a sentence that names the parameter, the column or the row, or read and said; never an accident."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.demos import demos, run_demo
from assistant.text import ExplainedError
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.kinds import Choice, Number, Table, WholeNumber
from assistant.tools.parameters import kind_of, validated, wording_of
from assistant.tools.progress import Progress, untold
from assistant.tools.tables import Column, DataTable, read_table
from tests.demos.contract import check

SECONDS = 60.0
"""More than any run below takes on a machine that is busy otherwise too."""
MANY = 1_000_000


def numbers() -> Iterator[Any]:
    """Yield every number of every demo with values that it can't have."""
    for demo in demos().values():
        for name, field in demo.parameters.model_fields.items():
            kind = kind_of(field)
            if not isinstance(kind, Number | WholeNumber):
                continue
            below = kind.ge - 1 if kind.ge is not None else kind.gt
            above = kind.le + 1 if kind.le is not None else kind.lt
            beyond = [bound for bound in (below, above) if bound is not None]
            for value in (*beyond, float("nan"), float("inf"), float("-inf"), "many", "1 2", "", [], True):
                yield pytest.param(demo, name, value, id=f"{demo.name}-{name}-{value!r}")


@pytest.mark.parametrize(("demo", "name", "value"), numbers())
def test_a_number_that_cannot_be_is_named_with_what_can(demo: Demo, name: str, value: object) -> None:
    with pytest.raises(ExplainedError) as caught:
        validated(demo.parameters, {name: value})
    title, message = wording_of(demo.parameters.model_fields[name]).title, caught.value.message
    for said, called in ((message.zh, title.zh), (message.en.casefold(), title.en.casefold())):
        assert called in said
        assert (
            str(value) in said.replace("'", "").replace(",", "")
            or isinstance(value, list)
            or f"{value}".casefold() in said
        )


@pytest.mark.parametrize("demo", demos().values(), ids=lambda demo: demo.name)
def test_every_number_has_bounds_on_both_sides(demo: Demo) -> None:
    for name, field in demo.parameters.model_fields.items():
        kind = kind_of(field)
        if isinstance(kind, Number | WholeNumber):
            assert (kind.ge, kind.gt) != (None, None), name
            assert (kind.le, kind.lt) != (None, None), name
        if isinstance(kind, Choice):
            with pytest.raises(ExplainedError):
                validated(demo.parameters, {name: "nothing of the kind"})


def cell(column: Column, row: int) -> str:
    """Return a cell of the kind that a column holds, by what the demos call it."""
    values: dict[str, Callable[[int], str]] = {
        "user": lambda n: f"u{n % 7}",
        "student": lambda n: f"s{n % 7}",
        "item": lambda n: f"i{n % 11}",
        "rating": lambda n: str(n % 5 + 1),
        "correct": lambda n: str(n % 2),
        "knowledge_point": lambda n: f"p{n % 4}",
        "question": lambda n: f"question {n}",
        "answer": lambda n: f"answer {n % 5}",
        "expected": lambda _: "answer 0",
        "title": lambda n: f"thing {n % 11}",
        "tags": lambda n: f"a{n % 3} b{n % 2}",
        "time": lambda n: f"2025-01-{n % 28 + 1:02}",
    }
    return values[column.name](row)


Cells = Callable[[Column, int], str]


def written(columns: tuple[Column, ...], size: int, cells: Cells = cell) -> bytes:
    lines = [",".join(column.name for column in columns)]
    lines += [",".join(cells(column, n) for column in columns) for n in range(size)]
    return ("\n".join(lines) + "\n").encode()


def one_of(*names: str) -> Cells:
    """Return cells of which those in columns of these names are all as in the first row."""
    return lambda column, n: cell(column, 0 if column.name in names else n)


def spoilt(name: str, given: str) -> Cells:
    """Return cells of which one, in the sixth row, is something else."""
    return lambda column, n: given if (column.name, n) == (name, 4) else cell(column, n)


PEOPLE, CLASSES = ("user", "student"), ("correct", "rating", "item", "knowledge_point", "answer")
SHAPES: dict[str, Callable[[tuple[Column, ...]], bytes]] = {
    "an empty file": lambda _: b"",
    "nothing but a header": lambda columns: written(columns, 0),
    "one row": lambda columns: written(columns, 1),
    "two rows": lambda columns: written(columns, 2),
    "one user": lambda columns: written(columns, 60, one_of(*PEOPLE)),
    "one class": lambda columns: written(columns, 60, one_of(*CLASSES)),
    "all equal": lambda columns: written(columns, 60, lambda column, _: cell(column, 0)),
    "every row twice": lambda columns: written(columns, 60, lambda column, n: cell(column, n // 2)),
    "no columns that are known": lambda _: b"x1,x2\n1,2\n",
    "no table": lambda _: bytes(range(256)) * 40,
    "a row too short": lambda columns: written(columns, 5) + b"x\n",
}
CELLS = {
    "nothing": "",
    "text": "many",
    "NaN": "NaN",
    "inf": "inf",
    "formula": "=1+1",
    "error": "#REF!",
    "huge": "9" * 400,
}


def tables() -> Iterator[tuple[Demo, str, Table]]:
    for demo in demos().values():
        for name, field in demo.parameters.model_fields.items():
            if isinstance(kind := kind_of(field), Table):
                yield demo, name, kind


def named(each: object) -> str | None:
    """Return what a case is called."""
    return each.name if isinstance(each, Demo) else "" if isinstance(each, Table) else None


def run_with(
    demo: Demo, parameter: str, data: bytes, on_progress: Progress = untold
) -> DemoResult | ExplainedError:
    """Return what comes of a run with a file for a table, and nothing odd for the others: a result, or what people are told."""
    files = {name: written(kind.columns, 30) for each, name, kind in tables() if each is demo} | {
        parameter: data
    }

    def open_table(name: str, on_progress: Progress = untold) -> DataTable:
        return read_table(files[name.removesuffix(".csv")], name, on_progress)

    arguments = {name: f"{name}.csv" for name in files}
    try:
        return run_demo(demo.name, arguments, on_progress, open_table)
    except ExplainedError as error:
        return error


def checked(demo: Demo, parameter: str, found: DemoResult | ExplainedError) -> DemoResult | ExplainedError:
    """Return what came of a run, having checked that it keeps to the contract, or names the file in both languages."""
    if isinstance(found, DemoResult):
        check(found)
        json.dumps(found.model_dump(mode="json"), allow_nan=False)
        assert found.columns[parameter]
    else:
        assert f"{parameter}.csv" in found.message.zh
        assert f"{parameter}.csv" in found.message.en
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("demo", "name", "kind"), tables(), ids=named)
def test_an_odd_table_is_told_or_read(demo: Demo, name: str, kind: Table, shape: str) -> None:
    found = checked(demo, name, run_with(demo, name, SHAPES[shape](kind.columns)))
    if shape in (
        "an empty file",
        "nothing but a header",
        "no columns that are known",
        "no table",
        "a row too short",
    ):
        assert isinstance(found, ExplainedError)


@pytest.mark.parametrize("given", CELLS)
@pytest.mark.parametrize(("demo", "name", "kind"), tables(), ids=named)
def test_an_odd_cell_is_told_with_its_row_and_column_or_read(
    demo: Demo, name: str, kind: Table, given: str
) -> None:
    for column in kind.columns:
        data = written(kind.columns, 30, spoilt(column.name, CELLS[given]))
        found = checked(demo, name, run_with(demo, name, data))
        if isinstance(found, ExplainedError):
            assert "第 6 行" in found.message.zh
            assert "row 6" in found.message.en
            assert f"“{column.name}”" in found.message.zh
            assert f'"{column.name}"' in found.message.en
        else:
            # A number can't be any of these, and a column that is needed can't be empty or broken.
            assert column.name not in ("rating", "correct", "time")
            assert column.optional or given not in ("nothing", "error")


@pytest.mark.parametrize(("demo", "name", "kind"), tables(), ids=named)
def test_a_million_rows_of_one_user_are_told_or_read(demo: Demo, name: str, kind: Table) -> None:
    header = ",".join(column.name for column in kind.columns)
    row = ",".join(cell(column, 3) for column in kind.columns)
    shares: list[float] = []
    began = time.monotonic()
    checked(
        demo, name, run_with(demo, name, f"{header}\n".encode() + f"{row}\n".encode() * MANY, shares.append)
    )
    assert time.monotonic() - began < SECONDS
    assert len(shares) > 20
    assert shares == sorted(shares)
