"""Links in a folder of documents: those that lead out of it are not read, and told; removing one removes the link alone."""

import os
import sys
import time
from pathlib import Path

import pytest

from assistant.documents import load_library
from assistant.documents.uploads import UploadError, Uploads

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="making links takes an administrator there")
TEXT = "# 笔记\n\n文件夹里的正文。"
SECRET = "# 秘密\n\n文件夹外面的正文。"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the ones that are read."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.md").write_text(SECRET, encoding="utf-8")
    (folder / "manifest.toml").write_text('document = "secret"\n', encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "note.md").write_text(TEXT, encoding="utf-8")
    return folder


def test_a_link_out_of_a_knowledge_folder_is_not_read_and_told(folder: Path, outside: Path) -> None:
    (folder / "linked.md").symlink_to(outside / "secret.md")
    (folder / "inner" / "relative.md").symlink_to(Path("..", "..", "outside", "secret.md"))
    (folder / "linked").symlink_to(outside)
    library = load_library(folder)
    assert [document.title for document in library.documents] == ["笔记"]
    assert sorted(problem.file for problem in library.problems) == [
        "inner/relative.md",
        "linked",
        "linked.md",
    ]
    for problem in library.problems:
        assert problem.file in problem.message.zh
        assert "链接" in problem.message.zh
        assert "link" in problem.message.en


def test_a_link_within_the_folder_is_read(folder: Path) -> None:
    (folder / "again.md").symlink_to(folder / "inner" / "note.md")
    library = load_library(folder)
    assert library.problems == ()
    assert {document.title for document in library.documents} == {"笔记"}


def test_a_folder_or_file_that_was_named_may_be_a_link_itself(
    folder: Path, outside: Path, tmp_path: Path
) -> None:
    (tmp_path / "by-link").symlink_to(folder)
    assert [document.title for document in load_library(tmp_path / "by-link").documents] == ["笔记"]
    (tmp_path / "by-link.md").symlink_to(outside / "secret.md")
    assert [document.title for document in load_library(tmp_path / "by-link.md").documents] == ["秘密"]


def test_a_manifest_that_lies_elsewhere_is_not_read(folder: Path, outside: Path) -> None:
    (folder / "manifest.toml").symlink_to(outside / "manifest.toml")
    library = load_library(folder)
    (problem,) = library.problems
    assert (problem.file, library.manifests) == ("manifest.toml", {})
    assert "链接" in problem.message.zh


def test_a_link_out_of_the_learners_library_is_not_read_and_told(
    folder: Path, outside: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "library"
    mine.mkdir()
    (mine / "passwords.md").symlink_to(outside / "secret.md")
    library = load_library(folder, mine)
    assert [document.title for document in library.documents] == ["笔记"]
    assert [problem.file for problem in library.problems] == ["passwords.md"]


def test_a_link_out_of_the_library_tells_nobody_what_it_leads_to(outside: Path, tmp_path: Path) -> None:
    mine = Uploads(tmp_path / "library")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "link.md").symlink_to(outside / "secret.md")
    # Whoever guesses the content must not learn that the guess was right.
    assert mine.add("guess.md", SECRET.encode()) == "guess.md"
    assert (tmp_path / "library" / "guess.md").is_file()


def test_removing_a_link_removes_the_link_alone(outside: Path, tmp_path: Path) -> None:
    mine = Uploads(tmp_path / "library")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "link.md").symlink_to(outside / "secret.md")
    assert [upload.name for upload in mine.list()] == ["link.md"]
    mine.remove("link.md")
    assert mine.list() == ()
    assert (outside / "secret.md").read_text(encoding="utf-8") == SECRET


def test_a_link_that_leads_nowhere_can_be_removed_as_well(tmp_path: Path) -> None:
    mine = Uploads(tmp_path / "library")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "link.md").symlink_to(tmp_path / "gone.md")
    assert [upload.name for upload in mine.list()] == ["link.md"]
    mine.restore(mine.remove("link.md"))
    mine.remove("link.md")
    assert mine.list() == ()


def test_what_was_removed_is_not_put_away_outside_and_nothing_there_is_forgotten(
    outside: Path, tmp_path: Path
) -> None:
    mine = Uploads(tmp_path / "library")
    mine.add("note.md", TEXT.encode())
    (tmp_path / "library" / ".removed").symlink_to(outside)
    (outside / "old").mkdir()
    (outside / "old" / "kept.md").write_text(SECRET, encoding="utf-8")
    long_ago = time.time() - 10 * 365 * 24 * 3600
    os.utime(outside / "old", (long_ago, long_ago))
    with pytest.raises(UploadError):
        mine.remove("note.md")
    assert (outside / "old" / "kept.md").is_file()
    assert [upload.name for upload in mine.list()] == ["note.md"]
