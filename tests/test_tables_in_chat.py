"""Tables that come with a message: which demo they are for, and what the coach says where that is not known."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.coach import Coach
from assistant.store.messages import Message
from tests.conversing import answer_of

HEADERS = {"purchases": "user,item,rating", "strange": "uid,sku_code,points"}
COLUMNS = ("用户", "商品", "评分", "学生", "知识点", "问题", "答案")


def purchases(header: str = HEADERS["purchases"], users: int = 30) -> str:
    rows = (
        f"u{user},i{(user * 7 + step * step) % 13},{1 + step % 5}"
        for user in range(users)
        for step in range(6)
    )
    return "\n".join([header, *rows])


def put(coach: Coach, text: str, name: str = "") -> str:
    """Put a table on the host's shelf, under a name of its own."""
    return coach.tables("").add(text.encode(), name or f"{uuid4().hex}.csv")


def said(
    coach: Coach, text: str = "", tables: Sequence[str] = (), conversation: str | None = None
) -> Message:
    learner = Learner(engine="grounded", language="zh")
    return answer_of(list(coach.reply(conversation or uuid4().hex, text, learner, tables=tables)))


def run_of(message: Message) -> tuple[str, dict[str, object]]:
    (call,) = message.tool_calls
    assert call.result, call.error
    return call.name, call.arguments


@pytest.mark.parametrize(
    "text",
    [
        "跑一下推荐系统演示",
        "用这个表看看推荐系统",
        "run the recommender on this",
        "协同过滤在我的数据上行不行",
    ],
)
def test_a_demo_that_is_asked_for_takes_the_table(coach: Coach, text: str) -> None:
    file = put(coach, purchases())
    assert run_of(said(coach, text, [file])) == ("recommender", {"data": file})


def test_what_else_the_words_give_is_taken_as_well(coach: Coach) -> None:
    file = put(coach, purchases())
    name, arguments = run_of(said(coach, "用热门推荐跑推荐系统演示，推荐 5 件", [file]))
    assert (name, arguments) == ("recommender", {"method": "popularity", "k": 5, "data": file})


@pytest.mark.parametrize("text", ["", "看看这个", "帮我分析一下", "what can you do with this?"])
def test_a_table_alone_is_run_by_the_demo_whose_columns_it_has(coach: Coach, text: str) -> None:
    file = put(coach, purchases())
    message = said(coach, text, [file])
    assert run_of(message) == ("recommender", {"data": file})
    assert "推荐系统演示" in message.text or "Recommender demo" in message.text
    assert file.replace(".", r"\.") in message.text or file in message.text


def test_a_table_that_two_demos_can_take_is_asked_about(coach: Coach) -> None:
    file = put(coach, "user,item,rating,question,answer\nu,a,1,怎么退款,七天\n")
    message = said(coach, "", [file])
    assert not message.tool_calls
    assert {offer.demo for offer in message.offers} == {"recommender", "customer_service"}
    assert all(offer.is_ready for offer in message.offers)


def test_a_table_that_no_demo_knows_is_told_what_each_needs(coach: Coach) -> None:
    file = put(coach, purchases(HEADERS["strange"]))
    message = said(coach, "", [file])
    assert not message.tool_calls
    for column in COLUMNS:
        assert column in message.text
    assert not any(offer.is_ready for offer in message.offers)
    assert {"data": file} in [offer.arguments for offer in message.offers]


def test_an_offer_runs_and_says_which_columns_are_missing(coach: Coach) -> None:
    conversation, file = uuid4().hex, put(coach, purchases(HEADERS["strange"]))
    offer = next(o for o in said(coach, "", [file], conversation).offers if o.demo == "recommender")
    learner = Learner(engine="grounded", language="zh")
    (call,) = answer_of(list(coach.run_demo(conversation, offer.demo, offer.arguments, learner))).tool_calls
    assert call.error
    assert all(column in call.error for column in ("用户", "商品", "评分"))
    coach.tables("").map_columns(file, {"user": "uid", "item": "sku_code", "rating": "points"})
    (call,) = answer_of(list(coach.run_demo(conversation, offer.demo, offer.arguments, learner))).tool_calls
    assert call.result
    assert call.result["columns"] == {"data": {"user": "uid", "item": "sku_code", "rating": "points"}}
    # From now on its columns are known.
    assert run_of(said(coach, "", [file])) == ("recommender", {"data": file})


def test_a_named_demo_is_run_also_where_the_columns_do_not_fit(coach: Coach) -> None:
    file = put(coach, purchases())
    (call,) = said(coach, "跑一下用户行为分析演示", [file]).tool_calls
    assert call.name == "behaviour_analysis"
    assert "知识点" in str(call.error)


def test_a_demo_without_a_table_runs_and_the_table_is_said_to_be_unused(coach: Coach) -> None:
    file = put(coach, purchases())
    message = said(coach, "跑一下线性回归", [file])
    assert run_of(message) == ("linear_regression", {})
    assert "没有用上" in message.text


def test_two_tables_find_their_places(coach: Coach) -> None:
    faq = put(coach, "问题,答案\n怎么退款,七天内可退\n多久发货,两天\n")
    asked = put(coach, "question,expected\n能退钱吗,怎么退款\n什么时候发,多久发货\n")
    name, arguments = run_of(said(coach, "", [asked, faq]))
    assert (name, arguments) == ("customer_service", {"faq": faq, "questions": asked})


def test_the_run_after_it_keeps_the_table_and_one_that_comes_later_takes_its_place(coach: Coach) -> None:
    conversation = uuid4().hex
    first, second = put(coach, purchases()), put(coach, purchases(users=20))
    said(coach, "", [first], conversation)
    name, arguments = run_of(said(coach, "推荐 5 件再跑一次", [], conversation))
    assert (name, arguments["data"], arguments["k"]) == ("recommender", first, 5)
    name, arguments = run_of(said(coach, "换成这个表再跑一次", [second], conversation))
    assert (name, arguments["data"], arguments["k"]) == ("recommender", second, 5)


def test_a_table_of_the_shelf_is_meant_by_its_name_spaces_and_all(coach: Coach) -> None:
    file = put(coach, purchases(), f"my sales {uuid4().hex[:6]}.csv")
    assert run_of(said(coach, f"用 {file} 跑一下推荐系统演示")) == ("recommender", {"data": file})


def test_the_message_keeps_its_tables_and_is_answered_again_with_them(coach: Coach) -> None:
    conversation, file = uuid4().hex, put(coach, purchases())
    said(coach, "", [file], conversation)
    question = coach.messages(conversation)[0]
    assert (question.text, question.files) == (file, (file,))
    again = answer_of(list(coach.answer_again(conversation, question.id, Learner(engine="grounded"))))
    assert run_of(again) == ("recommender", {"data": file})
    reworded = coach.reply(
        conversation, "跑推荐系统演示，推荐 3 件", Learner(engine="grounded"), replaces=question.id
    )
    assert run_of(answer_of(list(reworded))) == ("recommender", {"k": 3, "data": file})


def test_an_excel_file_is_meant_by_its_name_as_well(coach: Coach) -> None:
    assert "gone.xlsx" in str(said(coach, "跑一下推荐系统演示，用 gone.xlsx").tool_calls[0].error)


def test_a_table_that_is_gone_is_told(coach: Coach) -> None:
    message = said(coach, "跑一下推荐系统演示，用 gone.csv")
    assert "gone.csv" in str(message.tool_calls[0].error)
    assert "没有叫" in message.text


def test_a_question_to_the_sources_is_answered_as_ever(coach: Coach) -> None:
    put(coach, purchases(), "sales.csv")
    message = said(coach, "推荐系统是什么？")
    assert not message.tool_calls
    assert message.citations
