"""Pieces of Vega-Lite specifications that the charts share."""

import math
from collections.abc import Callable
from typing import Any

from assistant.text import LANGUAGES, Bilingual, Language
from assistant.tools.demo import Chart

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

_HEIGHT = 330
DECADE_LABEL = (
    "datum.value < 1e5 && datum.value >= 1e-4 ? format(datum.value, '~g') : format(datum.value, '.0e')"
)
"""A Vega expression that labels powers of ten: 0.01, 100, 1e+6."""


def chart(
    identity: str,
    title: Bilingual,
    spec: Callable[[Language], Spec],
    description: Bilingual | None = None,
) -> Chart:
    """Return a chart as wide as its container, from what `spec` says of it in each language.

    Args:
        identity: Tells it from the other charts of the demo.
        title: What stands above it.
        spec: Returns its encodings and layers in a language.
        description: What is seen in it, for who can't see it.
    """
    frame = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": _HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {
            "legend": {"orient": "bottom", "title": None, "columns": 2, "labelLimit": 220, "symbolOpacity": 1}
        },
    }
    told = {
        language: {"description": description.of(language)} if description else {} for language in LANGUAGES
    }
    return Chart(
        id=identity,
        title=title.both(),
        spec={language: {**frame, **told[language], **spec(language)} for language in LANGUAGES},
    )


def axis(field: str, title: str, scale: Spec, **options: str | float | list[int] | list[float]) -> Spec:
    """Return the encoding of a quantitative field; the options are those of Vega-Lite's axis."""
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": scale,
        # On a telephone ticks that would touch are left out.
        "axis": {"tickCount": 5, "labelOverlap": "greedy", "labelSeparation": 8, **options},
    }


def colours(series: dict[Bilingual, str], *, shown: set[Bilingual], language: Language) -> Spec:
    """Return the colour encoding of the series that are shown, in the order of the legend."""
    used = {name.of(language): colour for name, colour in series.items() if name in shown}
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(used), "range": list(used.values())},
    }


def dashes(dashed: str) -> Spec:
    """Return a stroke encoding that dashes one series and draws the others whole."""
    return {"condition": {"test": f"datum.series === '{dashed}'", "value": [7, 5]}, "value": [1, 0]}


def tooltips(*, language: Language, **fields: Bilingual) -> list[Spec]:
    """Return tooltips for these fields, named in the language."""
    return [
        {
            "field": name,
            "type": "quantitative",
            "title": title.of(language),
            "format": ",d" if name == "epoch" else ".5~g",
        }
        for name, title in fields.items()
    ]


def epoch_ticks(last: int) -> list[int]:
    """Return 0 and the powers of ten up to an epoch."""
    return [0, *(10**power for power in range(len(str(last))))]


def decades(values: list[float]) -> list[float]:
    """Return a handful of powers of ten around positive values; Vega's own ticks crowd a log axis with minor lines."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(low, high + 1, max(1, (high - low) // 5))]


def line(rows: Rows, **mark: Any) -> Spec:  # noqa: ANN401 - as Vega-Lite's marks
    """Return a layer that draws rows as a line; the options are those of Vega-Lite's mark."""
    return {"data": {"values": rows}, "mark": {"type": "line", "strokeWidth": 2.5, "clip": True, **mark}}


def points(rows: Rows, **mark: Any) -> Spec:  # noqa: ANN401 - as Vega-Lite's marks
    """Return a layer that draws rows as filled points; the options are those of Vega-Lite's mark."""
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1, **mark},
    }


def padded(values: list[float]) -> list[float]:
    """Return the range of the values and a little beyond, as a scale's domain."""
    low, high = min(values), max(values)
    margin = 0.05 * (high - low or 1.0)
    return [rounded(low - margin), rounded(high + margin)]


def rounded(value: float) -> float:
    """Return a value to five significant digits: more can't be seen, and results are kept with the conversation."""
    return float(f"{value:.5g}")
