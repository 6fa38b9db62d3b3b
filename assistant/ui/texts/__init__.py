"""Everything that the pages say, in both languages, a module a page."""

from assistant.ui.texts import chat, conversations, demos, frame, library, settings

__all__ = ["chat", "conversations", "demos", "frame", "library", "settings"]
