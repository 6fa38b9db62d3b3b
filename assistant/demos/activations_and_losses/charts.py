"""The charts: the curve and its slope, the gradient over the layers, the losses and their corrections."""

import numpy as np

from assistant.demos import vega
from assistant.demos.activations_and_losses.experiment import Experiment
from assistant.demos.activations_and_losses.functions import ACTIVATION, correction, loss
from assistant.demos.activations_and_losses.parameters import ACTIVATIONS, LOSSES, ActivationName, LossName
from assistant.demos.results import spaced
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_VALUE, _SLOPE, _MARK = "#c8593a", "#4c82b8", "#8f8678"
_ACTIVATION_COLOURS: dict[ActivationName, str] = {
    "sigmoid": "#c8593a",
    "tanh": "#4f9468",
    "relu": "#4c82b8",
    "gelu": "#8f6bb0",
}
_LOSS_COLOURS: dict[LossName, str] = {"mse": "#4f9468", "cross_entropy": "#c8593a"}
_POINTS, _LAYER_POINTS = 61, 51
_PROBABILITIES = np.linspace(0.005, 0.995, 67)

_CURVE_TITLE = Bilingual(zh="激活函数和它的斜率", en="The activation and its slope")
_LAYERS_TITLE = Bilingual(zh="梯度往回传，还剩多少", en="What is left of the gradient on its way back")
_LOSSES_TITLE = Bilingual(zh="同一个预测，两种损失", en="Two losses of the same prediction")
_CORRECTIONS_TITLE = Bilingual(zh="同一个预测，两种损失的纠正力度", en="How strongly the two losses correct")
_INPUT = Bilingual(zh="加权和 z", en="weighted sum z")
_OUTPUT = Bilingual(zh="输出、斜率", en="output, slope")
_VALUE_NAME = Bilingual(zh="输出", en="output")
_SLOPE_NAME = Bilingual(zh="斜率", en="slope")
_LAYERS = Bilingual(zh="传过的层数（层）", en="layers passed")
_LEFT = Bilingual(zh="剩下的梯度（出发时为 1）", en="gradient left (1 at the start)")
_PROBABILITY = Bilingual(zh="给正确答案的概率", en="probability of the right class")
_LOSS = Bilingual(zh="损失", en="loss")
_CORRECTION = Bilingual(zh="对分数的推力", en="push on the score")
_HERE = Bilingual(zh="这次的概率", en="this run's probability")

_CURVE_SEEN = Bilingual(
    zh="{name}从 −6 到 6 的曲线和斜率，斜率最大 {steepest}。",
    en="The curve of {name} and its slope from −6 to 6; the slope is at most {steepest}.",
)
_LAYERS_SEEN = Bilingual(
    zh="纵轴是对数：四种激活函数的梯度往回传 {depth} 层还剩多少；{name}剩 {left}。",
    en="On a logarithmic axis, what is left of the gradient after {depth} layers for four activations; {left} for {name}.",
)
_LOSSES_SEEN = Bilingual(
    zh="概率越低损失越大：均方误差最多到 1，交叉熵越来越陡。竖线在 {p}。",
    en="The lower the probability, the larger the loss: the squared error never exceeds 1, cross-entropy keeps rising. The line stands at {p}.",
)
_CORRECTIONS_SEEN = Bilingual(
    zh="概率接近 0 时，交叉熵推得最用力，均方误差几乎不推。竖线在 {p}。",
    en="Close to probability 0 cross-entropy pushes hardest, the squared error hardly at all. The line stands at {p}.",
)


def charts(ran: Experiment) -> list[Chart]:
    """Return the four charts of a run."""
    return [
        vega.chart("gradient", _LAYERS_TITLE, lambda language: _layers_spec(ran, language)),
        vega.chart("activation", _CURVE_TITLE, lambda language: _curve_spec(ran, language)),
        vega.chart("losses", _LOSSES_TITLE, lambda language: _loss_spec(ran, language)),
        vega.chart("corrections", _CORRECTIONS_TITLE, lambda language: _correction_spec(ran, language)),
    ]


def _curve_spec(ran: Experiment, language: Language) -> Spec:
    activation, z = ACTIVATION[ran.activation], np.linspace(-6, 6, _POINTS)
    rows: Rows = [
        {"z": vega.rounded(at), "y": vega.rounded(y), "series": name.of(language)}
        for name, function in ((_VALUE_NAME, activation.value), (_SLOPE_NAME, activation.slope))
        for at, y in zip(z, function(z), strict=True)
    ]
    seen = _CURVE_SEEN.of(language, name=ACTIVATIONS[ran.activation], steepest=figure(ran.steepest))
    colour = vega.colours(
        {_VALUE_NAME: _VALUE, _SLOPE_NAME: _SLOPE}, shown={_VALUE_NAME, _SLOPE_NAME}, language=language
    )
    across = vega.axis("z", _INPUT.of(language), {})
    up = vega.axis("y", _OUTPUT.of(language), {"domain": [-1.2, 2], "clamp": False})
    return _lines(seen, across, up, colour, rows, vega.tooltips(z=_INPUT, y=_OUTPUT, language=language))


def _layers_spec(ran: Experiment, language: Language) -> Spec:
    shown = np.unique(np.linspace(0, ran.depth, min(_LAYER_POINTS, ran.depth + 1)).round().astype(int))
    rows: Rows = [
        {
            "layers": int(layers),
            "left": vega.rounded(float(left[layers])),
            "series": ACTIVATIONS[name].of(language),
        }
        for name, left in ran.left.items()
        for layers in shown
    ]
    colours = {ACTIVATIONS[name]: colour for name, colour in _ACTIVATION_COLOURS.items()}
    seen = _LAYERS_SEEN.of(
        language, depth=ran.depth, name=ACTIVATIONS[ran.activation], left=figure(ran.gradient_left, 2)
    )
    across = vega.axis("layers", _LAYERS.of(language), {}, tickMinStep=1)
    up = vega.axis(
        "left",
        _LEFT.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([row["left"] for row in rows]),
    )
    tooltips = vega.tooltips(layers=_LAYERS, left=_LEFT, language=language)
    return _lines(
        seen, across, up, vega.colours(colours, shown=set(colours), language=language), rows, tooltips
    )


def _loss_spec(ran: Experiment, language: Language) -> Spec:
    rows: Rows = [_by_probability(name, loss(name, p), p, language) for name in LOSSES for p in _shown()]
    seen = _LOSSES_SEEN.of(language, p=percent(ran.probability))
    return _judged_spec(ran, rows, _LOSS, seen, language)


def _correction_spec(ran: Experiment, language: Language) -> Spec:
    rows: Rows = [
        _by_probability(name, correction(name, p), p, language) for name in LOSSES for p in _shown()
    ]
    seen = _CORRECTIONS_SEEN.of(language, p=percent(ran.probability))
    return _judged_spec(ran, rows, _CORRECTION, seen, language)


def _shown() -> list[float]:
    return [float(p) for p in _PROBABILITIES]


def _by_probability(name: LossName, value: float, p: float, language: Language) -> dict[str, float | str]:
    return {"p": vega.rounded(p), "y": vega.rounded(value), "series": LOSSES[name].of(language)}


def _judged_spec(ran: Experiment, rows: Rows, up: Bilingual, seen: str, language: Language) -> Spec:
    colours = {LOSSES[name]: colour for name, colour in _LOSS_COLOURS.items()} | {_HERE: _MARK}
    across = vega.axis("p", _PROBABILITY.of(language), {"domain": [0, 1]})
    spec = _lines(
        seen,
        across,
        vega.axis("y", up.of(language), {"zero": True}),
        vega.colours(colours, shown=set(colours), language=language),
        rows,
        vega.tooltips(p=_PROBABILITY, y=up, language=language),
    )
    here = {
        "data": {"values": [{"p": vega.rounded(ran.probability), "series": _HERE.of(language)}]},
        "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [6, 4]},
        "encoding": {"x": across},
    }
    return {**spec, "layer": [here, *spec["layer"]]}


def _lines(seen: str, across: Spec, up: Spec, colour: Spec, rows: Rows, tooltips: list[Spec]) -> Spec:
    return {
        "description": spaced(seen),
        "encoding": {"color": colour},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
                "encoding": {"x": across, "y": up, "tooltip": tooltips},
            }
        ],
    }
