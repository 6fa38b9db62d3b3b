"""The JSON that other programs read: one object a question."""

from dataclasses import dataclass
from typing import Any

from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message, Timings
from assistant.text import Language, clean, detect_language


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question."""

    act: str = "answer"
    """What the learner was heard to want."""
    message: Message | None = None
    """The answer, or the part of it that was written."""
    problem: str | None = None
    """Why there is no answer."""


def answer_json(identity: str, question: str, answered: Answered) -> dict[str, Any]:
    """Return an answer; a question that got none has an empty answer and the reason under "error"."""
    message = answered.message
    language: Language = message.language if message else detect_language(question)
    citation_fields = {"n", "document", "section", "title", "quote"}
    call_fields = {"name", "arguments", "result", "error"}
    reply: dict[str, Any] = {
        "id": identity,
        "question": clean(question),
        "answer": message.text if message else "",
        "refused": message.refused if message else True,
        "act": answered.act,
        "engine": message.engine if message else "",
        "language": language,
        "citations": [citation.model_dump(include=citation_fields) for citation in message.citations]
        if message
        else [],
        "tool_calls": [call.model_dump(include=call_fields) for call in message.tool_calls]
        if message
        else [],
        "unsupported": list(message.unsupported) if message else [],
        "timings_ms": (message.timings_ms if message else Timings()).model_dump(),
    }
    return reply | ({"error": answered.problem} if answered.problem else {})


def evidence_json(identity: str, query: str, evidence: Evidence) -> dict[str, Any]:
    """Return what a search found."""
    return {
        "id": identity,
        "query": clean(query),
        "answerable": evidence.answerable,
        "sections": [
            {
                "document": hit.section.document,
                "section": hit.section.address,
                "title": hit.section.title,
                "score": round(float(hit.score), 4),
            }
            for hit in evidence.sections
        ],
    }
