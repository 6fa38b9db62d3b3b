"""Columns of a table: matched by name in both languages, or as the learner mapped them."""

from pathlib import Path

import pytest

from assistant.demos import demos, run_demo
from assistant.text import Bilingual
from assistant.tools.parameters import DemoInputError, missing_columns
from assistant.tools.tables import Column, MissingColumnsError, TableError, TableShelf, read_table

COLUMNS = (
    Column("user", Bilingual("用户", "User"), ("uid",)),
    Column("item", Bilingual("商品", "Item")),
    Column("title", Bilingual("名称", "Title"), optional=True),
)
SALES = b"who,what,score\nu,a,5\nu,b,4\nv,a,3\n"


@pytest.fixture
def shelf(tmp_path: Path) -> TableShelf:
    shelf = TableShelf(tmp_path, "visitor:1")
    shelf.add(SALES, "sales.csv")
    return shelf


def test_what_is_missing_is_told_all_at_once() -> None:
    with pytest.raises(MissingColumnsError) as caught:
        read_table(SALES, "sales.csv").with_columns(COLUMNS)
    assert (caught.value.file, caught.value.header) == ("sales.csv", ("who", "what", "score"))
    assert caught.value.columns == COLUMNS[:2]
    assert caught.value.message.zh == "“sales.csv”里没有“用户”、“商品”这些列，现有的列：who、what、score。"
    assert caught.value.message.en == '"sales.csv" has no columns "User", "Item"; it has: who, what, score.'


def test_what_the_learner_says_comes_before_names() -> None:
    table = read_table(b"user,uid,item\n1,2,3\n", "a.csv")
    assert table.with_columns(COLUMNS).took == {"user": "user", "item": "item"}
    mapped = table.mapped({"user": "uid", "title": "user"}).with_columns(COLUMNS)
    assert mapped.took == {"user": "uid", "item": "item", "title": "user"}
    assert mapped.column("title") == ["1"]


def test_a_column_that_is_mapped_stands_for_no_other_by_its_name() -> None:
    with pytest.raises(MissingColumnsError) as caught:
        read_table(b"item,x\n1,2\n", "a.csv").mapped({"user": "item"}).with_columns(COLUMNS)
    assert [column.name for column in caught.value.columns] == ["item"]


def test_a_mapping_is_kept_with_its_table_and_added_to(shelf: TableShelf, tmp_path: Path) -> None:
    shelf.map_columns("sales.csv", {"user": "who"})
    shelf.map_columns("sales.csv", {"item": "what", "question": "score"})
    opened = TableShelf(tmp_path, "visitor:1").open("sales.csv")
    assert opened.with_columns(COLUMNS).took == {"user": "who", "item": "what"}
    assert shelf.columns_of("sales.csv") == ("who", "what", "score")


def test_a_column_that_is_not_there_cannot_be_mapped(shelf: TableShelf) -> None:
    with pytest.raises(TableError, match='no column that is called "nobody"') as caught:
        shelf.map_columns("sales.csv", {"user": "nobody"})
    assert "没有叫“nobody”的列" in caught.value.message.zh
    for name in ("other.csv", "../sales.csv", ".sales.csv.columns"):
        with pytest.raises(TableError):
            shelf.map_columns(name, {})
        with pytest.raises(TableError):
            shelf.columns_of(name)


@pytest.mark.parametrize("kept", [b"", b"[]", b"{", b'{"user": "nobody"}', b"\xff", b"9" * 100_000])
def test_a_mapping_that_is_damaged_is_none(shelf: TableShelf, kept: bytes) -> None:
    shelf.map_columns("sales.csv", {"user": "who"})
    (path,) = (path for path in shelf.folder.iterdir() if path.name.startswith("."))
    path.write_bytes(kept)
    with pytest.raises(MissingColumnsError):
        shelf.open("sales.csv").with_columns(COLUMNS)


def test_a_page_is_told_which_columns_to_ask_for(shelf: TableShelf) -> None:
    values = {"data": "sales.csv"}
    found = missing_columns(demos()["recommender"].parameters, values, shelf.open)
    assert [column.name for column in found["data"].columns] == ["user", "item"]
    with pytest.raises(DemoInputError) as caught:
        run_demo("recommender", values, tables=shelf.open)
    assert caught.value.missing.keys() == {"data"}
    shelf.map_columns("sales.csv", {"user": "who", "item": "what"})
    assert not missing_columns(demos()["recommender"].parameters, values, shelf.open)
    result = run_demo("recommender", values, tables=shelf.open)
    assert result.columns == {"data": {"user": "who", "item": "what", "rating": "score"}}
    assert result.parameters["data"] == "sales.csv"


def test_a_shelf_has_so_much_room(shelf: TableShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.tools.tables.shelf.MOST_BYTES", 2 * len(SALES))
    shelf.map_columns("sales.csv", {"user": "who"})
    with pytest.raises(TableError, match="no room for more"):
        shelf.add(SALES + b"v,b,1\n", "more.csv")
    assert shelf.add(SALES, "sales.csv") == "sales.csv"


def test_a_long_name_in_any_script_is_kept(shelf: TableShelf) -> None:
    name = shelf.add(SALES, "销售" * 200 + ".CSV")
    assert name.endswith(".CSV")
    shelf.map_columns(name, {"user": "who"})
    assert shelf.open(name).mapping == {"user": "who"}


def test_what_was_said_of_a_file_that_was_taken_away_is_not_said_of_the_next(shelf: TableShelf) -> None:
    shelf.map_columns("sales.csv", {"user": "who"})
    (shelf.folder / "sales.csv").unlink()
    shelf.add(SALES + b"v,b,1\n", "sales.csv")
    assert shelf.open("sales.csv").mapping == {}
