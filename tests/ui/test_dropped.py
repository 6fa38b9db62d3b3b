"""Files that are dropped into the chat: tables, documents, and what is neither."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.messages import Offer, ToolCall
from assistant.tools.shelves import Shelves
from assistant.ui import session, texts
from assistant.ui.door.identity import Visitor
from assistant.ui.library import upload_queue
from tests.ui.conftest import PAGE, Comer
from tests.ui.conversations import QUESTION, choose, go, keep, titles
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import run_until, shown

PURCHASES = (
    "user,item,rating\n"
    + "\n".join(f"u{u},i{(u * 7 + s * s) % 13},{1 + s % 5}" for u in range(30) for s in range(6))
).encode()
VISITOR = Visitor("b" * 32)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    """The shelves of this test alone."""
    chosen = Settings(data_dir=tmp_path)
    monkeypatch.setattr(session, "settings", lambda: chosen)
    return Shelves(chosen.tables_dir)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the library was given."""
    names: list[str] = []

    class Queue:
        files: tuple[object, ...] = ()
        running = False

        def add(self, files: list[tuple[str, bytes]]) -> None:
            names.extend(name for name, _ in files)

    monkeypatch.setattr(upload_queue, "queue", Queue)
    return names


def send(app: AppTest, text: str = "", **files: bytes) -> AppTest:
    """Send a message with files; in their names "__" stands for a dot."""
    for name, data in files.items():
        app.chat_input[0].upload(name.replace("__", "."), data)
    return app.chat_input[0].set_value(text).run()


def kept(own: Shelves, owner: str = "") -> list[str]:
    return [table.name for table in own.kept(owner)]


def test_a_table_goes_with_the_words_and_stands_on_the_shelf(
    page: AppTest, own: Shelves, store: ConversationStore
) -> None:
    run_until(send(page, "这是什么？", sales__csv=PURCHASES), lambda _: titles(page))
    assert not page.exception
    (question, *_) = store.messages(page.session_state["conversation"])
    assert (question.text, question.files) == ("这是什么？", ("sales.csv",))
    assert kept(own) == ["sales.csv"]
    assert ":material/table: **sales\\.csv**" in shown(page)


def test_a_table_alone_is_a_message(page: AppTest) -> None:
    run_until(send(page, sales__csv=PURCHASES), lambda _: titles(page))
    assert titles(page) == ["sales.csv"]
    assert [text.value for text in page.text if "sales.csv" in text.value] == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.csv", b"a,b\n", "没有表格"),
        ("cat.png", b"\x89PNG", "放不进对话"),
        ("ragged.csv", b"a,b\n1\n", "第 2 行"),
    ],
)
def test_what_is_refused_is_told_and_the_words_stay(
    page: AppTest, store: ConversationStore, name: str, data: bytes, told: str
) -> None:
    page.chat_input[0].upload(name, data)
    page.chat_input[0].set_value("看看这个").run()
    assert not page.exception
    assert told in shown(page)
    assert page.chat_input[0].proto.value == "看看这个"
    assert store.count() == 0
    send(page, QUESTION)
    assert told not in shown(page)


def test_a_document_goes_to_the_library_of_the_host(
    page: AppTest, queued: list[str], store: ConversationStore
) -> None:
    send(page, report__pdf=b"%PDF-1.4")
    assert not page.exception
    assert queued == ["report.pdf"]
    assert texts.chat.TO_THE_LIBRARY.of("zh", files="report\\.pdf") in shown(page)
    assert store.count() == 0


def test_a_document_of_a_visitor_is_refused(comer: Comer, scripted: ScriptedCoach, queued: list[str]) -> None:
    comer.visitor = VISITOR
    session.warm_up().coach()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    send(app.run(), "看看", report__pdf=b"%PDF-1.4")
    assert queued == []
    assert texts.chat.NOT_THE_HOST.of("zh", file="report.pdf") in shown(app)
    assert app.chat_input[0].proto.value == "看看"


def test_somebody_elses_conversation_takes_no_file(page: AppTest, store: ConversationStore) -> None:
    go(page, keep(store, owner="visitor:x"))
    assert not page.chat_input


def test_what_is_offered_runs_on_the_table(page: AppTest, own: Shelves, store: ConversationStore) -> None:
    own.of("").add(PURCHASES, "sales.csv")
    conversation = keep(store)
    _, answer = store.messages(conversation)
    offer = Offer(demo="recommender", arguments={"data": "sales.csv"})
    store.save(answer.model_copy(update={"offers": (offer,), "files": ("sales.csv",)}))
    go(page, conversation)
    button = next(each for each in page.button if str(each.key).startswith("offer-"))
    assert button.label == texts.chat.RUN_IT.of("zh", demo="推荐系统演示")
    button.click().run()
    run_until(page, lambda app: app.get("progress") == [] and len(store.messages(conversation)) > 2)
    assert not page.exception


def test_deleting_a_conversation_takes_its_table_along_and_undoing_brings_it_back(
    page: AppTest, own: Shelves, store: ConversationStore
) -> None:
    run_until(send(page, "这是什么？", sales__csv=PURCHASES), lambda _: titles(page))
    choose(page, str(page.session_state["conversation"]), "delete")
    assert kept(own) == []
    page.button(key="undo-conversation").click().run()
    assert not page.exception
    assert kept(own) == ["sales.csv"]


SETTINGS = "assistant/ui/pages/settings.py"


def test_the_settings_list_the_tables_and_delete_them(page: AppTest, own: Shelves) -> None:
    for name in ("a.csv", "b.csv"):
        own.of("").add(PURCHASES + name.encode(), name)
    own.of("visitor:x").add(PURCHASES, "theirs.csv")
    page.switch_page(SETTINGS).run()
    assert not page.exception
    assert "a\\.csv" in shown(page)
    assert "theirs" not in shown(page)
    page.button(key="settings-table-delete-0").click().run()
    assert kept(own) == ["b.csv"]


def test_models_are_told_of_tables_from_when_the_visitor_says_so(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    run_until(send(page, "第一个问题？"), lambda _: "第一个问题？" in scripted.learners)
    assert not scripted.learners["第一个问题？"].shares_tables
    page.switch_page(SETTINGS).run()
    assert texts.settings.TABLES_NOT_SHARED.zh in shown(page)
    page.toggle(key="settings-share-tables").set_value(True).run()
    assert texts.settings.TABLES_SHARED.zh in shown(page)
    page.switch_page("assistant/ui/pages/chat.py").run()
    run_until(send(page, "第二个问题？"), lambda _: "第二个问题？" in scripted.learners)
    assert scripted.learners["第二个问题？"].shares_tables


def test_an_imported_run_without_its_table_says_so(
    page: AppTest, own: Shelves, store: ConversationStore
) -> None:
    conversation = keep(store)
    _, answer = store.messages(conversation)
    call = ToolCall(
        id="t", name="recommender", arguments={"data": "sales.csv"}, values={"data": "sales.csv", "seed": 1}
    )
    store.save(answer.model_copy(update={"tool_calls": (call,)}))
    go(page, conversation)
    assert texts.demos.TABLE_GONE.of("zh", files="sales\\.csv") in shown(page)
    own.of("").add(PURCHASES, "sales.csv")
    assert texts.demos.NOT_KEPT.zh in shown(page.run())
