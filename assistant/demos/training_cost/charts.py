"""The charts of a training: hours and money over accelerators, and what compression does to a small network."""

import numpy as np

from assistant.demos import vega
from assistant.demos.training_cost.network import Compressed
from assistant.demos.training_cost.training import Training
from assistant.demos.training_cost.wording import duration, money
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_CURVE, _HERE, _IDEAL = "#c8593a", "#4c82b8", "#8f8678"
_METHOD_COLOURS = ("#8f8678", "#4c82b8", "#4f9468", "#c8593a", "#a06fb0")
_POINTS = 50

_HOURS_TITLE = Bilingual(zh="卡越多，时间省得越少", en="More accelerators save less and less time")
_HOURS_ALT = Bilingual(
    zh="双对数坐标：理想的直线一直下降，实际的曲线渐渐变平；你的 {gpus} 块卡要{hours}。",
    en="Logarithmic axes: the ideal line keeps falling while the real curve flattens; your {gpus} accelerators take {hours}.",
)
_COST_TITLE = Bilingual(zh="卡越多，总价越高", en="More accelerators cost more in all")
_COST_ALT = Bilingual(
    zh="费用随卡数变化的曲线；你的 {gpus} 块卡是 {cost} 美元。",
    en="A curve of the cost over the number of accelerators; your {gpus} cost {cost} US dollars.",
)
_SIZE_TITLE = Bilingual(
    zh="压缩换来什么（小网络实测）", en="What compression buys, measured on a small network"
)
_SIZE_ALT = Bilingual(
    zh="五个点：横轴是压缩后的体积，纵轴是准确率。不压缩 {plain}%，4 位量化 {four}%，剪枝 {pruned}%。",
    en="Five points: size after compression across, accuracy up. Uncompressed {plain}%, 4 bits {four}%, pruned {pruned}%.",
)
_GPUS = Bilingual(zh="卡的数量", en="accelerators")
_HOURS = Bilingual(zh="小时", en="hours")
_COST = Bilingual(zh="费用（美元）", en="cost (US dollars)")
_SIZE = Bilingual(zh="体积（占 32 位的 %）", en="size (% of 32 bits)")
_ACCURACY = Bilingual(zh="准确率（%）", en="accuracy (%)")
_REAL_NAME = Bilingual(zh="按阿姆达尔定律", en="by Amdahl's law")
_IDEAL_NAME = Bilingual(zh="理想", en="ideal")
_HERE_NAME = Bilingual(zh="你的训练", en="your training")


def charts(training: Training, small: dict[Bilingual, Compressed]) -> list[Chart]:
    """Return the three charts of a run.

    Args:
        training: The training.
        small: What each way of compressing came to on the small network, by what it is called, in the parameter's order.
    """
    accuracy = [figure(100 * packed.accuracy) for packed in small.values()]
    gpus = f"{training.gpus:,}"
    return [
        vega.chart(
            "hours",
            _HOURS_TITLE,
            lambda language: _hours(training, language),
            _HOURS_ALT.filled(gpus=gpus, hours=duration(training.hours)),
        ),
        vega.chart(
            "cost",
            _COST_TITLE,
            lambda language: _cost(training, language),
            _COST_ALT.filled(gpus=gpus, cost=money(training.cost)),
        ),
        vega.chart(
            "compression",
            _SIZE_TITLE,
            lambda language: _compression(small, language),
            _SIZE_ALT.filled(plain=accuracy[0], four=accuracy[3], pruned=accuracy[4]),
        ),
    ]


def _counts(training: Training) -> list[int]:
    """Return numbers of accelerators to draw, from one to well beyond those that were asked for."""
    last = max(64, 8 * training.gpus)
    return [int(count) for count in np.unique(np.round(np.geomspace(1, last, _POINTS)))]


def _row(training: Training, gpus: int, series: Bilingual, language: Language) -> dict[str, float | str]:
    on = training.on(gpus)
    return {
        "gpus": gpus,
        "hours": vega.rounded(on.hours),
        "cost": vega.rounded(on.cost),
        "series": series.of(language),
    }


def _hours(training: Training, language: Language) -> Spec:
    counts = _counts(training)
    real = [_row(training, count, _REAL_NAME, language) for count in counts]
    ideal: Rows = [
        {
            "gpus": count,
            "hours": vega.rounded(training.single_hours / count),
            "series": _IDEAL_NAME.of(language),
        }
        for count in (counts[0], counts[-1])
    ]
    colour = vega.colours(
        {_REAL_NAME: _CURVE, _IDEAL_NAME: _IDEAL, _HERE_NAME: _HERE},
        shown={_REAL_NAME, _IDEAL_NAME, _HERE_NAME},
        language=language,
    )
    up = vega.axis(
        "hours",
        _HOURS.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(row["hours"]) for row in [*real, *ideal]]),
    )
    return {
        "encoding": {"x": _across(counts, language), "y": up, "color": colour, "tooltip": _tooltip(language)},
        "layer": [
            vega.line(ideal, strokeDash=[7, 5]),
            vega.line(real),
            vega.points([_row(training, training.gpus, _HERE_NAME, language)]),
        ],
    }


def _cost(training: Training, language: Language) -> Spec:
    counts = _counts(training)
    colour = vega.colours(
        {_REAL_NAME: _CURVE, _HERE_NAME: _HERE}, shown={_REAL_NAME, _HERE_NAME}, language=language
    )
    up = vega.axis("cost", _COST.of(language), {"zero": True, "nice": True}, format="~s")
    return {
        "encoding": {"x": _across(counts, language), "y": up, "color": colour, "tooltip": _tooltip(language)},
        "layer": [
            vega.line([_row(training, count, _REAL_NAME, language) for count in counts]),
            vega.points([_row(training, training.gpus, _HERE_NAME, language)]),
        ],
    }


def _across(counts: list[int], language: Language) -> Spec:
    return vega.axis(
        "gpus",
        _GPUS.of(language),
        {"type": "log", "nice": False},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(count) for count in counts]),
    )


def _tooltip(language: Language) -> list[Spec]:
    return vega.tooltips(gpus=_GPUS, hours=_HOURS, cost=_COST, language=language)


def _compression(small: dict[Bilingual, Compressed], language: Language) -> Spec:
    # A phone has no room for what stands in brackets.
    small = {
        Bilingual(name.zh.split("（")[0], name.en.split(" (")[0]): packed for name, packed in small.items()
    }
    rows: Rows = [
        {
            "size": vega.rounded(100 * packed.size_share),
            "accuracy": vega.rounded(100 * packed.accuracy),
            "series": name.of(language),
        }
        for name, packed in small.items()
    ]
    colour = vega.colours(dict(zip(small, _METHOD_COLOURS, strict=True)), shown=set(small), language=language)
    heights = [float(row["accuracy"]) for row in rows]
    return {
        "encoding": {
            "x": vega.axis("size", _SIZE.of(language), {"domain": [0, 105], "nice": False}),
            "y": vega.axis(
                "accuracy", _ACCURACY.of(language), {"domain": vega.padded(heights), "nice": True}
            ),
            "color": colour,
            "tooltip": vega.tooltips(size=_SIZE, accuracy=_ACCURACY, language=language),
        },
        "layer": [vega.points(rows, size=160)],
    }
