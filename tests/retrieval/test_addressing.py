"""Sections called by number or title."""

import pytest

from assistant.retrieval.addressing import AddressBook
from assistant.text import Language
from tests.remembering import article_library


@pytest.fixture(scope="module")
def book() -> AddressBook:
    return AddressBook(article_library())


@pytest.mark.parametrize(
    ("query", "language", "addresses"),
    [
        ("9.2", "zh", ["9.2"]),
        ("看下 6.3", "zh", ["6.3"]),
        ("第8.3节讲了什么", "zh", ["8.3"]),
        ("第九章第一节", "zh", ["9.1"]),
        ("chapter 7", "en", ["7.1", "7.2", "7.3"]),
        ("第六章", "zh", ["6.1", "6.2", "6.3", "6.4"]),
        ("compare section 9.1 and 9.2", "en", ["9.1", "9.2"]),
        ("未来应用展望", "zh", ["6.4"]),
        ("「未来应用展望」？", "zh", ["6.4"]),
        ("未來應用展望", "zh", ["6.4"]),
        ("打开智能客服这一节", "zh", ["6.2"]),
        ("摘要", "zh", ["摘要"]),
        ("the abstract", "en", ["摘要"]),
        ("核心概念与联系", "zh", ["2.1", "2.2", "2.3"]),
    ],
)
def test_a_name_leads_to_its_sections(
    book: AddressBook, query: str, language: Language, addresses: list[str]
) -> None:
    assert [section.address for section in book.find(query, language).sections] == addresses


@pytest.mark.parametrize(
    "query", ["学习率 0.5", "用 GPT-3.5 可以吗", "99.9", "智能客服怎么做", "", "？！", "的"]
)
def test_other_words_call_no_section(book: AddressBook, query: str) -> None:
    assert book.find(query, "zh").sections == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_section_comes_in_the_language_asked_for(book: AddressBook, language: Language) -> None:
    assert [section.language for section in book.find("9.2", language).sections] == [language]
