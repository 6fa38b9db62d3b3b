"""Where a learner reads or searches in the library, as its address says: `?document=…&section=9.2&passage=3&q=…`.

`?material=1` is where the learner's own files are added and removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from assistant.documents import Section


@dataclass(frozen=True, slots=True)
class Place:
    """A section to read, or a search; with both, the section shows what was searched for."""

    document: str | None = None
    section: str | None = None
    passage: int | None = None
    """The passage to highlight."""
    start: int | None = None
    """The passage that a part of a very long section begins with."""
    query: str = ""
    material: bool = False
    """Whether the learner's own files are looked at."""

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says of it."""
        named = {
            "document": self.document,
            "section": self.section,
            "passage": self.passage,
            "start": self.start,
            "q": self.query or None,
            "material": 1 if self.material else None,
        }
        return {name: str(value) for name, value in named.items() if value is not None}

    @property
    def address(self) -> str:
        """The address, relative to the library."""
        return "?" + urlencode(self.parameters)


def current() -> Place:
    """Return the place that the address names."""
    return read(st.query_params.to_dict())


def read(parameters: Mapping[str, str]) -> Place:
    """Return the place that parameters name; what can't be read is left out."""
    return Place(
        parameters.get("document"),
        parameters.get("section"),
        _number(parameters.get("passage")),
        _number(parameters.get("start")),
        parameters.get("q", "").strip(),
        "material" in parameters,
    )


def of(section: Section, passage: int | None = None, *, start: int | None = None, query: str = "") -> Place:
    """Return the place of a section."""
    return Place(section.document, section.address, passage, start, query)


def go(place: Place) -> None:
    """Open a place; where it is open already, scroll to it again."""
    st.query_params.from_dict(place.parameters)
    st.session_state["library-times"] = times() + 1


def follow(address: str) -> None:
    """Open the place that a link's address names."""
    go(read(dict(parse_qsl(address.removeprefix("?")))))


def times() -> int:
    """Return how often a place was opened."""
    opened: int = st.session_state.get("library-times", 0)
    return opened


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None
