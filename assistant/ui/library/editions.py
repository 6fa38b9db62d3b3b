"""Which documents a reader sees: each once."""

from assistant.documents import Document, Library
from assistant.text import Language


def editions(library: Library, language: Language) -> tuple[Document, ...]:
    """Return every document once: in a language where there is such an edition, else in the one that there is."""
    chosen: dict[str, Document] = {}
    for document in library.documents:
        if document.sections and (document.id not in chosen or document.language == language):
            chosen[document.id] = document
    return tuple(chosen.values())
