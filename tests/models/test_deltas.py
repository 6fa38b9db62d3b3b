"""What a model's stream is sorted into, however the stream is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.deltas import DeltaReader

TOOLS = ("linear_regression", "search_sources")
CALL = '{"name": "linear_regression", "arguments": {"learning_rate": 0.5, "note": "a } b"}}'


def read(text: str, size: int = 1) -> tuple[str, str, list[tuple[str, object]]]:
    """Return the answer, the reasoning and the calls of a text that comes in pieces of a size."""
    reader = DeltaReader(TOOLS)
    said = [each for start in range(0, len(text), size) for each in reader.feed(text[start : start + size])]
    said += reader.end()
    answer = "".join(each.text for each in said if each.kind == "answer")
    reasoning = "".join(each.text for each in said if each.kind == "reasoning")
    return answer, reasoning, [(call.name, call.arguments) for call in reader.calls]


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"```json\n{CALL}\n```",
        f"```\n{CALL}\n```",
        f"<tool_call>\n{CALL}\n</tool_call>",
        f"<tool_call>\n{CALL}",
        f"[{CALL}]",
        f'{{"tool_calls": [{{"type": "function", "function": {CALL}}}]}}',
        CALL.replace('"arguments"', '"parameters"'),
    ],
)
def test_a_call_written_as_text_is_a_call(text: str, size: int) -> None:
    answer, _, calls = read(text, size)
    assert calls == [("linear_regression", {"learning_rate": 0.5, "note": "a } b"})]
    assert answer == ""


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_text_before_and_after_a_call_stays_the_answer(size: int) -> None:
    answer, _, calls = read(f"我来跑一下。\n{CALL}\n好了。", size)
    assert answer == "我来跑一下。\n好了。"
    assert len(calls) == 1


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_reasoning_is_kept_apart(size: int) -> None:
    assert read("<think>\n先看资料 <2>\n</think>\n\n答案是 2。", size) == (
        "答案是 2。",
        "\n先看资料 <2>\n",
        [],
    )


def test_reasoning_that_never_ends_is_no_answer() -> None:
    assert read("<think>想啊想")[:2] == ("", "想啊想")


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "结论：\n\n- 一\n- 二 `x`\n",
        "```python\nd = {\n  'name': 1}\nprint('```')\n```\n完。",
        '```json\n{"alpha": 0.01}\n```\n这是配置。',
        '{"name": "rm_rf", "arguments": {}} 不是工具',
        "a < b 而 b > c，{x} 也是文字",
        "  {不是 JSON",
        "单个 ` 和两个 `` 都在",
    ],
)
def test_everything_else_is_the_answer_unchanged(text: str, size: int) -> None:
    assert read(text, size) == (text, "", [])


@given(st.text(alphabet='ab`{}<>/think_\n" :[]', max_size=60), st.integers(1, 9))
def test_no_text_without_reasoning_or_calls_is_lost(text: str, size: int) -> None:
    answer, reasoning, calls = read(text, size)
    if "<think>" not in text:
        assert (answer, reasoning, calls) == (text, "", [])


def test_braces_in_a_sentence_do_not_hold_the_answer_back() -> None:
    reader = DeltaReader(TOOLS)
    assert "".join(each.text for each in reader.feed("设 {x} 为 1，")) == "设 {x} 为 1，"
    assert "".join(each.text for each in reader.feed("\n{y} 也一样。")) == "\n{y} 也一样。"


@pytest.mark.parametrize(
    "opening", ["<tool_call>", "```json\n{", '{"name": "', "\n" + " " * 100, "```", '{"a":' * 900]
)
@pytest.mark.parametrize("size", [1, 100_000])
def test_what_never_becomes_a_call_is_let_go(opening: str, size: int) -> None:
    reader = DeltaReader(TOOLS)
    text = opening + "x" * 5_000
    said = [each for start in range(0, len(text), size) for each in reader.feed(text[start : start + size])]
    assert len("".join(each.text for each in said)) > len(text) - 10
