"""Text made clean and comparable."""

import unicodedata

import pytest

from assistant.text import clean, normalize


def test_no_more_than_30_marks_stand_on_one_character() -> None:
    marks = "\u0301\u0316" * 50
    assert len(clean(f"a{marks}b")) <= 32
    assert clean(f"a{marks}b").endswith("b")


@pytest.mark.parametrize(
    "text", ["ภาษาไทย" * 20, "ελληνικά" * 20, "Việt Nam", "e\u0301te\u0301", "דּוּגְמָה" * 10, "한국어", "ﬁ①"]
)
def test_what_people_write_is_put_in_normal_form(text: str) -> None:
    assert normalize("NFC", text) == unicodedata.normalize("NFC", text)
    assert normalize("NFKC", text) == unicodedata.normalize("NFKC", text)
