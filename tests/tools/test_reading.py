"""Tables as people have them: every usual encoding and separator, within bounds, and refused by row."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.text import Bilingual
from assistant.tools.tables import (
    LARGEST_BYTES,
    MOST_COLUMNS,
    Column,
    DataTable,
    TableError,
    columns_at,
    read_table,
    table_at,
)

TEXT = "用户,商品,评分\n张三,鞋,5\n李四,帽子,4\n"
ROWS = [("张三", "鞋", "5"), ("李四", "帽子", "4")]


def refusal(data: bytes, name: str = "a.csv") -> Bilingual:
    with pytest.raises(TableError) as caught:
        read_table(data, name)
    assert name in caught.value.message.zh
    assert name in caught.value.message.en
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_separator_and_line_end_is_read(encoding: str, separator: str, end: str) -> None:
    data = TEXT.replace(",", separator).replace("\n", end).encode(encoding)
    table = read_table(data, "a.csv")
    assert table.header == ("用户", "商品", "评分")
    assert table.rows == ROWS


def test_a_line_that_names_the_separator_is_no_header() -> None:
    assert read_table(b"sep=;\na,b;c\n1;2\n", "a.csv").header == ("a,b", "c")


def test_chinese_after_much_plain_text_is_read_as_well() -> None:
    data = b"id,name\n" + b"1,a\n" * 400_000 + "2,张三的帽子和鞋子\n3,李四\n".encode("gbk")
    assert read_table(data, "a.csv").rows[-2:] == [("2", "张三的帽子和鞋子"), ("3", "李四")]


def test_an_unknown_encoding_is_told_with_its_line() -> None:
    data = b"id,name\n" + b"1,a\n" * 400_000 + "2,Zo\xeb \xd0\xfe\n".encode("latin-1") + b"3,a\n"
    assert "第 400002 行" in refusal(data).zh


def test_cells_keep_their_line_breaks_and_lose_their_blanks() -> None:
    table = read_table('a , b\n " x "," 2\n3 "\n'.replace(' "', '"').encode(), "a.csv")
    assert (table.header, table.rows) == (("a", "b"), [("x", "2\n3")])


def test_empty_rows_are_left_out_and_still_count() -> None:
    column = Column("a", Bilingual("a", "a"))
    table = read_table(b"\n,,\na,b,\n1,2,\n\n , ,\n3,4,\n5,6,\n", "a.csv").with_columns([column])
    assert table.column("a") == ["1", "3", "5"]
    assert [table.row_number(n) for n in range(3)] == [4, 7, 8]


@pytest.mark.parametrize(
    ("data", "zh"),
    [
        (b"", "没有表格"),
        (b"\n\n,,\n", "没有表格"),
        (b"a,b\n", "没有表格"),
        (b"a,b\n1,2\n\n3,4,5\n", "第 4 行有 3 列，表头有 2 列"),
        (b'a,b\n1,"2\n3,4\n', "第 2 行读不了"),
        (b'a,b\n1,"2"x\n', "第 2 行读不了"),
        (b'"a,b\n', "第 1 行读不了"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "第 2 行读不了"),
        (b"a,b\n1," + b'"\n",' * 500_000 + b"\n", "第 2 行读不了"),
        (b"," * 3_000_000 + b"\n1\n", "第 1 行读不了"),
        (b"a" + b",a" * MOST_COLUMNS + b"\n1\n", "有 1,001 列"),
        (b"a,b\n" + bytes(range(256)) * 10, "二进制"),
        (b"%PDF-1.7\n" + b"\0\1\2" * 100, "二进制"),
    ],
)
def test_what_is_no_table_is_told_with_its_row(data: bytes, zh: str) -> None:
    assert zh in refusal(data).zh


def test_too_large_a_file_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(TableError, match="101 MB; a table may have 100 MB"):
        table_at(str(path))
    with pytest.raises(TableError, match="cannot be read"):
        table_at(str(tmp_path))


def test_too_many_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.tools.tables.reading.MOST_ROWS", 10_000)
    assert "10,000 行" in refusal(b"a\n" + b"1\n" * 10_001).zh
    assert len(read_table(b"a\n" + b"1\n" * 10_000, "a.csv")) == 10_000


def test_two_columns_of_one_name_are_asked_about_where_one_is_needed() -> None:
    table = read_table(b"a,a,b\n1,2,3\n", "a.csv")
    assert table.with_columns([Column("b", Bilingual("乙", "B"))]).column("b") == ["3"]
    with pytest.raises(TableError, match='2 columns called "a"'):
        table.with_columns([Column("a", Bilingual("甲", "A"))])


def test_equal_cells_are_one_object_and_columns_nobody_needs_are_let_go() -> None:
    table = read_table(b"a,b\n" + b"same,other\n" * 20_000, "a.csv")
    taken = table.with_columns([Column("a", Bilingual("甲", "A"))])
    assert len(set(map(id, taken.column("a")))) == 1
    assert taken.pages[1] == ()
    names, numbers = taken.distinct("a")
    assert (names, numbers.tolist()) == (["same"], [0] * 20_000)


def test_the_header_alone_is_soon_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2,3\n")
    assert columns_at(str(tmp_path / "a.csv")) == ("a", "b")


def test_reading_tells_how_far_it_is_and_can_be_stopped() -> None:
    data, shares = b"a,b\n" + b"1,2\n" * 100_000, list[float]()
    read_table(data, "a.csv", shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 10
    assert shares[-1] == 1

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_table(data, "a.csv", stop)


def test_a_large_table_takes_little_more_memory_than_its_file(tmp_path: Path) -> None:
    # A hundred megabytes take 106 (measured); a tenth of it shows the same.
    path, draw = tmp_path / "ratings.csv", random.Random(1)
    with path.open("w") as file:
        file.write("userId,movieId,rating,timestamp\n")
        for n in range(400_000):
            file.write(
                f"{draw.randrange(4900)},{draw.randrange(1990)},{draw.randrange(1, 11) / 2},{850_000_000 + 97 * n}\n"
            )
    code = """
import resource, sys
from assistant.tools.tables import table_at
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
before = peak()
table = table_at(sys.argv[1])
print(len(table), peak() - before)
"""
    printed = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    rows, taken = map(int, printed.stdout.split())
    assert rows == 400_000
    assert taken < 2 * path.stat().st_size + 10 * 2**20


def test_rows_given_one_by_one_are_a_table() -> None:
    table = DataTable.of_rows("a.csv", ("a", "b"), [(" x", "y\0z"), ("", "")])
    assert table.rows == [("x", "yz"), ("", "")]
    assert len(table) == 2
    assert DataTable.of_rows("a.csv", ("a",), []).rows == []
