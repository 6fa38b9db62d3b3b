"""The handbook: complete, alike in both languages, and every statement of fact with a source."""

import json
import re
from collections import Counter

import pytest

from assistant.documents import Library, Section, load_library
from assistant.documents.sources import marks_in, without_marks
from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.text import LANGUAGES, Language

HANDBOOK = BUNDLED_KNOWLEDGE / "ai-pm-handbook"
SECTIONS_OF_CHAPTER = {1: 6, 2: 5, 3: 6, 4: 5, 5: 6, 6: 5, 7: 5, 8: 6}
ADDRESSES = [f"{chapter}.{n + 1}" for chapter, count in SECTIONS_OF_CHAPTER.items() for n in range(count)]
ENDS = {
    "zh": ("做什么", "衡量什么", "何时不做"),
    "en": ("What to do", "What to measure", "When not to"),
}
CHARACTERS = (400, 900)
WORDS = (230, 560)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(HANDBOOK)


def section(library: Library, language: Language, address: str) -> Section:
    found = library.section("ai-pm-handbook", language, address)
    assert found is not None
    return found


def test_it_has_its_sections_in_both_languages_and_nothing_else(library: Library) -> None:
    for language in LANGUAGES:
        assert [each.address for each in library.sections(language) if each.markdown.strip()] == ADDRESSES
    assert library.problems == ()


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_languages_make_the_same_points_in_the_same_order(library: Library, address: str) -> None:
    zh, en = (section(library, language, address) for language in LANGUAGES)
    assert [(p.kind, p.note, p.item) for p in zh.passages] == [(p.kind, p.note, p.item) for p in en.passages]
    marks = [[sorted(marks_in(each.markdown[p.start : p.end])) for p in each.passages] for each in (zh, en)]
    assert marks[0] == marks[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_section_ends_in_what_to_do_to_measure_and_when_not_to(
    library: Library, language: Language, address: str
) -> None:
    passages = section(library, language, address).passages
    assert [p.note for p in passages[-2:]] == ["tip", "warning"]
    names = [re.match(r"\*\*(.+?)\*\*", p.text) for p in passages[-5:-2]]
    assert tuple(name[1] for name in names if name) == ENDS[language]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_section_is_short(library: Library, address: str) -> None:
    zh = without_marks(section(library, "zh", address).markdown)
    en = without_marks(section(library, "en", address).markdown)
    assert CHARACTERS[0] <= len(re.sub(r"\s", "", zh)) <= CHARACTERS[1]
    assert WORDS[0] <= len(re.findall(r"[A-Za-z0-9'’-]+", en)) <= WORDS[1]


def test_every_mark_has_a_source_every_section_two_and_no_source_is_dead(library: Library) -> None:
    known = library.sources["ai-pm-handbook"]
    named = {each.ref: marks_in(each.markdown) for each in library.sections() if each.markdown.strip()}
    assert {ref: marks for ref, marks in named.items() if len(marks) < 2} == {}
    assert {mark for marks in named.values() for mark in marks} == set(known)


def test_every_section_has_questions_in_both_languages_and_some_to_suggest() -> None:
    lines = [
        json.loads(line) for line in (HANDBOOK / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    asked = Counter((line["section"], line["language"]) for line in lines)
    offered = Counter((line["section"], line["language"]) for line in lines if line.get("suggest"))
    assert {key for key in asked if key[0] not in ADDRESSES} == set()
    for address in ADDRESSES:
        for language in LANGUAGES:
            assert asked[address, language] >= 12
            assert offered[address, language] == 3
