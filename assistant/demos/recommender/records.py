"""The records that a table holds, and what is held out of them to test recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.cells import distinct, numbers, refuse, times
from assistant.demos.recommender.parameters import DATA_TITLE
from assistant.text import Bilingual, tokens
from assistant.tools.demo import Progress
from assistant.tools.tables import DataTable

_MOST_USERS, _MOST_ITEMS = 5000, 2000
_TRAINING_SHARE = 0.8
_MOST_TESTED = 1000
"""Users whose next item is to be hit: enough to know a share to within 3 percentage points."""

_TOO_MANY = Bilingual(
    zh="有 {users:,} 个用户、{items:,} 件商品，最多 {most_users:,} 个和 {most_items:,} 件；请抽一部分用户，留下卖得多的商品",
    en="has {users:,} users and {items:,} items, at most {most_users:,} and {most_items:,} can be used; please sample users and keep the items that sell",
)


@dataclass(frozen=True, slots=True)
class Records:
    """n different pairs of a user and an item; of a pair that occurs twice, the last counts."""

    users: Sequence[str]
    items: Sequence[str]
    titles: Sequence[str]
    """What each item is called: its title, or else its id."""
    tags: Sequence[tuple[str, ...]]
    """What each item is described by; empty where the table says nothing."""
    user: NDArray[np.int64]
    item: NDArray[np.int64]
    liked: NDArray[np.bool_]
    """Whether a rating speaks for the item: at least the median, or above the lowest where the median is the lowest."""
    time: NDArray[np.float64] | None

    @property
    def has_content(self) -> bool:
        """Whether any item is described."""
        return any(self.tags)


@dataclass(frozen=True, slots=True)
class Split:
    """What is known beforehand, and the one item that each tested user goes for next."""

    seen: NDArray[np.bool_]
    """Whether a user had the item already, of shape (users, items)."""
    liked: NDArray[np.float64]
    """1 where they liked it, else 0, of shape (users, items)."""
    tested: NDArray[np.int64]
    """The users with a history and an item held out."""
    targets: NDArray[np.int64]
    """The item held out of each tested user, of the shape of `tested`."""
    by_time: bool

    @property
    def popularity(self) -> NDArray[np.float64]:
        """How many users liked each item, of shape (items,)."""
        return np.asarray(self.liked.sum(axis=0))

    @property
    def new_items(self) -> NDArray[np.bool_]:
        """Whether nobody had the item beforehand, of shape (items,)."""
        return np.asarray(~self.seen.any(axis=0))

    @property
    def new_users(self) -> int:
        """How many users had nothing beforehand."""
        return int((~self.seen.any(axis=1)).sum())


def read_records(table: DataTable, on_progress: Progress) -> Records:
    """Return the records of a table.

    Raises:
        DemoInputError: A cell that is needed is empty or can't be read; the message names its row.
    """

    def part(start: float, end: float) -> Progress:
        return lambda share: on_progress(start + (end - start) * share)

    users, who = distinct(table, "user", DATA_TITLE, part(0.0, 0.05))
    items, what = distinct(table, "item", DATA_TITLE, part(0.05, 0.1))
    if len(users) > _MOST_USERS or len(items) > _MOST_ITEMS:
        limits = {"most_users": _MOST_USERS, "most_items": _MOST_ITEMS}
        refuse(table, DATA_TITLE, _TOO_MANY, users=len(users), items=len(items), **limits)
    rating = numbers(table, "rating", DATA_TITLE, part(0.1, 0.15))
    time = times(table, "time", DATA_TITLE, part(0.15, 0.2)) if table.has("time") else None
    kept = _last_of_each(who * len(items) + what, time)
    on_progress(0.3)
    middle = float(np.median(rating[kept]))
    lowest, highest = float(rating[kept].min()), float(rating[kept].max())
    liked = rating > lowest if middle == lowest < highest else rating >= middle
    return Records(
        users,
        items,
        _described(table, "title", items, what),
        [_tags(cell) for cell in _descriptions(table, items, what)],
        who[kept],
        what[kept],
        liked[kept],
        None if time is None else time[kept],
    )


def split(records: Records, seed: int) -> Split:
    """Return what is known beforehand and what is held out.

    Where times are known, the first four fifths of the records are known, and what is held out of a user is the first item
    that they liked afterwards; else it is one of the items that they liked, drawn with the seed. Of many users a thousand are tested, drawn with the seed.
    """
    by_time = records.time is not None and float(np.ptp(records.time)) > 0
    known, targets = _by_time(records) if by_time else _at_random(records, seed)
    seen = np.zeros((len(records.users), len(records.items)), np.bool_)
    seen[records.user[known], records.item[known]] = True
    liked = np.zeros(seen.shape)
    both = known & records.liked
    liked[records.user[both], records.item[both]] = 1.0
    with_history = set(np.flatnonzero(liked.any(axis=1)).tolist())
    tested = np.array([user for user in sorted(targets) if user in with_history], np.int64)
    if len(tested) > _MOST_TESTED:
        tested = np.sort(np.random.default_rng(seed).choice(tested, _MOST_TESTED, replace=False))
    return Split(seen, liked, tested, np.array([targets[user] for user in tested], np.int64), by_time)


def _by_time(records: Records) -> tuple[NDArray[np.bool_], dict[int, int]]:
    time = np.zeros(0) if records.time is None else records.time
    # At the quantile itself there may stand most records of a coarse clock: what is not after it is known.
    known: NDArray[np.bool_] = np.asarray(time <= np.quantile(time, _TRAINING_SHARE, method="lower"))
    if known.all():
        known = np.asarray(time < time.max())
    order = np.argsort(time, kind="stable")
    held = _first_of_each(records, order[~known[order] & records.liked[order]])
    return known, _targets(records, held)


def _at_random(records: Records, seed: int) -> tuple[NDArray[np.bool_], dict[int, int]]:
    order = np.random.default_rng(seed).permutation(len(records.user))
    held = _first_of_each(records, order[records.liked[order]])
    known = np.ones(len(records.user), np.bool_)
    known[held] = False
    return known, _targets(records, held)


def _first_of_each(records: Records, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first record of each user, of those in this order."""
    _, first = np.unique(records.user[order], return_index=True)
    return np.asarray(order[first])


def _targets(records: Records, held: NDArray[np.int64]) -> dict[int, int]:
    return dict(zip(records.user[held].tolist(), records.item[held].tolist(), strict=True))


def _last_of_each(pairs: NDArray[np.int64], time: NDArray[np.float64] | None) -> NDArray[np.int64]:
    """Return the last record of each pair, in the order of the table."""
    order = np.arange(len(pairs)) if time is None else np.argsort(time, kind="stable")
    _, last = np.unique(pairs[order][::-1], return_index=True)
    return np.sort(order[::-1][last])


def _described(table: DataTable, column: str, names: Sequence[str], item: NDArray[np.int64]) -> list[str]:
    """Return what stands in a column for each item where it first stands there; its name here where nothing does."""
    found = list(names)
    if table.has(column):
        cells, cell = table.distinct(column)
        # The empty cell is none of them where there is no empty cell.
        filled = np.flatnonzero(cell != (cells.index("") if "" in cells else -1))
        described, first = np.unique(item[filled], return_index=True)
        for number, position in zip(described.tolist(), filled[first].tolist(), strict=True):
            found[number] = cells[cell[position]]
    return found


def _descriptions(table: DataTable, items: Sequence[str], item: NDArray[np.int64]) -> list[str]:
    column = next((name for name in ("tags", "title") if table.has(name)), None)
    return [""] * len(items) if column is None else _described(table, column, [""] * len(items), item)


def _tags(cell: str) -> tuple[str, ...]:
    """Return the tags in a cell, or the tokens of a title that is not divided."""
    parts = [part for part in "".join(" " if c in ",;|、，；/" else c for c in cell).split() if part]
    return tuple(dict.fromkeys(parts if len(parts) > 1 else tokens(cell) or parts))
