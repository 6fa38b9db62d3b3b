import re

import pytest

from assistant.documents import Document, parse_markdown
from assistant.ui.library.chapters import LONGEST, Chapter, chapters, position
from assistant.ui.sections import pieces
from tests.remembering import article_library

LONG = "这一段很长，讲的是同一件事情。" * 100 + "\n\n"
UNPREPARED = {
    "one heading over hundreds": "# Title\n\n" + "".join(f"## 第 {n} 节\n\n短。\n\n" for n in range(400)),
    "no heading at all": LONG * 100,
    "a single endless paragraph": "没有换行的一段话。" * 20_000,
    "levels left out": "### A\n\ntext\n\n# B\n\ntext\n\n###### C\n\ntext",
    "a long section among short ones": f"# T\n\n## A\n\nshort\n\n## B\n\n{LONG * 40}\n\n## C\n\nshort",
}


def letters(text: str) -> str:
    return re.sub(r"\[!\w+\]|[>\s]", "", text)


def text_of(pages: tuple[Chapter, ...]) -> str:
    return letters("".join(section.markdown for page in pages for section in page.sections))


def addresses(pages: tuple[Chapter, ...]) -> list[list[str]]:
    return [[section.address for section in page.sections] for page in pages]


def test_a_chapter_is_a_page() -> None:
    document = article_library().documents[0]
    assert addresses(chapters(document))[:3] == [["摘要"], ["1"], ["2", "2.1", "2.2", "2.3"]]


@pytest.mark.parametrize("text", UNPREPARED.values(), ids=UNPREPARED.keys())
def test_no_page_is_endless_and_nothing_is_left_out(text: str) -> None:
    document = parse_markdown(text, document="d")
    pages = chapters(document)
    assert text_of(pages) == letters("".join(section.markdown for section in document.sections))
    for page in pages:
        assert sum(len(section.markdown) for section in page.sections) <= LONGEST + 2000
        shown = [piece.markdown for section in page.sections for piece in pieces(section)]
        assert letters("".join(shown)) == letters("".join(section.markdown for section in page.sections))


def test_short_sections_share_a_page_also_beside_a_long_one() -> None:
    document = parse_markdown(UNPREPARED["a long section among short ones"], document="d")
    pages = chapters(document)
    assert addresses(pages)[0] == ["T", "A"]
    assert [(page.part, page.parts) for page in pages[1:-1]] == [(n, 3) for n in (1, 2, 3)]
    assert addresses(pages)[-1] == ["C"]


def test_a_passage_is_on_the_page_that_it_is_looked_for_on() -> None:
    document: Document = parse_markdown(UNPREPARED["no heading at all"], document="d")
    pages = chapters(document)
    address = document.sections[0].address
    for number, page in enumerate(pages):
        for passage in page.head.passages:
            assert position(pages, address, passage.index) == number
    assert position(pages, address) == 0
    assert position(pages, "no such section") == 0
