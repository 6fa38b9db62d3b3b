"""Questions prepared for a document: what people ask of each section, and what they ask that no section answers."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.documents import Library, SectionRef
from assistant.documents.links import leads_outside
from assistant.text import Bilingual, Language

QUESTIONS_FILE = "questions.jsonl"
COUNTER_EXAMPLES_FILE = "out_of_scope.jsonl"

_BAD_LINE = Bilingual(
    "{file} 第 {line} 行读不懂，已跳过：应为一行一个 JSON 对象，{form}。",
    "{file}, line {line} cannot be read and was skipped: each line must be a JSON object, {form}.",
)
_QUESTION_FORM = '{"section": "9.2", "language": "zh", "q": "…"}'
_COUNTER_EXAMPLE_FORM = '{"language": "zh", "kind": "near_miss", "q": "…"}'


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question that a section answers."""

    document: str
    section: str
    """The section's address."""
    language: Language
    text: str
    suggest: bool = False
    """Whether it reads well enough to be offered to the learner."""

    @property
    def ref(self) -> SectionRef:
        """The section that answers it, in the question's language."""
        return SectionRef(self.document, self.language, self.section)


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A question that the document does not answer."""

    document: str
    language: Language
    text: str
    near: bool
    """Whether it is about the document's topic all the same."""
    unless: str = ""
    """A document that answers it, at least in part."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything prepared for the documents of a library."""

    questions: tuple[PreparedQuestion, ...] = ()
    counter_examples: tuple[CounterExample, ...] = ()
    problems: tuple[Bilingual, ...] = field(default=())
    """Lines that could not be read."""

    def of(self, documents: Collection[str]) -> "Preparation":
        """Return what is prepared for some of the documents."""
        return Preparation(
            tuple(each for each in self.questions if each.document in documents),
            tuple(each for each in self.counter_examples if each.document in documents),
            self.problems,
        )


def load_preparation(knowledge: Path, library: Library) -> Preparation:
    """Read the prepared questions that lie with the documents of a knowledge folder.

    A line belongs to the document that it names with "document", else to the one named like its folder. Questions of
    documents and sections that the library does not have are left out; so is everything when `knowledge` is a file.
    """
    documents = {document.id for document in library.documents}
    addresses = {(section.document, section.address) for section in library.sections()}
    questions: list[PreparedQuestion] = []
    counter_examples: list[CounterExample] = []
    problems: list[Bilingual] = []
    for file in _files(knowledge, QUESTIONS_FILE):
        for entry in _entries(file, ("section", "language", "q"), _QUESTION_FORM, problems):
            document = str(entry.get("document", file.parent.name))
            question = PreparedQuestion(
                document,
                str(entry["section"]),
                entry["language"],
                entry["q"],
                bool(entry.get("suggest", False)),
            )
            if (document, question.section) in addresses:
                questions.append(question)
    for file in _files(knowledge, COUNTER_EXAMPLES_FILE):
        for entry in _entries(file, ("language", "q"), _COUNTER_EXAMPLE_FORM, problems):
            document = str(entry.get("document", file.parent.name))
            if document in documents:
                near = entry.get("kind") == "near_miss"
                unless = str(entry.get("unless", ""))
                counter_examples.append(CounterExample(document, entry["language"], entry["q"], near, unless))
    return Preparation(tuple(questions), tuple(counter_examples), tuple(problems))


def _files(knowledge: Path, name: str) -> list[Path]:
    found = knowledge.rglob(name) if knowledge.is_dir() else ()
    return sorted(path for path in found if not leads_outside(path, knowledge))


def _entries(
    file: Path, required: tuple[str, ...], form: str, problems: list[Bilingual]
) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON lines file; a bad line is noted and skipped."""
    for number, line in enumerate(
        file.read_text(encoding="utf-8-sig", errors="replace").splitlines(), start=1
    ):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if (
            isinstance(entry, dict)
            and all(isinstance(entry.get(key), str) and entry[key].strip() for key in required)
            and entry["language"] in ("zh", "en")
        ):
            yield entry
        else:
            values = {"file": file.name, "line": number, "form": form}
            problems.append(_BAD_LINE.filled(**values))
