"""The pictures of the demos: small, without words, and those of the charts as they are now."""

from xml.etree import ElementTree as ET

import pytest

from assistant.demos import demos
from assistant.demos.pictures import SVG, picture
from scripts.write_pictures import LARGEST, drawn, form, pictured

every_demo = pytest.mark.parametrize("name", list(demos()))


@every_demo
def test_every_demo_has_a_small_picture_without_words_that_says_what_is_to_be_seen(name: str) -> None:
    shown = picture(name)
    assert shown, f"{name} has no picture: make pictures"
    assert len(shown.svg.encode()) <= LARGEST
    assert not [*ET.fromstring(shown.svg).iter(f"{{{SVG}}}text")]
    assert shown.seen.zh.endswith("。")
    assert shown.seen.en.endswith(".")


@every_demo
def test_a_picture_is_drawn_anew_where_its_chart_is_built_in_another_way(name: str) -> None:
    shown = picture(name)
    assert shown
    assert shown.form == form(pictured(demos()[name])), f"the picture of {name} is out of date: make pictures"


def test_the_picture_of_a_run_is_the_same_each_time() -> None:
    chart = pictured(demos()["differential_privacy"])
    assert drawn(chart) == drawn(chart)


def test_other_figures_and_words_are_no_other_form() -> None:
    chart = pictured(demos()["linear_regression"])
    spec = {**chart.spec["zh"], "description": "别的", "layer": chart.spec["zh"]["layer"][:1]}
    retold = chart.model_copy(update={"spec": {"zh": {**chart.spec["zh"], "description": "别的"}}})
    rebuilt = chart.model_copy(update={"spec": {"zh": spec}})
    assert form(retold) == form(chart)
    assert form(rebuilt) != form(chart)


def test_there_is_no_picture_of_what_is_no_demo() -> None:
    assert picture("nothing") is None


@every_demo
def test_every_demo_names_its_decision_as_a_question(name: str) -> None:
    decision = demos()[name].decision
    assert decision.zh.endswith("？")
    assert decision.en.endswith("?")
