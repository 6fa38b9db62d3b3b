"""What can go wrong with the embedded model, in words that say what to do."""

from assistant.text import Bilingual, ExplainedError


class LocalModelError(ExplainedError):
    """The embedded model can't be fetched or run; `message` says what happened and what to do."""


class PullStoppedError(LocalModelError):
    """The fetching was stopped by whoever asked for it; what had come is kept."""


class SourceError(Exception):
    """One source can't give the file (any further); another one may.

    `reason` says why in a few of the learner's words, `str` adds what the source itself said, for the log.
    """

    def __init__(self, reason: Bilingual, detail: object = "") -> None:
        super().__init__(" ".join(f"{reason.en} {detail}".split()))
        self.reason = reason


def megabytes(size: int) -> str:
    """Return a number of bytes as people read it: "1,117 MB"."""
    return f"{size / 1e6:,.0f} MB"
