"""A table whose columns go by other names: the form asks which is which, and the result says what it took."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.messages import ToolCall
from assistant.tools.shelves import Shelves
from assistant.ui import session, texts
from tests.tools.conftest import another  # noqa: F401 - a fixture
from tests.ui.conversations import go, keep
from tests.ui.test_demos import address, opened, run
from tests.ui.test_pages import run_until, shown

pytestmark = pytest.mark.usefixtures("another")
TABLE = "where,said,x\n网页,要发票,1\n电话,退款,2\n".encode()


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    chosen = Settings(data_dir=tmp_path)
    monkeypatch.setattr(session, "settings", lambda: chosen)
    return Shelves(chosen.tables_dir)


@pytest.fixture
def form(page: AppTest) -> AppTest:
    return opened(page, demo="keyword_counts")


def widget(app: AppTest, kind: str, ending: str) -> Any:
    return next(each for each in app.get(kind) if str(each.key).endswith(ending))


def asked(app: AppTest) -> list[str]:
    return [box.label for box in app.selectbox if "-column-" in str(box.key)]


def test_what_is_missing_is_asked_with_examples_and_run_as_answered(form: AppTest) -> None:
    widget(form, "file_uploader", "-messages").set_value(("mine.csv", TABLE, "text/csv"))
    run(form)
    assert not form.metric
    assert texts.demos.WHICH_COLUMN.of("zh", file="mine\\.csv") in shown(form)
    assert asked(form) == ["渠道", "留言"]
    assert widget(form, "selectbox", "-column-message").options == [
        "where（网页、电话）",
        "said（要发票、退款）",
        "x（1、2）",
    ]
    widget(form, "selectbox", "-column-channel").set_value("where")
    widget(form, "selectbox", "-column-message").set_value("said")
    run(form)
    assert not form.exception
    assert form.metric[0].value == "1"
    assert texts.demos.COLUMNS_TAKEN.of("zh", columns="渠道 ← where · 留言 ← said") in shown(form)
    assert asked(form) == []
    assert address(form)["messages"] == "mine.csv"


def test_what_is_answered_in_part_is_asked_for_the_rest(form: AppTest) -> None:
    widget(form, "file_uploader", "-messages").set_value(("mine.csv", TABLE, "text/csv"))
    run(form)
    widget(form, "selectbox", "-column-channel").set_value("where")
    run(form)
    assert asked(form) == ["留言"]
    assert not form.metric


def test_a_run_of_the_sample_says_nothing_of_columns(form: AppTest) -> None:
    run(form)
    assert "←" not in shown(form)


def test_in_the_chat_a_run_that_lacks_columns_opens_the_questions(
    page: AppTest, own: Shelves, store: ConversationStore
) -> None:
    own.of("").add(TABLE, "mine.csv")
    conversation = keep(store)
    _, answer = store.messages(conversation)
    call = ToolCall(id="t", name="keyword_counts", arguments={"messages": "mine.csv"}, error="没有列")
    store.save(answer.model_copy(update={"tool_calls": (call,), "files": ("mine.csv",)}))
    go(page, conversation)
    assert asked(page) == ["渠道", "留言"]
    widget(page, "selectbox", "-column-channel").set_value("where")
    widget(page, "selectbox", "-column-message").set_value("said")
    run(page)
    run_until(page, lambda _: own.of("").open("mine.csv").mapping)
    assert own.of("").open("mine.csv").mapping == {"channel": "where", "message": "said"}
