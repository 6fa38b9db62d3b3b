"""How sentences call documents and sections: "文章", "the handbook's 3.2", the learner's file by its name."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from string import ascii_lowercase, digits

from assistant.documents.manifest import Manifest
from assistant.documents.model import Library, Section
from assistant.text import Bilingual, Language, to_simplified

_MOST_NAMED = 3
_QUOTED = Bilingual(zh="《{name}》", en='"{name}"')
_FILE = Bilingual(zh="“{name}”", en='"{name}"')
_SECTION = Bilingual(zh="{address}《{title}》", en='{address} "{title}"')
_TITLE = Bilingual(zh="《{title}》", en='"{title}"')
_IN_DOCUMENT = Bilingual(zh="{document}的 {section}", en="{section} in {document}")
_MY_SOURCES = Bilingual(zh="我手上的资料", en="my sources")
_AND = Bilingual(zh="和", en=" and ")
_LETTERS = frozenset(ascii_lowercase + digits)


def document_name(library: Library, document: str) -> Bilingual:
    """Return how a sentence calls a document: as its manifest says, the learner's by its file's name, else by its title."""
    if manifest := library.manifests.get(document):
        return manifest.called
    found = next((each for each in library.documents if each.id == document), None)
    if found is None or found.is_own:
        return _FILE.filled(name=document)
    return _QUOTED.filled(name=found.title)


def beside_others(library: Library, document: str) -> Bilingual | None:
    """Return how a sentence calls a document where more than one is loaded; None where there is nothing to tell apart."""
    return document_name(library, document) if len(library.ids) > 1 else None


def only_manifest(library: Library) -> Manifest | None:
    """Return the manifest of the collection that is all that answers come from; None where there is more, or none."""
    return library.manifests.get(library.ids[0]) if len(library.ids) == 1 else None


def speakers(library: Library) -> Bilingual:
    """Return how a sentence calls all that answers come from."""
    names = [document_name(library, document) for document in library.ids]
    is_short = len(names) == 1 or all(document in library.manifests for document in library.ids)
    if not is_short or len(names) > _MOST_NAMED:
        return _MY_SOURCES
    return said_by(library, library.ids)


def said_by(library: Library, documents: Iterable[str]) -> Bilingual:
    """Return how a sentence calls some documents together."""
    names = [document_name(library, document) for document in documents]
    return Bilingual(*(_AND.of(language).join(n.of(language) for n in names) for language in ("zh", "en")))


def section_name(library: Library, section: Section, language: Language) -> str:
    """Return a section's number and title, with its document where more than one is loaded."""
    # A section without a number is called by its title.
    words = _TITLE if section.address == section.title else _SECTION
    name = words.of(language, address=section.address, title=section.title)
    document = beside_others(library, section.document)
    return _IN_DOCUMENT.of(language, document=document, section=name) if document else name


def documents_named(library: Library, text: str) -> list[tuple[int, str]]:
    """Return where a text names documents, in order: (position, document id).

    A document is named by what its manifest calls it, by its title, or by its file's name.
    """
    return [(start, document) for start, _, document in _named(library, text)]


def spans_named(library: Library, text: str) -> list[tuple[int, str]]:
    """Return the names of documents in a text, in order: (position, name as it stands there)."""
    return [(start, text[start : start + length]) for start, length, _ in _named(library, text)]


def _named(library: Library, text: str) -> list[tuple[int, int, str]]:
    """Return the names of documents in a text: (start, length, document id); of names that overlap the longest counts."""
    folded = normalised(text)
    found = [
        (start, -len(name), document)
        for name, document in _names(library)
        # Every question is looked through, and there may be a thousand documents.
        if name in folded
        for start in _places(name, folded)
    ]
    kept: list[tuple[int, int, str]] = []
    end = 0
    for start, length, document in sorted(found):
        if start >= end:
            kept.append((start, -length, document))
            end = start - length
    return kept


def normalised(text: str) -> str:
    """Return a text as names are looked for in it: simplified, half-width, lower case; positions stay."""
    return "".join(
        folded if len(folded := to_simplified(unicodedata.normalize("NFKC", each)).lower()) == 1 else each
        for each in text
    )


def _names(library: Library) -> Iterator[tuple[str, str]]:
    """Yield what documents are called, as it is looked for, each with its document's id."""
    for document in library.documents:
        for name in {document.id, Path(document.id).stem, document.title}:
            yield from ((folded, document.id) for folded in _looked_for(name))
    for manifest in (
        library.manifests[document] for document in library.ids if document in library.manifests
    ):
        title, called = manifest.name, manifest.called
        for each in {title.zh, title.en, called.zh, called.en.removeprefix("the ")}:
            yield from ((folded, manifest.document) for folded in _looked_for(each))


@lru_cache(maxsize=16_384)
def _looked_for(name: str) -> tuple[str, ...]:
    """Return a name as it is looked for; nothing where it is too short to be one."""
    folded = normalised(name).strip()
    return (folded,) if len(folded) > 1 else ()


def _places(name: str, text: str) -> Iterator[int]:
    """Yield where a name begins in a text, but not where it is a part of a Latin word."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        is_whole = not (_in_one_word(before, name[0]) or _in_one_word(after, name[-1]))
        if is_whole:
            yield start
        start = text.find(name, end if is_whole else start + 1)


def _in_one_word(outer: str, inner: str) -> bool:
    return outer in _LETTERS and (inner in _LETTERS or inner == "_")
