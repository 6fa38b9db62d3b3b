import pytest

from assistant.text.numerals import glanced, grouped, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.01, "0.01"),
        (1000, "1000"),
        (1e-7, "1e-07"),
        (2.0, "2"),
        (None, "–"),
        (True, "是"),
        ("mean", "mean"),
    ],
)
def test_a_value_is_written_as_it_can_be_typed_again(value: object, text: str) -> None:
    assert written(value, "zh") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567, "1,234,567"),
        (1234.5, "1,234.5"),
        (3.2e12, "3.2 trillion"),
        (1e18, "1e+18"),
        (False, "no"),
        ("a", "a"),
    ],
)
def test_a_value_to_read_is_grouped(value: object, text: str) -> None:
    assert grouped(value, "en") == text


@pytest.mark.parametrize(
    ("value", "text"), [(7e9, "70 亿"), (1.4e12, "1.4 万亿"), (2.5e6, "250 万"), (999_999.0, "999,999")]
)
def test_a_large_value_is_told_as_people_say_it(value: float, text: str) -> None:
    assert grouped(value, "zh") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.307692, "0.308"), (13_566.4, "13,566"), (0.7, "0.7"), (31234, "31,234"), (None, "–")],
)
def test_a_figure_is_read_at_a_glance(value: object, text: str) -> None:
    assert glanced(value, "en") == text
