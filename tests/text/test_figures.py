import pytest

from assistant.text.numerals import grouped, written


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
    [(1234567, "1,234,567"), (1234.5, "1,234.5"), (3.2e12, "3.2e+12"), (False, "no"), ("a", "a")],
)
def test_a_value_to_read_is_grouped(value: object, text: str) -> None:
    assert grouped(value, "en") == text
