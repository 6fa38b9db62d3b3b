"""Texts for people, in both languages, and errors that are told to them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text for people, in both languages."""

    zh: str
    en: str

    def of(self, language: Language, **values: object) -> str:
        """Return the text in a language, its `{placeholders}` filled with values; a Bilingual value in that language too."""
        text = self.zh if language == "zh" else self.en
        if not values:
            return text
        return text.format(
            **{
                name: value.of(language) if isinstance(value, Bilingual) else value
                for name, value in values.items()
            }
        )

    def filled(self, **values: object) -> "Bilingual":
        """Return the text with its placeholders filled in both languages."""
        return Bilingual(self.of("zh", **values), self.of("en", **values))

    def side_by_side(self) -> str:
        """Return the text in both languages on one line, for readers whose language is not known."""
        return self.zh if self.zh == self.en else f"{self.zh} / {self.en}"

    def both(self) -> dict[str, str]:
        """Return the text by language, as JSON has it: {"zh": …, "en": …}."""
        return {"zh": self.zh, "en": self.en}


class ExplainedError(Exception):
    """Something went wrong that people are told of; `message` says what happened and what to do, in both languages."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message
