"""Which passages of a section make the answer to a question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.composing.content_words import content_tokens
from assistant.documents import Passage, PassageKind, Section
from assistant.documents.addresses import section_addresses
from assistant.retrieval.evidence import Hit, SectionHit
from assistant.understanding.asking import Form

LIST_LIMIT = 8
"""Items of a list that an answer shows before it says that there are more."""
_FOCUSED_EXTRAS = 2
_STANDS_OUT = 1.0
"""Standard deviations by which a passage must beat its section's lead to be told instead of it."""
_CLOSE = 1.5
"""Standard deviations within which a passage is about as good as the best one."""
_WARNING_RANK = 3
_FORM_KINDS: dict[Form, PassageKind] = {"formula": "formula", "code": "code", "diagram": "diagram"}
_DRAWN: frozenset[PassageKind] = frozenset(("formula", "diagram", "table"))
_BOLD_NAME = re.compile(r"^\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages of one section that answer a question, by the part they play; each in reading order."""

    section: Section
    lead: tuple[Passage, ...]
    """What answers the question, said first."""
    body: tuple[Passage, ...]
    """The list, the steps, the formula, the code or further paragraphs."""
    warnings: tuple[Passage, ...]
    """Where the article is wrong."""
    tips: tuple[Passage, ...]
    """What it means for the learner."""
    siblings: tuple[Passage, ...] = ()
    """Items of the same list that the answer does not show, to be named."""


def select(question: str, hit: SectionHit, forms: frozenset[Form] = frozenset()) -> Selection:
    """Return the passages of a section that answer a question.

    A question about the section as a whole (its title, a list, steps) gets the section's lead and its list. A question
    about one point gets the passage that fits it best, and the names of the points beside it.

    Args:
        question: What was asked, self-contained.
        hit: The section, with its passages from best to worst.
        forms: The forms of answer that are asked for.
    """
    section = hit.section
    ranked = [h for h in hit.passages if h.passage.note is None]
    telling = [h for h in ranked if not introduces(h.passage)]
    if not telling:
        return Selection(section, (), (), _notes(section, "warning"), _notes(section, "tip"))
    best = _best(question, telling)
    named_whole = _asks_for_whole(question, section, best.passage, forms)
    whole = named_whole or not (_name_match(question, best.passage) or _stands_out(best, section, telling))
    named = (
        {}
        if whole
        else {p.index: p for p in section.passages if p.kind == "item" and _name_match(question, p)}
    )
    near = [h.passage for h in ranked if named_whole or h.score >= best.score - _CLOSE]
    if whole or len(named) > 1:
        lists = _lists(section, near, every=named_whole) if not named else []
        lead, body = _whole(section, near, best.passage, forms, {**named, **{p.index: p for p in lists}})
    else:
        lead, body = _focused(question, section, near, best.passage, forms)
    ranks = {h.passage.index: rank for rank, h in enumerate(hit.passages)}
    warnings = tuple(
        p
        for p in _notes(section, "warning")
        if whole or forms & set(_FORM_KINDS) or ranks.get(p.index, 99) < _WARNING_RANK
    )
    siblings = () if whole else _siblings(section, (*lead, *body), near)
    return Selection(section, lead, body, warnings, _notes(section, "tip"), siblings)


def bold_name(passage: Passage) -> str:
    """Return the bold name that opens a passage ("**模型压缩**：…" -> "模型压缩"), or ""."""
    found = _BOLD_NAME.match(passage.text)
    return found.group(1).strip("：:。. ") if found else ""


def introduces(passage: Passage) -> bool:
    """Whether a paragraph ends in a colon and so leads to what follows it."""
    return passage.kind == "paragraph" and passage.plain.rstrip().endswith(("：", ":"))


def _notes(section: Section, kind: str) -> tuple[Passage, ...]:
    return tuple(p for p in section.passages if p.note == kind)


def _name_match(question: str, passage: Passage) -> bool:
    """Whether a question names the point that a list item is about."""
    name = content_tokens(bold_name(passage))
    return bool(name) and len(name & content_tokens(question)) * 2 >= len(name)


def _best(question: str, ranked: Sequence[Hit]) -> Hit:
    """Return the passage that fits best; an item that the question names goes before a closer embedding."""
    return next(
        (h for h in ranked[:4] if h.passage.kind == "item" and _name_match(question, h.passage)), ranked[0]
    )


def _stands_out(best: Hit, section: Section, ranked: Sequence[Hit]) -> bool:
    """Whether a passage answers clearly better than the section's lead, which sums the section up."""
    first = _first(section)
    lead = next((h for h in ranked if h.passage is first), None)
    return best is not lead and (lead is None or best.score >= lead.score + _STANDS_OUT)


def _first(section: Section) -> Passage | None:
    return next((p for p in section.passages if p.note is None), None)


def _asks_for_whole(question: str, section: Section, best: Passage, forms: frozenset[Form]) -> bool:
    """Whether a question names the section, or asks for a list, for steps, or for just what the best passage is."""
    if section_addresses(question) or forms & {"list", "steps"}:
        return True
    if best.kind in {_FORM_KINDS[form] for form in forms if form in _FORM_KINDS}:
        return True
    asked, title = content_tokens(question), content_tokens(section.title)
    return bool(title) and len(asked & title) * 5 >= len(title) * 3 and len(asked) <= len(title) + 3


def _siblings(section: Section, shown: Sequence[Passage], near: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the named items that stand in a list with what is shown, or in the section's nearest list, and are not shown."""
    nearest = next((p for p in (*shown, *near) if p.kind == "item"), None)
    known = {p.index for p in shown}
    return (
        tuple(p for p in _list_of(section, nearest) if p.index not in known and bold_name(p))
        if nearest
        else ()
    )


def _list_of(section: Section, passage: Passage) -> tuple[Passage, ...]:
    """Return the items of the list that a passage belongs to."""
    return (
        tuple(p for p in section.passages if p.kind == "item" and p.block == passage.block)
        if passage.kind == "item"
        else ()
    )


def _whole(
    section: Section,
    near: Sequence[Passage],
    best: Passage,
    forms: frozenset[Form],
    items: dict[int, Passage],
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return the section's lead; then the items, and the formulas, code and paragraphs that are asked for or near."""
    content = [p for p in section.passages if p.note is None]
    lead = content[0] if content[0].kind == "paragraph" else (best if best.kind == "paragraph" else None)
    chosen = dict(items)
    wanted = {_FORM_KINDS[form] for form in forms if form in _FORM_KINDS}
    for passage in content:
        if passage.kind in wanted or (not wanted and passage.kind in _DRAWN and passage in near):
            chosen[passage.index] = passage
    chosen |= {p.index: p for p in near[:2] if p.kind == "paragraph"}
    chosen |= _drawn_after(content, near)
    chosen |= {p.index: p for p in content if introduces(p) and p.index + 1 in chosen}
    chosen = _without_loose_ends(chosen)
    if lead:
        chosen.pop(lead.index, None)
    return ((lead,) if lead else ()), tuple(chosen[index] for index in sorted(chosen))


def _lists(section: Section, near: Sequence[Passage], *, every: bool) -> list[Passage]:
    """Return the items of the nearest list, or of every list of a section that has few; at most LIST_LIMIT."""
    items = [p for p in section.passages if p.kind == "item"]
    nearest = next((item for p in near if (item := _item_at(section, p))), None)
    if not (every and len(items) <= LIST_LIMIT):
        items = list(_list_of(section, nearest)) if nearest else []
    return items[:LIST_LIMIT]


def _item_at(section: Section, passage: Passage) -> Passage | None:
    """Return the item that a passage is, or the first of the list that it leads to."""
    if passage.kind == "item":
        return passage
    following = section.passages[passage.index + 1 : passage.index + 2] if introduces(passage) else ()
    return next((p for p in following if p.kind == "item"), None)


def _focused(
    question: str, section: Section, near: Sequence[Passage], best: Passage, forms: frozenset[Form]
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return the best passage; then the next best that speaks of the same thing, and the formula or code that is asked for."""
    asked = content_tokens(question)
    extras = [
        p
        for p in near
        if p is not best and p.kind in ("paragraph", "item") and asked & content_tokens(p.plain)
    ]
    chosen = {p.index: p for p in extras[:_FOCUSED_EXTRAS]}
    wanted = {_FORM_KINDS[form] for form in forms if form in _FORM_KINDS}
    block = next((p for p in section.passages if p.kind in wanted), None)
    if block:
        chosen[block.index] = block
    chosen = _without_loose_ends(chosen | _drawn_after(section.passages, chosen.values()))
    return (best,), tuple(chosen[index] for index in sorted(chosen))


def _drawn_after(content: Sequence[Passage], near: Iterable[Passage]) -> dict[int, Passage]:
    """Return, by position, the formulas, code and tables that passages lead to."""
    leading = {passage.index + 1 for passage in near if introduces(passage)}
    return {p.index: p for p in content if p.index in leading and p.kind in _DRAWN}


def _without_loose_ends(chosen: Mapping[int, Passage]) -> dict[int, Passage]:
    """Leave out passages that lead to something that is not shown, or to one item of a list alone."""
    return {i: p for i, p in chosen.items() if not introduces(p) or _follows(chosen, i)}


def _follows(chosen: Mapping[int, Passage], index: int) -> bool:
    first, second = chosen.get(index + 1), chosen.get(index + 2)
    if first is None or first.kind != "item":
        return first is not None
    return second is not None and second.block == first.block
