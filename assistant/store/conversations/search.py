"""Finding messages by what they say and by what they cite."""

import re
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ColumnElement, column, func, select, table, true, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from assistant.store.conversations.tables import ConversationRow, MessageRow
from assistant.store.folding import fold
from assistant.store.messages import SearchHit
from assistant.text import clean

_QUERY_CHARACTERS = 200
_SNIPPET_CHARACTERS = 90
_SHORTEST_INDEXED = 3
"""SQLite's index is one of trigrams."""
_MARK = r"[ \t]*+\[\d++\](?!\()"
_MARKUP = re.compile(rf"(?<![ \t]){_MARK}|\*\*|`|^#{{1,6}} (?:{_MARK})?", re.MULTILINE)


def search_messages(session: Session, query: str, owner: str, limit: int) -> tuple[SearchHit, ...]:
    """Return the messages of an owner's conversations that contain every word of a query, the newest first.

    Chinese needs no spaces: what stands between spaces is looked for as it is, inside words too, in either script.
    """
    terms = fold(clean(query)[:_QUERY_CHARACTERS]).split()
    if not terms:
        return ()
    rows = session.execute(
        select(MessageRow, ConversationRow.title)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            ConversationRow.deleted_at.is_(None),
            ConversationRow.owner == owner,
            *_conditions(session, terms),
        )
        .order_by(MessageRow.created_at.desc(), MessageRow.number.desc())
        .limit(limit)
    )
    return tuple(_hit(row, title, terms) for row, title in rows)


def cites(session: Session, document: str, section: str) -> ColumnElement[bool]:
    """Return the condition that a message cites a section."""
    if session.get_bind().dialect.name == "postgresql":
        wanted = {"citations": [{"document": document, "section": section}]}
        return MessageRow.payload.bool_op("@>")(type_coerce(wanted, JSONB))
    citation = func.json_each(MessageRow.payload, "$.citations").table_valued("value")
    return (
        select(citation.c.value)
        .where(
            func.json_extract(citation.c.value, "$.document") == document,
            func.json_extract(citation.c.value, "$.section") == section,
        )
        .exists()
    )


def count_citing(session: Session, document: str, owner: str) -> dict[str, int]:
    """Return in how many of an owner's conversations an answer cites each section of a document that any cites."""
    if session.get_bind().dialect.name == "postgresql":
        of = func.jsonb_array_elements(MessageRow.payload["citations"]).table_valued("value")
        value = type_coerce(of.c.value, JSONB)
        named, section = value["document"].astext, value["section"].astext
    else:
        of = func.json_each(MessageRow.payload, "$.citations").table_valued("value")
        named, section = (func.json_extract(of.c.value, f"$.{key}") for key in ("document", "section"))
    rows = session.execute(
        select(section, func.count(MessageRow.conversation_id.distinct()))
        .select_from(MessageRow)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .join(of, true())
        .where(ConversationRow.deleted_at.is_(None), ConversationRow.owner == owner, named == document)
        .group_by(section)
    )
    return {str(address): count for address, count in rows}


def _conditions(session: Session, terms: Sequence[str]) -> list[ColumnElement[bool]]:
    indexed = [term for term in terms if len(term) >= _SHORTEST_INDEXED]
    if not indexed or session.get_bind().dialect.name != "sqlite":
        return [MessageRow.folded.contains(term, autoescape=True) for term in terms]
    phrases = " AND ".join('"' + term.replace('"', '""') + '"' for term in indexed)
    index = table("message_search", column("rowid"))
    found = select(index.c.rowid).where(column("message_search").op("MATCH")(phrases))
    short = [MessageRow.folded.contains(term, autoescape=True) for term in terms if term not in indexed]
    return [MessageRow.number.in_(found), *short]


def plain_line(markdown: str) -> str:
    """Return a message on one line, without its marks and most of its markup."""
    return " ".join(_MARKUP.sub("", markdown).split())


def _hit(row: MessageRow, title: str, terms: Sequence[str]) -> SearchHit:
    line = plain_line(row.text)
    folded = fold(line)
    # Folding keeps the length of nearly all texts; where it does not, positions in the one say nothing about the other.
    comparable = folded if len(folded) == len(line) else line.lower()
    places = [(at, at + len(term)) for term in terms if (at := comparable.find(term)) >= 0]
    start, end = min(places, default=(0, 0))
    first = max(0, start - _SNIPPET_CHARACTERS // 3)
    last = first + _SNIPPET_CHARACTERS
    before, after = "…" if first else "", "…" if last < len(line) else ""
    shift = len(before) - first
    match = (start + shift, min(end, last) + shift) if places else (0, 0)
    role: Literal["user", "assistant"] = "user" if row.role == "user" else "assistant"
    snippet = before + line[first:last] + after
    return SearchHit(row.conversation_id, title, row.id, role, snippet, match)
