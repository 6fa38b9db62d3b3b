"""Documents as the library shows them: each in one language, a chapter a page, or less where a chapter is very long."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from assistant.documents import Document, Library, Passage, Section
from assistant.text import Language

LONGEST = 24_000
"""Characters of a page; what is longer is cut at its subsections, at last between two blocks of a section."""
_MOST_SECTIONS = 30


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sections of one page, in reading order. A very long section is several chapters, each with a part of it."""

    sections: tuple[Section, ...]
    part: int = 1
    parts: int = 1

    @property
    def head(self) -> Section:
        """The section that the page begins with."""
        return self.sections[0]

    @property
    def start(self) -> int | None:
        """The first passage of a later part; None where the page begins with a section's beginning."""
        return self.head.passages[0].index if self.part > 1 else None


def editions(library: Library, language: Language) -> tuple[Document, ...]:
    """Return every document once: in a language where there is such an edition, else in the one that there is."""
    chosen: dict[str, Document] = {}
    for document in library.documents:
        if document.sections and (document.id not in chosen or document.language == language):
            chosen[document.id] = document
    return tuple(chosen.values())


@lru_cache(maxsize=64)
def chapters(document: Document) -> tuple[Chapter, ...]:
    """Return a document's pages in reading order; nothing is left out."""
    return tuple(chapter for tree in _trees(document.sections) for chapter in _cut(tree))


def position(pages: Sequence[Chapter], address: str | None, passage: int | None = None) -> int:
    """Return the place of the page with a section, or with a passage of it; of the first that has a text where there is none."""
    found = [n for n, page in enumerate(pages) if any(s.address == address for s in page.sections)]
    for number in found:
        if any(
            p.index == passage for s in pages[number].sections if s.address == address for p in s.passages
        ):
            return number
    written = (n for n, page in enumerate(pages) if any(s.markdown.strip() for s in page.sections))
    return found[0] if found else next(written, 0)


def _trees(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """Yield each section that belongs to none of the others, with all that belong to it."""
    tree: list[Section] = []
    within: set[str] = set()
    for section in sections:
        if tree and section.parent not in within:
            yield tree
            tree, within = [], set()
        tree.append(section)
        within.add(section.address)
    if tree:
        yield tree


def _cut(tree: Sequence[Section]) -> Iterator[Chapter]:
    if _fits(tree):
        yield Chapter(tuple(tree))
    elif len(tree) == 1:
        yield from _parts(tree[0])
    else:
        yield from _packed([chapter for part in ([tree[0]], *_trees(tree[1:])) for chapter in _cut(part)])


def _packed(cut: Sequence[Chapter]) -> Iterator[Chapter]:
    """Join short neighbours, so that a chapter of many small sections does not become as many pages."""
    together: list[Section] = []
    for chapter in cut:
        if chapter.parts == 1 and _fits([*together, *chapter.sections]):
            together += chapter.sections
            continue
        if together:
            yield Chapter(tuple(together))
        together = [] if chapter.parts > 1 else [*chapter.sections]
        if chapter.parts > 1:
            yield chapter
    if together:
        yield Chapter(tuple(together))


def _fits(sections: Sequence[Section]) -> bool:
    return len(sections) <= _MOST_SECTIONS and sum(len(section.markdown) for section in sections) <= LONGEST


def _parts(section: Section) -> list[Chapter]:
    """Return a section cut between its blocks, a very long paragraph between its passages."""
    groups: list[list[Passage]] = []
    for passages in _uncut(section.passages):
        if groups and passages[-1].end - groups[-1][0].start <= LONGEST:
            groups[-1] += passages
        else:
            groups.append(passages)
    groups = groups or [[]]
    starts = [0, *(_start(section, group[0]) for group in groups[1:])]
    ends = [*starts[1:], len(section.markdown)]
    return [
        Chapter((_part(section, group, start, end),), number, len(groups))
        for number, (group, start, end) in enumerate(zip(groups, starts, ends, strict=True), start=1)
    ]


def _uncut(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Yield the passages that stay together: those of a block, unless that is a very long paragraph."""
    for _, group in groupby(passages, key=lambda passage: passage.block):
        block = list(group)
        if block[0].kind == "paragraph" and block[-1].end - block[0].start > LONGEST:
            yield from ([passage] for passage in block)
        else:
            yield block


def _start(section: Section, passage: Passage) -> int:
    """Return where a part begins: at its line, so that no list or quote mark is cut off, unless it goes on in mid-line."""
    line = section.markdown.rfind("\n", 0, passage.start) + 1
    goes_on = passage.index and section.passages[passage.index - 1].end > line
    return passage.start if goes_on else line


def _part(section: Section, passages: Iterable[Passage], start: int, end: int) -> Section:
    moved = tuple(replace(p, start=p.start - start, end=p.end - start) for p in passages)
    return replace(section, markdown=section.markdown[start:end], passages=moved)
