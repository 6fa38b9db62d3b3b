"""How much of the database a visitor can fill, and how much can be taken in at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is kept; whoever runs the coach has none but those on what is taken in at once."""

    conversations: int = 500
    """Of one visitor, as are the next two."""
    messages: int = 20_000
    characters: int = 50_000_000
    import_characters: int = 20_000_000
    """Of a file that is taken in."""
    conversation_characters: int = 5_000_000
    """Of one conversation in it, without the results of its demos, which are not taken from a file."""
