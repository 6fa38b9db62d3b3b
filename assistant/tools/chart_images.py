"""Charts as pictures: SVG, and PNG where this computer has letters for what is written in them.

Rendered with vl-convert, which carries Vega and asks no network.
"""

import json
import re
from functools import lru_cache
from typing import Any

from assistant.text import Language
from assistant.tools.demo import Chart

_WIDTH, _HEIGHT = 640, 360
_SHARPNESS = 2.0
"""Pixels of a PNG to one of the chart."""
_FONT = "Source Sans 3, PingFang SC, Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, Hiragino Sans GB, WenQuanYi Micro Hei, sans-serif"
_PAPER, _INK, _INK_SOFT, _LINE = "#FCFAF6", "#25211C", "#6A6258", "#E6DED1"
LEGEND = {
    "orient": "top",
    "direction": "horizontal",
    "title": None,
    "offset": 6,
    "padding": 0,
    "labelLimit": 220,
    "symbolOpacity": 1,
    # Those of large points would tear the rows apart.
    "symbolSize": 80,
    "rowPadding": 3,
}
"""How a legend stands above its chart, on the page and in a picture."""
_ON_PAPER = {
    "background": _PAPER,
    "font": _FONT,
    "padding": 12,
    "view": {"stroke": None},
    "title": {"color": _INK, "fontSize": 15, "fontWeight": 600, "anchor": "start", "offset": 12},
    "axis": {
        "labelColor": _INK_SOFT,
        "titleColor": _INK,
        "titleFontWeight": 400,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": _LINE,
        "domainColor": _LINE,
        "tickColor": _LINE,
    },
    "legend": {**LEGEND, "columns": 0, "labelColor": _INK, "labelFontSize": 12},
}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def svg(chart: Chart, language: Language) -> bytes:
    """Return a chart as SVG, its words as text in fonts that people have."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_on_paper(chart, language), allowed_base_urls=[]).encode("utf-8")


def png(chart: Chart, language: Language) -> bytes:
    """Return a chart as PNG."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(
        _on_paper(chart, language), scale=_SHARPNESS, allowed_base_urls=[]
    )
    return drawn


def can_be_png(chart: Chart, language: Language) -> bool:
    """Return whether this computer has letters for all that a chart says: without a Chinese font they would be boxes."""
    return not _HAN.search(json.dumps(chart.spec[language], ensure_ascii=False)) or _has_han()


@lru_cache(maxsize=1)
def _has_han() -> bool:
    """Whether two Chinese characters look different here; those that no font has all look the same."""
    import vl_convert

    text = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30" font-family="sans-serif">{}</text></svg>'
    return bool(vl_convert.svg_to_png(text.format("一")) != vl_convert.svg_to_png(text.format("龍")))


def _on_paper(chart: Chart, language: Language) -> dict[str, Any]:
    spec = chart.spec[language]
    return {
        **spec,
        "width": _WIDTH,
        "height": max(_HEIGHT, spec["height"]),
        "title": chart.title[language],
        "config": {**spec.get("config", {}), **_ON_PAPER},
    }
