"""Who is offered what, page by page: as host, owner, visitor, and somebody whom the server did not tell of."""

from uuid import uuid4

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.messages import Message
from assistant.ui import session, visitors
from assistant.ui.door.identity import Visitor
from tests.ui.conftest import HOST, PAGE, Comer
from tests.ui.conversations import QUESTION, titles
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, shown

OWNER, VISITOR, NOBODY = Visitor("a" * 32), Visitor("b" * 32), None
WHO = {"host": HOST, "owner": OWNER, "visitor": VISITOR, "untold": NOBODY}

TO_ITS_OWNER = ("act-edit-", "act-up-", "act-down-", "act-again-")


def open_page(comer: Comer, who: str, page: str) -> AppTest:
    comer.visitor = WHO[who]
    session.warm_up().coach()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    if page != "chat":
        app.switch_page(f"assistant/ui/pages/{page}.py")
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("who", WHO)
def test_every_page_is_there_for_everybody(who: str, comer: Comer, scripted: ScriptedCoach) -> None:
    for page in ("chat", "library", "demos", "settings"):
        open_page(comer, who, page)


@pytest.mark.parametrize("who", ["owner", "visitor", "untold"])
def test_only_the_host_sees_where_things_lie(who: str, comer: Comer, scripted: ScriptedCoach) -> None:
    assert "OPENAI_API_KEY" in shown(open_page(comer, "host", "settings"))
    assert "OPENAI_API_KEY" not in shown(open_page(comer, who, "settings"))
    assert "文件转换在隔离的进程里进行" not in shown(open_page(comer, who, "settings"))


@pytest.mark.parametrize("who", WHO)
def test_a_conversation_is_read_by_its_link_and_listed_and_changed_by_its_owner_alone(
    who: str, comer: Comer, scripted: ScriptedCoach
) -> None:
    theirs = kept(scripted.conversations, f"visitor:{OWNER.id}")
    app = open_page(comer, who, "chat")
    app.query_params["conversation"] = theirs
    app.run()
    assert QUESTION in shown(app)
    is_owner = who == "owner"
    assert (titles(app) == [QUESTION]) == is_owner
    assert bool(app.chat_input) == is_owner
    offered = {str(button.key) for button in app.main.button if str(button.key).startswith(TO_ITS_OWNER)}
    assert bool(offered) == is_owner


def test_two_visitors_neither_see_nor_search_each_others_conversations(
    comer: Comer, scripted: ScriptedCoach
) -> None:
    one = open_page(comer, "owner", "chat")
    ask(one, QUESTION)
    for who in ("visitor", "host", "untold"):
        assert titles(open_page(comer, who, "chat")) == []
    assert titles(open_page(comer, "owner", "chat")) == [QUESTION]
    owner = f"visitor:{VISITOR.id}"
    assert scripted.conversations.search("训练", owner=owner) == ()


def kept(store: ConversationStore, owner: str) -> str:
    conversation = uuid4().hex
    asked = Message(id=uuid4().hex, conversation_id=conversation, role="user", text=QUESTION, language="zh")
    store.save(asked, owner)
    answered = {"id": uuid4().hex, "role": "assistant", "text": "并行。", "answers": asked.id}
    store.save(asked.model_copy(update=answered), owner)
    return conversation


def test_where_people_log_in_nothing_is_there_before_and_accounts_are_kept_apart(
    comer: Comer, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    user: dict[str, object] = {"is_logged_in": False}
    monkeypatch.setattr(type(st.user), "to_dict", lambda _: user)
    app = open_page(comer, "host", "chat")
    assert [button.key for button in app.button] == ["sign-in-button"]
    assert not app.chat_input
    user |= {"is_logged_in": True, "iss": "https://id.example", "sub": "1", "email": "a@team.example"}
    assert open_page(comer, "host", "chat").session_state["owner"] == "account:https://id.example:1"
    monkeypatch.setattr(visitors, "settings", lambda: Settings(hosts="A@team.example, b@team.example"))
    assert open_page(comer, "visitor", "chat").session_state["owner"] == ""
    user["email_verified"] = False
    assert open_page(comer, "visitor", "chat").session_state["owner"] != ""
