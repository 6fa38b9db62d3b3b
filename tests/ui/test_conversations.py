"""The list of conversations, and what can be done with them, over a real store in memory."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
import streamlit as st
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from assistant.store.conversations import ConversationStore
from assistant.store.messages import Message
from assistant.store.summaries import Summary
from assistant.ui import conversation_menu, session, texts, visitors, warming
from assistant.ui.days import by_day
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, run_until, shown

WORDS = texts.conversations
QUESTION = "训练怎么提速？"


def keep(store: ConversationStore, question: str = QUESTION, owner: str = "", answer: str = "并行。") -> str:
    """Add a conversation of one question and its answer, and return its id."""
    conversation = uuid4().hex
    asked = Message(id=uuid4().hex, conversation_id=conversation, role="user", text=question, language="zh")
    store.save(asked, owner)
    answered = {"id": uuid4().hex, "role": "assistant", "text": answer, "answers": asked.id}
    store.save(asked.model_copy(update=answered), owner)
    return conversation


def titles(app: AppTest) -> list[str]:
    """The labels of the links to conversations."""
    return [link.value.replace("\\", "") for link in app.page_link]


def opened(app: AppTest) -> str:
    return str(app.session_state["conversation"])


def go(app: AppTest, conversation: str, **address: str) -> AppTest:
    """Follow a link to a conversation."""
    for name, value in {"conversation": conversation, **address}.items():
        app.query_params[name] = value
    return app.run()


def choose(app: AppTest, conversation: str, action: str) -> AppTest:
    return app.menu_button(key=f"menu-{conversation}").click(action).run()


@pytest.fixture
def store(scripted: ScriptedCoach) -> ConversationStore:
    return scripted.conversations


@pytest.fixture
def broken(store: ConversationStore) -> Callable[[bool], None]:
    """Breaks the database, and mends it."""

    def turn(on: bool) -> None:
        names = ("conversations", "away") if on else ("away", "conversations")
        with store._database.connected() as connection:
            connection.execute(text("ALTER TABLE {} RENAME TO {}".format(*names)))

    return turn


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
    assert not page.page_link
    assert not page.text_input


def test_a_hostile_title_is_shown_as_it_was_typed(page: AppTest, store: ConversationStore) -> None:
    keep(store, "**x** ![x](https://example.com/x.png) :red[z]")
    assert titles(page.run()) == ["**x** ![x](https://example.com/x.png) :red[z]"]
    assert "\\*\\*x" in page.page_link[0].value


def rename() -> None:
    """The dialog alone: a test's click outside a dialog would close it."""
    from assistant.ui import conversation_menu, session

    store = session.warm_up().store
    assert store
    conversation_menu._rename(store.conversations()[0], "zh")


def take_in() -> None:
    """The dialog of the import alone."""
    from assistant.ui import conversation_menu

    conversation_menu._import("zh")


def dialog(script: Callable[[], None]) -> AppTest:
    session.warm_up().coach()
    return AppTest.from_function(script, default_timeout=20).run()


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
    page.button(key="undo").click().run()
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
    monkeypatch.setattr(conversation_menu, "_UNDO_SECONDS", 0.0)
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
    turn = session.turns().latest(answering)
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
    (link,) = page.page_link
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


def test_an_unknown_message_or_conversation_in_the_address_does_no_harm(
    page: AppTest, store: ConversationStore
) -> None:
    go(page, keep(store), message="nobody")
    assert QUESTION in shown(page)
    go(page, "nobody", message="nobody")
    assert texts.chat.WELCOME.zh in shown(page)
    assert not page.exception


def test_the_files_that_a_conversation_is_exported_to(page: AppTest, store: ConversationStore) -> None:
    kept = keep(store, "A/B: 怎么做?")
    page.context |= {"url": "https://coach.example.com/library"}
    choose(page.run(), kept, "share")
    assert [button.label for button in page.download_button] == [WORDS.MARKDOWN.zh, WORDS.JSON.zh]
    assert [code.value for code in page.code] == [f"https://coach.example.com/?conversation={kept}"]
    assert conversation_menu._file_name("A/B: 怎么做?", "zh") == "A B 怎么做"
    assert conversation_menu._file_name(" .. ", "zh") == "对话"


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


def test_on_a_shared_server_everybody_sees_their_own_conversations(
    scripted: ScriptedCoach, cookies: dict[str, str]
) -> None:
    one, two = visit(), visit()
    ask(one, QUESTION)
    ask(two, "别的问题")
    assert titles(one.run()) == [QUESTION]
    assert titles(two.run()) == ["别的问题"]


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The cookies of a browser on another computer."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(visitors, "_at_this_computer", lambda: False)
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: kept))
    return kept


def visit() -> AppTest:
    session.warm_up().coach()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    return app.run()


def test_somebody_elses_conversation_can_be_read_and_goes_on_in_a_copy(
    page: AppTest, store: ConversationStore
) -> None:
    theirs = keep(store, owner="visitor:somebody")
    go(page, theirs)
    assert QUESTION in shown(page)
    assert WORDS.READ_ONLY.zh in shown(page)
    assert not page.chat_input
    page.button(key="copy-conversation").click().run()
    assert opened(page) != theirs
    ask(page, "接着问")
    assert len(store.messages(theirs)) == 2
    assert len(store.messages(opened(page))) == 4
    assert store.owner(opened(page)) == ""


def test_nothing_is_added_to_somebody_elses_conversation(page: AppTest, store: ConversationStore) -> None:
    theirs = keep(store, owner="visitor:somebody")
    go(page, theirs)
    for button in [b for b in page.button if str(b.key).startswith(("follow-up", "suggestion"))]:
        button.click().run()
    assert session.turns().latest(theirs) is None
    assert len(store.messages(theirs)) == 2


def test_a_database_that_fails_is_told_as_long_as_it_does_and_the_page_goes_on(
    page: AppTest, store: ConversationStore, broken: Callable[[bool], None]
) -> None:
    kept = keep(store)
    go(page, kept)
    broken(True)
    page.run()
    assert not page.exception
    assert "对话数据库出了意外" in shown(page)
    assert QUESTION in shown(page), "what was read before is still there"
    broken(False)
    forget_pauses(page, store)
    assert "对话数据库出了意外" not in shown(page.run())
    assert titles(page) == [QUESTION]


def forget_pauses(app: AppTest, store: ConversationStore) -> None:
    """Let the time pass in which a database that failed is left alone."""
    store._reading_pause.end()
    store._saving_pause.end()
    wrong, _ = app.session_state["reading-problem"]
    app.session_state["reading-problem"] = (wrong, 0.0)


def test_a_question_asked_while_the_database_fails_is_answered_and_saved_later(
    page: AppTest, store: ConversationStore, broken: Callable[[bool], None]
) -> None:
    broken(True)
    ask(page.run(), QUESTION)
    assert "[1](#cite-" in shown(page)
    assert not page.exception
    ask(page, "再问")
    broken(False)
    forget_pauses(page, store)
    assert titles(page.run()) == [QUESTION]
    assert len(store.messages(opened(page))) == 4


@pytest.mark.parametrize("action", ["delete", "share", "search", "undo", "copy"])
def test_whatever_fails_in_the_database_is_told_in_one_line(
    page: AppTest, store: ConversationStore, broken: Callable[[bool], None], action: str
) -> None:
    kept = keep(store)
    go(page, keep(store, owner="visitor:somebody") if action == "copy" else kept)
    if action == "undo":
        choose(page, kept, "delete")
    broken(True)
    if action in ("delete", "share"):
        choose(page, kept, action)
    elif action == "search":
        page.text_input(key="conversation-search").set_value("并行").run()
    else:
        page.button(key={"undo": "undo", "copy": "copy-conversation"}[action]).click().run()
    assert not page.exception
    assert_told(page)
    broken(False)
    assert bool(store.conversations()) == (action != "undo")


@pytest.mark.parametrize("script", [rename, take_in])
def test_what_fails_in_a_dialog_is_told_there(
    scripted: ScriptedCoach, store: ConversationStore, broken: Callable[[bool], None], script: Any
) -> None:
    exported = store.export_json(keep(store)).encode()
    alone = dialog(script)
    if script is rename:
        alone.button[0].click()
    else:
        alone.file_uploader[0].set_value(("x.json", exported, "application/json"))
    listed = store.conversations()
    with pytest.MonkeyPatch.context() as patch:
        # The dialog needs what it was opened for.
        patch.setattr(store, "conversations", lambda: listed)
        broken(True)
        assert_told(alone.run())
    assert not alone.exception


def assert_told(app: AppTest) -> None:
    told = [*app.error, *app.toast, *app.text]
    assert any("对话数据库出了意外" in element.value for element in told), shown(app)


def test_a_visitor_keeps_one_id_through_a_visit_and_a_cookie_that_is_none_is_ignored(
    scripted: ScriptedCoach, cookies: dict[str, str]
) -> None:
    cookies[visitors.COOKIE] = "a" * 32
    known = visit()
    assert known.session_state["owner"] == f"visitor:{'a' * 32}"
    cookies[visitors.COOKIE] = "../../etc'"
    assert known.run().session_state["owner"] == f"visitor:{'a' * 32}"
    assert len(visit().session_state["owner"]) == len(known.session_state["owner"])
    assert visit().session_state["owner"] != known.session_state["owner"]


def test_a_visitor_has_an_id_before_the_conversations_are_opened(
    scripted: ScriptedCoach, cookies: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Event()

    def slow(_: object) -> ConversationStore:
        waiting.wait(10)
        return scripted.conversations

    monkeypatch.setattr(warming, "open_store", slow)
    app = AppTest.from_file(str(PAGE), default_timeout=20).run()
    assert not app.exception
    owner = app.session_state["owner"]
    waiting.set()
    session.warm_up().coach()
    ask(app, QUESTION)
    assert titles(app.run()) == [QUESTION]
    assert app.session_state["owner"] == owner
