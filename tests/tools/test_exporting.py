"""A result as files: CSV that a spreadsheet opens, pictures, programs, one archive."""

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from assistant.demos import demos
from assistant.text import Language
from assistant.tools import chart_images
from assistant.tools.demo import DemoResult
from assistant.tools.exporting import archive, files
from assistant.tools.runner import run
from assistant.tools.spreadsheets import as_csv, shielded

DEMO = demos()["linear_regression"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@pytest.fixture(scope="module")
def result() -> DemoResult:
    return run(DEMO, {"seed": 1})


def made(result: DemoResult, name: str, language: Language = "zh") -> bytes:
    return next(file for file in files(result, DEMO, language) if file.name == name).made()


def test_a_table_opens_in_excel_with_its_chinese_and_its_numbers(result: DemoResult) -> None:
    data = made(result, "table-1.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == result.tables[0].columns["zh"]
    assert rows[0][0] == "梯度下降"
    assert float(rows[0][1]) == result.tables[0].rows["zh"][0][1]


def test_figures_and_parameters_are_said_as_the_page_says_them(result: DemoResult) -> None:
    figures = dict(csv.reader(io.StringIO(made(result, "figures.csv").decode("utf-8-sig"))))
    assert figures["训练状态"] == "太慢，没走到底"
    assert float(figures["斜率"]) == result.metrics["slope"]
    parameters = dict(csv.reader(io.StringIO(made(result, "parameters.csv", "en").decode("utf-8-sig"))))
    assert parameters["Random seed"] == "1"
    assert parameters["Fit an intercept"] == "yes"


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    data = as_csv(["=head", "n"], [["=1+1", -1.5], ["@x", None], ["a=b", 2]])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["'=head", "n"], ["'=1+1", "-1.5"], ["'@x", ""], ["a=b", "2"]]


def test_no_cell_of_a_charts_data_is_a_formula_to_a_spreadsheet(result: DemoResult) -> None:
    rows = [{"name": "=1+1", "y": -1.0}, {"name": "@x", "y": 2}, {"name": "a=b", "y": None}]
    told = [{"name": "'=1+1", "y": -1.0}, {"name": "'@x", "y": 2}, {"name": "a=b", "y": None}]
    chart = {"layer": [{"data": {"values": rows}, "mark": "bar", "title": "=x"}]}
    assert shielded(chart) == {"layer": [{"data": {"values": told}, "mark": "bar", "title": "=x"}]}
    assert shielded(result.charts[0].spec["zh"]) == result.charts[0].spec["zh"]


def test_a_chart_is_a_picture_with_its_words_as_text(result: DemoResult) -> None:
    root = ElementTree.fromstring(made(result, "loss.svg"))
    words = [text.text for text in root.iter() if text.text]
    assert "损失随轮数的变化" in words
    assert "损失 J" in words
    picture = Image.open(io.BytesIO(made(result, "loss.png", "en")))
    assert picture.format == "PNG"
    assert picture.width > 1200


def test_without_a_chinese_font_chinese_charts_are_svg_alone(
    result: DemoResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_images, "_has_han", lambda: False)
    assert {file.kind for file in files(result, DEMO, "zh")} == {"svg", "csv", "py"}
    assert {file.kind for file in files(result, DEMO, "en")} == {"png", "svg", "csv", "py"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_one_archive(result: DemoResult, language: Language) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(result, DEMO, language).made())) as packed:
        names = packed.namelist()
        assert names == [f"linear_regression/{file.name}" for file in files(result, DEMO, language)]
        assert len(set(names)) == len(names)
        programs = [name for name in names if name.endswith(".py")]
        for program in programs:
            compile(packed.read(program), program, "exec")
        assert len(programs) == len(result.listings)


def test_names_of_files_are_names_everywhere(result: DemoResult) -> None:
    assert all(Path(file.name).name == file.name for file in files(result, DEMO, "zh"))


def test_no_parameter_takes_a_flag_of_the_command_line() -> None:
    for demo in demos().values():
        assert not {"export", "json", "help"} & set(demo.parameters.model_fields)
