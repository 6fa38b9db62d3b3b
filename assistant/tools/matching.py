"""How a learner's tables fit the demos that take tables: by what their columns are called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import permutations

from assistant.tools.demo import Demo, Demos
from assistant.tools.kinds import Table
from assistant.tools.parameters import kind_of
from assistant.tools.tables import Column, DataTable, TableError

_MOST_PLACED = 4
"""Tables that are told apart by their columns; nobody drops more for one run."""


@dataclass(frozen=True, slots=True)
class TableFit:
    """Tables in the places of a demo's tables."""

    demo: Demo
    arguments: Mapping[str, str]
    """Which file stands for which parameter."""
    taken: frozenset[tuple[str, str]]
    """The columns that it would take: each with its file."""
    missing: tuple[Column, ...]
    """What it needs and the files don't have, under any name that it knows."""


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Tables came, and it is not known which demo they are for."""

    fits: tuple[TableFit, ...]
    """The demos that they may be for, the likeliest first; each as it is, or none of them."""

    @property
    def is_ready(self) -> bool:
        """Whether these demos can run as it is; else the learner has to say which column is which."""
        return all(not fit.missing for fit in self.fits)


def table_parameters(demo: Demo) -> dict[str, Table]:
    """Return the parameters of a demo that take a table."""
    kinds = ((name, kind_of(field)) for name, field in demo.parameters.model_fields.items())
    return {name: kind for name, kind in kinds if isinstance(kind, Table)}


def taking_tables(demos: Demos) -> dict[str, Demo]:
    """Return the demos that take a table."""
    return {name: demo for name, demo in demos.items() if table_parameters(demo)}


def fit(demo: Demo, tables: Iterable[DataTable]) -> TableFit:
    """Return the best places for tables among those of a demo, by their columns: as many whole ones as can be.

    Args:
        demo: One that takes a table.
        tables: The learner's; their rows don't matter.
    """
    kinds, given = table_parameters(demo), list(tables)[:_MOST_PLACED]
    best: tuple[tuple[int, int], TableFit] | None = None
    for places in _places(list(kinds), given):
        found = _placed(demo, kinds, places)
        worth = (-len(found.missing), len(found.taken))
        if best is None or worth > best[0]:
            best = worth, found
    return best[1] if best else TableFit(demo, {}, frozenset(), ())


def _places(names: list[str], given: list[DataTable]) -> Iterator[dict[str, DataTable]]:
    """Yield every way to put tables into the places of these names, as many as there is room for."""
    if len(names) >= len(given):
        yield from (dict(zip(chosen, given, strict=True)) for chosen in permutations(names, len(given)))
    else:
        yield from (dict(zip(names, chosen, strict=True)) for chosen in permutations(given, len(names)))


def _placed(demo: Demo, kinds: Mapping[str, Table], places: Mapping[str, DataTable]) -> TableFit:
    taken: set[tuple[str, str]] = set()
    missing: list[Column] = []
    for name, table in places.items():
        wanted = kinds[name].columns
        took = _taken_of(table, wanted)
        taken |= {(table.name, title) for title in took.values()}
        missing += [column for column in wanted if not column.optional and column.name not in took]
    arguments = {name: table.name for name, table in places.items()}
    return TableFit(demo, arguments, frozenset(taken), tuple(missing))


def _taken_of(table: DataTable, wanted: Iterable[Column]) -> Mapping[str, str]:
    """Return which columns a demo would take of a table, be it all that it needs or not."""
    try:
        return table.with_columns([replace(column, optional=True) for column in wanted]).took
    except TableError:
        # Two columns have one name: whoever runs it is told so.
        return {}


def fitting(demos: Iterable[Demo], tables: Iterable[DataTable]) -> tuple[TableFit, ...]:
    """Return how tables fit the demos that can take them as they are; where none can, how they fit all, the nearest first.

    A demo that would take only a part of what another one takes is left out: questions and answers are a part of homework,
    but who brings homework means that.
    """
    given = list(tables)
    every = [fit(demo, given) for demo in demos]
    whole = [each for each in every if not each.missing]
    most = max((len(each.arguments) for each in whole), default=0)
    whole = [each for each in whole if len(each.arguments) == most]
    if whole:
        return tuple(each for each in whole if not any(each.taken < other.taken for other in whole))
    return tuple(sorted(every, key=lambda each: -len(each.taken)))
