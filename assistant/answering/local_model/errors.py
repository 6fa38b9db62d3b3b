"""What can go wrong with the embedded model, in words that say what to do."""

from assistant.text import Bilingual


class LocalModelError(Exception):
    """The embedded model can't be fetched or run; `message` says what happened and what to do."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class PullStoppedError(LocalModelError):
    """The fetching was stopped by whoever asked for it; what had come is kept."""


class SourceError(Exception):
    """One source can't give the file (any further); another one may. `reason` is one short line."""

    def __init__(self, reason: object) -> None:
        super().__init__(" ".join(str(reason).split()))

    @property
    def reason(self) -> str:
        """Return what the source said."""
        return str(self)


def filled(text: Bilingual, **values: object) -> Bilingual:
    """Return a text with its placeholders filled, in both languages."""
    return Bilingual(zh=text.of("zh", **values), en=text.of("en", **values))


def megabytes(size: int) -> str:
    """Return a number of bytes as people read it: "1,117 MB"."""
    return f"{size / 1e6:,.0f} MB"
