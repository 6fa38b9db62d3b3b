"""Numbered citations: each passage of an answer gets a number the first time it is used."""

from collections.abc import Callable

from assistant.documents import Passage, Section
from assistant.store.messages import Citation


class Citations:
    """The citations of one answer: each passage gets a number the first time it is used."""

    def __init__(self, source_of: Callable[[str], str] = lambda _: "") -> None:
        """Begin to number.

        Args:
            source_of: Returns how a document is called by its id, where more than one is loaded; else "".
        """
        self._source_of = source_of
        self._numbers: dict[tuple[str, str, str, int], int] = {}
        self._citations: list[Citation] = []

    def mark(self, section: Section, passage: Passage) -> str:
        """Return the mark of a passage, e.g. "[2]"."""
        key = (passage.document, passage.language, passage.section, passage.index)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(
                Citation(
                    n=self._numbers[key],
                    document=section.document,
                    section=section.address,
                    title=section.title,
                    quote=passage.plain,
                    language=section.language,
                    passage=passage.index,
                    source=self._source_of(section.document),
                )
            )
        return f"[{self._numbers[key]}]"

    def all(self) -> tuple[Citation, ...]:
        """Return the citations used so far, by number."""
        return tuple(self._citations)
