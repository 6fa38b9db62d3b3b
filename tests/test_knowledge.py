"""The study edition: complete, alike in both languages, true to the article and in words of its own."""

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.demos import demos
from assistant.documents import Library, PassageKind, Section, load_library
from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.text import Language

STUDY_EDITION = BUNDLED_KNOWLEDGE / "ai-pm-skills"
LANGUAGES: tuple[Language, ...] = ("zh", "en")

SECTIONS_OF_CHAPTER = {2: 3, 3: 4, 4: 3, 5: 4, 6: 4, 7: 3, 8: 4, 9: 3}
SECTIONS = [
    "摘要",
    "1",
    *(f"{chapter}.{n + 1}" for chapter, count in SECTIONS_OF_CHAPTER.items() for n in range(count)),
]
FACTS = tomllib.loads(Path(__file__).with_name("knowledge_facts.toml").read_text(encoding="utf-8"))

ARTICLE = Path(
    os.environ.get("PM_COACH_ARTICLE") or Path(__file__).parents[2] / "shared" / "source-article.md"
)
LONGEST_COMMON_RUN = 19
"""Characters, white space removed, that a passage may share with the article: short terms are nobody's property."""
NAMES_IN_COMMON = (
    "核心算法原理 & 具体操作步骤",
    "数学模型和公式 & 详细讲解 & 举例说明",
    "项目实践：代码实例和详细解释说明",
    "Zen and the Art of Computer Programming",
    "Attention Is All You Need",
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "pip install tensorflow",
    "import tensorflow as tf",
    "import numpy as np",
)
"""Titles, names and commands that have to read as they do in the article."""
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
HEADING_MARK = re.compile(r"^#+ ", re.MULTILINE)
LIST_MARK = re.compile(r"^(?:[-*]|\d+\.) ", re.MULTILINE)
BREAK = "\0"
"""Stands where two pieces of text must not be read as one."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(STUDY_EDITION)


@pytest.fixture(scope="module")
def editions(library: Library) -> dict[Language, dict[str, Section]]:
    """The sections that hold the text, by language and address; chapter headings above them are left out."""
    return {
        document.language: {section.address: section for section in document.sections if not section.children}
        for document in library.documents
    }


def outline(section: Section) -> list[tuple[int, PassageKind, int | None, str | None]]:
    """Return the blocks and list items of a section in order; a block that is cut for its length counts once."""
    return list(dict.fromkeys((p.block, p.kind, p.item, p.note) for p in section.passages))


def condensed(text: str) -> str:
    """Return text in one width and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def own_words(text: str) -> str:
    """Return a text condensed, with a break for each formula, name in common, heading mark and list mark."""
    for pattern in (FORMULA, HEADING_MARK, LIST_MARK):
        text = pattern.sub(BREAK, text)
    text = condensed(text)
    for name in NAMES_IN_COMMON:
        text = text.replace(condensed(name), BREAK)
    return text


def common_runs(text: str, source: str, length: int) -> Iterator[str]:
    """Yield every piece of `length` characters of a text that the source has too."""
    for start in range(len(text) - length + 1):
        piece = text[start : start + length]
        if BREAK not in piece and piece in source:
            yield piece


def test_each_language_has_every_section_of_the_article(editions: dict[Language, dict[str, Section]]) -> None:
    assert {language: list(sections) for language, sections in editions.items()} == dict.fromkeys(
        LANGUAGES, SECTIONS
    )


@pytest.mark.parametrize("address", SECTIONS)
def test_both_languages_say_the_same_passage_by_passage(
    editions: dict[Language, dict[str, Section]], address: str
) -> None:
    zh, en = (outline(editions[language][address]) for language in LANGUAGES)

    assert zh == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", SECTIONS)
def test_a_section_opens_with_a_lead_and_tells_the_reader_what_to_do(
    editions: dict[Language, dict[str, Section]], address: str, language: Language
) -> None:
    passages = editions[language][address].passages

    assert passages[0].kind == "paragraph"
    assert passages[0].note is None
    assert "tip" in {passage.note for passage in passages}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", SECTIONS)
def test_a_section_holds_the_facts_of_the_article(
    editions: dict[Language, dict[str, Section]], address: str, language: Language
) -> None:
    text = condensed(editions[language][address].markdown).casefold()
    facts = FACTS[address].get("both", []) + FACTS[address].get(language, [])

    assert facts
    assert [fact for fact in facts if condensed(fact).casefold() not in text] == []


def test_facts_are_asked_of_every_section() -> None:
    assert list(FACTS) == SECTIONS


@pytest.mark.skipif(
    not ARTICLE.is_file() and "PM_COACH_ARTICLE" not in os.environ,
    reason="the article is not at hand; set PM_COACH_ARTICLE to its path",
)
@pytest.mark.parametrize(
    "path", sorted(STUDY_EDITION.glob("*/*.md")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_study_edition_takes_no_sentence_over_from_the_article(path: Path) -> None:
    source = condensed(ARTICLE.read_text(encoding="utf-8"))
    text = own_words(path.read_text(encoding="utf-8"))

    assert list(common_runs(text, source, LONGEST_COMMON_RUN + 1)) == []


def test_a_collection_names_the_demos_that_belong_to_its_document() -> None:
    named = {
        document: set(manifest.demos)
        for document, manifest in load_library(BUNDLED_KNOWLEDGE).manifests.items()
    }
    there = {document: {n for n, demo in demos().items() if demo.document == document} for document in named}
    assert named == there
    assert {demo.document for demo in demos().values()} <= set(named)


def test_a_sentence_taken_over_would_be_found() -> None:
    source = condensed("通过多次迭代，我们可以使模型参数逐渐逼近最优值，从而提高预测准确性。")
    copied = own_words("## 4.3\n\n- 因此我们可以使模型参数 逐渐逼近最优值,从而提高预测准确性，很好。")
    short = own_words("模型参数逐渐逼近最优值\n\n- 从而提高预测准确性")

    assert list(common_runs(copied, source, LONGEST_COMMON_RUN + 1))
    assert not list(common_runs(short, source, LONGEST_COMMON_RUN + 1))
