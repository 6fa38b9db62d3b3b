"""What a model may call, and what it hears back."""

import re
from typing import Any

import pytest

from assistant.answering.events import Retrieved, ToolFinished, ToolStarted
from assistant.answering.llm import tools
from assistant.models.model_errors import failure
from tests.conversing import SUPPORTED, ZH, CoachAt, Serve, answer_of, answered, events_of
from tests.models.scripted import Asked, Reply, call_delta, calls, says

DEMO = "linear_regression"
VALUES = {"learning_rate": 0.5, "epochs": 20}
AS_JSON = '{"name": "linear_regression", "arguments": {"learning_rate": 0.5, "epochs": 20}}'
DONE = "参数收敛了。"
FORMULA = "如何优化线性回归的学习率？"


def results(request: Asked) -> list[str]:
    """Return what the tools brought, as the model reads it."""
    return [message["content"] for message in request.messages if message["role"] == "tool"]


@pytest.mark.parametrize(
    "call",
    [
        calls((DEMO, VALUES)),
        says(AS_JSON),
        says("```json\n", AS_JSON[:30], AS_JSON[30:], "\n```"),
        says(f"<tool_call>{AS_JSON}</tool_call>"),
    ],
    ids=["native", "JSON", "fenced JSON", "tagged"],
)
def test_a_demo_runs_with_just_the_values_that_are_named(
    call: Reply, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(call, says(DONE))
    events = events_of(coach_at(endpoint), FORMULA)
    message = answer_of(events)
    (ran,) = message.tool_calls
    assert (ran.name, ran.arguments, ran.error) == (DEMO, VALUES, None)
    assert [type(e) for e in events if isinstance(e, ToolStarted | ToolFinished)] == [
        ToolStarted,
        ToolFinished,
    ]
    assert "name" not in message.text
    asked, told = endpoint.requests[1].messages[-2:]
    assert asked["tool_calls"][0]["function"]["name"] == DEMO
    assert asked["tool_calls"][0]["id"] == told["tool_call_id"]
    assert told["content"].startswith("<sources>\n")


def test_a_value_out_of_bounds_goes_back_to_the_model_which_mends_it(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(calls((DEMO, {"epochs": -5})), calls((DEMO, {"epochs": 5})), says(DONE))
    message = answered(coach_at(endpoint), FORMULA)
    assert results(endpoint.requests[1])[0].startswith("错误：")
    assert [(call.arguments, call.error) for call in message.tool_calls] == [({"epochs": 5}, None)]
    assert message.engine == "openai"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (calls((DEMO, '{"epochs": ')), "错误：参数要是一个 JSON 对象"),
        (calls((DEMO, "[1, 2]")), "错误：参数要是一个 JSON 对象"),
        (calls((DEMO, '{"epochs": 5, "note": "' + "长" * 10_000 + '"}')), "错误：参数太长"),
        (calls(("rm_rf", {})), "错误：没有叫“rm_rf”的工具"),
        (calls(("", "")), "错误：没有叫“”的工具"),
        (calls(("search_sources", {})), "错误：缺少参数 query"),
        (calls(("search_sources", {"query": "明天的天气怎么样"})), "资料里没有这方面的内容"),
        (calls(("open_section", {"section": "99.9"})), "没有 99.9 这一节"),
    ],
    ids=[
        "malformed",
        "no object",
        "too long",
        "unknown",
        "nameless",
        "no query",
        "nothing found",
        "no such section",
    ],
)
def test_a_call_that_can_not_be_run_is_explained_to_the_model(
    call: Reply, told: str, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(call, says(SUPPORTED))
    message = answered(coach_at(endpoint))
    assert told in results(endpoint.requests[1])[0]
    assert message.text == f"{SUPPORTED}[1]"
    name = endpoint.requests[1].messages[-2]["tool_calls"][0]["function"]["name"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name)


def test_a_search_brings_new_sources_under_new_numbers(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(
        calls(("search_sources", {"query": "大模型是什么？"})), says("大模型是参数规模很大的深度学习模型。")
    )
    events = events_of(coach_at(endpoint), ZH)
    message = answer_of(events)
    assert sum(isinstance(event, Retrieved) for event in events) == 2
    (found,) = results(endpoint.requests[1])
    before = endpoint.requests[0].messages[-1]["content"].count("\n[")
    assert f"\n[{before + 1}] " in found
    assert message.citations[0].section == "2.1"


def test_a_section_is_opened_whole(serve: Serve, coach_at: CoachAt) -> None:
    coach = coach_at(endpoint := serve(calls(("open_section", {"section": "2.1"})), says(SUPPORTED)))
    answered(coach)
    section = coach.library.section("ai-pm-skills", "zh", "2.1")
    assert section
    (opened,) = results(endpoint.requests[1])
    assert all(passage.plain in opened for passage in section.passages)


def test_of_a_very_long_section_the_beginning_is_told(
    serve: Serve, coach_at: CoachAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "LONGEST_RESULT", 300)
    coach = coach_at(endpoint := serve(calls(("open_section", {"section": "2.1"})), says(SUPPORTED)))
    answered(coach)
    section = coach.library.section("ai-pm-skills", "zh", "2.1")
    assert section
    (opened,) = results(endpoint.requests[1])
    assert section.passages[-1].plain not in opened
    assert "这一节太长" in opened


@pytest.mark.parametrize(
    "reply",
    [
        calls((DEMO, {"epochs": 5}), (DEMO, {"epochs": 6})),
        says(f"[{AS_JSON.replace('20', '5')}, {AS_JSON.replace('20', '6')}]"),
        Reply(
            (
                call_delta(0, '{"epochs": 5}', name=DEMO, id_="a"),
                call_delta(0, '{"epochs": 6}', name=DEMO, id_="b"),
                *says(finish="tool_calls").steps,
            )
        ),
    ],
    ids=["native", "JSON", "native under one index"],
)
def test_several_calls_of_one_round_are_all_run(reply: Reply, serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(reply, says(DONE))
    message = answered(coach_at(endpoint), FORMULA)
    assert [call.arguments["epochs"] for call in message.tool_calls] == [5, 6]
    assert len(results(endpoint.requests[1])) == 2


def test_after_five_rounds_a_model_is_asked_once_more_without_tools(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(*(calls((DEMO, {"epochs": epochs})) for epochs in range(1, 9)))
    message = answered(coach_at(endpoint), FORMULA)
    assert ["tools" in request.body for request in endpoint.requests] == [True] * 5 + [False]
    assert [call.arguments["epochs"] for call in message.tool_calls] == [1, 2, 3, 4, 5]
    assert failure("no_answer").message.zh in message.text
    assert message.citations


def test_what_a_model_says_before_a_call_is_kept_and_remembered(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(calls(("open_section", {"section": "2.1"}), before=SUPPORTED), says("再看看。"))
    message = answered(coach_at(endpoint))
    assert message.text == f"{SUPPORTED}[1]\n\n再看看。"
    assert endpoint.requests[1].messages[-2]["content"] == SUPPORTED


def test_a_call_that_failed_supports_nothing(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(calls((DEMO, {"epochs": -5})), says("量子计算机明年会破解所有的模型。"))
    message = answered(coach_at(endpoint))
    assert failure("unfounded").message.zh in message.text


@pytest.mark.parametrize("reply", [says("好的，我来说说线性回归。"), calls((DEMO, {"epochs": -5}))])
def test_a_demo_that_was_asked_for_runs_whatever_the_model_does(
    reply: Reply, serve: Serve, coach_at: CoachAt
) -> None:
    message = answered(coach_at(serve(reply, says(DONE))), "用学习率 0.1 跑一次线性回归")
    done = [call for call in message.tool_calls if call.result]
    assert [call.arguments for call in done] == [{"learning_rate": 0.1}]


def test_the_figures_of_a_demo_need_no_other_source(serve: Serve, coach_at: CoachAt) -> None:
    run = calls((DEMO, {**VALUES, "seed": 1}))
    first = answered(coach_at(endpoint := serve(run, says(DONE))), FORMULA)
    result: dict[str, Any] = first.tool_calls[0].result or {}
    finding = result["findings"]["zh"][0]
    again = answered(coach_at(serve(run, says(finding))), FORMULA)
    assert again.unsupported == ()
    assert finding in results(endpoint.requests[1])[0]
