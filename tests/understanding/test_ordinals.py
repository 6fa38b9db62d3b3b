import pytest

from assistant.understanding.asking import ordinal


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("那第二点呢", 2),
        ("第三个再展开说说", 3),
        ("第2条怎么做？", 2),
        ("最后一个呢", -1),
        ("倒数第二步要用什么", -2),
        ("What about the second one?", 2),
        ("tell me more about point 3", 3),
        ("the last one?", -1),
        ("And the first?", 1),
        ("the second to last step", -2),
        ("the 4th please", 4),
    ],
)
def test_finds_the_point_that_is_meant(text: str, position: int) -> None:
    found = ordinal(text)
    assert found is not None
    assert found.position == position


@pytest.mark.parametrize("text", ["这一点怎么理解", "at least explain it", "why"])
def test_a_message_without_an_ordinal_means_no_point(text: str) -> None:
    assert ordinal(text) is None
