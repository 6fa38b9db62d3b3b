"""Numbers and times in cells, in the forms in which people write them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.demos.cells import distinct, moment, number, numbers, texts, times
from assistant.text import Bilingual
from assistant.tools.parameters import DemoInputError
from assistant.tools.tables import Column, DataTable
from tests.demos.contract import table_of

TITLE = Bilingual(zh="数据", en="Data")


def column(*cells: str) -> DataTable:
    table = DataTable.of_rows("own.csv", ("x",), [(cell,) for cell in cells])
    return table.with_columns([Column("x", Bilingual("x", "x"))])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234", 1234),
        ("-1,234,567.5", -1234567.5),
        ("４", 4),
        ("１，２３４", 1234),
        ("95%", 0.95),
        ("12.5％", 0.125),
        ("1e-3", 0.001),
        (".5", 0.5),
        ("−3", -3),
        ("+7.", 7),
    ],
)
def test_a_number_is_read_in_its_usual_forms(cell: str, value: float) -> None:
    assert number(cell) == pytest.approx(value)
    assert numbers(column(cell, "1"), "x", TITLE).tolist() == pytest.approx([value, 1])


@pytest.mark.parametrize(
    "cell",
    [
        "1,5",
        "1,2345",
        "1_000",
        "nan",
        "inf",
        "Infinity",
        "1e999",
        "--1",
        "0x10",
        "1 2",
        "%",
        "9" * 100,
        "=1+1",
    ],
)
def test_what_is_no_number_is_not_taken_for_one(cell: str) -> None:
    assert number(cell) is None
    with pytest.raises(DemoInputError, match=r'row 3 of "own.csv" has no number in "x"'):
        numbers(column("1", cell), "x", TITLE)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_that_python_writes_is_read(value: float) -> None:
    assert number(repr(value)) == value


@pytest.mark.parametrize(
    "cell",
    [
        "2025-06-30 08:05",
        "2025/6/30 8:05",
        "2025.6.30 8:05:00",
        "2025年6月30日 08:05",
        "30.06.2025 8:05",
        "2025-06-30T08:05:00Z",
        "2025-06-30T10:05:00+02:00",
        "2025-06-30 03:05:00.0-0500",
        "２０２５-06-30 08:05",
    ],
)
def test_a_time_is_read_in_its_usual_forms(cell: str) -> None:
    expected = (datetime(2025, 6, 30, 8, 5) - datetime(1, 1, 1)).total_seconds()
    assert moment(cell) == expected
    assert times(column(cell), "x", TITLE).tolist() == [expected]


@pytest.mark.parametrize(
    "cell", ["昨天", "6/7/2025", "2025-13-01", "2025-02-30", "2025-06-30 25:00", "2025", "", "NaN"]
)
def test_what_may_be_two_times_or_none_is_not_read(cell: str) -> None:
    if cell == "2025":
        assert moment(cell) == 2025
    else:
        assert moment(cell) is None


def test_dates_that_repeat_and_empty_ones_among_many_are_told_apart() -> None:
    assert len(set(times(column(*["2025-01-01", "2025-01-02"] * 10_000), "x", TITLE))) == 2
    with pytest.raises(DemoInputError, match="row 9002"):
        times(column(*["2025-01-01"] * 9000, "never"), "x", TITLE)


def test_zeros_that_excel_was_to_leave_alone_are_the_same_name() -> None:
    table = table_of('x\n"=""007"""\n007\n"=1+1"\n').with_columns([Column("x", Bilingual("x", "x"))])
    assert texts(table, "x", TITLE) == ["007", "007", "=1+1"]
    names, which = distinct(table, "x", TITLE)
    assert (names, which.tolist()) == (["007", "=1+1"], [0, 0, 1])


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#DIV/0!", "#=A1+B1"])
def test_what_excel_could_not_compute_is_no_name(cell: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        texts(column("a", cell), "x", TITLE)
    assert "第 3 行的“x”是公式或公式的错误" in caught.value.message.zh
    assert 'row 3 of "own.csv"' in caught.value.message.en
