"""What the coach knows, as data: Library -> Document -> Section -> Passage."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assistant.text import Bilingual, ExplainedError, Language

if TYPE_CHECKING:
    from assistant.documents.manifest import Manifest
    from assistant.documents.sources import Source

OWN_FILES = "*"
"""Stands for all that the learner added, where documents are chosen. No file can be called so."""

PassageKind = Literal["paragraph", "item", "table", "code", "formula", "diagram", "note"]


@dataclass(frozen=True, slots=True)
class SectionRef:
    """Which section is meant, wherever one is: in evidence, citations, links, suggestions and tools."""

    document: str
    """The id of its document."""
    language: Language
    """The edition."""
    address: str
    """How people name it within its document: "9.2"."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest piece that is embedded, cited and highlighted: a paragraph, a list item, a formula and so on."""

    document: str
    language: Language
    section: str
    """The address of its section, e.g. "9.2"."""
    index: int
    """Position within the section, from 0."""
    kind: PassageKind
    text: str
    """Markdown without the list or quote marker, and without the marks of its sources."""
    plain: str
    """The same as plain text (formulas stay LaTeX, between dollars): what is embedded and quoted."""
    start: int
    end: int
    """`section.markdown[start:end]` is the passage as written, marker included."""
    block: int
    """Position of its top-level block in the section; items of one list share it."""
    item: int | None = None
    """For items: the number as written in an ordered list, else the position within the list, from 1."""
    note: str | None = None
    """The kind of a GitHub-style note, lower case: "warning", "tip", …"""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the text up to the next heading."""

    document: str
    language: Language
    address: str
    """How people name it: the heading's own number ("9.2"), "摘要" for a summary, else its title. Unique in its document."""
    title: str
    """The heading without its number."""
    level: int
    """1 to 6, as in the heading; 0 for text before the first heading."""
    path: tuple[str, ...]
    """Titles of the headings above it, outermost first."""
    markdown: str
    """The text as written, without the heading; empty for a chapter heading that is followed by its first section."""
    passages: tuple[Passage, ...]
    parent: str | None = None
    """Address of the section it belongs to."""
    children: tuple[str, ...] = ()
    """Addresses of the sections that belong to it, in reading order."""

    @property
    def ref(self) -> SectionRef:
        """What names this section."""
        return SectionRef(self.document, self.language, self.address)


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one language."""

    id: str
    language: Language
    title: str
    sections: tuple[Section, ...]
    is_own: bool = False
    """Whether the learner added it."""


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """A file that could not be read; the message names it."""

    file: str
    message: Bilingual


class LibraryError(ExplainedError):
    """Nothing can be read; `message` says why and what to do, in both languages."""


@dataclass(frozen=True)
class Library:
    """Everything that was read, and what could not be."""

    documents: tuple[Document, ...]
    problems: tuple[DocumentProblem, ...] = ()
    manifests: "Mapping[str, Manifest]" = field(default_factory=dict)
    """What the documents say about themselves, by id; most say nothing."""
    sources: "Mapping[str, Mapping[str, Source]]" = field(default_factory=dict)
    """What the documents' marks refer to, by document and key."""

    def at(self, ref: SectionRef) -> Section | None:
        """Return the section that is meant, or None where there is none."""
        return self._by_ref.get(ref)

    def section(self, document: str, language: Language, address: str) -> Section | None:
        """Return a section by its document, language and address, or None where there is no such section."""
        return self.at(SectionRef(document, language, address))

    def sections(self, language: Language | None = None) -> tuple[Section, ...]:
        """Return the sections of one language, or of all, in reading order."""
        return tuple(
            section
            for document in self.documents
            if language is None or document.language == language
            for section in document.sections
        )

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the documents, each once, in reading order."""
        return tuple(dict.fromkeys(document.id for document in self.documents))

    def chosen(self, sources: Collection[str]) -> frozenset[str]:
        """Return the ids of the documents that are chosen; all of them where nothing is, or nothing that is there any more.

        Args:
            sources: Ids of documents, and OWN_FILES for all that the learner added.
        """
        found = {
            document.id
            for document in self.documents
            if document.id in sources or (document.is_own and OWN_FILES in sources)
        }
        return frozenset(found or self.ids)

    def within(self, documents: Collection[str]) -> "Library":
        """Return the same of some of its documents alone; problems are of the whole."""
        kept = tuple(document for document in self.documents if document.id in documents)
        return replace(self, documents=kept)

    @cached_property
    def _by_ref(self) -> dict[SectionRef, Section]:
        return {section.ref: section for section in self.sections()}
