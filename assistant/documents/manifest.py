"""What a knowledge collection says about itself: its names, its greeting, its first questions, what belongs to it.

A collection is a folder with a `manifest.toml` that names the document it is about.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import overload

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.links import OUTWARD, leads_outside
from assistant.documents.model import DocumentProblem
from assistant.text import Bilingual, Language

MANIFEST_FILE = "manifest.toml"
LAST = 100
"""The position of a document that says nothing of it."""
_BROKEN = Bilingual(
    zh="“{file}”读不懂（{reason}），已跳过；它旁边的资料照常使用。",
    en='"{file}" can\'t be read ({reason}) and was skipped; the documents beside it are used all the same.',
)


class _Words(BaseModel):
    """A text in both languages, as a table of a TOML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _ManifestFile(BaseModel):
    """The contents of a manifest."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(min_length=1)
    position: int = LAST
    name: _Words
    called: _Words
    welcome: _Words | None = None
    greeting: _Words | None = None
    abilities: _Words | None = None
    starters: dict[Language, list[str]] = {}
    notes: dict[str, _Words] = {}
    own_words: _Words | None = None
    demos: list[str] = []
    exercises: list[str] = []


class Manifest(BaseModel):
    """What a collection says about itself."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    document: str
    """The id of the document that it is about."""
    position: int = LAST
    """Its place among the collections: of two that answer a question, the first speaks first."""
    name: Bilingual
    """Its title, as people look for it."""
    called: Bilingual
    """How a sentence calls it: "文章", "the article"."""
    welcome: Bilingual | None = None
    """What stands above the first question where this is all that the coach answers from."""
    greeting: Bilingual | None = None
    """How the coach greets where this is all it answers from."""
    abilities: Bilingual | None = None
    """What the coach says it can do where this is all it answers from."""
    starters: Mapping[Language, tuple[str, ...]] = {}
    """Questions to begin with."""
    notes: Mapping[str, Bilingual] = {}
    """What stands above its notes, by their kind ("tip", "warning"): whose words they are."""
    own_words: Bilingual | None = None
    """What a dagger in it says: of a study edition, that a sentence is its own."""
    demos: tuple[str, ...] = ()
    """The names of the demos that belong to it."""
    exercises: tuple[str, ...] = ()
    """The names of the sets of exercises that belong to it."""


def read_manifests(knowledge: Path) -> tuple[dict[str, Manifest], tuple[DocumentProblem, ...]]:
    """Return the manifests in a knowledge folder by the documents that they are about, and what is wrong with others.

    Args:
        knowledge: A folder of collections, or a collection itself; a file has no manifest.
    """
    manifests: dict[str, Manifest] = {}
    problems: list[DocumentProblem] = []
    for path in sorted(knowledge.rglob(MANIFEST_FILE)) if knowledge.is_dir() else ():
        name = path.relative_to(knowledge).as_posix()
        if leads_outside(path, knowledge):
            problems.append(DocumentProblem(name, OUTWARD.filled(file=name)))
            continue
        try:
            found = _ManifestFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            problems.append(DocumentProblem(name, _BROKEN.filled(file=name, reason=_reason(error))))
            continue
        manifests[found.document] = Manifest(
            document=found.document,
            position=found.position,
            name=_both(found.name),
            called=_both(found.called),
            welcome=_both(found.welcome),
            greeting=_both(found.greeting),
            abilities=_both(found.abilities),
            starters={language: tuple(texts) for language, texts in found.starters.items()},
            own_words=_both(found.own_words),
            notes={kind: _both(words) for kind, words in found.notes.items()},
            demos=tuple(found.demos),
            exercises=tuple(found.exercises),
        )
    return manifests, tuple(problems)


@overload
def _both(words: _Words) -> Bilingual: ...
@overload
def _both(words: _Words | None) -> Bilingual | None: ...
def _both(words: _Words | None) -> Bilingual | None:
    return Bilingual(words.zh, words.en) if words else None


def _reason(error: OSError | ValueError) -> str:
    """Return where a manifest is wrong, short enough for a sentence."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return ".".join(str(part) for part in first["loc"]) or first["type"]
    return str(error).splitlines()[0][:80] if str(error) else type(error).__name__
