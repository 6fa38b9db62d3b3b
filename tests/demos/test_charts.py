"""What every chart of every demo keeps to, and that it can be drawn."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest

from assistant.demos import demos
from assistant.text import Language
from assistant.tools import chart_images
from assistant.tools.demo import Chart, DemoResult
from assistant.tools.runner import run
from assistant.ui.demos import chart_view

HAN = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES: tuple[Language, Language] = ("zh", "en")
MOST_NAMES = 6
LONGEST_TITLE = {"zh": 22, "en": 44}
LONGEST_NAME = {"zh": 16, "en": 32}
# On near-black and on paper alike, a colour must stand out: neither near-black nor near-white.
DARKEST, LIGHTEST = 60, 200
# Networks are trained for as long as a chart needs.
SMALL: dict[str, dict[str, Any]] = {"neural_network": {"epochs": 4, "feedback_rounds": 1, "data": "wine"}}


class Drawn(NamedTuple):
    demo: str
    chart: Chart
    language: Language

    @property
    def spec(self) -> dict[str, Any]:
        return self.chart.spec[self.language]


@cache
def result(name: str) -> DemoResult:
    seed = {"seed": 1} if "seed" in demos()[name].parameters.model_fields else {}
    return run(demos()[name], seed | SMALL.get(name, {}))


def drawn(name: str) -> Iterator[Drawn]:
    for chart, language in product(result(name).charts, LANGUAGES):
        yield Drawn(name, chart, language)


def parts(spec: Any) -> Iterator[dict[str, Any]]:
    """Every object of a specification but its data."""
    if isinstance(spec, dict):
        yield spec
        for name, value in spec.items():
            if name != "values":
                yield from parts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from parts(value)


def axes(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """What is said of the horizontal and vertical positions that have an axis."""
    return [
        part[channel]
        for part in parts(spec)
        for channel in ("x", "y")
        if isinstance(part.get(channel), dict) and part[channel].get("axis", {}) is not None
    ]


every_demo = pytest.mark.parametrize("name", sorted(demos()))


@every_demo
def test_every_axis_has_a_title_in_the_charts_language(name: str) -> None:
    for each in drawn(name):
        for axis in axes(each.spec):
            title = axis.get("title", "")
            assert title, each
            assert len(title) <= LONGEST_TITLE[each.language], title
            if each.language == "en":
                assert not HAN.search(title)
            else:
                # Symbols are the same in both languages.
                assert HAN.search(title) or len(title) <= 2, title


@every_demo
def test_whoever_cannot_see_a_chart_is_told_what_came_out(name: str) -> None:
    for each in drawn(name):
        told = chart_view.alternative(each.chart, each.language)
        title = each.chart.title[each.language]
        assert told.startswith(title)
        assert len(told) > len(title) + 15
        assert bool(HAN.search(told)) is (each.language == "zh")
        assert not re.search(r"[{}]|\bnan\b|\bNone\b", told)


@every_demo
def test_a_legend_fits_a_telephone(name: str) -> None:
    for each in drawn(name):
        domain = each.spec.get("encoding", {}).get("color", {}).get("scale", {}).get("domain", [])
        assert len(domain) <= MOST_NAMES
        assert all(len(series) <= LONGEST_NAME[each.language] for series in domain), domain


@every_demo
def test_colours_stand_out_in_the_light_and_in_the_dark(name: str) -> None:
    for each in drawn(name):
        used = re.findall(r'"#([0-9a-fA-F]{3,8})"', json.dumps(each.spec))
        assert all(len(colour) == 6 for colour in used)
        for red, green, blue in ((int(colour[i : i + 2], 16) for i in (0, 2, 4)) for colour in used):
            assert DARKEST < 0.299 * red + 0.587 * green + 0.114 * blue < LIGHTEST
        assert not re.search(r'"(black|white)"', json.dumps(each.spec))


@every_demo
def test_every_chart_can_be_drawn(name: str) -> None:
    for each in drawn(name):
        picture = chart_images.svg(each.chart, each.language).decode()
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
        assert each.chart.title[each.language] in picture
        for axis in axes(each.spec):
            assert axis["title"].replace("&", "&amp;") in " ".join(texts).replace("&#39;", "'")
        assert not any("NaN" in text or "undefined" in text or text == "null" for text in texts)
