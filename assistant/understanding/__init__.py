"""From a message in a conversation to what is wanted."""
