"""Everything that the pages say, in both languages, a module a page."""

from assistant.ui.texts import (
    chat,
    citations,
    conversations,
    demos,
    engines,
    frame,
    library,
    material,
    settings,
    streamlit,
)

__all__ = [
    "chat",
    "citations",
    "conversations",
    "demos",
    "engines",
    "frame",
    "library",
    "material",
    "settings",
    "streamlit",
]
