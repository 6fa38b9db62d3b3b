"""The charts: the path over the surface, the loss by step, the methods side by side, and the loss by learning rate."""

import math

import numpy as np

from assistant.demos import vega
from assistant.demos.gradient_descent.experiment import RATES, Experiment
from assistant.demos.gradient_descent.parameters import METHODS, NAMES, Method
from assistant.demos.gradient_descent.surfaces import Floats
from assistant.demos.results import spaced
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure, number
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_GROUND, _LOWEST = "#8f8678", "#4c82b8"
_COLOURS: dict[Method, str] = {
    "batch": "#c8593a",
    "stochastic": "#4f9468",
    "mini_batch": "#4c82b8",
    "momentum": "#b08a2e",
    "adam": "#8f6bb0",
}
_PATH_POINTS, _CURVE_POINTS, _RACE_POINTS, _CONTOUR_POINTS = 100, 120, 50, 48
_LEVELS = (1.0, 0.3, 0.1, 0.03, 0.01)
_SADDLE_LEVELS = (1.375, 0.5, 0.25, 0.05)
# A walk that runs off is drawn until its loss has grown this much, on the surface and over the steps.
_PATH_GROWTH, _LOSS_GROWTH = 30.0, 1e9
_FLOOR = 1e-12

_PATH_TITLE = Bilingual(zh="在曲面上走过的路", en="The path over the surface")
_LOSS_TITLE = Bilingual(zh="损失随步数的变化", en="Loss over the steps")
_RACE_TITLE = Bilingual(zh="五种方法，各用最好的学习率", en="Five methods, each at its best rate")
_RATES_TITLE = Bilingual(zh="学习率和剩下的损失", en="Learning rate and the loss that is left")
_STEP = Bilingual(zh="步数（步）", en="step")
_EXCESS = Bilingual(zh="损失比最低点高多少", en="loss above its lowest")
_RATE = Bilingual(zh="学习率", en="learning rate")
_FIRST = Bilingual(zh="参数 1", en="parameter 1")
_SECOND = Bilingual(zh="参数 2", en="parameter 2")
_INTERCEPT = Bilingual(zh="截距", en="intercept")
_SLOPE = Bilingual(zh="斜率", en="slope")
_CONTOUR = Bilingual(zh="等损失线", en="equal loss")
_LOWEST_NAME = Bilingual(zh="最低点", en="lowest point")
_LIMIT = Bilingual(zh="最大稳定学习率", en="largest stable rate")
_CHOSEN = Bilingual(zh="这次的学习率", en="rate of this run")

_PATH_SEEN = Bilingual(
    zh="等损失线围着最低点；{method}的路从起点出发，画了 {steps} 步。",
    en="Lines of equal loss around the lowest point; the path of {method} from its start, {steps} steps drawn.",
)
_LOSS_SEEN = Bilingual(
    zh="纵轴是对数：{method}的损失比最低点高出的部分，从 {start} 变到 {end}。",
    en="On a logarithmic axis, the loss of {method} above its lowest goes from {start} to {end}.",
)
_RACE_SEEN = Bilingual(
    zh="五条曲线，一种方法一条，各用自己最好的学习率；{first}排在最前。",
    en="Five curves, one a method, each at its own best learning rate; {first} comes first.",
)
_RATES_SEEN = Bilingual(
    zh="两轴都是对数：{method}在 25 个学习率下走完之后剩下的损失，最好的学习率是 {best}。",
    en="Both axes logarithmic: the loss left by {method} at 25 learning rates; the best is {best}.",
)


def charts(ran: Experiment) -> list[Chart]:
    """Return the four charts of a run."""
    return [
        vega.chart("path", _PATH_TITLE, lambda language: _path_spec(ran, language)),
        vega.chart("loss", _LOSS_TITLE, lambda language: _loss_spec(ran, language)),
        vega.chart("methods", _RACE_TITLE, lambda language: _race_spec(ran, language)),
        vega.chart("rates", _RATES_TITLE, lambda language: _rates_spec(ran, language)),
    ]


def _path_spec(ran: Experiment, language: Language) -> Spec:
    first, second = (_INTERCEPT, _SLOPE) if ran.surface.name == "regression" else (_FIRST, _SECOND)
    method = METHODS[ran.method]
    shown = _shown_steps(ran.own.excess, _PATH_GROWTH, _PATH_POINTS)
    path = [{**_point(ran.path[step]), "step": step, "series": method.of(language)} for step in shown]
    lowest = [ran.surface.lowest] if ran.surface.is_quadratic else [np.array([0.0, y]) for y in (-1.0, 1.0)]
    ends = [{**_point(at), "series": _LOWEST_NAME.of(language)} for at in lowest]
    contours = [
        {**_point(at), "order": order, "line": line, "series": _CONTOUR.of(language)}
        for line, points in enumerate(_contours(ran))
        for order, at in enumerate(points)
    ]
    colours = {_CONTOUR: _GROUND, method: _COLOURS[ran.method], _LOWEST_NAME: _LOWEST}
    return {
        "description": spaced(_PATH_SEEN.of(language, method=NAMES[ran.method], steps=shown[-1])),
        "encoding": {
            "x": vega.axis("x", first.of(language), {"zero": False}),
            "y": vega.axis("y", second.of(language), {"zero": False}),
            "color": vega.colours(colours, shown=set(colours), language=language),
        },
        "layer": [
            {
                "data": {"values": contours},
                "mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.8},
                "encoding": {"order": _order("order"), "detail": {"field": "line", "type": "nominal"}},
            },
            {
                "data": {"values": path},
                "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 22}},
                "encoding": {
                    "order": _order("step"),
                    "tooltip": vega.tooltips(step=_STEP, x=first, y=second, language=language),
                },
            },
            {
                "data": {"values": ends},
                "mark": {"type": "point", "shape": "cross", "size": 130, "filled": True},
            },
        ],
    }


def _loss_spec(ran: Experiment, language: Language) -> Spec:
    method = METHODS[ran.method]
    shown = _shown_steps(ran.own.excess, _LOSS_GROWTH, _CURVE_POINTS)
    curve = _curve(ran.own.excess, shown, method, language)
    seen = _LOSS_SEEN.of(
        language,
        method=NAMES[ran.method],
        start=figure(float(ran.own.excess[0])),
        end=figure(float(ran.own.excess[-1])),
    )
    return _curves_spec(curve, {method: _COLOURS[ran.method]}, seen, language)


def _race_spec(ran: Experiment, language: Language) -> Spec:
    rows: Rows = []
    for walk in ran.best.values():
        shown = _shown_steps(walk.excess, _LOSS_GROWTH, _RACE_POINTS)
        rows += _curve(walk.excess, shown, METHODS[walk.method], language)
    seen = _RACE_SEEN.of(language, first=NAMES[ran.ranking[0].method])
    return _curves_spec(rows, {METHODS[name]: colour for name, colour in _COLOURS.items()}, seen, language)


def _rates_spec(ran: Experiment, language: Language) -> Spec:
    method, walks = METHODS[ran.method], ran.sweep[ran.method]
    most = _LOSS_GROWTH * float(ran.own.excess[0])
    rows: Rows = [
        {
            "rate": walk.rate,
            "excess": vega.rounded(min(max(walk.tail, _FLOOR), most)),
            "series": method.of(language),
        }
        for walk in walks
    ]
    marks = {_CHOSEN: ran.learning_rate} | ({_LIMIT: ran.limit} if math.isfinite(ran.limit) else {})
    rules: Rows = [
        {"rate": vega.rounded(rate), "series": name.of(language)}
        for name, rate in marks.items()
        if rate <= RATES[-1]
    ]
    colours = {method: _COLOURS[ran.method], _CHOSEN: _LOWEST, _LIMIT: _GROUND}
    best = ran.best[ran.method].rate
    return {
        "description": spaced(_RATES_SEEN.of(language, method=NAMES[ran.method], best=number(best))),
        "encoding": {
            "x": vega.axis(
                "rate",
                _RATE.of(language),
                {"type": "log"},
                labelExpr=vega.DECADE_LABEL,
                values=[0.001, 0.01, 0.1, 1, 10],
            ),
            "color": vega.colours(colours, shown={method, *marks}, language=language),
        },
        "layer": [
            {
                "data": {"values": rules},
                "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [6, 4]},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 30}},
                "encoding": {
                    "y": _excess_axis([row["excess"] for row in rows], language),
                    "tooltip": vega.tooltips(rate=_RATE, excess=_EXCESS, language=language),
                },
            },
        ],
    }


def _curves_spec(rows: Rows, colours: dict[Bilingual, str], seen: str, language: Language) -> Spec:
    return {
        "description": spaced(seen),
        "encoding": {"color": vega.colours(colours, shown=set(colours), language=language)},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.2},
                "encoding": {
                    "x": vega.axis("step", _STEP.of(language), {}),
                    "y": _excess_axis([row["excess"] for row in rows], language),
                    "tooltip": vega.tooltips(step=_STEP, excess=_EXCESS, language=language),
                },
            }
        ],
    }


def _excess_axis(values: list[float], language: Language) -> Spec:
    return vega.axis(
        "excess",
        _EXCESS.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades(values),
    )


def _curve(excess: Floats, shown: list[int], name: Bilingual, language: Language) -> Rows:
    return [
        {"step": step, "excess": vega.rounded(max(float(excess[step]), _FLOOR)), "series": name.of(language)}
        for step in shown
    ]


def _shown_steps(excess: Floats, growth: float, points: int) -> list[int]:
    """Return the steps to draw: evenly spread, up to where the loss has grown too much to be seen."""
    with np.errstate(invalid="ignore"):
        beyond = np.flatnonzero(~(excess <= growth * excess[0]))
    last = max(1, int(beyond[0]) - 1) if len(beyond) else len(excess) - 1
    shown = np.unique(np.linspace(0, last, min(points, last + 1)).round().astype(int))
    return [int(step) for step in shown if np.isfinite(excess[step])]


def _contours(ran: Experiment) -> list[Floats]:
    """Return lines of equal loss, each of shape (points, 2)."""
    turn = np.linspace(0, 2 * np.pi, _CONTOUR_POINTS)
    if not ran.surface.is_quadratic:
        return [line for level in _SADDLE_LEVELS for line in _saddle_contours(level, turn)]
    curvatures, axes = np.linalg.eigh(ran.surface.hessian)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    start = float(ran.own.excess[0])
    # Where the excess is level, the distance along eigenvector i is sqrt(2 level / λ_i) times a point of the unit circle.
    return [
        (ran.surface.lowest[:, None] + axes @ (np.sqrt(2 * level * start / curvatures)[:, None] * circle)).T
        for level in _LEVELS
    ]


def _saddle_contours(level: float, turn: Floats) -> list[Floats]:
    """Return where ½x² + ¼(y² − 1)² is a level: one line around both lowest points, or one around each.

    With x = √(2 level) cos t the rest is (y² − 1)² = 4 level sin² t, so that y² = 1 + 2 √level sin t.
    """
    x = np.sqrt(2 * level) * np.cos(turn)
    square = 1 + 2 * np.sqrt(level) * np.sin(turn)
    if 2 * np.sqrt(level) <= 1:
        y = np.sqrt(np.maximum(square, 0))
        return [np.stack([x, y], axis=1), np.stack([x, -y], axis=1)]
    # The upper half from its right end to its left, then the lower half back.
    edge = np.arcsin(-1 / (2 * np.sqrt(level)))
    half = np.linspace(edge, np.pi - edge, len(turn) // 2)
    x, y = np.sqrt(2 * level) * np.cos(half), np.sqrt(np.maximum(1 + 2 * np.sqrt(level) * np.sin(half), 0))
    return [np.stack([np.concatenate([x, x[::-1]]), np.concatenate([y, -y[::-1]])], axis=1)]


def _point(theta: Floats) -> dict[str, float]:
    return {"x": vega.rounded(float(theta[0])), "y": vega.rounded(float(theta[1]))}


def _order(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}
