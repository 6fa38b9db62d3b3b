"""Sections called by number or by title."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.documents import Library, Section
from assistant.documents.addresses import section_addresses
from assistant.documents.naming import documents_named, spans_named
from assistant.retrieval.corpus import answers_itself
from assistant.text import Language, normalize, to_simplified

_PUNCTUATION = re.compile(r"[\W_]+")
_WRAPPINGS = (
    re.compile(
        r"\A(?:请|帮我|我想)*(?:看看|看一下|看下|看|打开|讲讲|讲一下|说说|关于|跳到|翻到)?(?P<title>.+?)"
        r"(?:(?:这|那)?一?(?:节|章|部分)|的内容)?",
        re.DOTALL,
    ),
    re.compile(
        r"\A(?:please)?(?:showme|show|open|read|see|goto|about)?(?:the)?(?:section|chapter)?(?P<title>.+?)(?:section|chapter)?",
        re.DOTALL,
    ),
)
"""What people put around a title, in text without spaces and punctuation."""
_BEFORE_NAME = re.compile(
    r"(?:\b(?:in|of|from)\s++)?(?:\bthe\s++)?(?:[《“\"]\s*+|(?<!\s)\s*+)?$", re.IGNORECASE
)
_AFTER_NAME = re.compile(r"^\s*+[》”\"]?(?:\s*+(?:里面?|中|的|['’]s\b))*")
"""What joins the name of a document to a section of it."""


@dataclass(frozen=True, slots=True)
class NamedSections:
    """The sections that a query calls by number or by title."""

    sections: tuple[Section, ...] = ()
    """Those that are meant, in the order of the call."""
    elsewhere: tuple[Section, ...] = ()
    """Those of other documents that are called the same."""


class AddressBook:
    """Finds sections by the names that people call them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_address: dict[str, list[Section]] = {}
        self._by_title: dict[str, list[Section]] = {}
        for section in library.sections():
            self._by_address.setdefault(section.address, []).append(section)
            self._by_title.setdefault(_normal(section.title), []).append(section)

    def find(self, query: str, language: Language, about: Sequence[str] = ()) -> NamedSections:
        """Return the sections that a query calls by number ("9.2", "chapter 7", "the handbook's 3.2") or by title.

        A chapter stands for its sections. Each section comes in the language asked for where it exists in that. Where several
        documents have a section of that name, the one is meant that the query names, else one that the conversation is
        about, else the first document's.

        Args:
            query: What people asked.
            language: The edition to answer from.
            about: The documents that the conversation is about, the nearest first.
        """
        sections: list[Section] = []
        elsewhere: list[Section] = []
        for name, documents in self._names(query):
            same = self._by_address.get(name, []) or self._by_title.get(name, [])
            meant = self._meant(same, documents, about)
            sections += [section for section in same if section.document in meant]
            elsewhere += [section for section in same if section.document not in meant]
        found = self._editions(sections, language)
        others = {(s.document, s.address): s for s in self._editions(elsewhere, language)}
        return NamedSections(found, tuple(s for s in others.values() if s not in found))

    def _names(self, query: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each name that sections are called by, with the documents that are named with it."""
        if len(self._library.ids) < 2:
            addresses = section_addresses(query)
            yield from ((address, ()) for address in addresses)
            if not any(address in self._by_address for address in addresses):
                yield from ((title, ()) for title in self._titles(query))
            return
        named = documents_named(self._library, query)
        # "3.2 of the article and 4.1 of the handbook": what stands before the first name belongs to it too.
        bounds = [0, *(start for start, _ in named[1:]), len(query)]
        any_found = False
        for number, (start, end) in enumerate(pairwise(bounds)):
            documents: tuple[str, ...] = (named[number][1],) if named else ()
            for address in section_addresses(
                _without_names(self._library, query[start:end]), in_document=bool(named)
            ):
                any_found = any_found or address in self._by_address
                yield address, documents
        if not any_found:
            documents = tuple(document for _, document in named)
            yield from ((title, documents) for title in self._titles(_without_names(self._library, query)))
        # One number for several documents: "compare 3.2 in the article and in the handbook".
        elif len({document for _, document in named}) > 1:
            every = dict.fromkeys(section_addresses(_without_names(self._library, query), in_document=True))
            if len(every) == 1:
                yield next(iter(every)), tuple(dict.fromkeys(document for _, document in named))

    def _meant(self, same: Sequence[Section], documents: Sequence[str], about: Sequence[str]) -> set[str]:
        """Return which documents are meant of those that have a section of a name."""
        having = dict.fromkeys(section.document for section in same)
        if named := [document for document in documents if document in having]:
            return set(named)
        nearest = next((document for document in about if document in having), None)
        return {nearest} if nearest else set(list(having)[:1])

    def _editions(self, sections: Iterable[Section], language: Language) -> tuple[Section, ...]:
        """Return sections, each once and in the language asked for where it exists in that."""
        found: dict[tuple[str, str], Section] = {}
        for section in sections:
            for leaf in self._leaves(section):
                key = (leaf.document, leaf.address)
                if key not in found or leaf.language == language:
                    found[key] = leaf
        return tuple(found.values())

    def _titles(self, query: str) -> Iterator[str]:
        """Yield the title that a query consists of, or wraps in words that ask for it."""
        whole = _normal(query)
        wrapped = (match.group("title") for each in _WRAPPINGS if (match := each.fullmatch(whole)))
        if title := next((t for t in (whole, *wrapped) if t in self._by_title), None):
            yield title

    def _leaves(self, section: Section) -> Iterator[Section]:
        """Yield a section, or the ones below it that hold what it announces."""
        if answers_itself(section) or (section.passages and not section.children):
            yield section
        for address in section.children:
            child = self._library.section(section.document, section.language, address)
            if child is not None:
                yield from self._leaves(child)


def _without_names(library: Library, text: str) -> str:
    """Return a text without the names of documents in it, and what only joins them to a section."""
    kept = text
    for start, name in reversed(spans_named(library, text)):
        before = _BEFORE_NAME.sub("", kept[:start])
        kept = f"{before} {_AFTER_NAME.sub('', kept[start + len(name) :])}"
    return kept.strip()


def _normal(text: str) -> str:
    return _PUNCTUATION.sub("", to_simplified(normalize("NFKC", text)).lower())
