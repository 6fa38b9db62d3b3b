"""Conversations: a store of messages that are never lost, searched, named, taken along."""

from assistant.store.conversations.store import ConversationStore

__all__ = ["ConversationStore"]
