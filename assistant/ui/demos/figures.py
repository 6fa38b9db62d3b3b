"""Values as people write them."""

from assistant.text import Language
from assistant.ui import texts

_LARGE = 1e6


def written(value: object, language: Language = "zh") -> str:
    """Return a value as text: six significant digits, yes and no in words, a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return (texts.demos.YES if value else texts.demos.NO).of(language)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def grouped(value: object, language: Language) -> str:
    """Return a value to read, thousands separated; a large fraction in powers of ten."""
    if isinstance(value, float) and abs(value) < _LARGE:
        return f"{value:,.6g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return written(value, language)
