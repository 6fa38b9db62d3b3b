"""Whose conversations a visitor sees, reads and adds to."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answering.events import Event, Failed
from assistant.coach import Coach
from assistant.demos import demos
from assistant.documents import LibraryError, load_library
from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.failures import NOT_YOURS
from assistant.store.messages import Message, ToolCall
from assistant.store.stores import Stores
from assistant.ui import session, texts, warming
from assistant.ui.door.identity import Visitor
from tests.ui.conftest import PAGE, Comer
from tests.ui.conversations import QUESTION, go, keep, opened, titles
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, shown

WORDS = texts.conversations
DEMO = next(iter(demos()))


def test_on_a_shared_server_everybody_sees_their_own_conversations(
    scripted: ScriptedCoach, comer: Comer
) -> None:
    comer.visitor = Visitor("1" * 32)
    one = visit()
    comer.visitor = Visitor("2" * 32)
    two = visit()
    ask(one, QUESTION)
    ask(two, "别的问题")
    assert titles(one.run()) == [QUESTION]
    assert titles(two.run()) == ["别的问题"]


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


@pytest.mark.parametrize("status", ["complete", "stopped", "unanswered"])
def test_in_somebody_elses_conversation_nothing_is_offered_that_only_its_owner_can_do(
    page: AppTest, store: ConversationStore, status: str
) -> None:
    theirs = uuid4().hex
    asked = Message(id="q", conversation_id=theirs, role="user", text=QUESTION, language="zh")
    store.save(asked, "visitor:somebody")
    if status != "unanswered":
        answered = {"id": "a", "role": "assistant", "text": "并行。", "status": status, "answers": "q"}
        more = {"suggestions": ("再问一句？",), "tool_calls": (ToolCall(id="1", name=DEMO, arguments={}),)}
        store.save(asked.model_copy(update=answered | more), "visitor:somebody")
        store.feedback("a", "down", "说给自己听的", "visitor:somebody")
    go(page, theirs)
    assert QUESTION in shown(page)
    assert "说给自己听的" not in shown(page)
    kept = ("new-", "import-", "menu-", "copy-conversation")
    offered = [str(b.key) for b in page.main.button if not str(b.key).startswith(kept)]
    assert offered == []


def test_the_first_thing_said_in_somebody_elses_conversation_is_that_it_is_theirs(
    page: AppTest, store: ConversationStore
) -> None:
    go(page, keep(store, owner="visitor:somebody"))
    assert WORDS.READ_ONLY.zh in page.main.markdown[0].value
    go(page, keep(store))
    assert WORDS.READ_ONLY.zh not in shown(page)


def test_a_question_put_in_the_moment_in_which_somebody_else_begins_the_conversation_is_told_in_words(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(*_: object, **__: object) -> Iterator[Event]:
        yield Failed("not_yours", NOT_YOURS.zh)

    monkeypatch.setattr(scripted, "reply", reply)
    ask(page, QUESTION)
    assert NOT_YOURS.zh in shown(page)
    assert not [b for b in page.button if b.key == "ask-again"]


def test_a_visitor_keeps_one_id_through_a_visit_and_who_the_server_did_not_tell_is_a_new_one_each_time(
    scripted: ScriptedCoach, comer: Comer
) -> None:
    comer.visitor = Visitor("a" * 32)
    known = visit()
    assert known.session_state["owner"] == f"visitor:{'a' * 32}"
    comer.visitor = None
    assert known.run().session_state["owner"] == f"visitor:{'a' * 32}"
    assert len(visit().session_state["owner"]) == len(known.session_state["owner"])
    assert visit().session_state["owner"] != visit().session_state["owner"]


def test_a_visitor_has_an_id_before_the_conversations_are_opened(
    scripted: ScriptedCoach, comer: Comer, monkeypatch: pytest.MonkeyPatch
) -> None:
    comer.visitor = Visitor("a" * 32)
    waiting = Flag()

    def slow(_: object) -> Stores:
        waiting.wait(10)
        return scripted.stores

    monkeypatch.setattr(warming, "open_stores", slow)
    app = AppTest.from_file(str(PAGE), default_timeout=20).run()
    assert not app.exception
    owner = app.session_state["owner"]
    waiting.set()
    session.warm_up().coach()
    ask(app, QUESTION)
    assert titles(app.run()) == [QUESTION]
    assert app.session_state["owner"] == owner


def test_where_the_sources_of_a_server_lie_is_not_told_to_its_visitors(
    comer: Comer, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    comer.visitor = Visitor("a" * 32)
    missing = tmp_path / "missing"

    def open_coach(*_: object) -> Coach:
        load_library(missing)
        raise AssertionError

    monkeypatch.setattr(warming, "settings", lambda: Settings(knowledge=missing))
    monkeypatch.setattr(warming, "open_coach", open_coach)
    with pytest.raises(LibraryError):
        session.warm_up().coach()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    for page in ("chat", "library", "settings"):
        app.switch_page(f"assistant/ui/pages/{page}.py").run()
        assert texts.frame.SOURCES_DOWN.zh in shown(app)
        assert str(missing) not in shown(app)
