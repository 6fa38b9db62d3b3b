"""Text as it is searched and as it can be stored."""

import re
from typing import Any

from assistant.text import normalize, to_simplified

# Neither SQLite's index nor PostgreSQL can keep these: NUL and lone surrogates.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text with U+FFFD for each NUL and lone surrogate."""
    return _UNSTORABLE.sub("\ufffd", text)


def storable_json(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return JSON with all its texts, the keys too, made storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_json(key): storable_json(item) for key, item in value.items()}
    return [storable_json(item) for item in value] if isinstance(value, list) else value


def fold(text: str) -> str:
    """Return text in which either Chinese script, any width and any case look the same."""
    return to_simplified(normalize("NFKC", text)).casefold()
