"""The charts of the regression: the data with its lines, the loss over epochs, the path over the loss."""

import numpy as np

from assistant.demos import vega
from assistant.demos.linear_regression.data import Floats
from assistant.demos.linear_regression.descriptions import data_seen, loss_seen, path_seen
from assistant.demos.linear_regression.experiment import Experiment
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_DATA, _DESCENT, _BEST, _OTHER = "#8f8678", "#c8593a", "#4c82b8", "#4f9468"
_CURVE_POINTS = 160
_PATH_POINTS = 60
_ELLIPSE_POINTS = 48
_LEVELS = (1.0, 0.1, 0.01, 0.001)
# A diverging run is drawn until its distance from the optimum, or its loss, has grown this much.
_PATH_GROWTH = 100.0
_LOSS_GROWTH = 1e12
_LOSS_FLOOR = 1e-16

_DATA_TITLE = Bilingual(zh="数据和直线", en="Data and lines")
_LOSS_TITLE = Bilingual(zh="损失随轮数的变化", en="Loss over the epochs")
_PATH_TITLE = Bilingual(zh="参数走过的路", en="The parameters' path")
_DATA_NAME = Bilingual(zh="数据", en="data")
_DESCENT_NAME = Bilingual(zh="梯度下降", en="gradient descent")
_BEST_NAME = Bilingual(zh="最小二乘", en="least squares")
_WITH_INTERCEPT_NAME = Bilingual(zh="最小二乘（带截距）", en="least squares with intercept")
_LEAST_LOSS_NAME = Bilingual(zh="最小二乘的损失", en="least-squares loss")
_CONTOUR_NAME = Bilingual(zh="等损失线", en="equal loss")
_CURVE_NAME = Bilingual(zh="损失 J", en="loss J")
_EPOCH = Bilingual(zh="轮数（轮）", en="epoch")
_LOSS = Bilingual(zh="损失 J", en="loss J")
_INTERCEPT = Bilingual(zh="截距", en="intercept")
_SLOPE = Bilingual(zh="斜率", en="slope")


def charts(experiment: Experiment) -> list[Chart]:
    """Return the three charts of a run."""
    path = _path_spec if experiment.fit_intercept else _weight_spec
    return [
        vega.chart(
            "data", _DATA_TITLE, lambda language: _data_spec(experiment, language), data_seen(experiment)
        ),
        vega.chart(
            "loss", _LOSS_TITLE, lambda language: _loss_spec(experiment, language), loss_seen(experiment)
        ),
        vega.chart("path", _PATH_TITLE, lambda language: path(experiment, language), path_seen(experiment)),
    ]


def _data_spec(experiment: Experiment, language: Language) -> Spec:
    x, y = experiment.sampled.x, experiment.sampled.y
    lines = {_BEST_NAME: experiment.least_squares}
    if not experiment.fit_intercept:
        lines[_WITH_INTERCEPT_NAME] = experiment.best_line
    if experiment.status != "diverged":
        lines[_DESCENT_NAME] = experiment.reached
    ends = [
        {"x": at, "y": vega.rounded(intercept + slope * at), "series": name.of(language)}
        for name, (intercept, slope) in lines.items()
        for at in (0, 1)
    ]
    heights = [*(end["y"] for end in ends), *y]
    colour = vega.colours(
        {_DATA_NAME: _DATA, _DESCENT_NAME: _DESCENT, _BEST_NAME: _BEST, _WITH_INTERCEPT_NAME: _OTHER},
        shown={_DATA_NAME, *lines},
        language=language,
    )
    horizontal = vega.axis("x", "x", {"domain": [0, 1]})
    vertical = vega.axis("y", "y", {"domain": vega.padded(heights), "nice": True})
    points = [
        {"x": vega.rounded(a), "y": vega.rounded(b), "series": _DATA_NAME.of(language)}
        for a, b in zip(x, y, strict=True)
    ]
    return {
        "encoding": {"x": horizontal, "y": vertical, "color": colour},
        "layer": [
            {
                "data": {"values": points},
                "mark": {"type": "circle", "size": 22 if len(x) > 30 else 70, "opacity": 0.55, "clip": True},
            },
            # Lines that lie on one another stay both visible: the upper one is dashed.
            {
                "data": {"values": ends},
                "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
                "encoding": {"strokeDash": vega.dashes(_DESCENT_NAME.of(language))},
            },
        ],
    }


def _loss_spec(experiment: Experiment, language: Language) -> Spec:
    epochs = _shown_epochs(experiment, _CURVE_POINTS, _LOSS_GROWTH)
    losses = np.maximum(experiment.descent.losses(epochs), _LOSS_FLOOR)
    curve: Rows = [
        {"epoch": int(epoch), "loss": vega.rounded(loss), "series": _DESCENT_NAME.of(language)}
        for epoch, loss in zip(epochs, losses, strict=True)
        if np.isfinite(loss)
    ]
    least = experiment.descent.least_loss
    rule = (
        [{"loss": vega.rounded(least), "series": _LEAST_LOSS_NAME.of(language)}]
        if least > _LOSS_FLOOR
        else []
    )
    shown = {_DESCENT_NAME, _LEAST_LOSS_NAME} if rule else {_DESCENT_NAME}
    colour = vega.colours({_DESCENT_NAME: _DESCENT, _LEAST_LOSS_NAME: _BEST}, shown=shown, language=language)
    # Epoch 0 has no place on a logarithmic axis; symlog is linear up to 1 and logarithmic from there.
    across = vega.axis(
        "epoch",
        _EPOCH.of(language),
        {"type": "symlog", "constant": 1},
        values=vega.epoch_ticks(int(epochs[-1])),
    )
    up = vega.axis(
        "loss",
        _LOSS.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([row["loss"] for row in curve]),
    )
    curve_layer = {
        "data": {"values": curve},
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 14}},
        "encoding": {"x": across, "tooltip": vega.tooltips(epoch=_EPOCH, loss=_LOSS, language=language)},
    }
    rule_layer = {"data": {"values": rule}, "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [6, 4]}}
    return {"encoding": {"y": up, "color": colour}, "layer": [*([rule_layer] if rule else []), curve_layer]}


def _path_spec(experiment: Experiment, language: Language) -> Spec:
    path = _path(experiment)
    points = [
        {
            "intercept": vega.rounded(theta[0]),
            "slope": vega.rounded(theta[1]),
            "epoch": int(epoch),
            "series": _DESCENT_NAME.of(language),
        }
        for epoch, theta in path
    ]
    best_intercept, best_slope = experiment.least_squares
    best = [
        {
            "intercept": vega.rounded(best_intercept),
            "slope": vega.rounded(best_slope),
            "series": _BEST_NAME.of(language),
        }
    ]
    contours = _contours(experiment, language)
    colour = vega.colours(
        {_CONTOUR_NAME: _DATA, _DESCENT_NAME: _DESCENT, _BEST_NAME: _BEST},
        shown={_CONTOUR_NAME, _DESCENT_NAME, _BEST_NAME},
        language=language,
    )
    return {
        "encoding": {
            "x": vega.axis("intercept", _INTERCEPT.of(language), {"zero": False}),
            "y": vega.axis("slope", _SLOPE.of(language), {"zero": False}),
            "color": colour,
        },
        "layer": [
            {
                "data": {"values": contours},
                "mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.8},
                "encoding": {
                    "order": {"field": "step", "type": "quantitative"},
                    "detail": {"field": "level", "type": "nominal"},
                },
            },
            {
                "data": {"values": points},
                "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 22}},
                "encoding": {
                    "order": {"field": "epoch", "type": "quantitative"},
                    "tooltip": vega.tooltips(
                        epoch=_EPOCH, intercept=_INTERCEPT, slope=_SLOPE, language=language
                    ),
                },
            },
            {
                "data": {"values": best},
                "mark": {"type": "point", "shape": "cross", "size": 130, "filled": True},
            },
        ],
    }


def _weight_spec(experiment: Experiment, language: Language) -> Spec:
    """With a single weight, J is a parabola, and the path runs down (or up) its sides."""
    descent, path = experiment.descent, _path(experiment)
    weights = [float(theta[0]) for _, theta in path]
    reach = 1.15 * max(abs(weight - descent.optimum[0]) for weight in [*weights, descent.start[0]])
    across = descent.optimum[0] + np.linspace(-1, 1, 81) * (reach or 1.0)
    curve: Rows = [
        {
            "slope": vega.rounded(w),
            "loss": vega.rounded(_loss_at(experiment, w)),
            "series": _CURVE_NAME.of(language),
        }
        for w in across
    ]
    points = [
        {
            "slope": vega.rounded(w),
            "loss": vega.rounded(_loss_at(experiment, w)),
            "epoch": int(epoch),
            "series": _DESCENT_NAME.of(language),
        }
        for (epoch, _), w in zip(path, weights, strict=True)
    ]
    least = [
        {
            "slope": vega.rounded(descent.optimum[0]),
            "loss": vega.rounded(descent.least_loss),
            "series": _BEST_NAME.of(language),
        }
    ]
    colour = vega.colours(
        {_CURVE_NAME: _DATA, _DESCENT_NAME: _DESCENT, _BEST_NAME: _BEST},
        shown={_CURVE_NAME, _DESCENT_NAME, _BEST_NAME},
        language=language,
    )
    tooltips = vega.tooltips(epoch=_EPOCH, slope=_SLOPE, loss=_LOSS, language=language)
    return {
        "encoding": {
            "x": vega.axis("slope", _SLOPE.of(language), {"zero": False}),
            "y": vega.axis("loss", _LOSS.of(language), {"zero": True}),
            "color": colour,
        },
        "layer": [
            {"data": {"values": curve}, "mark": {"type": "line", "strokeWidth": 1.5}},
            {
                "data": {"values": points},
                "mark": {"type": "line", "strokeWidth": 1.5, "point": {"size": 28}},
                "encoding": {"order": {"field": "epoch", "type": "quantitative"}, "tooltip": tooltips},
            },
            {
                "data": {"values": least},
                "mark": {"type": "point", "shape": "cross", "size": 130, "filled": True},
            },
        ],
    }


def _loss_at(experiment: Experiment, weight: float) -> float:
    descent = experiment.descent
    return float(descent.least_loss + 0.5 * descent.hessian[0, 0] * (weight - descent.optimum[0]) ** 2)


def _shown_epochs(experiment: Experiment, points: int, growth: float) -> Floats:
    """Return epochs to draw, 0 and the last included, denser at the start; a diverging run is cut where it leaves the page."""
    last = int(min(experiment.epochs, max(2.0, np.ceil(experiment.descent.epochs_until(growth)))))
    steps = np.unique(np.round(np.geomspace(1, last, points)))
    return np.concatenate([[0.0], steps])


def _path(experiment: Experiment) -> list[tuple[float, Floats]]:
    epochs = _shown_epochs(experiment, _PATH_POINTS, _PATH_GROWTH)
    return [
        (epoch, theta)
        for epoch, theta in zip(epochs, experiment.descent.parameters(epochs), strict=True)
        if np.isfinite(theta).all()
    ]


def _contours(experiment: Experiment, language: Language) -> Rows:
    """Return ellipses of equal loss around the optimum: at the starting loss, and at fractions of its excess.

    On J − J* = level, the error along eigenvector i is sqrt(2 level / λ_i) times a point of the unit circle.
    """
    descent = experiment.descent
    excess = float(descent.losses(np.zeros(1))[0] - descent.least_loss)
    turn = np.linspace(0, 2 * np.pi, _ELLIPSE_POINTS)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    rows: Rows = []
    for level in _LEVELS:
        radii = np.sqrt(2 * level * excess / descent.eigenvalues)
        ellipse = descent.optimum[:, None] + descent.axes @ (radii[:, None] * circle)
        rows += [
            {
                "intercept": vega.rounded(intercept),
                "slope": vega.rounded(slope),
                "step": step,
                "level": level,
                "series": _CONTOUR_NAME.of(language),
            }
            for step, (intercept, slope) in enumerate(ellipse.T)
        ]
    return rows
