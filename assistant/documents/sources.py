"""What a text rests on: the works that its marks ("[^liu2024]") name, as they stand in the `sources.jsonl` beside it."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.links import leads_outside
from assistant.documents.model import DocumentProblem
from assistant.text import Bilingual

SOURCES_FILE = "sources.jsonl"
OWN_WORDS = "edition"
"""Marks what a study edition says of its own, where the text that it retells does not say it."""
OWN_SIGN = "†"

# A mark that stands in code ("[^abc]" in a pattern) is code. A colon behind one makes it a footnote's own text at the
# beginning of a line, and belongs to the sentence elsewhere.
_MARK = re.compile(r"(`[^`\n]*`)|^\[\^[^\]\s]{1,30}\]:|\[\^([^\]\s]{1,30})\]", re.MULTILINE)
_BAD_LINE = Bilingual(
    zh="“{file}”第 {line} 行读不懂（{reason}），已跳过；资料照常使用，只是这条出处显示不出来。",
    en='"{file}", line {line} can\'t be read ({reason}) and was skipped; the text is used all the same, without this reference.',
)


class Source(BaseModel):
    """A work that a text refers to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9]{1,28}$")
    """What marks in the text call it."""
    title: str = Field(min_length=1)
    authors: str = Field(min_length=1)
    year: int
    published: str = Field(min_length=1)
    """Where: the journal, the conference, the publisher, the standards body."""
    url: str | None = None


def read_sources(knowledge: Path) -> tuple[dict[str, dict[str, Source]], tuple[DocumentProblem, ...]]:
    """Return the works that each document refers to, by document and key, and which lines can't be read.

    Args:
        knowledge: A folder of collections, or a collection itself, each named like its document; a file has no sources.
    """
    sources: dict[str, dict[str, Source]] = {}
    problems: list[DocumentProblem] = []
    for path in sorted(knowledge.rglob(SOURCES_FILE)) if knowledge.is_dir() else ():
        if leads_outside(path, knowledge):
            continue
        name = path.relative_to(knowledge).as_posix()
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        ):
            if not line.strip():
                continue
            try:
                source = Source.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                reason = ".".join(str(part) for part in first["loc"]) or first["type"]
                message = _BAD_LINE.filled(file=name, line=number, reason=reason)
                problems.append(DocumentProblem(name, message))
            else:
                sources.setdefault(path.parent.resolve().name, {})[source.key] = source
    return sources, tuple(problems)


def without_marks(markdown: str) -> str:
    """Return a text without the marks of its sources, as it is quoted: its own citation stands for them."""
    return _MARK.sub(lambda found: found[1] or "", markdown) if "[^" in markdown else markdown


def marks_in(markdown: str) -> tuple[str, ...]:
    """Return the keys of the sources that a text names, each once, in their order."""
    return tuple(dict.fromkeys(found[2] for found in _MARK.finditer(markdown) if found[2]))


def numbered(markdown: str, numbers: Mapping[str, int]) -> str:
    """Return a text whose marks are small raised numbers, and a dagger where a study edition speaks; others are left out.

    Args:
        markdown: The text.
        numbers: The number of each source by its key.
    """

    def number(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        if found[2] == OWN_WORDS:
            return OWN_SIGN
        return _raised(numbers[found[2]]) if found[2] in numbers else ""

    return _MARK.sub(number, markdown) if "[^" in markdown else markdown


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
