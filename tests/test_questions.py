"""The question data that retrieval learns from: complete, clean, and apart from the gold questions."""

import json
import unicodedata
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.text import detect_language

QUESTIONS = BUNDLED_KNOWLEDGE / "ai-pm-skills" / "questions.jsonl"
OUT_OF_SCOPE = BUNDLED_KNOWLEDGE / "ai-pm-skills" / "out_of_scope.jsonl"
GOLD = Path(__file__).parent / "gold"

SECTIONS_OF_CHAPTER = {2: 3, 3: 4, 4: 3, 5: 4, 6: 4, 7: 3, 8: 4, 9: 3}
SECTIONS = [
    "摘要",
    "1",
    *(f"{chapter}.{n + 1}" for chapter, count in SECTIONS_OF_CHAPTER.items() for n in range(count)),
]
NEARLY_EQUAL = 0.85
"""Dice similarity of character pairs above which two questions count as the same one."""


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def normalised(text: str) -> str:
    """Return the letters, digits and characters of a text, in one width and in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    return records(QUESTIONS)


@pytest.fixture(scope="module")
def out_of_scope() -> list[dict[str, Any]]:
    return records(OUT_OF_SCOPE)


@pytest.fixture(scope="module")
def both(questions: list[dict[str, Any]], out_of_scope: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return questions + out_of_scope


def test_each_section_has_questions_in_each_language(questions: list[dict[str, Any]]) -> None:
    counts = Counter((r["section"], r["language"]) for r in questions)

    assert set(counts) == {(section, language) for section in SECTIONS for language in ("zh", "en")}
    assert min(counts.values()) >= 8, {key: n for key, n in counts.items() if n < 8}


def test_each_section_offers_at_least_three_well_formed_questions_in_each_language(
    questions: list[dict[str, Any]],
) -> None:
    offered = [r for r in questions if r.get("suggest")]
    counts = Counter((r["section"], r["language"]) for r in offered)
    mark = {"zh": "？", "en": "?"}

    few = [(s, lang) for s in SECTIONS for lang in ("zh", "en") if counts[s, lang] < 3]

    assert few == []
    assert [r["q"] for r in offered if not r["q"].endswith(mark[r["language"]])] == []
    assert [r["q"] for r in offered if r["language"] == "en" and not r["q"][0].isupper()] == []


def test_out_of_scope_questions_are_many_and_half_of_them_close_to_the_subject(
    out_of_scope: list[dict[str, Any]],
) -> None:
    languages = Counter(r["language"] for r in out_of_scope)
    kinds = Counter(r["kind"] for r in out_of_scope)

    assert languages["zh"] >= 380
    assert languages["en"] >= 260
    assert set(kinds) == {"unrelated", "near_miss", "injection", "smalltalk_task"}
    assert kinds["near_miss"] * 2 >= len(out_of_scope)


def test_records_have_just_the_documented_fields(
    questions: list[dict[str, Any]], out_of_scope: list[dict[str, Any]]
) -> None:
    assert all(r.keys() - {"suggest"} == {"section", "language", "q"} for r in questions)
    assert all(r["suggest"] is True for r in questions if "suggest" in r)
    assert all(r.keys() - {"unless"} == {"language", "kind", "q"} for r in out_of_scope)


def test_the_declared_language_is_the_one_that_is_detected(both: list[dict[str, Any]]) -> None:
    assert [r for r in both if detect_language(r["q"]) != r["language"]] == []


def test_no_question_stands_twice(both: list[dict[str, Any]]) -> None:
    counts = Counter(normalised(r["q"]) for r in both)

    assert [q for q, n in counts.items() if n > 1 or not q] == []


def test_no_question_is_taken_from_the_gold_questions(both: list[dict[str, Any]]) -> None:
    rows = chain.from_iterable(records(GOLD / name) for name in ("dev.jsonl", "heldout.jsonl"))
    turns = chain.from_iterable(r.get("turns") or [r["q"]] for r in rows)
    gold = [(q, bigrams(normalised(q))) for q in turns]

    assert gold

    taken = [
        (r["q"], q)
        for r in both
        for pairs in [bigrams(normalised(r["q"]))]
        for q, gold_pairs in gold
        if dice(pairs, gold_pairs) > NEARLY_EQUAL
    ]

    assert taken == []
