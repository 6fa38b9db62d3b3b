"""The evidence of a turn: what it points at, what its demo belongs to, or what the search finds."""

from collections.abc import Callable, Sequence

from assistant.documents import Library, Section
from assistant.retrieval.evidence import Evidence, Hit, SectionHit
from assistant.tools.demo import Demos
from assistant.understanding.act import Turn


def find_evidence(turn: Turn, search: Callable[..., Evidence], library: Library, demos: Demos) -> Evidence:
    """Return what an answer to a turn rests on.

    Args:
        turn: The question, understood.
        search: The retriever's.
        library: Where the sections lie that are named beforehand.
        demos: The demos that there are here.
    """
    if turn.reference:
        return _at((turn.reference.section,), turn)
    if turn.request:
        homes = demos[turn.request.name].homes(turn.language) if turn.request.name in demos else ()
        sections = (library.at(home) for home in homes)
        return _at([section for section in sections if section], turn)
    if not turn.queries:
        return Evidence(turn.text, turn.language, (), 0.0, "none")
    found = [search(turn.queries[0], turn.language, context=turn.context)]
    for query in turn.queries[1:]:
        if found[-1].answerable:
            break
        found.append(search(query, turn.language, context=turn.context))
    return max(found, key=lambda evidence: (evidence.answerable, evidence.confidence))


def _at(sections: Sequence[Section], turn: Turn) -> Evidence:
    """Return evidence that consists of sections named beforehand, all their passages in reading order."""
    hits = tuple(
        SectionHit(section, 1.0, tuple(Hit(passage, 1.0) for passage in section.passages))
        for section in sections
    )
    return Evidence(turn.question, turn.language, hits, 1.0, "answers")
