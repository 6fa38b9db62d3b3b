"""Everything that the pages say, in both languages, a module a page."""

from assistant.ui.texts import chat, conversations, demos, engines, frame, library

__all__ = ["chat", "conversations", "demos", "engines", "frame", "library"]
