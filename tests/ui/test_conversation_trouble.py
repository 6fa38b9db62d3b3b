"""The page over a database that fails."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from assistant.store.conversations import ConversationStore
from tests.ui.conversations import QUESTION, choose, dialog, go, keep, opened, rename, take_in, titles
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, shown


@pytest.fixture
def broken(store: ConversationStore) -> Callable[[bool], None]:
    """Breaks the database, and mends it."""

    def turn(on: bool) -> None:
        names = ("conversations", "away") if on else ("away", "conversations")
        with store._database.connected() as connection:
            connection.execute(text("ALTER TABLE {} RENAME TO {}".format(*names)))

    return turn


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
        page.button(key={"undo": "undo-conversation", "copy": "copy-conversation"}[action]).click().run()
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
