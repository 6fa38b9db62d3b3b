"""What is read from messages that ask for a demo."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.demos import demos, run_demo
from assistant.text import Bilingual
from assistant.tools.demo import Demo
from assistant.tools.kinds import WholeNumber, YesNo
from assistant.tools.parameters import DemoParameters, Wording, parameter
from assistant.tools.requests import DemoChoice, DemoRequest, requested

NAME = "linear_regression"
GOLD = Path(__file__).parents[1] / "gold"
ONLY = {NAME: demos()[NAME]}
BEFORE = {"learning_rate": 0.1, "samples": 50}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def arguments(text: str, previous: dict[str, Any] | None = None, leans: bool | None = None) -> dict[str, Any]:
    request = requested(text, ONLY, None if previous is None else DemoRequest(NAME, previous), leans=leans)
    assert isinstance(request, DemoRequest)
    return request.arguments


def test_requests_give_just_the_values_they_name() -> None:
    asked = [line for line in lines(GOLD / "demo_requests.jsonl") if line["values"] is not None]
    wrong = {
        line["text"]: found
        for line in asked
        if (found := arguments(line["text"], line.get("before"), line.get("leans"))) != line["values"]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("换成 0.2", {"learning_rate": 0.5}, {"learning_rate": 0.2}),
        (
            "0.2 呢？",
            {"learning_rate": 0.5, "fit_intercept": False},
            {"learning_rate": 0.2, "fit_intercept": False},
        ),
        ("try 2000", {"epochs": 500}, {"epochs": 2000}),
        ("what about 0.05?", {"noise": 2}, {"noise": 0.05}),
        # Two values might be meant, or a section of the article.
        ("换成 0.2", {"learning_rate": 0.5, "noise": 2}, {"learning_rate": 0.5, "noise": 2}),
        ("9.2 呢", {"learning_rate": 0.5}, {"learning_rate": 0.5}),
    ],
)
def test_a_bare_number_changes_the_only_value_of_the_run_before(
    text: str, before: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert arguments(text, before) == expected


def test_another_seed_takes_the_given_one_back() -> None:
    assert arguments("换个种子再跑一次", {"seed": 42, "noise": 2}) == {"noise": 2}


@pytest.mark.parametrize(
    "values", [{}, {"learning_rate": 3}, {"fit_intercept": False}, {"samples": 2, "epochs": 50, "seed": 3}]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_result_proposes_to_try_next_can_be_asked_for(values: dict[str, Any], language: str) -> None:
    proposal = run_demo(NAME, {"learning_rate": 0.1, **values}).findings[language][-1]
    quoted = proposal.split("“")[1].split("”")[0] if language == "zh" else proposal.split('"')[1]
    assert arguments(quoted, values) not in (None, values)


class Dice(DemoParameters):
    throws: int = parameter(
        10,
        WholeNumber(ge=1),
        Wording(
            title=Bilingual("投掷次数", "Throws"), description=Bilingual("", ""), aliases=("次数", "throws")
        ),
    )
    loaded: bool = parameter(
        False,
        YesNo(),
        Wording(
            title=Bilingual("灌铅", "Loaded"),
            description=Bilingual("", ""),
            aliases=("铅", "lead"),
            off=False,
        ),
    )


TITLE = Bilingual("掷骰子", "Dice")
DICE = Demo(
    "dice",
    TITLE,
    TITLE,
    Dice,
    "games",
    ("1",),
    lambda _parameters, _progress: pytest.fail("not run here"),
    decision=TITLE,
    aliases=("骰子", "dice"),
)
BOTH = {NAME: demos()[NAME], "dice": DICE}


def test_any_demo_is_understood_by_its_own_names() -> None:
    assert requested("跑一下骰子，次数 200", BOTH) == DemoRequest("dice", {"throws": 200})
    assert requested("run the dice with 50 throws and without lead", BOTH) == DemoRequest(
        "dice", {"throws": 50, "loaded": False}
    )
    assert requested("跑一下线性回归，学习率 0.5", BOTH) == DemoRequest(NAME, {"learning_rate": 0.5})
    assert requested("再来一次，次数改成 7", BOTH, DemoRequest("dice", {"throws": 3})) == DemoRequest(
        "dice", {"throws": 7}
    )


@pytest.mark.parametrize("text", ["跑一下", "跑一下看看", "run it", "演示一下", "run the demo"])
def test_of_several_demos_the_one_at_hand_is_run_and_else_it_is_asked_which(text: str) -> None:
    assert requested(text, BOTH) == DemoChoice((NAME, "dice"))
    assert requested(text, BOTH, about=["dice"]) == DemoRequest("dice")
    assert requested(text, BOTH, about=[NAME, "dice"]) == DemoRequest(NAME)
    assert requested(text, BOTH, DemoRequest("dice", {"throws": 3})) == DemoRequest("dice", {"throws": 3})
    assert requested(text, {NAME: BOTH[NAME]}) == DemoRequest(NAME)


@pytest.mark.parametrize("text", ["其他不变，学习率改成 0.5", "学习率改成 0.5", "same again but lr 0.5"])
def test_whoever_changes_one_thing_keeps_what_the_run_before_drew(text: str) -> None:
    before = DemoRequest(NAME, {"samples": 50}, drawn={"seed": 7})
    kept = requested(text, demos(), before)
    assert kept == DemoRequest(NAME, {"samples": 50, "learning_rate": 0.5})
    assert kept.drawn == {"seed": 7}
    for again in ("再跑一次", "换个种子再跑一次"):
        drawn_anew = requested(again, demos(), before)
        assert drawn_anew == DemoRequest(NAME, {"samples": 50})
        assert drawn_anew.drawn == {}


@given(st.text(max_size=400))
def test_any_text_is_understood_without_an_error(text: str) -> None:
    request = requested(text, demos(), DemoRequest(NAME, BEFORE))
    assert request is None or isinstance(request, DemoRequest | DemoChoice)


@given(
    rate=st.floats(1e-6, 10).map(lambda value: float(f"{value:.4g}")),
    epochs=st.integers(1, 1_000_000),
    samples=st.integers(2, 10_000_000),
)
def test_values_come_back_as_they_were_written(rate: float, epochs: int, samples: int) -> None:
    expected = {"learning_rate": rate, "epochs": epochs, "samples": samples}
    assert arguments(f"用学习率 {rate}、{samples:,} 个样本训练 {epochs} 轮线性回归") == expected
    assert (
        arguments(f"run the regression with {samples} samples, lr={rate} and {epochs:,} epochs") == expected
    )


def test_a_long_text_is_no_request_and_takes_no_time() -> None:
    assert requested("跑一次线性回归，" * 10_000, demos()) is None
