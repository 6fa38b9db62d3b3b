import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numerals import NUMBER, number_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        (".5", 0.5),
        ("-3", -3),
        ("1e-3", 0.001),
        ("10^-3", 0.001),
        ("2x10^4", 20_000),
        ("1,000", 1000),
        ("1,234,567.5", 1_234_567.5),
        ("10k", 10_000),
        ("1.5 万", 15_000),
        ("10w", 100_000),
        ("2 million", 2_000_000),
        ("5%", 0.05),
        ("1/4", 0.25),
        ("两千", 2000),
        ("零点一", 0.1),
        ("三百五十", 350),
        ("two hundred thousand", 200_000),
        ("a thousand", 1000),
        ("ten", 10),
        ("seventy-five", 75),
        ("two hundred and fifty thousand", 250_000),
        ("half a million", 500_000),
        ("one half", 0.5),
        ("a dozen", 12),
        ("ninety percent", 0.9),
        ("百分之九十七", 0.97),
        ("千分之一", 0.001),
        ("三分之一", 1 / 3),
        ("两成", 0.2),
        ("八成五", 0.85),
        ("负百分之五", -0.05),
        ("一半", 0.5),
        ("inf", math.inf),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert number_value(text) == pytest.approx(value, rel=1e-9)


def test_whole_numbers_are_integers() -> None:
    assert isinstance(number_value("1e3"), int)
    assert isinstance(number_value("0.5"), float)


@pytest.mark.parametrize("text", ["", "abc", "一百二百", "1/0", "-"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert number_value(text) is None


@pytest.mark.parametrize("text", ["人数一样", "跑一下", "改成", "门槛都一致", "once", "half the time"])
def test_words_that_look_like_numbers_are_none(text: str) -> None:
    found = re.search(NUMBER, text)
    assert found is None


@given(st.floats(1e-9, 1e9))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert number_value(repr(value)) == value
