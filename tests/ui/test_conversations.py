"""The list of conversations, and what can be done with them, over a real store in memory."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.store.conversations import ConversationStore
from assistant.store.messages import Summary
from assistant.ui import navigation, session, states, texts
from assistant.ui.conversations import conversation_menu
from assistant.ui.conversations.conversation_list import by_day
from tests.ui.conversations import QUESTION, choose, dialog, go, keep, links, opened, rename, take_in, titles
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, run_until, shown

WORDS = texts.conversations


def test_conversations_are_listed_under_the_days_of_the_visitors_time_zone() -> None:
    shanghai = timezone(timedelta(hours=8))
    now = datetime(2026, 3, 15, 0, 30, tzinfo=shanghai)
    ages = [
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(days=3),
        timedelta(days=20),
        timedelta(days=80),
    ]
    listed = [Summary(str(i), "", (now - age).astimezone(UTC), 1) for i, age in enumerate(ages)]
    names = ["今天", "昨天", "过去 7 天", "过去 30 天", "2025 年 12 月"]
    assert [(day, [c.id for c in group]) for day, group in by_day(listed, now, "zh")] == [
        (name, [str(i)]) for i, name in enumerate(names)
    ]
    assert by_day(listed, now, "en")[-1][0] == "December 2025"


def test_of_two_hundred_conversations_the_latest_are_listed_and_more_on_demand(
    page: AppTest, store: ConversationStore
) -> None:
    for number in range(200):
        keep(store, f"问题 {number}")
    assert titles(page.run())[:2] == ["问题 199", "问题 198"]
    assert len(titles(page)) == 30
    page.button(key="more-conversations").click().run()
    assert len(titles(page)) == 60
    assert not page.exception


def test_without_conversations_there_is_no_list_and_no_search(page: AppTest) -> None:
    assert not links(page)
    assert not page.text_input


def test_a_hostile_title_is_shown_as_it_was_typed(page: AppTest, store: ConversationStore) -> None:
    keep(store, "**x** ![x](https://example.com/x.png) :red[z]")
    assert titles(page.run()) == ["**x** ![x](https://example.com/x.png) :red[z]"]
    assert "\\*\\*x" in links(page)[0].value


def test_renaming_gives_a_title_and_an_empty_one_the_first_question_back(
    page: AppTest, store: ConversationStore
) -> None:
    kept = keep(store)
    choose(page.run(), kept, "rename")
    assert QUESTION in [field.value for field in page.text_input]
    for title, shown_title in (("提速", "提速"), ("", QUESTION)):
        alone = dialog(rename)
        alone.text_input[0].set_value(title)
        alone.button[0].click().run()
        assert not alone.exception
        assert titles(page.run()) == [shown_title]


def test_deleting_the_open_conversation_begins_a_new_one_and_undo_opens_it_again(
    page: AppTest, store: ConversationStore
) -> None:
    kept = keep(store)
    before = store.conversations()
    go(page, kept)
    choose(page, kept, "delete")
    assert opened(page) != kept
    assert titles(page) == []
    assert WORDS.DELETED.of("zh", title=QUESTION) in shown(page)
    page.button(key="undo-conversation").click().run()
    assert opened(page) == kept
    assert store.conversations() == before
    assert WORDS.UNDO.zh not in shown(page)


def test_deleting_another_conversation_leaves_the_open_one_open(
    page: AppTest, store: ConversationStore
) -> None:
    mine, other = keep(store), keep(store, "别的")
    go(page, mine)
    choose(page, other, "delete")
    assert opened(page) == mine
    assert titles(page) == [QUESTION]


def test_the_offer_to_undo_goes_after_a_moment(
    page: AppTest, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "UNDO_SECONDS", 0.0)
    kept = keep(store)
    choose(page.run(), kept, "delete")
    assert WORDS.UNDO.zh not in shown(page.run())


def test_deleting_a_conversation_that_is_being_answered_stops_the_answer_and_it_stays_deleted(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    scripted.pause = 0.2
    ask(page, QUESTION)
    run_until(page, lambda app: "#cite-" in shown(app))
    answering = opened(page)
    choose(page, answering, "delete")
    turn = session.running().latest(answering)
    assert turn
    assert turn.wait(5)
    assert turn.stopping
    assert titles(page.run()) == []


def test_a_search_finds_two_chinese_characters_and_links_to_the_message(
    page: AppTest, store: ConversationStore
) -> None:
    found = keep(store, answer="先看**数据并行**，再看调度。")
    keep(store, "别的", answer="无关。")
    page.run().text_input(key="conversation-search").set_value("并行").run()
    (link,) = links(page)
    answer = store.messages(found)[-1]
    assert "**并行**" in link.value
    assert link.proto.query_string == f"conversation={found}&message={answer.id}"
    go(page, found, message=answer.id)
    assert f"st-key-answer-{answer.id}" in "".join(str(html.proto.body) for html in page.get("html"))
    assert not page.exception


def test_a_search_that_finds_nothing_says_so(page: AppTest, store: ConversationStore) -> None:
    keep(store)
    page.run().text_input(key="conversation-search").set_value("没有*的词").run()
    assert WORDS.NO_HITS.of("zh", query="没有\\*的词") in shown(page)


def test_asking_leaves_the_message_that_a_link_led_to(page: AppTest, store: ConversationStore) -> None:
    kept = keep(store)
    go(page, kept, message=store.messages(kept)[0].id)
    ask(page, "再问")
    assert "message" not in page.query_params
    assert page.query_params["conversation"] == kept


def test_an_unknown_message_in_the_address_does_no_harm(page: AppTest, store: ConversationStore) -> None:
    go(page, keep(store), message="nobody")
    assert QUESTION in shown(page)
    assert not page.exception


def test_an_unknown_conversation_in_the_address_is_told_and_its_name_is_not_taken_over(
    page: AppTest, store: ConversationStore
) -> None:
    go(page, "nobody", message="nobody")
    assert texts.chat.MISSING.zh in shown(page)
    began = opened(page)
    assert opened(page.run()) == began != "nobody"
    ask(page, QUESTION)
    assert texts.chat.MISSING.zh not in shown(page)
    assert str(page.query_params["conversation"]) == began
    assert not store.messages("nobody")
    assert len(store.messages(began)) == 2


def test_from_an_unknown_conversation_one_click_leads_to_a_new_one(page: AppTest) -> None:
    go(page, "nobody").button(key="begin-instead").click().run()
    assert texts.chat.WELCOME.zh in shown(page)
    assert "conversation" not in page.query_params


def test_the_files_that_a_conversation_is_exported_to(page: AppTest, store: ConversationStore) -> None:
    kept = keep(store, "A/B: 怎么做?")
    page.context |= {"url": "https://coach.example.com/library"}
    choose(page.run(), kept, "share")
    assert [button.label for button in page.download_button] == [WORDS.MARKDOWN.zh, WORDS.JSON.zh]
    assert [code.value for code in page.code] == [f"https://coach.example.com/?conversation={kept}"]
    assert conversation_menu._file_name("A/B: 怎么做?", "zh") == "A B 怎么做"
    assert conversation_menu._file_name(" .. ", "zh") == "对话"


def test_a_file_of_everything_is_taken_in_by_the_same_door(
    scripted: ScriptedCoach, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The dialog stands alone here: there is no chat to leave for.
    monkeypatch.setattr(navigation, "to_chat", st.stop)
    kept = keep(store, QUESTION)
    exported = scripted.stores.export_json()
    store.delete(kept)
    alone = dialog(take_in)
    alone.file_uploader[0].set_value(("all.json", exported.encode(), "application/json")).run()
    assert not alone.error
    assert [summary.title for summary in store.conversations()] == [QUESTION]


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"\xff\xfe\x00", WORDS.NOT_TEXT.zh),
        (b"no json", "这不是 PM Coach 导出的对话"),
        (json.dumps({"format": "pm-coach-conversation", "version": 9}).encode(), "version"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(
    scripted: ScriptedCoach, store: ConversationStore, contents: bytes, told: str
) -> None:
    alone = dialog(take_in)
    alone.file_uploader[0].set_value(("x.json", contents, "application/json")).run()
    assert told in alone.error[0].value
    assert store.conversations() == ()
