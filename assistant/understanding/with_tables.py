"""What a message with tables wants: the demo that it names, else the one whose columns the tables have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.tools.demo import Demo
from assistant.tools.matching import TableChoice, TableFit, fit, fitting, table_parameters, taking_tables
from assistant.tools.requests import MEANT, DemoRequest, read, requested
from assistant.tools.tables import DataTable
from assistant.understanding.act import Conversation, Turn

_LEANING = "changes"
"""The kind of request that changes the run before."""


def with_tables(
    turn: Turn, conversation: Conversation, tables: Mapping[str, DataTable], *, came_along: bool
) -> Turn:
    """Return a message's turn with the learner's tables in their places.

    Args:
        turn: The message, understood by its words.
        conversation: What it stands in.
        tables: The learner's tables that came with it or that it names; their rows don't matter.
        came_along: Whether they came with it. One that is only named is put in its place where a run is asked for.
    """
    if not tables:
        return turn
    if not came_along:
        return _in_place(turn, conversation, tables)
    turn = replace(turn, tables=tuple(tables))
    able = taking_tables(conversation.demos)
    words = without_names(turn.text, tables)
    named = _named(words, turn.kind, conversation)
    if named and not any(demo.name in able for demo in named):
        # The demo that is asked for takes no table.
        return turn
    meant = [demo for demo in named if demo.name in able]
    fits = fitting(meant or able.values(), tables.values())
    if not meant and (guessed := _guessed(words, conversation, fits)):
        fits, meant = (guessed,), [guessed.demo]
    if not fits:
        return turn
    if len(fits) == 1 and (meant or not fits[0].missing):
        request = _request(words, conversation, fits[0], leans=bool(meant) and turn.kind == _LEANING)
        return _bare(turn, request=request, matched=not meant)
    return _bare(turn, table_choice=TableChoice(fits))


def _bare(turn: Turn, **changes: object) -> Turn:
    """Return a turn that is about tables, and about nothing that its words alone seemed to say."""
    cleared = replace(
        turn, act="demo", queries=(), reference=None, request=None, choice=None, question=turn.text
    )
    return replace(cleared, **changes)  # type: ignore[arg-type]


def _named(words: str, kind: str, conversation: Conversation) -> list[Demo]:
    """Return the demos that a message names, or whose run before it changes."""
    if not words:
        return []
    run, demos = conversation.run, conversation.demos
    named = [demo for demo in demos.values() if read(words, demo, run).names_demo]
    if not named and kind == _LEANING and run and run.name in demos:
        return [demos[run.name]]
    return named


def _guessed(words: str, conversation: Conversation, fits: Sequence[TableFit]) -> TableFit | None:
    """Return the demo that words which name none seem to mean, among those that the columns leave; None for no guess."""
    likely = conversation.likely_demos(words) if words else {}
    return next((each for each in fits if likely.get(each.demo.name, 0.0) >= MEANT), None)


def _request(words: str, conversation: Conversation, found: TableFit, *, leans: bool) -> DemoRequest:
    """Return a run on the tables, with the values that the words give."""
    name = found.demo.name
    asked = requested(words, {name: found.demo}, conversation.run, leans=leans) if words else None
    values = asked.arguments if isinstance(asked, DemoRequest) else {}
    # Whose list is explained, and what else was drawn, belonged to the table before.
    kept = {key: value for key, value in values.items() if key not in table_parameters(found.demo)}
    return DemoRequest(name, {**kept, **found.arguments})


def _in_place(turn: Turn, conversation: Conversation, tables: Mapping[str, DataTable]) -> Turn:
    """Return a turn whose run takes the tables that are named, each where its columns belong."""
    request = turn.request
    if request is None or request.name not in taking_tables(conversation.demos):
        return turn
    demo = conversation.demos[request.name]
    places = table_parameters(demo)
    if not any(request.arguments.get(name) for name in places):
        return turn
    names = "".join(tables).casefold()
    # A name with a space in it was read in part.
    kept = {
        key: value
        for key, value in request.arguments.items()
        if key not in places or str(value).casefold() not in names
    }
    arguments = {**kept, **fit(demo, tables.values()).arguments}
    return replace(turn, request=replace(request, arguments=arguments))


def without_names(text: str, tables: Iterable[str]) -> str:
    """Return a message's words without the names of the tables that came with it."""
    for name in sorted(tables, key=len, reverse=True):
        text = text.replace(name, " ")
    return text.strip(" ,，、;；")
