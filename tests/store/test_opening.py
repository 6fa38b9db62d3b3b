"""Opening the database in every state that it may be in; nothing is ever overwritten."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.failures import StoreError
from assistant.store.messages import Message
from assistant.store.opening import open_database, open_stores
from assistant.store.stores import Stores
from tests.store.sample import answer, question, streaming

_SESSIONS = "FROM pg_stat_activity WHERE datname = :name"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def filled(folder: Path) -> Path:
    """A database file that holds a conversation, closed."""
    stores = open_stores(Settings(data_dir=folder))
    stores.conversations.save(question())
    stores.conversations.save(answer())
    stores.close()
    return folder / "conversations.db"


def reopened(folder: Path) -> Stores:
    return open_stores(Settings(data_dir=folder))


def said(stores: Stores) -> tuple[str, str]:
    """Return the only notice of a store, in both languages, checked to be clear of leftovers."""
    (notice,) = stores.notices
    assert "{" not in notice.zh + notice.en
    return notice.zh, notice.en


def works_in_memory(stores: Stores) -> bool:
    stores.conversations.save(question("新的", "new", "new"))
    return stores.conversations.messages("new") == (question("新的", "new", "new"),)


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def dump(file: Path) -> list[str]:
    """Return all that a database file holds, as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of a size; skip the test where that is not allowed."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_what_was_saved_is_there_after_a_restart(filled: Path) -> None:
    stores = reopened(filled.parent)
    assert stores.conversations.messages("c1") == (question(), answer())
    assert stores.notices == ()


def test_the_database_that_the_settings_name_is_used(url: str, folder: Path) -> None:
    for _ in range(2):
        stores = open_stores(Settings(data_dir=folder, database_url=url))
        stores.conversations.save(question())
        assert stores.notices == ()
        stores.close()
    assert stores.conversations.messages("c1") == (question(),)
    assert not folder.exists()


def test_many_are_opened_at_once_in_one_process(tmp_path: Path) -> None:
    def saves(number: int) -> tuple[Message, ...]:
        stores = reopened(tmp_path / str(number))
        stores.conversations.save(question())
        assert stores.notices == ()
        return stores.conversations.messages("c1")

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(saves, range(24))) == [(question(),)] * 24


def test_an_answer_that_was_streaming_is_stopped_on_opening(filled: Path) -> None:
    stores = reopened(filled.parent)
    stores.conversations.save(streaming("一半", "a2"))
    stores.close()
    assert reopened(filled.parent).conversations.messages("c1")[-1].status == "stopped"


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(filled: Path) -> None:
    execute(filled, "UPDATE pm_coach_version SET version_num = '9999'")
    before = dump(filled)
    stores = reopened(filled.parent)
    zh, en = said(stores)
    assert "9999" in zh
    assert "update PM Coach" in en
    assert works_in_memory(stores)
    assert dump(filled) == before
    assert not list(filled.parent.glob("conversations.db.*-*"))


def test_a_newer_database_on_a_server_is_refused_too(postgres: Callable[[], str]) -> None:
    url = postgres()
    database = Database(url)
    open_database(database).conversations.save(question())
    with database.writing() as session:
        session.execute(text("UPDATE pm_coach_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="9999"):
        open_database(Database(url))
    assert works_in_memory(open_stores(Settings(database_url=url)))


@pytest.mark.parametrize("damage", ["header", "page", "text"])
def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(filled: Path, damage: str) -> None:
    contents = bytearray(filled.read_bytes())
    if damage == "header":
        contents[:100] = os.urandom(100)
    elif damage == "page":
        # Every page but the first, which names the tables.
        contents[4096:] = b"\xff" * (len(contents) - 4096)
    else:
        contents = bytearray("这不是数据库。".encode() * 400)
    filled.write_bytes(contents)
    stores = reopened(filled.parent)
    (aside,) = filled.parent.glob("conversations.db.corrupt-*")
    assert aside.read_bytes() == contents
    assert all(str(aside) in notice for notice in said(stores))
    stores.conversations.save(question())
    stores.close()
    again = reopened(filled.parent)
    assert again.conversations.messages("c1") == (question(),)
    assert again.notices == ()


def test_a_second_damaged_file_does_not_replace_the_first(filled: Path) -> None:
    for _ in range(3):
        filled.write_bytes(b"no database " * 100)
        reopened(filled.parent).close()
    assert len(list(filled.parent.glob("conversations.db.corrupt-*"))) == 3


def test_a_locked_database_is_left_alone_and_told_in_the_end(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            open_database(Database(f"sqlite:///{filled}", busy_seconds=0.2))


def test_a_folder_that_is_a_file_is_told(folder: Path) -> None:
    folder.write_text("")
    stores = reopened(folder)
    zh, en = said(stores)
    assert str(folder) in zh
    assert "can't be written" in en
    assert works_in_memory(stores)
    assert folder.read_text() == ""


def test_a_read_only_disk_is_told_and_its_file_left_alone(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "8m") as folder:
        stores = reopened(folder)
        stores.conversations.save(question())
        stores.close()
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        stores = reopened(folder)
        zh, en = said(stores)
        assert str(folder) in zh
        assert "can't be written" in en
        assert works_in_memory(stores)
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
        assert reopened(folder).conversations.messages("c1") == (question(),)


def test_a_full_disk_is_told_and_the_conversation_goes_on_and_is_saved_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.conversations.keeping._RETRY_SECONDS", 0.0)
    with disk(tmp_path / "disk", "1m") as folder:
        stores = reopened(folder)
        stores.conversations.save(question())
        ballast = folder / "ballast"
        with pytest.raises(OSError, match="No space"):
            ballast.write_bytes(b"x" * 2_000_000)
        for number in range(50):
            stores.conversations.save(answer("长" * 2000, message_id=f"a{number}"))
        _, en = said(stores)
        assert "disk is full" in en
        assert "kept in memory" in en
        assert len(stores.conversations.messages("c1")) == 51
        ballast.write_bytes(b"")
        assert len(stores.conversations.messages("c1")) == 51
        assert stores.notices == ()
        stores.close()
        assert len(reopened(folder).conversations.messages("c1")) == 51


def test_a_disk_that_was_full_on_opening_is_told(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "16k") as folder:
        stores = reopened(folder)
        assert "disk is full" in said(stores)[1]
        assert works_in_memory(stores)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "PM_COACH_DATABASE_URL"),
        ("mysql://root@127.0.0.1/x", "PM_COACH_DATABASE_URL"),
        ("postgresql://coach:hush-hush@127.0.0.1:1/coach", "can't be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(url: str, message: str) -> None:
    stores = open_stores(Settings(database_url=url))
    notices = said(stores)
    assert message in notices[1]
    assert not any("hush" in notice for notice in notices)
    assert works_in_memory(stores)


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    stores = open_stores(Settings(database_url="postgresql://coach@127.0.0.1/coach"))
    assert "pip install 'psycopg[binary]" in said(stores)[1]
    assert works_in_memory(stores)


def test_a_server_that_goes_away_costs_nothing_when_it_comes_back(
    postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.conversations.keeping._RETRY_SECONDS", 0.0)
    url = make_url(postgres()).set(drivername="postgresql+psycopg")
    stores = open_stores(Settings(database_url=url.render_as_string(hide_password=False)))
    stores.conversations.save(question())
    assert stores.conversations.messages("c1") == (question(),)
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {_SESSIONS}"), {"name": url.database})
        connection.execute(text(f"ALTER DATABASE {url.database} RENAME TO gone"))
        stores.conversations.save(answer())
        assert stores.conversations.messages("c1") == (question(), answer())
        assert "can't be reached" in said(stores)[1]
        with pytest.raises(StoreError, match="can't be reached"):
            stores.conversations.conversations()
        connection.execute(text(f"ALTER DATABASE gone RENAME TO {url.database}"))
    server.dispose()
    assert stores.conversations.messages("c1") == (question(), answer())
    assert stores.notices == ()
    assert stores.conversations.conversations()[0].count == 2
    stores.close()
