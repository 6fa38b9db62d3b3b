"""What can be done with a demo's result: run it by moving a control, compare it, share it, take it along."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.demos import demos
from assistant.tools.runner import run
from assistant.ui import texts
from assistant.ui.demos import links
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_demos import address, field, opened
from tests.ui.test_pages import run_until, shown

DEMO = demos()["linear_regression"]


def control(app: AppTest, name: str) -> Any:
    widgets = [*app.select_slider, *app.selectbox, *app.toggle]
    return next(each for each in widgets if each.key == f"live-{DEMO.name}-{name}")


def compare(app: AppTest) -> AppTest:
    next(b for b in app.button if b.label == texts.demos.COMPARE.zh).click().run()
    assert not app.exception
    return app


def test_brackets_in_a_comparison_are_no_formula_and_a_seed_is_said_once(page: AppTest) -> None:
    opened(page, demo="experiment", seed="1")
    page.button_group(key="language").set_value("en").run()
    run_until(page, lambda app: "bench-results-experiment" in app.session_state)
    next(s for s in page.select_slider if s.key == "live-experiment-lift").set_value(0.2).run()
    run_until(page, lambda app: any(b.label == texts.demos.COMPARE.en for b in app.button))
    next(b for b in page.button if b.label == texts.demos.COMPARE.en).click().run()
    table = next(m.value for m in page.markdown if texts.demos.PARAMETER_OR_FIGURE.en in m.value)
    assert r"\(relative lift\)" in table
    assert "$" not in table
    assert table.count("Random seed") == 1


def chosen_from(app: AppTest) -> list[str]:
    box = next(box for box in app.selectbox if box.label == texts.demos.COMPARED_WITH.zh)
    return list(box.options)


def test_moving_a_control_runs_the_demo_with_the_same_seed(page: AppTest) -> None:
    opened(page, demo=DEMO.name, seed="7")
    before = page.metric[0].value
    control(page, "learning_rate").set_value(0.5).run()
    assert page.metric[0].value != before
    assert page.metric[0].delta == texts.demos.BEFORE.of("zh", value=before)
    assert field(page, "learning_rate").value == "0.5"
    assert field(page, "seed").value == "7"
    assert page.session_state[f"bench-results-{DEMO.name}"][0].parameters["seed"] == 7


def test_what_a_control_passes_on_its_way_is_not_kept(page: AppTest) -> None:
    opened(page, demo=DEMO.name, seed="7")
    for rate in (0.1, 0.2, 0.3):
        control(page, "learning_rate").set_value(rate).run()
    kept = page.session_state[f"bench-results-{DEMO.name}"]
    assert [each.parameters["learning_rate"] for each in kept] == [0.3, 0.01]


def test_a_choice_and_a_switch_run_it_too(page: AppTest) -> None:
    opened(page, demo=DEMO.name, seed="7")
    control(page, "fit_intercept").set_value(False).run()
    control(page, "loss").select("half_mean").run()
    assert not page.exception
    ran = page.session_state[f"bench-results-{DEMO.name}"][0].parameters
    assert (ran["fit_intercept"], ran["loss"]) == (False, "half_mean")


def test_values_that_do_not_go_together_are_told_beside_the_controls(page: AppTest) -> None:
    opened(page, demo="experiment", seed="1", baseline_rate="0.5")
    run_until(page, lambda app: "bench-results-experiment" in app.session_state)
    before = page.session_state["bench-results-experiment"]
    next(s for s in page.select_slider if s.key == "live-experiment-lift").set_value(4.0).run()
    assert any("请把基础转化率或提升幅度调小" in m.value for m in page.markdown)
    assert page.session_state["bench-results-experiment"] == before
    next(s for s in page.select_slider if s.key == "live-experiment-lift").set_value(0.5).run()
    assert not any("请把基础转化率或提升幅度调小" in m.value for m in page.markdown)
    assert page.session_state["bench-results-experiment"][0].parameters["lift"] == 0.5


@pytest.mark.parametrize("name", sorted(demos()))
def test_only_demos_that_are_fast_have_controls(name: str, page: AppTest) -> None:
    if name != "neural_network":
        opened(page, demo=name, run="1")
        run_until(page, lambda app: f"bench-results-{name}" in app.session_state)
    assert bool(page.select_slider) is demos()[name].live


def test_runs_of_the_page_are_compared(page: AppTest) -> None:
    opened(page, demo=DEMO.name, seed="1")
    assert texts.demos.COMPARE.zh not in shown(page)
    for rate in ("0.1", "0.5"):
        field(page, "learning_rate").set_value(rate)
        next(b for b in page.button if b.label == texts.demos.RUN.zh).click().run()
    compare(page)
    assert chosen_from(page) == ["上一次 · 学习率 0.1", "往前第 2 次 · 学习率 0.01"]
    (table,) = (m.value for m in page.markdown if m.value.startswith("| 参数和数字"))
    assert "| ≠ **学习率** | **0.1** | **0.5** |" in table.replace("\\", "")
    assert "| 随机种子 | 1 | 1 |" in table


def test_runs_of_a_conversation_are_compared(scripted: ScriptedCoach, page: AppTest) -> None:
    for rate in (0.1, 0.5):
        list(scripted.run_demo("talk", DEMO.name, {"learning_rate": rate, "seed": 1}))
    page.query_params["conversation"] = "talk"
    page.run()
    assert [b.label for b in page.button].count(texts.demos.COMPARE.zh) == 1
    compare(page)
    assert chosen_from(page) == ["上一次 · 学习率 0.1"]
    assert any("≠ **学习率**" in m.value for m in page.markdown)


def test_an_address_names_what_is_no_default(page: AppTest) -> None:
    recommender = demos()["recommender"]
    result = run(recommender, {"seed": 3})
    named = links.address(recommender, result.parameters)
    assert named == {"demo": "recommender", "seed": "3", "user": result.parameters["user"]}
    assert links.address(DEMO, {}) == {"demo": DEMO.name, "run": "1"}
    opened(page, **named)
    assert address(page) == named
    assert page.session_state["bench-results-recommender"][0] == result


def test_a_link_to_a_run_on_somebodys_own_table_says_that_the_table_is_not_there(page: AppTest) -> None:
    opened(page, demo="recommender", data="我的记录")
    told = texts.demos.TABLE_NOT_HERE.of("zh", name="我的记录")
    assert any(told in m.value for m in page.markdown)
    assert not page.get("vega_lite_chart")
