"""The charts of the choice: money over volume, and memory of the open classes."""

import numpy as np

from assistant.demos import vega
from assistant.demos.model_choice.catalogue import MODELS, Model
from assistant.demos.model_choice.estimate import Estimate, estimates
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_COLOURS = ("#8f8678", "#4f9468", "#a06fb0", "#b08a3e", "#5f9ea0", "#c8593a", "#4c82b8")
_WEIGHTS_COLOUR, _CACHE_COLOUR = "#4c82b8", "#c8593a"
_POINTS = 25
_BAR_HEIGHT = 26
_LEAST_DOLLARS = 0.001

_COST_TITLE = Bilingual(zh="用得越多，价钱怎样变", en="Cost as volume grows")
_COST_ALT = Bilingual(
    zh="双对数坐标，合用的每类模型一条线：API 的费用随请求数上升，自己部署的先是平的，机器不够时才往上走。每天 {requests} 次请求时，{model}每月 {monthly} 美元。",
    en="Logarithmic axes, a line for each able class: an API's cost rises with requests, that of one's own machines is flat until they no longer suffice. At {requests} requests a day, “{model}” costs {monthly} US dollars a month.",
)
_MEMORY_TITLE = Bilingual(zh="自己部署要多少内存", en="Memory on machines of one's own")
_MEMORY_ALT = Bilingual(
    zh="横条：每类开放模型的权重和对话缓存占多少 GB；最大的权重占 {largest} GB，一块卡是 80 GB。",
    en="Bars: the GB that weights and cache of each open class take; the largest weights take {largest} GB, one accelerator has 80.",
)
_REQUESTS = Bilingual(zh="每天请求数", en="requests per day")
_DOLLARS = Bilingual(zh="每月费用（美元）", en="US dollars a month")
_MEMORY = Bilingual(zh="内存（GB）", en="memory (GB)")
_CLASS = Bilingual(zh="模型", en="model")
_WEIGHTS = Bilingual(zh="权重", en="weights")
_CACHE = Bilingual(zh="对话缓存", en="cache")


def charts(parameters: ModelChoiceParameters, found: list[Estimate]) -> list[Chart]:
    """Return the two charts of a run."""
    largest = max(estimate.weights_gb for estimate in found)
    return [
        vega.chart(
            "cost",
            _COST_TITLE,
            lambda language: _cost(parameters, language),
            _COST_ALT.filled(
                requests=f"{parameters.requests_per_day:,}",
                model=found[0].model.name,
                monthly=figure(found[0].monthly_dollars),
            ),
        ),
        vega.chart(
            "memory",
            _MEMORY_TITLE,
            lambda language: _memory(found, language),
            _MEMORY_ALT.filled(largest=figure(largest)),
        ),
    ]


def _cost(parameters: ModelChoiceParameters, language: Language) -> Spec:
    now = parameters.requests_per_day
    drawn = _drawn(estimates(parameters))
    volumes = np.unique(np.round(np.geomspace(max(1, now / 100), min(100 * now, 1e8), _POINTS)))
    rows: Rows = []
    for volume in volumes:
        at = parameters.model_copy(update={"requests_per_day": int(volume)})
        rows += [_row(e, int(volume), language) for e in estimates(at) if e.model in drawn]
    here = [_row(e, now, language) for e in estimates(parameters) if e.model in drawn]
    names = {model.short_name: colour for model, colour in zip(MODELS, _COLOURS, strict=True)}
    across = vega.axis(
        "requests",
        _REQUESTS.of(language),
        {"type": "log", "nice": False},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(volume) for volume in volumes]),
    )
    up = vega.axis(
        "dollars",
        _DOLLARS.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(row["dollars"]) for row in rows]),
    )
    return {
        "encoding": {
            "x": across,
            "y": up,
            "color": vega.colours(names, shown={m.short_name for m in drawn}, language=language),
            "tooltip": vega.tooltips(requests=_REQUESTS, dollars=_DOLLARS, language=language),
        },
        "layer": [vega.line(rows, strokeWidth=2), vega.points(here, size=70)],
    }


def _drawn(found: list[Estimate]) -> list[Model]:
    """Return the classes that volume and money decide between; all where other rules leave fewer than two."""
    able = [e.model for e in found if not {"quality", "languages", "privacy", "context"} & set(e.broken)]
    return able if len(able) > 1 else [estimate.model for estimate in found]


def _row(estimate: Estimate, requests: int, language: Language) -> dict[str, float | str]:
    # A price of nothing has no place on a logarithmic axis.
    dollars = max(_LEAST_DOLLARS, estimate.monthly_dollars)
    return {
        "requests": requests,
        "dollars": vega.rounded(dollars),
        "series": estimate.model.short_name.of(language),
    }


def _memory(found: list[Estimate], language: Language) -> Spec:
    order = [model.short_name.of(language) for model in MODELS if model.is_open]
    rows: Rows = [
        {
            "model": estimate.model.short_name.of(language),
            "memory": vega.rounded(size),
            "series": name.of(language),
        }
        for estimate in found
        if estimate.model.is_open
        for name, size in ((_WEIGHTS, estimate.weights_gb), (_CACHE, estimate.cache_gb))
    ]
    names = {_WEIGHTS: _WEIGHTS_COLOUR, _CACHE: _CACHE_COLOUR}
    return {
        "encoding": {
            "x": vega.axis("memory", _MEMORY.of(language), {"zero": True, "nice": True}),
            "y": {
                "field": "model",
                "type": "nominal",
                "sort": order,
                "title": _CLASS.of(language),
                "axis": {"labelLimit": 150},
            },
            "color": vega.colours(names, shown=set(names), language=language),
            "tooltip": vega.tooltips(memory=_MEMORY, language=language),
        },
        "layer": [{"data": {"values": rows}, "mark": {"type": "bar", "height": _BAR_HEIGHT}}],
    }
