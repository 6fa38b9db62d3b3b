"""Tables on learners' shelves: looked at, taken away, brought back, removed when nobody uses them any more."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.tools.shelves import Shelves
from assistant.tools.tables import TableError

OWNER = "visitor:1"
SALES = b"who,what\nu1,a\nu2,b\nu3,c\nu4,d\n"


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    shelves = Shelves(tmp_path)
    shelves.of(OWNER).add(SALES, "sales.csv")
    return shelves


def names(shelves: Shelves, owner: str = OWNER) -> list[str]:
    return [table.name for table in shelves.kept(owner)]


def aged(shelves: Shelves, days: float, name: str = "sales.csv") -> None:
    moment = time.time() - days * 24 * 3600
    os.utime(shelves.of(OWNER).folder / name, (moment, moment))


def test_a_preview_has_the_columns_and_a_few_rows(shelves: Shelves) -> None:
    seen = shelves.preview(OWNER, "sales.csv")
    assert (seen.header, seen.rows[:2]) == (("who", "what"), [("u1", "a"), ("u2", "b")])
    long = shelves.of(OWNER).add(b"a,b\n" + b"1,2\n" * 10_000, "long.csv")
    assert len(shelves.preview(OWNER, long)) < 100
    shelves.of(OWNER).map_columns("sales.csv", {"user": "who"})
    assert shelves.preview(OWNER, "sales.csv").mapping == {"user": "who"}
    shelves.remove(OWNER, ["sales.csv"])
    shelves.of(OWNER).add(b"x,y\n1,2\n", "sales.csv")
    assert shelves.preview(OWNER, "sales.csv").header == ("x", "y")


@pytest.mark.parametrize("name", ["other.csv", "../sales.csv", ".sales.csv.columns", ""])
def test_only_a_table_of_the_shelf_is_seen(shelves: Shelves, name: str) -> None:
    with pytest.raises(TableError):
        shelves.preview(OWNER, name)


def test_what_is_put_away_is_gone_until_it_is_brought_back(shelves: Shelves) -> None:
    shelves.of(OWNER).map_columns("sales.csv", {"user": "who"})
    shelves.put_away(OWNER, ["sales.csv", "never.csv"], "c1")
    assert names(shelves) == []
    with pytest.raises(TableError):
        shelves.of(OWNER).open("sales.csv")
    shelves.bring_back(OWNER, "c1")
    assert shelves.of(OWNER).open("sales.csv").mapping == {"user": "who"}


def test_what_is_brought_back_takes_nothings_place(shelves: Shelves) -> None:
    shelves.put_away(OWNER, ["sales.csv"], "c1")
    shelves.of(OWNER).add(b"x,y\n1,2\n", "sales.csv")
    shelves.bring_back(OWNER, "c1")
    assert shelves.of(OWNER).open("sales.csv").header == ("x", "y")


def test_what_was_put_away_is_removed_for_good(shelves: Shelves, tmp_path: Path) -> None:
    shelves.put_away(OWNER, ["sales.csv"], "c1")
    shelves.forget(OWNER, "c1")
    shelves.bring_back(OWNER, "c1")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_killed_process_leaves_nothing_put_away(shelves: Shelves, tmp_path: Path) -> None:
    shelves.put_away(OWNER, ["sales.csv"], "c1")
    (away,) = shelves.of(OWNER).folder.iterdir()
    os.utime(away, (0, 0))
    shelves.sweep(frozenset())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_nobody_used_for_a_month_is_removed_and_what_a_conversation_uses_stays(shelves: Shelves) -> None:
    for name in ("old.csv", "kept.csv"):
        shelves.of(OWNER).add(name.encode() + SALES, name)
        aged(shelves, 31, name)
    aged(shelves, 29)
    assert shelves.sweep(frozenset({(OWNER, "kept.csv"), ("visitor:2", "old.csv")})) == 1
    assert names(shelves) == ["kept.csv", "sales.csv"]


def test_a_run_is_a_use(shelves: Shelves) -> None:
    aged(shelves, 31)
    shelves.opener(OWNER)("sales.csv")
    assert shelves.sweep(frozenset(), timedelta(days=30)) == 0


def test_a_name_with_signs_in_it_stands_for_itself_alone(shelves: Shelves) -> None:
    shelves.of(OWNER).add(b"a,b\n1,2\n", "[s]ales.csv")
    shelves.of(OWNER).map_columns("sales.csv", {"user": "who"})
    shelves.remove(OWNER, ["[s]ales.csv", "../" + shelves.of(OWNER).folder.name])
    assert names(shelves) == ["sales.csv"]
    assert shelves.of(OWNER).open("sales.csv").mapping
