"""Two runs of one demo beside each other: which parameters and figures differ, and their charts on common axes."""

import copy
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.text import Bilingual
from assistant.tools.demo import Chart, Demo, DemoResult
from assistant.tools.parameters import wording_of

Spec = dict[str, Any]
Value = bool | int | float | str | None

_CHANNELS = ("x", "y")
_OTHER = {"x": "y", "y": "x"}
_STACKED_MARKS = ("bar", "area")


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a figure of two runs."""

    of: Literal["parameter", "figure"]
    name: str
    title: Bilingual
    before: Value
    after: Value

    @property
    def differs(self) -> bool:
        """Whether it is another one in the later run."""
        return self.before != self.after


def parameters(demo: Demo, before: DemoResult, after: DemoResult) -> tuple[Row, ...]:
    """Return the parameters of two runs of a demo, in the demo's order."""
    fields = demo.parameters.model_fields
    return tuple(
        Row(
            "parameter",
            name,
            wording_of(field).title,
            before.parameters.get(name),
            after.parameters.get(name),
        )
        for name, field in fields.items()
    )


def figures(demo: Demo, before: DemoResult, after: DemoResult) -> tuple[Row, ...]:
    """Return the figures of two runs of a demo, those that tell most first."""
    return tuple(
        Row("figure", name, title, before.metrics.get(name), after.metrics.get(name))
        for name, title in demo.metrics.items()
    )


def charts(before: DemoResult, after: DemoResult) -> tuple[tuple[Chart, Chart], ...]:
    """Return the charts that two runs share, in pairs that are drawn on the same axes."""
    earlier = {chart.id: chart for chart in before.charts}
    return tuple(_paired(earlier[chart.id], chart) for chart in after.charts if chart.id in earlier)


def _paired(before: Chart, after: Chart) -> tuple[Chart, Chart]:
    pairs = {
        language: on_common_axes(before.spec[language], spec)
        for language, spec in after.spec.items()
        if language in before.spec
    }
    first, second = (
        chart.model_copy(update={"spec": {language: pair[place] for language, pair in pairs.items()}})
        for place, chart in enumerate((before, after))
    )
    return first, second


def on_common_axes(before: Spec, after: Spec) -> tuple[Spec, Spec]:
    """Return two Vega-Lite specifications of one chart whose axes of numbers span what both of them show.

    An axis stays as it is where what it spans can't be told from the rows.
    """
    specs = copy.deepcopy(before), copy.deepcopy(after)
    for channel in _CHANNELS:
        spans = [_span(spec, channel) for spec in specs]
        ticks = [_ticks(spec, channel) for spec in specs]
        if None in spans:
            continue
        low, high = min(span[0] for span in spans if span), max(span[1] for span in spans if span)
        for spec in specs:
            for encoding in _encodings(spec, channel):
                scale = {
                    name: value for name, value in (encoding.get("scale") or {}).items() if name != "zero"
                }
                encoding["scale"] = {**scale, "domain": [low, high]}
                if all(ticks):
                    encoding["axis"] = {
                        **(encoding.get("axis") or {}),
                        "values": sorted({*ticks[0], *ticks[1]}),
                    }
    return specs


def _layers(spec: Spec) -> Iterator[tuple[Spec, Mapping[str, Any]]]:
    """Yield each layer with its encoding, what it takes over from the chart included."""
    shared = spec.get("encoding", {})
    for layer in spec.get("layer", [spec]):
        yield layer, {**shared, **layer.get("encoding", {})}


def _encodings(spec: Spec, channel: str) -> Iterator[Spec]:
    """Yield where a chart says what a channel of numbers shows."""
    for part in (spec, *spec.get("layer", ())):
        encoding = part.get("encoding", {}).get(channel)
        if encoding and encoding.get("type") == "quantitative":
            yield encoding


def _ticks(spec: Spec, channel: str) -> list[float]:
    """Return the ticks that a chart names for an axis; none where Vega chooses them."""
    return [
        value for each in _encodings(spec, channel) for value in (each.get("axis") or {}).get("values", ())
    ]


def _span(spec: Spec, channel: str) -> tuple[float, float] | None:
    """Return the least and the greatest value of a channel; None where there is none."""
    values: list[float] = []
    for each in _encodings(spec, channel):
        scale = each.get("scale") or {}
        values += scale.get("domain", ())
        values += [0.0] if scale.get("zero") else []
    for layer, encoding in _layers(spec):
        shown = encoding.get(channel) or {}
        if shown.get("type") == "quantitative" and "domain" not in (shown.get("scale") or {}):
            values += _drawn(layer, encoding, channel)
    numbers = [float(value) for value in values if isinstance(value, int | float) and math.isfinite(value)]
    return (min(numbers), max(numbers)) if numbers else None


def _drawn(layer: Spec, encoding: Mapping[str, Any], channel: str) -> list[float]:
    """Return the values that a layer draws along a channel; what is stacked reaches as far as its sum, from zero."""
    rows = layer.get("data", {}).get("values", ())
    field = encoding[channel].get("field")
    mark = layer.get("mark", {})
    kind = mark if isinstance(mark, str) else mark.get("type")
    second = encoding.get(f"{channel}2", {}).get("field")
    other = encoding.get(_OTHER[channel], {}).get("field")
    if kind in _STACKED_MARKS and second is None and encoding[channel].get("stack", "zero"):
        sums: dict[object, float] = defaultdict(float)
        for row in rows:
            sums[row.get(other)] += row.get(field) or 0.0
        return [0.0, *sums.values()]
    return [row[name] for row in rows for name in (field, second) if row.get(name) is not None]
