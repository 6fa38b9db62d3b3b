"""The way of a learner's file from the upload to a cited answer, and back."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.cli import knowledge, main
from assistant.coach import Coach, open_coach
from assistant.documents.uploads import Uploads
from assistant.settings import Settings
from assistant.store.messages import Message
from tests import own_material
from tests.remembering import ARTICLE

QUESTION = "When do we want 4,000 paying workshops?"


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("own")
    return Settings(knowledge=ARTICLE, cache_dir=folder / "cache", data_dir=folder / "data")


@pytest.fixture
def uploads(chosen: Settings) -> Uploads:
    return Uploads(chosen.uploads_dir, chosen.converted_dir)


def ask(coach: Coach, question: str, conversation: str = "own") -> Message:
    *_, completed = coach.reply(conversation, question, Learner(engine="grounded"))
    assert isinstance(completed, Completed)
    return completed.message


def test_a_file_is_answered_from_cited_removed_and_brought_back(chosen: Settings, uploads: Uploads) -> None:
    coach = open_coach(chosen)
    assert ask(coach, QUESTION).refused
    name = uploads.add(own_material.ORCHID, own_material.orchid())
    told: list[tuple[int, int]] = []
    coach = open_coach(chosen, lambda done, total: told.append((done, total)), after=coach)
    assert told[-1] == (5, 5)

    answer = ask(coach, QUESTION)
    assert not answer.refused
    assert "end of March" in answer.text
    citation = answer.citations[0]
    assert (citation.document, citation.section) == (name, "Goals")
    section = coach.library.section(name, "en", "Goals")
    assert section is not None
    assert "4,000 paying workshops" in section.passages[citation.passage].plain

    removed = uploads.remove(name)
    coach = open_coach(chosen, after=coach)
    assert ask(coach, "Tell me more").id
    assert ask(coach, QUESTION).refused
    uploads.restore(removed)
    coach = open_coach(chosen, after=coach)
    assert ask(coach, QUESTION).citations[0].document == name
    uploads.remove(name)


def test_own_files_are_answered_from_unless_other_knowledge_is_named(
    chosen: Settings, uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads.add("咖啡店.md", "# 咖啡店\n\n## 开店\n\n早上七点开门。".encode())
    monkeypatch.setattr(knowledge, "settings", lambda: chosen)
    (tmp_path / "notes.md").write_text("# Notes\n\n## Plan\n\nWe start in May.", encoding="utf-8")

    def indexed(*arguments: str) -> list[str]:
        result = CliRunner().invoke(main, ["index", *arguments])
        assert result.exit_code == 0
        return [line.split(" ")[0] for line in result.stdout.splitlines()]

    assert indexed() == ["ai-pm-skills", "ai-pm-skills", "咖啡店.md"]
    assert indexed("--knowledge", str(tmp_path)) == ["notes"]
    (tmp_path / "gold.jsonl").write_text('{"kind": "x", "q": "早上几点开门？"}\n', encoding="utf-8")
    report = CliRunner().invoke(main, ["eval", "--json", str(tmp_path / "gold.jsonl")])
    assert '"wrong": []' in report.stdout
