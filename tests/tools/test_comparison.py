"""Two runs beside each other: what differs, and charts on the same axes."""

from typing import Any

import pytest

from assistant.demos import demos
from assistant.tools import comparison
from assistant.tools.comparison import on_common_axes
from assistant.tools.demo import DemoResult
from assistant.tools.runner import run

DEMO = demos()["linear_regression"]


def regression(**values: Any) -> DemoResult:
    return run(DEMO, {"seed": 1, **values})


def line(*values: float, **scale: Any) -> dict[str, Any]:
    rows = [{"x": place, "y": value} for place, value in enumerate(values)]
    return {
        "data": {"values": rows},
        "mark": "line",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative", "scale": scale},
        },
    }


def domains(spec: dict[str, Any], channel: str = "y") -> list[float]:
    domain: list[float] = spec["encoding"][channel]["scale"]["domain"]
    return domain


def test_only_what_differs_is_said_to() -> None:
    before, after = regression(), regression(learning_rate=0.5)
    parameters = comparison.parameters(DEMO, before, after)
    assert [row.name for row in parameters if row.differs] == ["learning_rate"]
    assert [(row.before, row.after) for row in parameters if row.differs] == [(0.01, 0.5)]
    figures = {row.name: row.differs for row in comparison.figures(DEMO, before, after)}
    assert figures["slope"]
    assert not figures["least_squares_slope"]


def test_a_run_does_not_differ_from_itself() -> None:
    ran = regression()
    assert not any(row.differs for row in comparison.figures(DEMO, ran, ran))


def test_charts_of_both_runs_are_paired_and_span_the_same() -> None:
    for before, after in comparison.charts(regression(noise=0), regression(noise=5)):
        assert before.id == after.id
        for language in ("zh", "en"):
            specs = before.spec[language], after.spec[language]
            spans = [each["scale"]["domain"] for spec in specs for each in comparison._encodings(spec, "y")]
            assert spans
            assert all(span == spans[0] for span in spans)


def test_a_chart_that_only_one_run_has_is_left_out() -> None:
    before, after = regression(), regression(learning_rate=0.5)
    before = before.model_copy(update={"charts": before.charts[:1]})
    assert [pair[1].id for pair in comparison.charts(before, after)] == ["data"]


def test_axes_span_the_rows_of_both_charts() -> None:
    first, second = on_common_axes(line(1, 2), line(-3, 8, 4))
    assert domains(first) == domains(second) == [-3, 8]
    assert domains(first, "x") == domains(second, "x") == [0, 2]


@pytest.mark.parametrize(("scale", "expected"), [({"zero": True}, [0, 9]), ({"domain": [-1, 20]}, [-1, 20])])
def test_axes_span_what_a_chart_asks_for(scale: dict[str, Any], expected: list[float]) -> None:
    first, second = on_common_axes(line(5, 6, **scale), line(7, 9, **scale))
    assert domains(first) == domains(second) == expected


def test_what_is_stacked_reaches_as_far_as_its_sum() -> None:
    def bars(*counts: float) -> dict[str, Any]:
        rows = [{"name": "a", "n": count} for count in counts]
        x, y = {"field": "n", "type": "quantitative"}, {"field": "name", "type": "nominal"}
        return {"data": {"values": rows}, "mark": {"type": "bar"}, "encoding": {"x": x, "y": y}}

    first, second = on_common_axes(bars(2, 3), bars(4, 5))
    assert domains(first, "x") == domains(second, "x") == [0, 9]
    assert "scale" not in first["encoding"]["y"]


def test_ticks_that_a_chart_names_are_those_of_both() -> None:
    specs = line(1, 10, type="log"), line(100, 1000, type="log")
    for spec, ticks in zip(specs, ([1, 10], [100, 1000]), strict=True):
        spec["encoding"]["y"]["axis"] = {"values": ticks}
    for spec in on_common_axes(*specs):
        assert spec["encoding"]["y"]["axis"]["values"] == [1, 10, 100, 1000]
        assert spec["encoding"]["y"]["scale"]["type"] == "log"


def test_the_charts_of_the_runs_themselves_stay_as_they_are() -> None:
    before, after = line(1, 2), line(3, 4)
    on_common_axes(before, after)
    assert (before, after) == (line(1, 2), line(3, 4))
