"""Names and numbers are found in both languages, and those that the sources lack are told."""

import pytest

from assistant.checking.support.entities import find_names, find_numbers, missing_names, missing_numbers


def test_capitals_inside_a_sentence_and_latin_words_in_chinese_are_names() -> None:
    assert find_names("The article recommends TensorFlow and PyTorch.") == ["tensorflow", "pytorch"]
    assert "numpy" in find_names("代码用 NumPy 重写。")


def test_a_name_that_the_passage_lacks_is_missing() -> None:
    assert missing_names("The article recommends TensorFlow and JAX.", "TensorFlow and PyTorch") == ["jax"]


def test_an_acronym_is_held_by_its_long_form() -> None:
    assert not missing_names("常用 CNN 处理图像。", "卷积神经网络常用于图像。")


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("GPT-3 有 1750 亿个参数。", "It has 175 billion parameters."),
        ("三个办法", "3 ways"),
        ("The slope is about 4.2.", "斜率是 4.1934。"),
        ("降到一半", "half the time"),
        ("Two thirds of users leave.", "67% of users leave."),
        ("三成用户会回来。", "30% 的用户会回来。"),
        ("打八折", "80%"),
        ("百分之五十", "一半"),
        ("要等十几天。", "要等 15 天。"),
    ],
)
def test_the_same_value_is_found_in_another_form(statement: str, source: str) -> None:
    assert not missing_numbers(statement, find_numbers(source))


def test_another_value_is_missing() -> None:
    assert [number.value for number in missing_numbers("17.5 billion", find_numbers("175 billion"))] == [
        17.5e9
    ]


@pytest.mark.parametrize("text", ["两三个办法", "the third step", "其余两个挑战", "两者都要"])
def test_what_is_no_one_value_is_never_missing(text: str) -> None:
    assert not missing_numbers(text, [])


def test_a_list_counts_itself() -> None:
    assert not missing_numbers("three ways", [], counts=[3])
