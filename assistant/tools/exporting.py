"""A result as files: its tables as CSV, its charts as PNG and SVG, its programs, and all of them as one archive."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant.text import Bilingual, Language
from assistant.text.numerals import written
from assistant.tools import chart_images
from assistant.tools.comparison import Row, figures, parameters
from assistant.tools.demo import Demo, DemoResult, Listing
from assistant.tools.kinds import Choice
from assistant.tools.parameters import kind_of
from assistant.tools.spreadsheets import Cell, as_csv

Kind = Literal["csv", "png", "svg", "py", "zip"]

MIME = {
    "csv": "text/csv",
    "png": "image/png",
    "svg": "image/svg+xml",
    "py": "text/x-python",
    "zip": "application/zip",
}
ALL_FIGURES = Bilingual(zh="全部数字", en="All figures")
_FIGURE = Bilingual(zh="名称", en="Figure")
_VALUE = Bilingual(zh="数值", en="Value")
_PARAMETERS = Bilingual(zh="参数", en="Parameters")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is made when somebody wants it."""

    name: str
    kind: Kind
    title: str
    """What it shows, for people."""
    made: Callable[[], bytes]


def files(result: DemoResult, demo: Demo, language: Language) -> list[File]:
    """Return what a result can be taken along as, in a language, the charts first."""
    return [*_charts(result, language), *_tables(result, demo, language), *_programs(result, language)]


def archive(result: DemoResult, demo: Demo, language: Language) -> File:
    """Return all files of a result as one zip."""

    def made() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in files(result, demo, language):
                packed.writestr(f"{result.name}/{file.name}", file.made())
        return out.getvalue()

    return File(f"{result.name}.zip", "zip", demo.title.of(language), made)


def _charts(result: DemoResult, language: Language) -> Iterator[File]:
    for chart in result.charts:
        title = chart.title[language]
        if chart_images.can_be_png(chart, language):
            yield File(f"{chart.id}.png", "png", title, partial(chart_images.png, chart, language))
        yield File(
            f"{chart.id}.svg",
            "svg",
            title,
            partial(chart_images.svg, chart, language),
        )


def _tables(result: DemoResult, demo: Demo, language: Language) -> Iterator[File]:
    for number, table in enumerate(result.tables, 1):
        yield File(
            f"table-{number}.csv",
            "csv",
            table.title[language],
            partial(as_csv, table.columns[language], table.rows[language]),
        )
    for name, title, rows in (
        ("figures.csv", ALL_FIGURES, figures(demo, result, result)),
        ("parameters.csv", _PARAMETERS, parameters(demo, result, result)),
    ):
        yield File(
            name,
            "csv",
            title.of(language),
            partial(as_csv, _head(language), _rows(demo, rows, language)),
        )


def _programs(result: DemoResult, language: Language) -> Iterator[File]:
    for number, listing in enumerate(result.listings, 1):
        name = f"{result.name}.py" if len(result.listings) == 1 else f"{result.name}-{number}.py"
        yield File(
            name,
            "py",
            listing.title[language],
            partial(_program, listing, language),
        )


def _program(listing: Listing, language: Language) -> bytes:
    return listing.code[language].rstrip().encode("utf-8") + b"\n"


def _head(language: Language) -> list[str]:
    return [_FIGURE.of(language), _VALUE.of(language)]


def _rows(demo: Demo, rows: tuple[Row, ...], language: Language) -> list[list[Cell]]:
    return [[row.title.of(language), _said(demo, row, language)] for row in rows]


def _said(demo: Demo, row: Row, language: Language) -> Cell:
    """Return a value as people read it, a number as it is."""
    if isinstance(row.after, bool):
        return written(row.after, language)
    if not isinstance(row.after, str):
        return row.after
    if row.of == "figure" and row.after in demo.statuses:
        return demo.statuses[row.after].label.of(language)
    kind = kind_of(demo.parameters.model_fields[row.name]) if row.of == "parameter" else None
    return kind.labels[row.after].of(language) if isinstance(kind, Choice) else row.after
