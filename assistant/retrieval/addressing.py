"""Sections called by number or by title."""

import re
import unicodedata
from collections.abc import Iterator

from assistant.documents import Library, Section
from assistant.documents.addresses import section_addresses
from assistant.retrieval.corpus import answers_itself
from assistant.text import Language, to_simplified

_PUNCTUATION = re.compile(r"[\W_]+")
_WRAPPINGS = (
    re.compile(
        r"(?:请|帮我|我想)*(?:看看|看一下|看下|看|打开|讲讲|讲一下|说说|关于|跳到|翻到)?(?P<title>.+?)"
        r"(?:(?:这|那)?一?(?:节|章|部分)|的内容)?"
    ),
    re.compile(
        r"(?:please)?(?:showme|show|open|read|see|goto|about)?(?:the)?(?:section|chapter)?(?P<title>.+?)(?:section|chapter)?"
    ),
)
"""What people put around a title, in text without spaces and punctuation."""


class AddressBook:
    """Finds sections by the names that people call them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_address: dict[str, list[Section]] = {}
        self._by_title: dict[str, list[Section]] = {}
        for section in library.sections():
            self._by_address.setdefault(section.address, []).append(section)
            self._by_title.setdefault(_normal(section.title), []).append(section)

    def named(self, query: str, language: Language) -> tuple[Section, ...]:
        """Return the sections that a query calls by number ("9.2", "chapter 7") or by title, in the order of the call.

        A chapter stands for its sections. Each section comes in the language asked for where it exists in that.
        """
        named = [
            section for address in section_addresses(query) for section in self._by_address.get(address, ())
        ]
        if not named:
            named = self._titled(query)
        # The same section in several languages counts once.
        found: dict[tuple[str, str], Section] = {}
        for section in named:
            for leaf in self._leaves(section):
                key = (leaf.document, leaf.address)
                if key not in found or leaf.language == language:
                    found[key] = leaf
        return tuple(found.values())

    def _titled(self, query: str) -> list[Section]:
        whole = _normal(query)
        if not whole:
            return []
        if whole in self._by_title:
            return self._by_title[whole]
        for wrapping in _WRAPPINGS:
            match = wrapping.fullmatch(whole)
            if match and match.group("title") in self._by_title:
                return self._by_title[match.group("title")]
        return []

    def _leaves(self, section: Section) -> Iterator[Section]:
        """Yield a section, or the ones below it that hold what it announces."""
        if answers_itself(section) or (section.passages and not section.children):
            yield section
        for address in section.children:
            child = self._library.section(section.document, section.language, address)
            if child is not None:
                yield from self._leaves(child)


def _normal(text: str) -> str:
    return _PUNCTUATION.sub("", to_simplified(unicodedata.normalize("NFKC", text)).lower())
