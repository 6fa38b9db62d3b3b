"""Files on their way into the library: one after the other, each with its own end."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.documents import LibraryError, load_library
from assistant.settings import Settings
from assistant.text import Bilingual
from assistant.ui import session, texts, warming
from assistant.ui.library import upload_queue
from assistant.ui.library.upload_queue import State, UploadQueue
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_library import LIBRARY
from tests.ui.test_pages import run_until, shown

NOTES = b"# Notes\n\nWe meet on Monday."


@pytest.fixture
def own(scripted: ScriptedCoach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose data and knowledge this test has for itself; the page's coach reads what they name."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "handbook.md").write_text("# Handbook\n\n## 9.2 Plan\n\nWe start in May.", "utf-8")
    chosen = Settings(knowledge=knowledge, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")
    for module in (upload_queue, warming):
        monkeypatch.setattr(module, "settings", lambda: chosen)

    def open_coach(*_: Any) -> ScriptedCoach:
        scripted.read = load_library(chosen.knowledge, chosen.uploads_dir)
        return scripted

    monkeypatch.setattr(warming, "open_coach", open_coach)
    return chosen


def states(running: UploadQueue) -> list[tuple[str, State]]:
    return [(file.name, file.state) for file in running.files]


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def added(*files: tuple[str, bytes]) -> UploadQueue:
    """Give files to the process, and wait for their ends."""
    running = upload_queue.queue()
    running.add(files)
    until(lambda: not running.running)
    return running


def page(owner: str = "", **address: str) -> AppTest:
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    app.session_state["owner"] = owner
    session.warm_up().coach()
    app.run().switch_page(LIBRARY)
    for name, value in ({"material": "1"} | address).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def keys(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button]


def test_a_file_that_fails_leaves_the_others_alone(own: Settings) -> None:
    running = added(("a.md", NOTES), ("b.pdf", b"nothing"), ("c.txt", b"Plain."))
    assert states(running) == [("a.md", "ready"), ("b.pdf", "failed"), ("c.txt", "ready")]
    assert [d.id for d in session.library().documents] == ["handbook", "a.md", "c.txt"]


def test_a_taken_name_waits_for_an_answer(own: Settings) -> None:
    added(("a.md", NOTES))
    running = added(("a.md", NOTES + b" At nine."))
    assert states(running) == [("a.md", "taken")]
    assert (own.uploads_dir / "a.md").read_bytes() == NOTES
    running.replace(running.files[0].id)
    until(lambda: not running.running)
    assert states(running) == [("a.md", "ready")]
    assert (own.uploads_dir / "a.md").read_bytes() != NOTES


def test_what_is_cancelled_is_forgotten(own: Settings) -> None:
    added(("a.md", NOTES))
    running = added(("a.md", b"Other."))
    running.forget(running.files[0].id)
    assert states(running) == []
    assert (own.uploads_dir / "a.md").read_bytes() == NOTES


def test_a_file_that_cannot_be_indexed_says_why(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    session.warm_up().coach()

    def refuse(*_: Any) -> ScriptedCoach:
        raise LibraryError(Bilingual("磁盘不见了。", "The disk is gone."))

    monkeypatch.setattr(warming, "open_coach", refuse)
    assert states(added(("a.md", NOTES))) == [("a.md", "failed")]
    assert "磁盘不见了。" in shown(page())


def test_the_surprise_of_a_library_is_told_in_plain_words(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> str:
        raise RuntimeError("0x80070005")

    monkeypatch.setattr("assistant.documents.uploads.Uploads.add", broken)
    assert states(added(("a.md", NOTES))) == [("a.md", "failed")]
    app = page()
    assert texts.library.FILE_FAILED.zh in shown(app)
    assert "0x80070005" not in shown(app)


def test_removing_a_file_takes_it_out_of_the_library_and_undo_brings_it_back(own: Settings) -> None:
    added(("a.md", NOTES))
    app = page()
    app.button(key="material-remove-a.md").click().run()
    app = run_until(app, lambda _: [d.id for d in session.library().documents] == ["handbook"])
    assert "material-read-a.md" not in keys(app)
    app.button(key="undo-material").click().run()
    app = run_until(app, lambda _: len(session.library().documents) == 2)
    assert "material-read-a.md" in keys(run_until(app, lambda _: not session.warm_up().rereading).run())


def test_a_removal_that_the_library_did_not_follow_is_told_and_can_be_tried_again(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(("a.md", NOTES))
    works = warming.open_coach

    def refuse(*_: Any) -> ScriptedCoach:
        raise LibraryError(Bilingual("磁盘不见了。", "The disk is gone."))

    monkeypatch.setattr(warming, "open_coach", refuse)
    app = page()
    app.button(key="material-remove-a.md").click().run()
    app = run_until(app, lambda app: any("磁盘不见了。" in text.value for text in app.text))
    monkeypatch.setattr(warming, "open_coach", works)
    app.button(key="material-reread").click().run()
    run_until(app, lambda _: len(session.library().documents) == 1)


def test_only_who_runs_the_coach_manages_its_files(own: Settings) -> None:
    added(("a.md", NOTES))
    mine, theirs = page(), page(owner="visitor:somebody")
    assert mine.get("file_uploader")
    assert not theirs.get("file_uploader")
    assert "material-remove-a.md" in keys(mine)
    assert "material-remove-a.md" not in keys(theirs)
    assert "material-read-a.md" in keys(theirs)
    assert texts.library.MATERIAL_LEAD_SHARED.zh in shown(theirs)


def test_files_of_the_knowledge_folder_that_cannot_be_read_are_told(own: Settings) -> None:
    (own.knowledge / "broken.pdf").write_bytes(b"nothing")
    app = page()
    assert texts.library.UNREADABLE_FILES.of("zh", count=1) in shown(app)
    assert any("broken.pdf" in text.value for text in app.text)


def test_a_file_put_into_the_folder_by_hand_can_be_read_in(own: Settings) -> None:
    session.warm_up().coach()
    own.uploads_dir.mkdir(parents=True)
    (own.uploads_dir / "a.md").write_bytes(NOTES)
    app = page()
    assert texts.library.NOT_READ.zh in shown(app)
    app.button(key="material-reread").click().run()
    run_until(app, lambda _: len(session.library().documents) == 2)


def spoken_of_twice() -> None:
    """What a slow browser does: it names the files of an uploader again that is about to be emptied."""
    import streamlit as st
    from streamlit.proto.Common_pb2 import FileURLs
    from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

    from assistant.ui.library import material

    st.session_state[material._ROUND] = 0
    record = UploadedFileRec("id", "a.md", "text/markdown", b"# Notes")
    for _ in range(2):
        st.session_state["files"] = [UploadedFile(record, FileURLs())]
        material._take("files")


def test_files_are_taken_once_when_the_browser_speaks_of_them_again(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(UploadQueue, "add", lambda _, files: given.extend(name for name, _ in files))
    AppTest.from_function(spoken_of_twice).run()
    assert given == ["a.md"]


def test_a_file_that_was_removed_can_be_dropped_again(own: Settings) -> None:
    app = page()
    for _ in range(2):
        app.file_uploader[0].set_value(("a.md", NOTES, "text/markdown")).run()
        until(lambda: not upload_queue.queue().running)
        app.run().button(key="material-remove-a.md").click().run()
        assert not (own.uploads_dir / "a.md").exists()
