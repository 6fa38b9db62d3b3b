"""The parts of one or several texts -> Document: addresses, the tree of sections."""

from collections import Counter
from collections.abc import Sequence

from assistant.documents.addresses import SUMMARY, HeadingNumber, heading_number
from assistant.documents.model import Document, Passage, Section
from assistant.documents.outline import Outline, Part, read_outline
from assistant.text import Language


def parse_markdown(
    text: str, *, document: str, language: Language | None = None, title: str | None = None
) -> Document:
    """Return a Markdown text as a document.

    Args:
        text: The Markdown, with or without front matter; any line ends.
        document: The id of the document.
        language: Overrides the front matter and what the text looks like.
        title: Overrides the front matter and the text's own heading.
    """
    outline = read_outline(text, title or document, language)
    return assemble([outline], document, outline.language, title)


def assemble(
    outlines: Sequence[Outline], document: str, language: Language, title: str | None = None
) -> Document:
    """Return the document that texts make in their order."""
    title = title or next((outline.title for outline in outlines if outline.title), None) or document
    parts = [part for outline in outlines for part in outline.parts]
    numbers = _numbers(parts)
    addresses = _addresses(parts, numbers)
    parents = _parents(parts, numbers, addresses)
    titles = [
        number.title.strip() or part.title if number else part.title
        for part, number in zip(parts, numbers, strict=True)
    ]
    children: dict[int, list[str]] = {}
    for position, parent in enumerate(parents):
        if parent is not None:
            children.setdefault(parent, []).append(addresses[position])
    sections = tuple(
        Section(
            document=document,
            language=language,
            address=addresses[position],
            title=titles[position],
            level=part.level,
            path=_path(position, parents, titles),
            markdown=part.markdown,
            passages=_passages(part, document, language, addresses[position]),
            parent=None if (parent := parents[position]) is None else addresses[parent],
            children=tuple(children.get(position, ())),
        )
        for position, part in enumerate(parts)
    )
    return Document(document, language, title, sections)


def _passages(part: Part, document: str, language: Language, address: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            document=document,
            language=language,
            section=address,
            index=index,
            kind=piece.kind,
            text=piece.text,
            plain=piece.plain,
            start=piece.start,
            end=piece.end,
            block=block,
            item=piece.item,
            note=piece.note,
        )
        for index, (block, piece) in enumerate(part.pieces)
    )


def _numbers(parts: Sequence[Part]) -> list[HeadingNumber | None]:
    """Return the number of each heading, or None.

    A doubtful one counts only where another of its level is its neighbour; the text's parts are named by their titles
    where chapters are counted through them, so that "chapter 1" is not taken for part 1.
    """
    found = [heading_number(part.title) if part.heading and not part.summary else None for part in parts]
    given = [(part.level, number) for part, number in zip(parts, found, strict=True) if number]
    bare = {(level, int(number.number)) for level, number in given if number.doubtful}
    has_chapters = any(number.scope == "whole" and "." not in number.number for _, number in given)

    def counts(level: int, number: HeadingNumber) -> bool:
        if number.doubtful:
            return bool(bare & {(level, int(number.number) + step) for step in (-1, 1)})
        return not (number.scope == "part" and has_chapters)

    return [
        number if number and counts(part.level, number) else None
        for part, number in zip(parts, found, strict=True)
    ]


def _addresses(parts: Sequence[Part], numbers: Sequence[HeadingNumber | None]) -> list[str]:
    """Return a unique address for each part: its number, 摘要, or its title."""
    taken: Counter[str] = Counter()
    addresses: list[str] = []
    above: list[tuple[int, str | None]] = []
    for part, number in zip(parts, numbers, strict=True):
        while above and above[-1][0] >= part.level:
            above.pop()
        outer = next((given for _, given in reversed(above) if given), None)
        full = number.number if number else None
        if number and number.scope == "within" and outer:
            full = f"{outer}.{number.number}"
        if part.heading:
            above.append((part.level, full))
        addresses.append(_make_unused(full or (SUMMARY if part.summary else part.title), taken))
    return addresses


def _make_unused(address: str, taken: Counter[str]) -> str:
    """Return the address, or "address (2)" and so on where it is taken; `taken` counts how often each was asked for."""
    name = address
    while name in taken:
        taken[address] += 1
        name = f"{address} ({taken[address]})"
    taken[name] = 1
    return name


def _parents(
    parts: Sequence[Part], numbers: Sequence[HeadingNumber | None], addresses: Sequence[str]
) -> list[int | None]:
    """Return the position of the part that each part belongs to: by its number (9.2 -> 9), else by its level."""
    position_of: dict[str, int] = {}
    above: list[int] = []
    parents: list[int | None] = []
    for position, (part, number, address) in enumerate(zip(parts, numbers, addresses, strict=True)):
        while above and parts[above[-1]].level >= part.level:
            above.pop()
        parent = above[-1] if above else None
        if number and "." in address:
            parent = position_of.get(address.rpartition(".")[0], parent)
        parents.append(parent)
        if part.heading:
            above.append(position)
        position_of[address] = position
    return parents


def _path(position: int, parents: Sequence[int | None], titles: Sequence[str]) -> tuple[str, ...]:
    path: list[str] = []
    parent = parents[position]
    while parent is not None:
        path.append(titles[parent])
        parent = parents[parent]
    return tuple(reversed(path))
