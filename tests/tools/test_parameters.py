import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import model_validator

from assistant.demos import demos, run_demo
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress
from assistant.tools.kinds import Number
from assistant.tools.parameters import (
    DemoInputError,
    DemoParameters,
    ParameterConflictError,
    Wording,
    parameter,
    validated,
)
from assistant.tools.runner import run

NAME = "linear_regression"


def refused(arguments: dict[str, Any]) -> Bilingual:
    with pytest.raises(DemoInputError) as caught:
        validated(demos()[NAME].parameters, arguments)
    return caught.value.message


def test_every_module_with_a_demo_is_found() -> None:
    assert NAME in demos()
    assert all(demo.name == name for name, demo in demos().items())


def test_an_unknown_demo_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(DemoInputError) as caught:
        run_demo("logistic", {})
    assert "logistic" in caught.value.message.zh
    assert NAME in caught.value.message.zh
    assert NAME in caught.value.message.en


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (
            {"learning_rate": 50},
            "学习率必须是大于 0、不超过 10 的数字，给出的是 50。",
            "Learning rate must be a number above 0 and at most 10; 50 was given.",
        ),
        (
            {"noise": "101"},
            "噪声必须是不小于 0、不超过 100 的数字，给出的是 101。",
            "Noise must be a number at least 0 and at most 100; 101 was given.",
        ),
        (
            {"epochs": 1.5},
            "训练轮数必须是不小于 1、不超过 1,000,000 的整数，给出的是 1.5。",
            "Epochs must be a whole number at least 1 and at most 1,000,000; 1.5 was given.",
        ),
        (
            {"loss": "huber"},
            "损失函数必须是 half_mean、mean 之一，给出的是 huber。",
            "Loss function must be one of half_mean, mean; huber was given.",
        ),
        (
            {"fit_intercept": "maybe"},
            "带截距必须是 true 或 false，给出的是 maybe。",
            "Fit an intercept must be true or false; maybe was given.",
        ),
    ],
)
def test_a_refusal_names_the_parameter_what_was_given_and_what_is_allowed(
    arguments: dict[str, Any], zh: str, en: str
) -> None:
    message = refused(arguments)
    assert message.zh == zh
    assert message.en == en


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, "nan", "inf", "abc", "", 0, -1, 10.01, [], {}, True]
)
def test_no_number_out_of_bounds_is_a_learning_rate(value: Any) -> None:
    message = refused({"learning_rate": value})
    assert message.zh.startswith("学习率")
    assert "\n" not in message.zh
    assert "\n" not in message.en


def test_an_unknown_parameter_is_refused_with_those_that_there_are() -> None:
    message = refused({"momentum": 0.9})
    assert "momentum" in message.zh
    assert "学习率" in message.zh
    assert "learning_rate" in message.en


def test_several_problems_are_told_in_one_line() -> None:
    message = refused({"learning_rate": -1, "samples": 1, "noise": "a\nlot " * 50})
    assert all(title in message.zh for title in ("学习率", "样本数", "噪声"))
    assert len(message.zh.splitlines()) == 1
    assert len(message.zh) < 250


def test_text_that_reads_as_a_number_is_accepted() -> None:
    values = validated(
        demos()[NAME].parameters, {"learning_rate": " 0.5 ", "epochs": "1e3", "seed": "7"}
    ).model_dump()
    assert (values["learning_rate"], values["epochs"], values["seed"]) == (0.5, 1000, 7)


def test_null_keeps_the_default() -> None:
    assert validated(demos()[NAME].parameters, {"epochs": None, "seed": None}).model_dump()["epochs"] == 1000


@given(
    st.dictionaries(
        st.text(max_size=20), st.none() | st.booleans() | st.integers() | st.floats() | st.text(), max_size=4
    )
)
def test_any_arguments_are_accepted_or_refused_in_words(arguments: dict[str, Any]) -> None:
    demo = demos()[NAME]
    with contextlib.suppress(DemoInputError):
        assert isinstance(validated(demo.parameters, arguments), demo.parameters)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tool_schema_holds_bounds_and_words_in_the_language(language: Any) -> None:
    schema = demos()[NAME].tool(language)
    function = schema["function"]
    properties = function["parameters"]["properties"]
    assert schema["type"] == "function"
    assert function["name"] == NAME
    assert properties["learning_rate"]["title"] == {"zh": "学习率", "en": "Learning rate"}[language]
    assert properties["learning_rate"]["exclusiveMinimum"] == 0
    assert properties["samples"]["maximum"] == 10_000_000
    assert properties["loss"]["enum"] == ["half_mean", "mean"]
    assert properties["seed"]["type"] == "integer"
    assert "wording" not in json.dumps(schema)


class Interval(DemoParameters):
    low: float = parameter(
        0.0, Number(), Wording(title=Bilingual("下限", "Lower bound"), description=Bilingual("", ""))
    )
    high: float = parameter(
        1.0, Number(), Wording(title=Bilingual("上限", "Upper bound"), description=Bilingual("", ""))
    )

    @model_validator(mode="after")
    def _ordered(self) -> "Interval":
        if self.low >= self.high:
            raise ParameterConflictError(
                Bilingual("下限必须小于上限", "the lower bound must be below the upper bound")
            )
        return self


def run_interval(parameters: Interval, on_progress: Progress) -> DemoResult:
    on_progress(1.0)
    return DemoResult(
        name="interval",
        parameters=parameters.written(),
        metrics={"width": parameters.high - parameters.low},
        claims=[],
        findings={"zh": [], "en": []},
        tables=[],
        charts=[],
    )


TITLE = Bilingual("区间", "Interval")
INTERVAL = Demo("interval", TITLE, TITLE, Interval, "mathematics", ("1",), run_interval)


def test_values_that_do_not_go_together_are_refused_in_the_demo_own_words() -> None:
    with pytest.raises(DemoInputError) as caught:
        run(INTERVAL, {"low": 2, "high": 1})
    assert caught.value.message == Bilingual(
        "下限必须小于上限。", "The lower bound must be below the upper bound."
    )


def test_a_demo_is_run_with_defaults_and_tells_how_far_it_is() -> None:
    shares: list[float] = []
    assert run(INTERVAL, {"high": 3}, shares.append).metrics == {"width": 3.0}
    assert shares == [1.0]
