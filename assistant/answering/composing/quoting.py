"""Passages as they stand in an answer: Markdown with a mark after each sentence, lists and captions put together."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from assistant.answering.composing import phrases
from assistant.answering.composing.selection import introduces
from assistant.checking.cited_lines import escape_marks, mark_sentences
from assistant.checking.citing import Citations
from assistant.documents import Library, Passage, Section
from assistant.documents.naming import beside_others, section_name
from assistant.retrieval.evidence import SectionHit
from assistant.text import Language


class Quoter:
    """Quotes passages in one answer and numbers its citations."""

    def __init__(self, library: Library, language: Language) -> None:
        """Begin an answer that cites nothing yet.

        Args:
            library: Where the passages come from; tells when a document's name is needed.
            language: The language of the words around them.
        """
        self.citations = Citations(sources_in(library, language))
        self.language: Language = language
        self._library = library

    def name(self, section: Section) -> str:
        """Return what a section is called, with its document where there are several."""
        return section_name(self._library, section, self.language)

    def cited_name(self, hit: SectionHit) -> str:
        """Return what a section is called, with a mark for its best passage."""
        passage = hit.passages[0].passage if hit.passages else None
        mark = self.citations.mark(hit.section, passage) if passage else ""
        return self.name(hit.section) + mark

    def quote(self, section: Section, passage: Passage, limit: int | None = None) -> str:
        """Return a passage's Markdown with its mark after each sentence; what has no sentences stays whole.

        Args:
            section: Where it stands.
            passage: The passage.
            limit: So many sentences at most; all without it.
        """
        mark = self.citations.mark(section, passage)
        if passage.kind in phrases.CAPTIONS or "```" in passage.text or "$$" in passage.text:
            return f"{passage.text}\n\n{mark}"
        return mark_sentences(escape_marks(passage.text), mark, limit)

    def quotes(
        self, section: Section, passages: Iterable[Passage], *, item_sentences: int | None
    ) -> Iterator[str]:
        """Yield passages in order as blocks: neighbouring items become one list, neighbouring formulas share a caption.

        Args:
            section: Where they stand.
            passages: The passages.
            item_sentences: So many sentences of each item at most; all where it is None.
        """
        introduced = False
        groups = [list(group) for _, group in groupby(passages, key=_group)]
        for members, following in zip(groups, [*groups[1:], []], strict=True):
            first = members[0]
            if first.kind == "item":
                yield "\n".join(
                    self._item(section, p, item_sentences, alone=len(members) == 1) for p in members
                )
            elif first.kind in phrases.CAPTIONS:
                if not introduced:
                    yield phrases.CAPTIONS[first.kind].of(self.language, mark=self._marks(section, members))
                yield from (passage.text for passage in members)
            else:
                introduced = introduces(first) and bool(following) and following[0].kind in phrases.CAPTIONS
                yield self.quote(section, first) + (self._marks(section, following) if introduced else "")

    def _marks(self, section: Section, passages: Iterable[Passage]) -> str:
        return "".join(self.citations.mark(section, passage) for passage in passages)

    def _item(self, section: Section, passage: Passage, limit: int | None, *, alone: bool) -> str:
        text = self.quote(section, passage, limit)
        if alone:
            return text
        bullet = f"{passage.item}." if _is_ordered(section, passage) else "-"
        return f"{bullet} {_indented(text)}"


def sources_in(library: Library, language: Language) -> Callable[[str], str]:
    """Return what names a citation's document, where more than one is loaded."""

    def source_of(document: str) -> str:
        name = beside_others(library, document)
        return name.of(language) if name else ""

    return source_of


def _group(passage: Passage) -> tuple[str, int]:
    """Passages with the same key are told together."""
    if passage.kind == "item":
        return "item", passage.block
    return (passage.kind, -1) if passage.kind in phrases.CAPTIONS else ("other", passage.index)


def _is_ordered(section: Section, passage: Passage) -> bool:
    return section.markdown[passage.start : passage.start + 4].lstrip()[:1].isdigit()


def _indented(markdown: str) -> str:
    """Return Markdown that stays inside its list item."""
    return markdown.replace("\n", "\n   ")
