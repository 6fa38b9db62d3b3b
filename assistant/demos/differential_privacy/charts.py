"""The charts of private statistics: error and attack over ε, the budget over answers, a noisy histogram."""

import numpy as np

from assistant.demos import vega
from assistant.demos.differential_privacy.mechanism import (
    HIGHEST_SPENDING,
    Outcome,
    Setting,
    advantage_bound,
    advantage_of_one_answer,
)
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure, number, percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_ERROR, _ATTACK, _BOUND = "#c8593a", "#4c82b8", "#8f8678"
_POINTS = 40

_ERROR_TITLE = Bilingual(zh="ε 越小，误差越大", en="The smaller ε, the larger the error")
_ERROR_ALT = Bilingual(
    zh="双对数坐标上的一条下降的直线：误差等于灵敏度除以 ε；ε = {epsilon} 时测到 {error}。",
    en="A falling straight line on logarithmic axes: the error is sensitivity over ε; at ε = {epsilon}, {error} was measured.",
)
_ATTACK_TITLE = Bilingual(zh="ε 越大，攻击者知道得越多", en="The larger ε, the more an attacker knows")
_ATTACK_ALT = Bilingual(
    zh="两条上升的曲线：任何攻击的上限，和对一次回答最好的攻击；总 ε = {total} 时测到优势 {advantage}。",
    en="Two rising curves: the limit of any attack, and the best attack on one answer; at a total ε of {total} an advantage of {advantage} was measured.",
)
_BUDGET_TITLE = Bilingual(zh="每回答一次，预算就少一份", en="Each answer uses up some of the budget")
_BUDGET_ALT = Bilingual(
    zh="一条随回答次数上升的曲线：攻击上限从一次的 {one} 升到 {queries} 次的 {all}。",
    en="A curve that rises with the number of answers: the limit of an attack goes from {one} at one to {all} at {queries}.",
)
_BINS_TITLE = Bilingual(zh="直方图：真实的和公布的", en="The histogram, true and published")
_BINS_ALT = Bilingual(
    zh="每档消费两个点：真实人数和加了噪声后公布的人数；人少的档偏得最厉害。",
    en="Two points for each bin of spending: the true number of people and the noisy one that is published; bins with few people are off most.",
)
_EPSILON = Bilingual(zh="ε（一次回答）", en="ε of one answer")
_TOTAL = Bilingual(zh="ε（全部回答）", en="ε of all answers")
_MEAN_ERROR = Bilingual(zh="平均误差（{unit}）", en="mean error ({unit})")
_PEOPLE, _YUAN = Bilingual(zh="人", en="people"), Bilingual(zh="元", en="yuan")
_ADVANTAGE = Bilingual(zh="攻击者的优势（%）", en="attacker's advantage (%)")
_ANSWERS = Bilingual(zh="回答次数", en="answers")
_COUNT = Bilingual(zh="人数", en="people")
_SPENDING = Bilingual(zh="每月消费（元）", en="monthly spending (yuan)")
_THEORY = Bilingual(zh="理论：灵敏度 / ε", en="theory: sensitivity / ε")
_MEASURED = Bilingual(zh="这次测到", en="measured")
_YOURS = Bilingual(zh="你的次数", en="your answers")
_LIMIT = Bilingual(zh="任何攻击的上限", en="limit of any attack")
_BEST = Bilingual(zh="最好的单次攻击", en="best single attack")
_TRUE = Bilingual(zh="真实的", en="true")
_NOISY = Bilingual(zh="公布的", en="published")


def charts(setting: Setting, outcome: Outcome) -> list[Chart]:
    """Return three charts, and a fourth for a histogram."""
    one, every = (percent(advantage_bound(epsilon)) for epsilon in (setting.epsilon, setting.total_epsilon))
    shown = [
        vega.chart(
            "error",
            _ERROR_TITLE,
            lambda language: _error(setting, outcome, language),
            _ERROR_ALT.filled(epsilon=number(setting.epsilon), error=figure(outcome.error)),
        ),
        vega.chart(
            "attack",
            _ATTACK_TITLE,
            lambda language: _attack(setting, outcome, language),
            _ATTACK_ALT.filled(
                total=number(setting.total_epsilon), advantage=percent(max(0.0, outcome.advantage))
            ),
        ),
        vega.chart(
            "budget",
            _BUDGET_TITLE,
            lambda language: _budget(setting, language),
            _BUDGET_ALT.filled(one=one, all=every, queries=setting.queries),
        ),
    ]
    if setting.statistic == "histogram":
        shown.append(vega.chart("bins", _BINS_TITLE, lambda language: _bins(outcome, language), _BINS_ALT))
    return shown


def _epsilons(around: float) -> list[float]:
    return [float(epsilon) for epsilon in np.geomspace(around / 30, around * 30, _POINTS)]


def _error(setting: Setting, outcome: Outcome, language: Language) -> Spec:
    epsilons = _epsilons(setting.epsilon)
    theory: Rows = [
        {
            "epsilon": vega.rounded(epsilon),
            "error": vega.rounded(setting.sensitivity / epsilon),
            "series": _THEORY.of(language),
        }
        for epsilon in epsilons
    ]
    here: Rows = [
        {
            "epsilon": vega.rounded(setting.epsilon),
            "error": vega.rounded(outcome.error),
            "series": _MEASURED.of(language),
        }
    ]
    names = {_THEORY: _ERROR, _MEASURED: _ATTACK}
    unit = _YUAN if setting.statistic == "mean" else _PEOPLE
    title = _MEAN_ERROR.filled(unit=unit)
    up = vega.axis(
        "error",
        title.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(row["error"]) for row in theory]),
    )
    return {
        "encoding": {
            "x": _across("epsilon", _EPSILON.of(language), epsilons),
            "y": up,
            "color": vega.colours(names, shown=set(names), language=language),
            "tooltip": vega.tooltips(epsilon=_EPSILON, error=title, language=language),
        },
        "layer": [vega.line(theory), vega.points(here)],
    }


def _attack(setting: Setting, outcome: Outcome, language: Language) -> Spec:
    epsilons = _epsilons(setting.total_epsilon)
    curves: Rows = [
        {
            "epsilon": vega.rounded(epsilon),
            "advantage": vega.rounded(100 * advantage(epsilon)),
            "series": name.of(language),
        }
        for name, advantage in ((_LIMIT, advantage_bound), (_BEST, advantage_of_one_answer))
        for epsilon in epsilons
    ]
    here: Rows = [
        {
            "epsilon": vega.rounded(setting.total_epsilon),
            "advantage": vega.rounded(100 * max(0.0, outcome.advantage)),
            "series": _MEASURED.of(language),
        }
    ]
    names = {_LIMIT: _BOUND, _BEST: _ERROR, _MEASURED: _ATTACK}
    return {
        "encoding": {
            "x": _across("epsilon", _TOTAL.of(language), epsilons),
            "y": vega.axis("advantage", _ADVANTAGE.of(language), {"domain": [0, 100]}),
            "color": vega.colours(names, shown=set(names), language=language),
            "tooltip": vega.tooltips(epsilon=_TOTAL, advantage=_ADVANTAGE, language=language),
        },
        "layer": [vega.line(curves), vega.points(here)],
    }


def _budget(setting: Setting, language: Language) -> Spec:
    last = max(20, setting.queries)
    counts = np.unique(np.round(np.linspace(1, last, _POINTS))).astype(int)
    rows: Rows = [
        {
            "answers": int(count),
            "advantage": vega.rounded(100 * advantage_bound(int(count) * setting.epsilon)),
            "series": _LIMIT.of(language),
        }
        for count in counts
    ]
    here = [
        {
            "answers": setting.queries,
            "advantage": vega.rounded(100 * setting.bound),
            "series": _YOURS.of(language),
        }
    ]
    names = {_LIMIT: _BOUND, _YOURS: _ATTACK}
    return {
        "encoding": {
            "x": vega.axis(
                "answers", _ANSWERS.of(language), {"domain": [1, last], "nice": False}, format="d"
            ),
            "y": vega.axis("advantage", _ADVANTAGE.of(language), {"domain": [0, 100]}),
            "color": vega.colours(names, shown=set(names), language=language),
            "tooltip": vega.tooltips(answers=_ANSWERS, advantage=_ADVANTAGE, language=language),
        },
        "layer": [vega.line(rows), vega.points(here)],
    }


def _bins(outcome: Outcome, language: Language) -> Spec:
    width = HIGHEST_SPENDING / len(outcome.truth)
    rows: Rows = [
        {
            "spending": width * (position + 0.5),
            "count": vega.rounded(value),
            "series": name.of(language),
        }
        for name, values in ((_TRUE, outcome.truth), (_NOISY, outcome.example))
        for position, value in enumerate(values)
    ]
    names = {_TRUE: _BOUND, _NOISY: _ERROR}
    return {
        "encoding": {
            "x": vega.axis("spending", _SPENDING.of(language), {"domain": [0, HIGHEST_SPENDING]}),
            "y": vega.axis("count", _COUNT.of(language), {"zero": True, "nice": True}),
            "color": vega.colours(names, shown=set(names), language=language),
            "tooltip": vega.tooltips(spending=_SPENDING, count=_COUNT, language=language),
        },
        "layer": [vega.points(rows, opacity=0.8)],
    }


def _across(field: str, title: str, values: list[float]) -> Spec:
    return vega.axis(
        field,
        title,
        {"type": "log", "nice": False},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades(values),
    )
