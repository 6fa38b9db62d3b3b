"""Marks of sources in a text, and the works that they name."""

import json
from pathlib import Path

import pytest

from assistant.documents import load_library
from assistant.documents.sources import marks_in, numbered, without_marks

LINE = {
    "key": "liu2024",
    "title": "Lost in the Middle",
    "authors": "Liu et al.",
    "year": 2024,
    "published": "TACL",
}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("放在中间明显变差[^liu2024]。", "放在中间明显变差。"),
        ("It can be estimated like this[^miller2024]:", "It can be estimated like this:"),
        ("[^1]: A footnote's own text", " A footnote's own text"),
        ("the class `[^abc]` matches", "the class `[^abc]` matches"),
    ],
)
def test_marks_go_and_nothing_else(text: str, left: str) -> None:
    assert without_marks(text) == left


def test_marks_become_raised_numbers_and_an_editions_own_words_a_dagger() -> None:
    text = "One[^b]. Two[^a][^b]. Own[^edition]. Unknown[^c]."
    assert marks_in(text) == ("b", "a", "edition", "c")
    assert numbered(text, {"b": 1, "a": 12}) == "One¹. Two¹²¹. Own†. Unknown."


def test_passages_are_quoted_without_marks_and_sources_lie_beside(tmp_path: Path) -> None:
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "guide.md").write_text(
        "---\ndocument: guide\n---\n\n## 1. One\n\n- **Place**: it matters[^liu2024].\n", encoding="utf-8"
    )
    (folder / "sources.jsonl").write_text(json.dumps(LINE) + '\n{"key": "X Y"}\n', encoding="utf-8")

    library = load_library(tmp_path)

    passage = library.sections()[0].passages[0]
    assert passage.text == "**Place**: it matters."
    assert passage.plain == "Place: it matters."
    assert library.sources["guide"]["liu2024"].title == "Lost in the Middle"
    [problem] = library.problems
    assert "2" in problem.message.en
