"""What a model is told, and what becomes of what it says."""

import re
import time
from typing import Any
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import ReasoningDelta, TextDelta, Waiting
from assistant.answering.llm.prompt import estimated_tokens
from assistant.demos import demos
from assistant.models.model_errors import failure
from tests.conversing import EN, KEY, SUPPORTED, ZH, CoachAt, Serve, answer_of, answered, events_of
from tests.models.scripted import KEEP_ALIVE, Asked, Reply, Step, says

AUDIT = "定期对模型做安全审计，找出潜在的安全漏洞并修好。"
INVENTED = "量子计算机明年会破解所有的模型。"


def listing(request: Asked) -> dict[int, str]:
    """Return the numbered sources of a request."""
    text = "\n".join(message["content"] or "" for message in request.messages if message["role"] != "system")
    return {int(n): source for n, source in re.findall(r"^\[(\d+)\] (.*)$", text, re.MULTILINE)}


def number_of(text: str, request: Asked) -> int:
    """Return the number of the source that holds a text."""
    return next(n for n, source in listing(request).items() if text in source)


def test_a_model_gets_instructions_numbered_sources_and_the_question(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    answered(coach_at(endpoint, model="tiny"), ZH)
    (request,) = endpoint.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "tiny"
    assert request.body["stream"] is True
    system, question = request.messages
    assert system["role"] == "system"
    assert re.match(r"<sources>\n.*\n</sources>\n\n", question["content"], re.DOTALL)
    assert ZH in question["content"].partition("</sources>")[2]
    assert list(listing(request)) == list(range(1, len(listing(request)) + 1))
    names = [tool["function"]["name"] for tool in request.body["tools"]]
    assert names == [*demos(), "search_sources", "open_section"]


def test_marks_are_kept_moved_or_dropped_by_what_supports_them(serve: Serve, coach_at: CoachAt) -> None:
    coach, endpoint = coach_at(first := serve(says(SUPPORTED))), first
    answered(coach)
    right = number_of("数据加密：", endpoint.requests[0])
    wrong = number_of("多久审计一次", endpoint.requests[0])
    written = f"{SUPPORTED[:-1]}[{right}]。{AUDIT[:-1]}[{wrong}]。{INVENTED[:-1]}[{right}]。编号写错了的一句话[99]。"
    message = answered(coach_at(serve(says(written))))
    assert message.text == f"{SUPPORTED}[1] {AUDIT}[2] {INVENTED}编号写错了的一句话。"
    assert [citation.quote.partition("：")[0] for citation in message.citations] == ["数据加密", "安全审计"]
    assert message.unsupported[0] == INVENTED


def test_an_answer_without_any_support_is_replaced(serve: Serve, coach_at: CoachAt) -> None:
    message = answered(coach_at(serve(says(INVENTED))))
    assert message.text.startswith(
        f"{INVENTED}\n\n> **换成了直接摘自资料的回答。** {failure('unfounded').message.zh}"
    )
    assert message.citations
    assert message.unsupported == (INVENTED,)


@pytest.mark.parametrize(
    "reply",
    [
        says(SUPPORTED, reasoning="先看资料。"),
        says("<think>先看", "资料。</think>", SUPPORTED),
        Reply(({"reasoning": "先看资料。"}, *says(SUPPORTED).steps)),
    ],
    ids=["reasoning_content", "think", "reasoning"],
)
def test_reasoning_is_streamed_and_kept_apart(reply: Reply, serve: Serve, coach_at: CoachAt) -> None:
    events = events_of(coach_at(serve(reply)), ZH)
    message = answer_of(events)
    assert "".join(e.text for e in events if isinstance(e, ReasoningDelta)) == "先看资料。"
    assert message.reasoning == "先看资料。"
    assert message.text == f"{SUPPORTED}[1]"
    assert "先看" not in "".join(e.text for e in events if isinstance(e, TextDelta))


def test_words_are_passed_on_as_they_come(serve: Serve, coach_at: CoachAt) -> None:
    steps: tuple[Step, ...] = ({"content": SUPPORTED}, 0.5, {"content": AUDIT}, *says().steps)
    events = coach_at(serve(Reply(steps))).reply(uuid4().hex, ZH, Learner(engine="openai"))
    seen = [(time.monotonic(), event.text) for event in events if isinstance(event, TextDelta)]
    assert [text for _, text in seen] == [SUPPORTED, AUDIT]
    assert seen[1][0] - seen[0][0] > 0.3


def contents(request: Asked) -> list[tuple[str, Any]]:
    return [(message["role"], message["content"]) for message in request.messages]


@pytest.mark.parametrize(
    "turns",
    [
        (ZH, "多久审计一次？", "还有吗？"),
        (EN, "How often should you audit?", "What else?"),
        (ZH, ZH, ZH, ZH),
        (ZH, "9.2", "2.1", ZH),
        (EN, "9.2", "BERT", EN),
    ],
    ids=["zh", "en", "the same question", "addresses", "addresses in English"],
)
def test_every_request_begins_with_the_one_before_and_its_answer(
    turns: tuple[str, ...], serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(says(f"{SUPPORTED}[3] The article protects a large model in three ways.[1]"))
    coach, conversation = coach_at(endpoint), uuid4().hex
    drafts = [answered(coach, turn, conversation).draft for turn in turns]
    assert len(endpoint.requests) == len(turns)
    for before, after, draft in zip(endpoint.requests, endpoint.requests[1:], drafts, strict=False):
        assert contents(after)[:-1] == [*contents(before), ("assistant", draft)]
        assert after.body["tools"] == before.body["tools"]


def test_a_source_is_given_once(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    for question in (ZH, "数据加密有什么用？", "大模型是什么？"):
        answered(coach, question, conversation)
    text = "".join(content or "" for _, content in contents(endpoint.requests[-1]))
    for source in listing(endpoint.requests[-1]).values():
        assert text.count(source) == 1


def test_a_number_means_the_same_source_in_every_turn(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    for question in (ZH, "大模型是什么？"):
        answered(coach, question, conversation)
    first, second = (listing(request) for request in endpoint.requests)
    assert first == {n: second[n] for n in first}
    assert len(second) > len(first)


def test_old_turns_are_dropped_whole_and_their_sources_given_again(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(f"{SUPPORTED}{'好' * 900}。"))
    coach, conversation = coach_at(endpoint, context_tokens=12_000), uuid4().hex
    for question in (ZH, "大模型是什么？", "怎么选择合适的大模型？", "什么是迁移学习？", ZH):
        answered(coach, question, conversation)
    last = endpoint.requests[-1]
    roles = [role for role, _ in contents(last)]
    assert roles[:2] == ["system", "user"]
    assert len(roles) % 2 == 0
    assert 2 < len(roles) < 10
    assert "数据加密：" in contents(last)[-1][1]
    first = endpoint.requests[0]
    assert number_of("数据加密：", last) == number_of("数据加密：", first)


@pytest.mark.parametrize("tokens", [5_000, 8_000, 16_000])
def test_a_request_leaves_room_for_its_answer(tokens: int, serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint, context_tokens=tokens), uuid4().hex
    for question in (ZH, "大模型是什么？", "怎么选择合适的大模型？"):
        answered(coach, question, conversation)
    last = endpoint.requests[-1]
    sent = sum(estimated_tokens(content or "") for _, content in contents(last))
    assert sent + 1_000 + last.body["max_tokens"] <= tokens


def test_an_answer_that_is_left_keeps_its_text_without_dead_marks_and_hangs_up(
    serve: Serve, coach_at: CoachAt
) -> None:
    more: tuple[Step, ...] = ({"content": AUDIT}, 0.05) * 600
    endpoint = serve(Reply(({"content": f"{SUPPORTED}[3]"}, *more)))
    coach, conversation = coach_at(endpoint), uuid4().hex
    events = coach.reply(conversation, ZH, Learner(engine="openai"))
    for event in events:
        if isinstance(event, TextDelta):
            break
    events.close()  # type: ignore[attr-defined]
    kept = coach.messages(conversation)[-1]
    assert (kept.text, kept.status, kept.engine) == (SUPPORTED, "stopped", "openai")
    assert endpoint.left.wait(2)


def test_an_endpoint_that_has_gone_silent_hears_that_nobody_waits(serve: Serve, coach_at: CoachAt) -> None:
    """Nothing would tell a reader of the socket otherwise before its own timeout."""
    silent: tuple[Step, ...] = ({"content": SUPPORTED}, KEEP_ALIVE, 60.0)
    endpoint = serve(Reply(silent))
    events = coach_at(endpoint, timeout=30).reply(uuid4().hex, ZH, Learner(engine="openai"))
    for event in events:
        if isinstance(event, TextDelta):
            break
    events.close()  # type: ignore[attr-defined]
    assert endpoint.left.wait(2)


def test_a_model_that_has_not_said_a_word_can_be_left(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(Reply((KEEP_ALIVE, 60.0)))
    coach, conversation = coach_at(endpoint, timeout=30), uuid4().hex
    began = time.monotonic()
    events = coach.reply(conversation, ZH, Learner(engine="openai"))
    assert any(isinstance(event, Waiting) for event in events)
    events.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10
    assert coach.messages(conversation)[-1].status == "stopped"
    assert endpoint.left.wait(2)
