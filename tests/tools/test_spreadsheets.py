"""Excel files as tables: values, dates and formulas read right, and no file that hurts."""

import datetime
import io
import sys
import time
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from assistant.demos import run_demo
from assistant.demos.cells import numbers, texts
from assistant.text import Bilingual
from assistant.tools.parameters import DemoInputError
from assistant.tools.tables import Column, TableError, read_table, spreadsheets

TITLE = Bilingual("数据", "Data")
COLUMNS = [Column(name, Bilingual(name, name)) for name in ("user", "rating")]
Fill = Callable[[Worksheet], object]


def workbook(*sheets: Fill, hidden: int = 0) -> bytes:
    """Return an Excel file, of whose sheets the first so many are hidden."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for n, fill in enumerate(sheets):
            sheet = book.add_worksheet()
            fill(sheet)
            if n < hidden:
                sheet.hide()
            elif n == hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return file.getvalue()


def rows(*lines: tuple[object, ...]) -> Fill:
    return lambda sheet: [sheet.write_row(n, 0, line) for n, line in enumerate(lines)]


def edited(data: bytes, **members: str | bytes) -> bytes:
    """Return an archive with members replaced or added; a double underscore in a name stands for a slash."""
    out = io.BytesIO()
    new = {name.replace("__", "/") + ".xml": content for name, content in members.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.namelist():
            archive.writestr(member, new.pop(member, old.read(member)))
        for name, content in new.items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'


PLAIN = workbook(rows(("user", "rating"), ("u", 5), ("v", 4.5)))


def refusal(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read_table(data, "a.xlsx")
    return caught.value.message.zh


def test_values_are_written_as_people_write_them() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        date, sheet = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_worksheet()
        sheet.write_row(0, 0, ["用户", "n", "ok", "when"])
        sheet.write_row(1, 0, ["张三", 5.0, True])
        sheet.write_row(2, 0, [1234567890123, 0.95, False])
        sheet.write_datetime(1, 3, datetime.datetime(2025, 6, 30), date)
        sheet.write_datetime(2, 3, datetime.datetime(2025, 6, 30, 8, 5), date)
    table = read_table(file.getvalue(), "a.xlsx")
    assert table.header == ("用户", "n", "ok", "when")
    assert table.rows == [
        ("张三", "5", "true", "2025-06-30"),
        ("1234567890123", "0.95", "false", "2025-06-30 08:05:00"),
    ]


def test_the_first_sheet_that_is_seen_and_holds_something_is_read_whatever_the_file_is_called() -> None:
    data = workbook(rows(("no",), ("x",)), lambda _: None, rows(("a",), ("1",)), hidden=1)
    assert read_table(data, "a.csv").rows == [("1",)]


def test_rows_are_counted_as_excel_counts_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row("B3", ["user", "rating"])
        sheet.write_row("B5", ["u", 1])
        sheet.write_row("B9", ["v", "x"])

    table = read_table(workbook(fill), "a.xlsx").with_columns(COLUMNS)
    assert texts(table, "user", TITLE) == ["u", "v"]
    with pytest.raises(DemoInputError, match=r'row 9 of "a.xlsx" has no number in "rating" but "x"'):
        numbers(table, "rating", TITLE)


def test_a_formula_is_its_value_and_one_without_is_told_with_row_and_column() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["user", "rating"])
        sheet.write_formula(1, 0, '="u"&1', None, "u1")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(2, 0, "=A2&A1", None, "")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    table = read_table(workbook(fill), "a.xlsx").with_columns(COLUMNS)
    assert table.column("user")[0] == "u1"
    with pytest.raises(DemoInputError, match=r'row 3 of "a.xlsx".*formula.*"user", "=A2&A1"'):
        texts(table, "user", TITLE)
    with pytest.raises(DemoInputError, match=r'row 3 of "a.xlsx".*"rating"'):
        numbers(table, "rating", TITLE)
    with pytest.raises(DemoInputError, match='"#DIV/0!"'):
        texts(table, "rating", TITLE)


def test_a_demo_runs_with_an_excel_file() -> None:
    data = workbook(rows(("用户", "商品", "评分"), *((f"u{n % 9}", f"i{n % 7}", n % 5) for n in range(60))))
    result = run_demo("recommender", {"data": "a.xlsx"}, tables=lambda *_: read_table(data, "a.xlsx"))
    assert result.metrics["users"] == 9
    assert result.columns == {"data": {"user": "用户", "item": "商品", "rating": "评分"}}


def test_links_to_elsewhere_are_not_followed() -> None:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2"><f>[1]Sheet1!A1</f><v>7</v></c></row>'
    linked = edited(
        PLAIN,
        xl__worksheets__sheet1=sheet_xml(cell),
        xl__externalLinks__externalLink1='<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    )
    assert read_table(linked, "a.xlsx").rows == [("7",)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04" + b"x" * 1000, "已损坏"),
        (PLAIN[: len(PLAIN) // 2], "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 1000, "旧版 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (edited(PLAIN, xl__worksheets__sheet1="<!DOCTYPE x [<!ENTITY a 'b'>]>" + sheet_xml("")), "恶意"),
        (edited(PLAIN, xl__worksheets__sheet1="<worksheet"), "已损坏"),
        (edited(PLAIN, **{"xl__..__..__x": "y"}), "恶意"),
        (edited(PLAIN, xl__media__bomb=b"\0" * 200_000_000), "解压后过大"),
        (workbook(rows()), "没有表格"),
        (workbook(rows(("a", "b"))), "没有表格"),
        (workbook(lambda s: [s.write("A1", "a"), s.write("XFD1048576", 1)]), "内存太多"),
    ],
)
def test_a_file_that_is_no_table_or_would_hurt_is_told(data: bytes, told: str) -> None:
    assert told in refusal(data)


def test_a_document_is_no_table() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main")
    assert "不是表格" in refusal(file.getvalue())


def test_a_million_empty_rows_are_soon_passed_over() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["user", "rating"])
        sheet.write_row(1, 0, ["u", 1])
        sheet.write_row(1_048_575, 0, ["v", "x"])

    table = read_table(workbook(fill), "a.xlsx").with_columns(COLUMNS)
    assert len(table) == 2
    assert table.row_number(1) == 1_048_576


def test_reading_can_be_stopped_while_the_child_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class StoppedError(Exception):
        pass

    def stop(_: float) -> None:
        raise StoppedError

    monkeypatch.setattr(spreadsheets, "_WORKER", (sys.executable, "-c", "import time; time.sleep(60)"))
    began = time.monotonic()
    with pytest.raises(StoppedError):
        read_table(PLAIN, "a.xlsx", stop)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(("worker", "told"), [(("false",), "内存太多"), (("no-such-program",), "没有启动")])
def test_a_child_that_dies_or_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, worker: tuple[str, ...], told: str
) -> None:
    monkeypatch.setattr(spreadsheets, "_WORKER", worker)
    assert told in refusal(PLAIN)
