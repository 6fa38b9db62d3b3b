"""Files -> Library -> Document -> Section -> Passage, and Markdown that is safe to show."""

from assistant.documents.assembling import parse_markdown
from assistant.documents.inert import display_math, inert
from assistant.documents.library import load_library
from assistant.documents.model import (
    OWN_FILES,
    Document,
    DocumentProblem,
    Library,
    LibraryError,
    Passage,
    PassageKind,
    Section,
    SectionRef,
)
from assistant.documents.portable import escaped, portable

__all__ = [
    "OWN_FILES",
    "Document",
    "DocumentProblem",
    "Library",
    "LibraryError",
    "Passage",
    "PassageKind",
    "Section",
    "SectionRef",
    "display_math",
    "escaped",
    "inert",
    "load_library",
    "parse_markdown",
    "portable",
]
