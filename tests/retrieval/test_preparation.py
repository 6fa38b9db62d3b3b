"""Questions prepared for a document."""

from pathlib import Path

import pytest

from assistant.documents import Library, load_library
from assistant.retrieval.questions import load_preparation

TEXT = "## 1. Opening hours\n\nThe shop opens at nine.\n\n## 2. Returns\n\nThirty days, with the receipt.\n"


@pytest.fixture
def shop(tmp_path: Path) -> Library:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "shop.md").write_text(TEXT)
    return load_library(tmp_path)


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / "shop" / name).write_text("\n".join(lines), encoding="utf-8")


def test_questions_belong_to_the_document_named_like_their_folder(shop: Library, tmp_path: Path) -> None:
    (document,) = {section.document for section in shop.sections()}
    write(
        tmp_path,
        "questions.jsonl",
        '{"section": "1", "language": "en", "q": "When do you open?", "suggest": true}',
        f'{{"section": "2", "language": "en", "q": "Can I return it?", "document": "{document}"}}',
    )
    write(tmp_path, "out_of_scope.jsonl", '{"language": "en", "kind": "near_miss", "q": "Do you deliver?"}')
    preparation = load_preparation(tmp_path, shop)
    assert [(q.section, q.suggest) for q in preparation.questions] == [("1", True), ("2", False)]
    assert [example.near for example in preparation.counter_examples] == [True]


def test_a_bad_line_is_named_and_the_others_count(shop: Library, tmp_path: Path) -> None:
    write(
        tmp_path,
        "questions.jsonl",
        "{not json",
        '["no", "object"]',
        '{"section": "1", "language": "fr", "q": "Quand ?"}',
        '{"section": "1", "language": "en", "q": "  "}',
        "",
        '{"section": "1", "language": "en", "q": "When do you open?"}',
    )
    preparation = load_preparation(tmp_path, shop)
    assert [question.text for question in preparation.questions] == ["When do you open?"]
    assert [problem.en.split(", ")[1].split(" cannot")[0] for problem in preparation.problems] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
    ]
    assert all("questions.jsonl" in problem.zh for problem in preparation.problems)


def test_questions_of_sections_that_are_gone_are_left_out(shop: Library, tmp_path: Path) -> None:
    write(tmp_path, "questions.jsonl", '{"section": "9", "language": "en", "q": "Where is section nine?"}')
    assert load_preparation(tmp_path, shop).questions == ()


def test_a_single_file_has_nothing_prepared(tmp_path: Path, shop: Library) -> None:
    assert load_preparation(tmp_path / "shop" / "shop.md", shop).questions == ()
