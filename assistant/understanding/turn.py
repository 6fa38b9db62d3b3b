"""From a message in a conversation to a turn: what is asked, in which language, and where to look for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.documents import Library, Passage, Section, SectionRef
from assistant.documents.addresses import section_addresses
from assistant.store.messages import Message
from assistant.text import Bilingual, Language, detect_language
from assistant.tools.registry import Demos
from assistant.tools.requests import DemoChoice, DemoRequest, parse_request
from assistant.understanding.followups import FollowUp, follow_up
from assistant.understanding.smalltalk import Intent, smalltalk_intent, without_greeting

_FOLLOW_UP_QUESTION = Bilingual(zh="{topic}：{rest}", en="{topic}: {rest}")
_MORE = Bilingual(zh="还有什么", en="what else")
# Standard deviations of the retriever's scores.
_MILD = 0.5
_STRONG = 1.5
_BOLD_NAME = re.compile(r"^\*\*(.+?)\*\*")
_TELLING = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Reference:
    """Passages of a section that the conversation points at, in the order in which they should be told."""

    section: Section
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, understood from its conversation."""

    text: str
    question: str
    """The question made self-contained."""
    language: Language
    intent: Intent
    queries: tuple[str, ...] = ()
    """What to search for, the most likely reading first."""
    context: Mapping[SectionRef, float] = field(default_factory=dict)
    """The sections that the last answer came from and the one that is open, with how strongly the question leans on them."""
    reference: Reference | None = None
    request: DemoRequest | None = None
    choice: DemoChoice | None = None
    history: tuple[Message, ...] = ()


def understand(
    text: str,
    history: Sequence[Message],
    library: Library,
    demos: Demos,
    *,
    preferred: Language | None = None,
    reading: SectionRef | None = None,
) -> Turn:
    """Return the turn that a message makes.

    Args:
        text: The message, cleaned and not blank.
        history: The messages before it, oldest first.
        library: Where the sections lie that earlier answers cited.
        demos: The demos that there are here.
        preferred: The language to answer in where the message itself tells none ("9.2", "BERT").
        reading: The section that is open beside the conversation.
    """
    language = _language(text, history, preferred)
    if intent := smalltalk_intent(text):
        return Turn(text, text, language, intent, history=tuple(history))
    answer = next((message for message in reversed(history) if message.role == "assistant"), None)
    about = _demos_about(answer, reading, demos)
    match parse_request(text, demos, _last_request(history, demos), about):
        case DemoRequest() as request:
            return Turn(text, text, language, "demo", request=request, history=tuple(history))
        case DemoChoice() as choice:
            return Turn(text, text, language, "demo", choice=choice, history=tuple(history))
    question = without_greeting(text)
    discussed = [c.ref for c in answer.citations] if answer and not answer.refused else []
    # The open section tells which document is meant, not what is asked.
    opened = [reading] if reading else []
    context = dict.fromkeys(opened, 0.0) | dict.fromkeys(discussed, _MILD)
    leaning = follow_up(question) if answer and not section_addresses(question) else None
    if leaning is None or answer is None:
        return Turn(text, question, language, "question", (question,), context, history=tuple(history))
    if reference := _reference(leaning, answer, history, library):
        name = _FOLLOW_UP_QUESTION.of(language, topic=reference.section.title, rest=_rest(leaning, reference))
        return Turn(text, name, language, "question", (name,), context, reference, history=tuple(history))
    combined = _FOLLOW_UP_QUESTION.of(
        language, topic=answer.question.rstrip("？?。. "), rest=leaning.rest or question
    )
    alone = leaning.rest or question
    if leaning.kind == "pronoun":
        context = dict.fromkeys(opened, 0.0) | dict.fromkeys(discussed, _STRONG)
    queries = (combined,) if leaning.kind == "more" else (alone, combined)
    return Turn(text, combined, language, "question", queries, context, history=tuple(history))


def _language(text: str, history: Sequence[Message], preferred: Language | None) -> Language:
    """A message with few words of its own ("9.2", "BERT", "ok") stays in the language that is being spoken."""
    telling = _TELLING.findall(text)
    if any("\u3400" <= found <= "\u9fff" for found in telling) or len(telling) > 2:
        return detect_language(text)
    if history:
        return history[-1].language
    return preferred or (detect_language(text) if telling else "zh")


def _last_request(history: Sequence[Message], demos: Demos) -> DemoRequest | None:
    """Return the demo that was asked for last in this conversation, with the values that its run drew."""
    for message in reversed(history):
        if message.tool_calls and (demo := demos.get((call := message.tool_calls[-1]).name)):
            used = call.result["parameters"] if call.result else {}
            open_ones = [n for n, field in demo.parameters.model_fields.items() if field.default is None]
            drawn = {n: used[n] for n in open_ones if used.get(n) is not None and n not in call.arguments}
            return DemoRequest(call.name, dict(call.arguments), drawn)
    return None


def _demos_about(answer: Message | None, reading: SectionRef | None, demos: Demos) -> list[str]:
    """Return the demos of the open section and of the sections that the last answer cited, the nearest first."""
    cited = [c.ref for c in answer.citations] if answer else []
    sections = [*([reading] if reading else []), *cited]
    homes = {home: demo.name for demo in demos.values() for home in demo.homes("zh") + demo.homes("en")}
    return list(dict.fromkeys(homes[section] for section in sections if section in homes))


def _reference(
    leaning: FollowUp, answer: Message, history: Sequence[Message], library: Library
) -> Reference | None:
    """Resolve a point of the last answer's list, or what its section holds beyond what was told."""
    if not answer.citations or answer.refused:
        return None
    cited = answer.citations[0]
    section = library.at(cited.ref)
    if section is None:
        return None
    told = {c.passage for m in history for c in m.citations if c.ref == section.ref}
    if leaning.kind == "item" and leaning.ordinal:
        return _item(section, leaning.ordinal, answer, told, library)
    if leaning.kind == "more":
        untold = tuple(p for p in section.passages if p.index not in told)
        return Reference(section, untold)
    return None


def _item(
    section: Section, ordinal: int, answer: Message, told: set[int], library: Library
) -> Reference | None:
    """Return the n-th point as the learner saw it, with what else its section says of it or has not told yet."""
    seen: list[tuple[Section, Passage]] = []
    for citation in answer.citations:
        home = library.at(citation.ref)
        if home and citation.passage < len(home.passages) and home.passages[citation.passage].kind == "item":
            seen.append((home, home.passages[citation.passage]))
    listed = [(section, passage) for passage in section.passages if passage.kind == "item"]
    for candidates in (seen, listed):
        if candidates and -1 <= ordinal <= len(candidates):
            home, passage = candidates[ordinal - 1 if ordinal > 0 else -1]
            untold = (p for p in home.passages if p.kind == "paragraph" and p.index not in told)
            return Reference(home, (passage, *(_mentions(home, passage) or tuple(untold)[:1])))
    return None


def _mentions(section: Section, passage: Passage) -> tuple[Passage, ...]:
    """Return the section's other passages that name the same thing, notes included."""
    if not (found := _BOLD_NAME.match(passage.text)):
        return ()
    name = found.group(1).strip("：:. ")
    return tuple(
        other for other in section.passages if other is not passage and name.lower() in other.plain.lower()
    )


def _rest(leaning: FollowUp, reference: Reference) -> str:
    """Name what is asked for: the point's own name, else the learner's words."""
    found = _BOLD_NAME.match(reference.passages[0].text) if leaning.kind == "item" else None
    return found.group(1).strip("：:. ") if found else (leaning.rest or _MORE.of(reference.section.language))
