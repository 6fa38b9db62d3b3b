from collections.abc import Iterator
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import (
    Completed,
    Event,
    Failed,
    Retrieved,
    TextDelta,
    ToolFinished,
    ToolStarted,
    Understood,
)
from assistant.checking.cited_lines import mark_numbers
from assistant.coach import MAX_QUESTION_CHARACTERS, Coach
from assistant.store.messages import Message
from assistant.text import Language


def ask(coach: Coach, *turns: str) -> Message:
    """Ask a conversation's turns; return the last answer."""
    conversation = uuid4().hex
    events: list[Event] = []
    for turn in turns:
        events = list(coach.reply(conversation, turn))
    completed = events[-1]
    assert isinstance(completed, Completed)
    return completed.message


def kinds(events: Iterator[Event]) -> list[type[Event]]:
    """Return the kinds of events, runs of one kind folded."""
    found: list[type[Event]] = []
    for event in events:
        if not found or type(event) is not found[-1]:
            found.append(type(event))
    return found


def test_a_question_is_understood_searched_written_and_completed(coach: Coach) -> None:
    assert kinds(coach.reply("order", "大模型是什么？")) == [Understood, Retrieved, TextDelta, Completed]


def test_a_demo_runs_between_search_and_text(coach: Coach) -> None:
    found = [
        kind
        for kind in kinds(coach.reply("demo-order", "跑一下线性回归"))
        if kind in (Retrieved, ToolStarted, ToolFinished, TextDelta, Completed)
    ]
    assert found == [Retrieved, ToolStarted, ToolFinished, TextDelta, Completed]


def test_the_text_is_what_was_streamed(coach: Coach) -> None:
    events = list(coach.reply("stream", "怎么保证大模型的安全"))
    completed = events[-1]
    assert isinstance(completed, Completed)
    assert completed.message.text == "".join(event.text for event in events if isinstance(event, TextDelta))


def test_the_question_is_stored_before_the_answer_begins(coach: Coach) -> None:
    events = coach.reply("stored", "大模型是什么？")
    next(events)
    stored = coach.messages("stored")
    assert [(message.role, message.status) for message in stored] == [
        ("user", "complete"),
        ("assistant", "streaming"),
    ]
    assert stored[1].answers == stored[0].id


def test_an_answer_that_is_left_early_is_kept_as_stopped(coach: Coach) -> None:
    events = coach.reply("left", "怎么保证大模型的安全")
    for event in events:
        if isinstance(event, TextDelta):
            break
    events.close()  # type: ignore[attr-defined]
    kept = coach.messages("left")[-1]
    assert (kept.role, kept.status) == ("assistant", "stopped")
    # What was shown with a source keeps it.
    marked = set(mark_numbers(kept.text))
    assert marked
    assert {citation.n for citation in kept.citations} == marked


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "empty_question"),
        (" \n\0", "empty_question"),
        ("长" * (MAX_QUESTION_CHARACTERS + 1), "question_too_long"),
    ],
)
def test_bad_input_gets_one_clear_message(coach: Coach, text: str, error: str) -> None:
    (event,) = coach.reply("bad", text)
    assert isinstance(event, Failed)
    assert event.error == error
    assert event.explanation


@pytest.mark.parametrize(("language", "told"), [("zh", "最多 4,000 个"), ("en", "the limit is 4,000")])
def test_a_stored_question_that_is_too_long_is_not_answered_again(
    coach: Coach, language: Language, told: str
) -> None:
    text = "long" * MAX_QUESTION_CHARACTERS
    coach.conversations.save(
        Message(id=f"long-{language}", conversation_id="long", role="user", text=text, language=language)
    )
    (event,) = coach.answer_again("long", f"long-{language}")
    assert isinstance(event, Failed)
    assert told in event.explanation


@pytest.mark.parametrize(
    "text", ["大模型\0是什么", "大模型\ud800是什么？", "\u202e大模型是什么", "🤖 大模型是什么 🤖"]
)
def test_strange_characters_do_not_hide_a_question(coach: Coach, text: str) -> None:
    assert ask(coach, text).citations[0].section == "2.1"


@pytest.mark.parametrize(
    ("turns", "section"),
    [
        (("大模型有哪些特点？", "第三个再展开说说"), "2.1"),
        (("怎么保证大模型的安全", "还有呢"), "9.3"),
        (("学习资源有哪些", "论文呢"), "7.3"),
        (("大模型算法有什么优点", "缺点呢？"), "3.3"),
        (("What are the trends to watch?", "And the challenges?"), "8.3"),
        (("How can training time be shortened?", "what about the second one?"), "9.2"),
    ],
)
def test_follow_ups_are_understood_from_the_conversation(
    coach: Coach, turns: tuple[str, ...], section: str
) -> None:
    answer = ask(coach, *turns)
    assert not answer.refused
    assert answer.citations[0].section == section


def test_a_follow_up_names_the_point_that_is_meant(coach: Coach) -> None:
    assert "模型压缩" in ask(coach, "大模型的训练时间如何优化？", "第三点呢").text


@pytest.mark.parametrize("change", ["其他不变，学习率改成 0.5", "学习率换成 0.5 再跑"])
def test_a_rerun_that_changes_one_thing_draws_the_same_data(coach: Coach, change: str) -> None:
    conversation = uuid4().hex
    answers = [
        event.message
        for text in ("跑一次线性回归", change)
        for event in coach.reply(conversation, text)
        if isinstance(event, Completed)
    ]
    seeds = {
        message.tool_calls[0].result["parameters"]["seed"]
        for message in answers
        if message.tool_calls[0].result
    }
    assert len(seeds) == 1


def test_a_rerun_keeps_the_values_that_were_asked_for(coach: Coach) -> None:
    call = ask(coach, "用学习率0.1、训练500轮跑一次线性回归", "再来一次，学习率改成 0.5").tool_calls[0]
    assert call.arguments == {"learning_rate": 0.5, "epochs": 500}


def test_a_value_out_of_bounds_is_told_in_the_answer(coach: Coach) -> None:
    answer = ask(coach, "用学习率 50 跑一次线性回归")
    assert answer.tool_calls[0].error
    assert answer.tool_calls[0].error in answer.text


@pytest.mark.parametrize("text", ["你好", "谢谢", "你能做什么", "Hello!", "What can you do?"])
def test_small_talk_gets_a_reply_with_three_things_to_try(coach: Coach, text: str) -> None:
    answer = ask(coach, text)
    assert not answer.refused
    assert len(answer.suggestions) == 3


def test_what_the_article_does_not_cover_is_refused_with_the_nearest_sections(coach: Coach) -> None:
    answer = ask(coach, "明天会下雨吗")
    assert answer.refused
    assert len(answer.citations) == 2


def test_the_answer_is_in_the_language_of_the_question(coach: Coach) -> None:
    answer = ask(coach, "What is a large model?")
    assert answer.language == "en"
    assert {citation.language for citation in answer.citations} == {"en"}
    assert "large model" in answer.text


def test_the_form_runs_a_demo_as_a_turn_of_the_conversation(coach: Coach) -> None:
    *_, last = coach.run_demo("form", "linear_regression", {"epochs": 10}, Learner(language="zh"))
    assert isinstance(last, Completed)
    assert last.message.tool_calls[0].arguments == {"epochs": 10}
    assert [message.role for message in coach.messages("form")] == ["user", "assistant"]


def test_an_answer_is_stored_while_it_is_written(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.answering.recording._SAVE_SECONDS", 0.0)
    events = coach.reply("streamed", "怎么保证大模型的安全")
    for event in events:
        if isinstance(event, TextDelta):
            break
    kept = coach.messages("streamed")[-1]
    assert kept.status == "streaming"
    assert kept.text
    list(events)
    assert coach.messages("streamed")[-1].status == "complete"


def test_a_question_answered_again_keeps_both_answers_and_follows_the_same_history(coach: Coach) -> None:
    list(coach.reply("again", "大模型有哪些特点？"))
    list(coach.reply("again", "第二点呢？"))
    question = coach.messages("again")[2]
    *_, last = coach.answer_again("again", question.id)
    assert isinstance(last, Completed)
    messages = coach.messages("again")
    assert [m.role for m in messages] == ["user", "assistant", "user", "assistant", "assistant"]
    assert messages[-1].text == messages[-2].text
    assert messages[-1].answers == question.id


def test_a_question_in_other_words_is_answered_as_if_the_first_had_not_been_asked(coach: Coach) -> None:
    list(coach.reply("edited", "大模型有哪些特点？"))
    list(coach.reply("edited", "怎么保证大模型的安全"))
    replaced = coach.messages("edited")[2]
    *_, last = coach.reply("edited", "第二点呢？", replaces=replaced.id)
    assert isinstance(last, Completed)
    assert last.message.citations[0].section == "2.1"


def test_nothing_is_added_to_the_conversation_of_somebody_else(coach: Coach) -> None:
    list(coach.reply("theirs", "大模型有哪些特点？", Learner(owner="visitor:1")))
    before = coach.messages("theirs")
    intruder = Learner(owner="visitor:2", language="zh")
    for events in (
        coach.reply("theirs", "还有呢？", intruder),
        coach.reply("theirs", "改写", intruder, replaces=before[0].id),
        coach.answer_again("theirs", before[0].id, intruder),
        coach.run_demo("theirs", "linear_regression", {"epochs": 10}, intruder),
    ):
        (event,) = events
        assert isinstance(event, Failed)
        assert event.error == "not_yours"
        assert "别人的对话" in event.explanation
    assert coach.messages("theirs") == before


def test_an_unknown_question_cannot_be_answered_again(coach: Coach) -> None:
    (event,) = coach.answer_again("nothing", "unknown")
    assert isinstance(event, Failed)
    assert event.error == "question_gone"
