"""The learner's own files: kept as given, under safe names, within limits, and brought back."""

import os
import shutil
import threading
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.documents import load_library, uploads
from assistant.documents.uploads import NameTakenError, UploadError, Uploads, clean_name
from tests.documents import samples

NOTE = "# 会议记录\n\n我们决定先做引导。".encode()


@pytest.fixture
def mine(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "library", tmp_path / "converted")


def names(mine: Uploads) -> list[str]:
    return sorted(upload.name for upload in mine.list())


def documents(tmp_path: Path) -> dict[str, str]:
    knowledge = tmp_path / "knowledge.md"
    knowledge.write_text("# Knowledge\n\nText.", encoding="utf-8")
    library = load_library(knowledge, tmp_path / "library", cache_dir=tmp_path / "converted")
    return {document.id: document.title for document in library.documents if document.id != "knowledge"}


def test_a_file_is_kept_as_given_and_becomes_a_document(mine: Uploads, tmp_path: Path) -> None:
    assert mine.list() == ()
    assert mine.add("用户访谈（第一轮）.pptx", samples.slides()) == "用户访谈（第一轮）.pptx"
    (upload,) = mine.list()
    assert (upload.name, upload.size) == ("用户访谈（第一轮）.pptx", len(samples.slides()))
    assert (tmp_path / "library" / upload.name).read_bytes() == samples.slides()
    assert documents(tmp_path) == {"用户访谈（第一轮）.pptx": "增长复盘"}


def test_what_cannot_be_read_is_not_kept(mine: Uploads) -> None:
    for name, data in (("a.pdf", b"<html>"), ("a.md", b"\0\1"), ("a.md", b""), ("a.exe", b"MZ"), ("a", NOTE)):
        with pytest.raises(UploadError) as caught:
            mine.add(name, data)
        assert name in caught.value.message.zh
        assert "已跳过" not in caught.value.message.zh
    assert mine.list() == ()


def test_the_same_content_is_kept_once(mine: Uploads) -> None:
    assert mine.add("a.md", NOTE) == "a.md"
    assert mine.add("b.md", NOTE) == "a.md"
    assert names(mine) == ["a.md"]


def test_other_content_replaces_only_when_asked_and_the_old_comes_back(mine: Uploads, tmp_path: Path) -> None:
    mine.add("a.md", NOTE)
    with pytest.raises(NameTakenError) as caught:
        mine.add("A.md", NOTE + b"!")
    assert caught.value.name == "a.md"
    assert mine.add("a.md", NOTE + b"!", replace=True) == "a.md"
    assert (tmp_path / "library" / "a.md").read_bytes() == NOTE + b"!"
    (removed,) = (tmp_path / "library" / ".removed").iterdir()
    assert mine.restore(removed.name) == "a (2).md"
    assert names(mine) == ["a (2).md", "a.md"]


def test_a_removed_file_comes_back(mine: Uploads, tmp_path: Path) -> None:
    mine.add("a.md", NOTE)
    removed = mine.remove("a.md")
    assert mine.list() == ()
    assert documents(tmp_path) == {}
    assert mine.restore(removed) == "a.md"
    assert documents(tmp_path) == {"a.md": "会议记录"}
    with pytest.raises(UploadError):
        mine.restore(removed)


def test_what_was_removed_long_ago_is_forgotten(mine: Uploads, tmp_path: Path) -> None:
    mine.add("a.md", NOTE)
    old = tmp_path / "library" / ".removed" / mine.remove("a.md")
    os.utime(old, (time.time() - 40 * 24 * 3600,) * 2)
    mine.add("b.md", NOTE)
    mine.remove("b.md")
    assert not old.exists()


@pytest.mark.parametrize("name", ["../knowledge.md", "..", "", ".lock", "/etc/passwd", "missing.md"])
def test_nothing_outside_the_folder_is_removed_or_restored(mine: Uploads, tmp_path: Path, name: str) -> None:
    (tmp_path / "knowledge.md").write_text("stays")
    mine.add("a.md", NOTE)
    with pytest.raises(UploadError):
        mine.remove(name)
    with pytest.raises(UploadError):
        mine.restore(name)
    assert (tmp_path / "knowledge.md").read_text() == "stays"
    assert names(mine) == ["a.md"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("报告 2026.pdf", "报告 2026.pdf"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\x\\notes.md", "notes.md"),
        ("CON.md", "_CON.md"),
        ("com1.tar.md", "_com1.tar.md"),
        ("a\0b\nc\u202e.md", "ab c.md"),
        ('a<b>:"c|d?*.md', "a_b___c_d__.md"),
        ("...hidden.md", "hidden.md"),
        ("~$open.docx", "open.docx"),
        ("name. .md", "name.md"),
        ("e\u0301.md", "é.md"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_name_that_is_too_long_keeps_its_suffix(mine: Uploads) -> None:
    kept = mine.add("很长的名字" * 100 + ".md", NOTE)
    assert kept.startswith("很长的名字")
    assert kept.endswith(".md")
    assert len(kept.encode()) <= 200
    assert names(mine) == [kept]


def test_limits(mine: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.add("a.md", NOTE)
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    with pytest.raises(UploadError, match="limit"):
        mine.add("b.md", NOTE + b"!")
    assert mine.add("a.md", NOTE + b"!", replace=True) == "a.md"
    monkeypatch.setattr(uploads, "MOST_FILES", 9)
    monkeypatch.setattr(uploads, "MOST_BYTES", 2 * len(NOTE))
    with pytest.raises(UploadError, match="limit"):
        mine.add("b.md", NOTE + b"?")
    with pytest.raises(UploadError, match="51 MB"):
        mine.add("large.md", b"x" * (50 * 2**20 + 1))


def test_a_full_disk(mine: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.add("a.md", NOTE)

    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000))
    with pytest.raises(UploadError, match="room"):
        mine.add("a.md", NOTE + b"!", replace=True)
    assert (tmp_path / "library" / "a.md").read_bytes() == NOTE


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UploadError, match="permissions"):
        Uploads(tmp_path / "file" / "library").add("a.md", NOTE)


def test_many_at_once(mine: Uploads) -> None:
    threads = [
        threading.Thread(target=mine.add, args=(f"{n}.md", NOTE + str(n % 4).encode())) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(mine)) == 4


def test_own_documents_never_mix_with_the_knowledge(mine: Uploads, tmp_path: Path) -> None:
    """Neither by the name that their front matter claims nor by a file's own name."""
    mine.add("notes.md", b"---\ndocument: knowledge\nlanguage: en\n---\n# Mine\n\nText.")
    mine.add("knowledge.txt", NOTE)
    (tmp_path / "folder" / "knowledge").mkdir(parents=True)
    for name in ("notes.md", "knowledge/notes.md"):
        (tmp_path / "folder" / name).write_text("# Theirs\n\nText.", encoding="utf-8")
    library = load_library(tmp_path / "folder", tmp_path / "library")
    ids = [document.id for document in library.documents]
    assert len(set(ids)) == len(ids) == 4
    assert [document.title for document in library.documents].count("Mine") == 1
    assert "notes.md (2)" in ids
