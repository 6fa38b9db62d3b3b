import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import assistant.demos as package
from assistant.demos import demos
from assistant.tools.demo import Demo, DemoResult, Progress
from assistant.tools.parameters import validated
from assistant.tools.runner import Run
from assistant.ui import texts
from assistant.ui.demos import form, result_view
from tests.ui.test_pages import run_until, shown

DEMOS = "assistant/ui/pages/demos.py"
DEMO = demos()["linear_regression"]


def opened(app: AppTest, **address: str) -> AppTest:
    app.switch_page(DEMOS)
    app.query_params["demo"] = DEMO.name
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def address(app: AppTest) -> dict[str, str]:
    return {n: v if isinstance(v, str) else v[0] for n, v in app.query_params.items()}


def field(app: AppTest, name: str) -> Any:
    """The input of a parameter, whatever run the form stands for."""
    return next(box for box in app.text_input if str(box.key).endswith(f"-{name}"))


def run(app: AppTest) -> AppTest:
    next(b for b in app.button if b.label == texts.demos.RUN.zh).click().run()
    assert not app.exception
    return app


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The regression, taking ten seconds in steps of a twentieth of one."""

    def run(parameters: Any, on_progress: Progress) -> DemoResult:
        for step in range(200):
            time.sleep(0.05)
            on_progress(step / 200)
        return DEMO.run(parameters, on_progress)

    known: Mapping[str, Demo] = {DEMO.name: replace(DEMO, run=run)}
    monkeypatch.setattr(package, "demos", lambda: known)


def test_a_demo_says_what_it_shows_and_where_it_belongs(page: AppTest) -> None:
    opened(page)
    assert any(m.value == f"# {DEMO.title.zh}" for m in page.markdown)
    assert [b.label for b in page.button if str(b.key).startswith("bench-section-5.4")] == [
        "5.4 运行结果展示"
    ]
    assert not page.get("vega_lite_chart")


def test_a_run_that_ends_while_the_form_is_drawn_shows_its_result(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = threading.Event()
    draw = form.show

    def run(parameters: Any, on_progress: Progress) -> DemoResult:
        drawing.wait(10)
        return DEMO.run(parameters, on_progress)

    def draw_until_it_has_ended(*arguments: Any, **options: Any) -> None:
        drawing.set()
        draw(*arguments, **options)
        if f"bench-run-{DEMO.name}" in st.session_state:
            st.session_state[f"bench-run-{DEMO.name}"].wait(10)

    monkeypatch.setattr(package, "demos", lambda: {DEMO.name: replace(DEMO, run=run)})
    monkeypatch.setattr(form, "show", draw_until_it_has_ended)
    assert opened(page, run="1").get("vega_lite_chart")


def test_a_run_shows_its_result_and_is_named_by_the_address(page: AppTest) -> None:
    field(opened(page), "learning_rate").set_value("0.5")
    run(page)
    assert page.get("vega_lite_chart")
    assert address(page) == {"demo": DEMO.name, "learning_rate": "0.5"}


def test_an_address_runs_what_it_names_once(page: AppTest) -> None:
    opened(page, demo=DEMO.name, learning_rate="0.5")
    slope = page.metric[0].value
    assert field(page, "learning_rate").value == "0.5"
    assert page.run().metric[0].value == slope


def test_a_second_run_stands_beside_the_first(page: AppTest) -> None:
    opened(page, demo=DEMO.name, seed="1")
    first = page.metric[0].value
    assert page.metric[0].delta == ""
    field(page, "seed").set_value("2")
    run(page)
    assert page.metric[0].delta == texts.demos.BEFORE.of("zh", value=first)


def test_what_cannot_be_run_is_told_at_its_field_and_stays_there(page: AppTest) -> None:
    field(opened(page), "learning_rate").set_value("-3")
    field(page, "samples").set_value("五百万亿")
    field(page, "noise").set_value("2")
    run(page)
    told = [m.value for m in page.markdown if m.value.startswith(":material/error:")]
    assert ["学习率" in told[0], "样本数" in told[1], len(told)] == [True, True, 2]
    assert [field(page, n).value for n in ("learning_rate", "samples", "noise")] == ["-3", "五百万亿", "2"]
    assert not page.get("vega_lite_chart")


@pytest.mark.parametrize(
    "values",
    [
        {"learning_rate": "nonsense"},
        {"learning_rate": "![x](https://e.com/x.png)"},
        {"loss": "nonsense", "fit_intercept": "perhaps", "unknown": "1", "learning_rate": "-1"},
    ],
)
def test_an_address_with_bad_values_shows_them_and_runs_nothing(
    page: AppTest, values: dict[str, str]
) -> None:
    opened(page, demo=DEMO.name, **values)
    assert field(page, "learning_rate").value == values["learning_rate"]
    assert any("学习率" in m.value for m in page.markdown if m.value.startswith(":material/error:"))
    assert not page.get("vega_lite_chart")


def test_an_example_fills_the_form_and_runs(page: AppTest) -> None:
    opened(page).button(key="bench-example-1").click().run()
    assert address(page)["fit_intercept"] == "false"
    assert page.get("vega_lite_chart")
    assert not page.main.toggle[0].value


@pytest.mark.usefixtures("slow")
def test_a_long_run_shows_how_far_it_is_and_can_be_cancelled(page: AppTest) -> None:
    started = time.monotonic()
    run(opened(page))
    assert time.monotonic() - started < 5
    assert page.get("progress")
    page.button(key="bench-cancel").click().run()
    run_until(page, lambda app: texts.demos.CANCELLED.zh in shown(app))
    assert not page.exception


@pytest.mark.usefixtures("slow")
def test_a_cancelled_run_ends() -> None:
    running = Run(package.demos()[DEMO.name], {})
    assert not running.wait(0.2)
    assert running.running
    running.stop()
    assert running.wait(2)
    assert (running.result, running.error) == (None, None)


def test_a_run_can_be_discussed_in_the_chat(page: AppTest) -> None:
    opened(page, demo=DEMO.name, learning_rate="0.5", seed="7").button(key="bench-discuss").click().run()
    run_until(page, lambda app: app.get("vega_lite_chart"))
    assert address(page).keys() == {"conversation"}
    assert page.metric[0].value


def test_without_demos_the_page_says_so(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "demos", dict)
    assert texts.demos.NO_DEMOS.zh in shown(opened(page))


def test_what_an_address_names_is_what_a_run_had() -> None:
    values = {"learning_rate": 0.5, "fit_intercept": False, "loss": "half_mean", "seed": 3}
    read = form.read(DEMO, {name: form.typed(value) for name, value in values.items()})
    assert validated(DEMO.parameters, read).written(exclude_defaults=True) == values


def test_no_cell_of_a_charts_data_is_a_formula_to_a_spreadsheet() -> None:
    rows = [{"name": "=1+1", "y": -1.0}, {"name": "@x", "y": 2}, {"name": "a=b", "y": None}]
    layered = {"layer": [{"data": {"values": rows}, "mark": "bar", "title": "=x"}]}
    assert result_view.shielded(layered) == {
        "layer": [
            {
                "data": {
                    "values": [
                        {"name": "'=1+1", "y": -1.0},
                        {"name": "'@x", "y": 2},
                        {"name": "a=b", "y": None},
                    ]
                },
                "mark": "bar",
                "title": "=x",
            }
        ]
    }
    spec = DEMO.run(validated(DEMO.parameters, {}), lambda _: None).charts[0].spec["zh"]
    assert result_view.shielded(spec) == spec
