"""Names of a statement and whether a passage holds them."""

from assistant.checking.support.names import missing_names, names


def test_capitals_inside_a_sentence_and_latin_words_in_chinese_are_names() -> None:
    assert names("The article recommends TensorFlow and PyTorch.") == ["tensorflow", "pytorch"]
    assert "numpy" in names("代码用 NumPy 重写。")


def test_a_name_that_the_passage_lacks_is_missing() -> None:
    assert missing_names("The article recommends TensorFlow and JAX.", "TensorFlow and PyTorch") == ["jax"]


def test_an_acronym_is_held_by_its_long_form() -> None:
    assert not missing_names("常用 CNN 处理图像。", "卷积神经网络常用于图像。")
