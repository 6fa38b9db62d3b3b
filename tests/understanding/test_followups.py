import pytest

from assistant.understanding.followups import follow_up


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("那第二点呢", 2),
        ("第三个再展开说说", 3),
        ("第2条怎么做？", 2),
        ("最后一个呢", -1),
        ("What about the second one?", 2),
        ("tell me more about point 3", 3),
        ("the last one?", -1),
        ("And the first?", 1),
    ],
)
def test_finds_the_point_that_is_meant(text: str, ordinal: int) -> None:
    found = follow_up(text)
    assert found is not None
    assert (found.kind, found.ordinal) == ("item", ordinal)


@pytest.mark.parametrize(
    "text",
    [
        "还有吗",
        "还有呢？",
        "继续",
        "还有别的吗",
        "为什么？",
        "举个例子",
        "再详细点",
        "anything else?",
        "why?",
        "Tell me more",
        "for example?",
        "go on",
    ],
)
def test_hears_a_wish_for_more(text: str) -> None:
    found = follow_up(text)
    assert found is not None
    assert found.kind == "more"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("缺点呢？", "缺点"),
        ("那论文呢", "论文"),
        ("那么安全性怎么样", "安全性"),
        ("And the challenges?", "challenges"),
        ("what about security?", "security"),
    ],
)
def test_takes_the_new_aspect_from_an_ellipsis(text: str, rest: str) -> None:
    found = follow_up(text)
    assert found is not None
    assert (found.kind, found.rest) == ("aspect", rest)


@pytest.mark.parametrize("text", ["它有什么缺点", "这个怎么用", "How does it work?"])
def test_sees_a_pronoun(text: str) -> None:
    found = follow_up(text)
    assert found is not None
    assert found.kind == "pronoun"


@pytest.mark.parametrize(
    "text",
    [
        "大模型的训练时间如何优化？",
        "客服",
        "激活函数",
        "第九章第一节",
        "What loss function is used for linear regression?",
        "银行能用大模型来干嘛",
    ],
)
def test_lets_a_question_stand_by_itself(text: str) -> None:
    assert follow_up(text) is None
