"""Who asks."""

from dataclasses import dataclass

from assistant.answering.engines import EngineChoice
from assistant.documents import SectionRef
from assistant.models.service import ModelService
from assistant.store.summaries import LOCAL
from assistant.text import Language


@dataclass(frozen=True, slots=True)
class Learner:
    """Who asks, and what they chose."""

    owner: str = LOCAL
    """Whose conversations a new one joins."""
    language: Language | None = None
    """For messages that have no language of their own, such as "9.2"."""
    engine: EngineChoice = "auto"
    """Who should answer."""
    service: ModelService | None = None
    """The model service that they entered; without one, the environment's is asked."""
    reading: SectionRef | None = None
    """The section that is open beside the conversation."""


ANYBODY = Learner()
