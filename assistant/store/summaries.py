"""What the store says about conversations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

LOCAL = ""
"""The owner of conversations on a computer that is not shared."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list."""

    id: str
    title: str
    """The learner's, or the first question; empty where there is neither."""
    updated_at: datetime
    """When its last message was saved, in UTC."""
    count: int
    """The number of its messages."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A message that contains what was searched for."""

    conversation_id: str
    title: str
    """The conversation's."""
    message_id: str
    role: Literal["user", "assistant"]
    snippet: str
    """One line of the message around the first find."""
    match: tuple[int, int]
    """Where the find stands in the snippet: [start, end); (0, 0) where that can't be told."""


class Feedback(BaseModel):
    """What a learner thought of an answer."""

    model_config = ConfigDict(frozen=True)

    value: Literal["up", "down"]
    reason: str = ""
