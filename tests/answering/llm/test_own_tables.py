"""What stands in a learner's table reaches no model service until the learner says so."""

import json
from collections.abc import Sequence
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import Event
from assistant.coach import Coach
from assistant.store.messages import Message
from tests.conversing import SUPPORTED, ZH, CoachAt, Serve, answer_of
from tests.models.scripted import Asked, Scripted, calls, says

MARKER = "Zanzibar"
"""Stands in every cell of the tables, and in a column's name."""
ANSWERED = "推荐系统会猜用户下一件要什么。"
RUN = "用这个表跑一下推荐系统演示"


def purchases() -> bytes:
    rows = [
        f"{MARKER}-u{user},{MARKER}-i{(user * 7 + step * step) % 13},{1 + step % 5}"
        for user in range(40)
        for step in range(6)
    ]
    return "\n".join(["user,item,rating", *rows]).encode()


def put(coach: Coach, data: bytes, name: str = "") -> str:
    return coach.tables("").add(data, name or f"{uuid4().hex}.csv")


def said(
    coach: Coach, text: str, conversation: str, tables: Sequence[str] = (), *, shares: bool = False
) -> Message:
    learner = Learner(engine="openai", shares_tables=shares)
    return answer_of(list[Event](coach.reply(conversation, text, learner, tables=tables)))


def sent(endpoint: Scripted) -> str:
    return "\n".join(json.dumps(request.body, ensure_ascii=False) for request in endpoint.requests)


def test_no_cell_reaches_a_model_over_a_whole_conversation(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    file = put(coach, purchases())
    ran = said(coach, RUN, conversation, [file])
    assert ran.tool_calls[0].result
    assert MARKER in ran.text
    assert ran.files == (file,)
    for text in ("为什么？", ZH, "推荐系统的优点是什么？"):
        said(coach, text, conversation)
    assert endpoint.requests
    assert MARKER not in sent(endpoint)
    assert file in sent(endpoint)


def test_a_model_hears_the_figures_and_the_verdicts_of_an_earlier_run(
    serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    said(coach, RUN, conversation, [put(coach, purchases())])
    said(coach, ZH, conversation)
    assert "HR@k" in sent(endpoint)
    assert any(verdict in sent(endpoint) for verdict in ("：成立", "：不成立"))


def test_a_form_filled_from_a_table_tells_no_cell_either(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(says(SUPPORTED))
    coach, conversation = coach_at(endpoint), uuid4().hex
    values = {"data": put(coach, purchases()), "user": f"{MARKER}-u1", "k": 5}
    list(coach.run_demo(conversation, "recommender", values, Learner(engine="openai")))
    for text in ("为什么？", ZH):
        said(coach, text, conversation)
    assert endpoint.requests
    assert MARKER not in sent(endpoint)


def told(request: Asked) -> str:
    return "\n".join(message["content"] for message in request.messages if message["role"] == "tool")


def test_a_model_that_runs_a_demo_itself_gets_the_figures_and_the_learner_the_findings(
    serve: Serve, coach_at: CoachAt
) -> None:
    coach = coach_at(endpoint := serve(says("-")))
    file = put(coach, purchases())
    endpoint.replies = (calls(("recommender", {"data": file})), says(ANSWERED))
    message = said(coach, "推荐系统有什么用？", uuid4().hex)
    assert MARKER not in sent(endpoint)
    assert "HR@k" in told(endpoint.requests[-1])
    assert message.text.startswith(ANSWERED[:-1])
    assert MARKER in message.text
    assert MARKER not in message.draft


@pytest.mark.parametrize(
    "data",
    [
        f"user,item,rating\n{MARKER},{MARKER},{MARKER}\n".encode(),
        f"{MARKER},b,c\n1,2,3\n".encode(),
        f"user,item,rating\n{MARKER}\n".encode(),
    ],
    ids=["a wrong cell", "other columns", "a short row"],
)
def test_what_is_wrong_with_a_table_is_told_to_the_learner_alone(
    data: bytes, serve: Serve, coach_at: CoachAt
) -> None:
    coach, conversation = coach_at(endpoint := serve(says("-"))), uuid4().hex
    file = f"{uuid4().hex}.csv"
    shelf = coach.tables("")
    shelf.folder.mkdir(parents=True, exist_ok=True)
    (shelf.folder / file).write_bytes(data)
    endpoint.replies = (calls(("recommender", {"data": file})), says(ANSWERED))
    message = said(coach, "推荐系统有什么用？", conversation)
    assert message.tool_calls[0].error
    assert message.tool_calls[0].error.removesuffix("。") in message.text
    said(coach, RUN, conversation, [file])
    said(coach, ZH, conversation)
    assert MARKER not in sent(endpoint)


def test_a_learner_who_says_so_has_it_told_until_they_take_it_back(serve: Serve, coach_at: CoachAt) -> None:
    coach, conversation = coach_at(endpoint := serve(says("-"))), uuid4().hex
    file = put(coach, purchases())
    quoting = f"{MARKER}-u1 的推荐准。"
    endpoint.replies = (calls(("recommender", {"data": file})), says(ANSWERED), says(quoting + SUPPORTED))
    said(coach, RUN, conversation, [file], shares=True)
    assert MARKER in told(endpoint.requests[-1])
    said(coach, ZH, conversation, shares=True)
    endpoint.requests.clear()
    endpoint.replies = (says(SUPPORTED),)
    said(coach, ZH, conversation)
    assert endpoint.requests
    assert MARKER not in sent(endpoint)


def test_a_sample_is_nobodys_and_is_told_as_ever(serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(calls(("recommender", {"k": 5})), says(ANSWERED))
    said(coach_at(endpoint), "推荐系统有什么用？", uuid4().hex)
    assert "用户自己的表格" not in told(endpoint.requests[-1])
    assert len(told(endpoint.requests[-1]).splitlines()) > 10
