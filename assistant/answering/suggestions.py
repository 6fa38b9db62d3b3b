"""Questions to offer: before the first question, and after each answer."""

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from assistant.answering.composing.content_words import content_tokens
from assistant.answering.engine import Outcome
from assistant.documents import Library, Section
from assistant.documents.naming import section_name
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.questions import PreparedQuestion
from assistant.store.messages import Offer
from assistant.text import Bilingual, Language
from assistant.tools.demo import Demos, belonging
from assistant.tools.requests import requested
from assistant.understanding.act import Turn

Closeness = Callable[[str, Sequence[str]], Vectors]
"""Returns how close in meaning each of some texts is to a question; the closer, the larger."""

_ABOUT_SECTION = Bilingual(zh="{section}讲了什么？", en="What does {section} say?")
_COUNT = 3
_SAME_QUESTION = 0.6


def opening_suggestions(
    questions: Sequence[PreparedQuestion], library: Library, demos: Demos, language: Language
) -> tuple[str, ...]:
    """Return three questions to begin with and a demo to run.

    The questions are those that the collections' manifests offer, in turn; else prepared ones of different chapters; else
    section titles.
    """
    runs = _demo_requests(library, demos, language)
    runs = [random.choice(runs)] if runs else []  # noqa: S311 - no secret
    offered = [
        random.sample(starters, len(starters))
        for manifest in library.manifests.values()
        if manifest.document in library.ids and (starters := manifest.starters.get(language))
    ]
    if offered:
        in_turn = [text for texts in zip_longest(*offered) for text in texts if text]
        return (*in_turn[:_COUNT], *runs)
    good = [question for question in questions if question.language == language and question.suggest]
    if not good:
        sections = [section for section in library.sections(None) if section.passages]
        return tuple(_about(library, section, language) for section in sections[:_COUNT])
    chosen: list[PreparedQuestion] = []
    for question in random.sample(good, len(good)):
        chapters = {(other.document, other.section.split(".")[0]) for other in chosen}
        if (question.document, question.section.split(".")[0]) not in chapters:
            chosen.append(question)
        if len(chosen) == _COUNT:
            break
    return (*(question.text for question in chosen), *runs)


def _about(library: Library, section: Section, language: Language) -> str:
    """Return the question what a section says."""
    return _ABOUT_SECTION.of(language, section=section_name(library, section, language))


def follow_up_suggestions(
    turn: Turn,
    evidence: Evidence,
    outcome: Outcome,
    questions: Sequence[PreparedQuestion],
    library: Library,
    demos: Demos,
    closeness: Closeness,
) -> tuple[str, ...]:
    """Return up to three things to ask next: the same section's other questions, the next sections', a demo that belongs to it.

    Of all requests that are examples of its demos, the one is offered that is closest to the question.
    """
    if turn.table_choice:
        return ()
    if turn.choice:
        asked_for = (demos[name].examples for name in turn.choice.names if name in demos)
        return tuple(examples[0].of(turn.language) for examples in asked_for if examples)
    if not evidence.sections:
        return opening_suggestions(questions, library, demos, turn.language)[-_COUNT:]
    home = evidence.sections[0].section
    offered = [_about(library, section, turn.language) for section in evidence.elsewhere[:1]]
    if turn.request is None and not outcome.refused:
        offered += _nearest_request(home, turn, demos, closeness)
    asked = [turn.text, turn.question, *(message.text for message in turn.history if message.role == "user")]
    nearby = _nearby(home, evidence, library)
    for section, limit in ((home, 2), *((section, 1) for section in nearby)):
        for text in _questions_of(section, questions, turn.language, asked)[:limit]:
            offered.append(text)
            asked.append(text)
    if not offered:
        offered = [_about(library, section, turn.language) for section in nearby]
    return tuple(offered[:_COUNT])


def _nearest_request(section: Section, turn: Turn, demos: Demos, closeness: Closeness) -> list[str]:
    """Return a request for the demo of a section that is closest to what was asked; none where there are no demos."""
    found = [demo for demo in belonging(demos, section.ref) if demo.examples]
    if not found:
        return []
    # What a demo is about tells it from its neighbours better than any one request for it, which is full of values.
    about = [f"{d.title.of(turn.language)} {d.description.of(turn.language)}" for d in found]
    demo = found[int(closeness(turn.question, about).argmax())]
    written = [example.of(turn.language) for example in demo.examples]
    # What changes "the learning rate" means another demo in another place, and asks back in a third.
    plain = [text for text in written if requested(text, demos) == requested(text, {demo.name: demo})]
    offered = plain or written
    return [offered[int(closeness(turn.question, offered).argmax())]]


def offers(turn: Turn) -> tuple[Offer, ...]:
    """Return the runs to offer on the tables that came: of each demo that they may be for."""
    if turn.table_choice is None:
        return ()
    return tuple(
        Offer(demo=fit.demo.name, arguments=dict(fit.arguments), is_ready=not fit.missing)
        for fit in turn.table_choice.fits
    )


def _demo_requests(library: Library, demos: Demos, language: Language) -> list[str]:
    """Return a request for each demo that belongs to a section of the library."""
    there = {each.ref for each in library.sections(language)}
    return [
        demo.examples[0].of(language)
        for demo in demos.values()
        if demo.examples and not there.isdisjoint(demo.homes(language))
    ]


def _nearby(home: Section, evidence: Evidence, library: Library) -> list[Section]:
    """Return the sections to go on to: what was found beside the first, then what follows it in the text."""
    order = [
        section
        for section in library.sections(home.language)
        if section.document == home.document and section.passages
    ]
    position = next((i for i, section in enumerate(order) if section.address == home.address), -1)
    found = [hit.section for hit in evidence.sections[1:3]]
    return list(
        {s.ref: s for s in (*order[position + 1 : position + 2], *found) if s.ref != home.ref}.values()
    )


def _questions_of(
    section: Section, questions: Iterable[PreparedQuestion], language: Language, asked: Sequence[str]
) -> list[str]:
    """Return a section's presentable questions that are not yet asked, nor much like one that is."""
    known = [content_tokens(text) for text in asked]
    return [
        question.text
        for question in questions
        if (question.document, question.section) == (section.document, section.address)
        and question.language == language
        and question.suggest
        and all(_likeness(content_tokens(question.text), other) < _SAME_QUESTION for other in known)
    ]


def _likeness(a: set[str], b: set[str]) -> float:
    """Jaccard similarity of two token sets, 0 to 1."""
    return len(a & b) / len(a | b) if a | b else 1.0
