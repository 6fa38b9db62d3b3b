import pytest

from assistant.understanding.smalltalk import smalltalk_intent, without_greeting


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你好", "greeting"),
        ("您好！", "greeting"),
        ("在吗？", "greeting"),
        ("Hello there!", "greeting"),
        ("hi", "greeting"),
        ("谢谢你", "thanks"),
        ("明白了，", "thanks"),
        ("thanks a lot!", "thanks"),
        ("OK", "thanks"),
        ("你能做什么？", "capabilities"),
        ("你好，你是谁", "capabilities"),
        ("我可以问什么", "capabilities"),
        ("What can you do?", "capabilities"),
        ("help", "capabilities"),
        ("再见", "farewell"),
        ("bye", "farewell"),
    ],
)
def test_recognises_small_talk(text: str, intent: str) -> None:
    assert smalltalk_intent(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "大模型是什么",
        "你好，大模型是什么",
        "怎么使用 TensorFlow",
        "谢谢，那缺点呢",
        "help me choose a model",
        "帮助用户的功能有哪些",
        "What is a large model?",
    ],
)
def test_leaves_questions_alone(text: str) -> None:
    assert smalltalk_intent(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("你好，大模型是什么", "大模型是什么"),
        ("Hi, what is a large model?", "what is a large model?"),
        ("嗨 客服怎么做", "客服怎么做"),
    ],
)
def test_drops_the_greeting_that_opens_a_question(text: str, question: str) -> None:
    assert without_greeting(text) == question
