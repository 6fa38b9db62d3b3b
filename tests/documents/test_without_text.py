"""Files of headings alone: told, left out, and in nobody's way."""

from pathlib import Path

import pytest

from assistant.coach import open_coach
from assistant.documents import LibraryError, load_library
from assistant.documents.uploads import UploadError, Uploads
from assistant.settings import Settings

HEADINGS = "# 计划\n\n## 第一步\n\n## 第二步\n"


def test_knowledge_of_headings_alone_is_one_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(HEADINGS, encoding="utf-8")
    with pytest.raises(LibraryError) as error:
        load_library(file)
    assert "“plan.md”只有标题" in error.value.message.zh
    with pytest.raises(LibraryError):
        open_coach(Settings(knowledge=file, cache_dir=tmp_path / "cache", data_dir=tmp_path / "data"))


def test_a_file_of_headings_beside_others_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(HEADINGS, encoding="utf-8")
    (tmp_path / "text.md").write_text("# Text\n\nSomething to read.", encoding="utf-8")
    library = load_library(tmp_path)
    assert [document.id for document in library.documents] == ["text"]
    assert [problem.file for problem in library.problems] == ["plan.md"]


def test_a_chapter_of_headings_belongs_to_its_document(tmp_path: Path) -> None:
    for name, text in (("1.md", "# 1. Plan"), ("2.md", "## 1.1 First\n\nSomething to read.")):
        (tmp_path / name).write_text(f"---\ndocument: plan\nlanguage: en\n---\n\n{text}\n", encoding="utf-8")
    library = load_library(tmp_path)
    assert [section.address for section in library.sections()] == ["1", "1.1"]
    assert library.problems == ()


def test_a_file_of_headings_is_refused_and_not_kept(tmp_path: Path) -> None:
    mine = Uploads(tmp_path / "library", tmp_path / "converted")
    with pytest.raises(UploadError) as error:
        mine.add("plan.md", HEADINGS.encode())
    assert "只有标题" in error.value.message.zh
    assert mine.list() == ()


def test_one_of_an_earlier_version_that_was_kept_does_not_stand_in_the_way(tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("# Text\n\nSomething to read.", encoding="utf-8")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "plan.md").write_text(HEADINGS, encoding="utf-8")
    library = load_library(text, tmp_path / "library")
    assert [problem.file for problem in library.problems] == ["plan.md"]
    assert [document.id for document in library.documents] == ["text"]


def test_an_introduction_with_headings_below_it_alone_is_answered_from(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# Refunds\n\nWe refund within thirty days.\n\n## First\n\n## Second\n", encoding="utf-8")
    coach = open_coach(Settings(knowledge=file, cache_dir=tmp_path / "cache", data_dir=tmp_path / "data"))
    assert [hit.section.title for hit in coach.search("when do we refund").sections] == ["Refunds"]
