"""How much a file may ask for, and how it is told how far its conversion is."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

MEGABYTE = 2**20

Advance = Callable[[int, int], None]
"""Takes the number of pages or slides that are read, and the number to read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file and its conversion may take up."""

    file: int = 50 * MEGABYTE
    """Bytes."""
    unpacked: int = 300 * MEGABYTE
    """Bytes that the members of a Word or PowerPoint file may have together when unpacked."""
    ratio: int = 200
    """How many times larger than the file its unpacked members may be together; small files are left alone."""
    members: int = 5_000
    pages: int = 1_000
    slides: int = 1_000
    characters: int = 2_000_000
    """Of the Markdown."""
    seconds: float = 120.0
    memory: int = 2048 * MEGABYTE
    """Bytes of address space for the child process, where the platform can limit it."""

    def to_json(self) -> str:
        """Return the limits as a child process can be given them."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Limits":
        """Return the limits that `to_json` wrote."""
        return cls(**json.loads(text))


LIMITS = Limits()
