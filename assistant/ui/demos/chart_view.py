"""A demo's chart on the page."""

from typing import Any

import streamlit as st

from assistant.text import Language
from assistant.tools.chart_images import LEGEND
from assistant.tools.demo import Chart
from assistant.tools.spreadsheets import shielded

_LEGEND_ROW, _CATEGORY, _AROUND = 22, 24, 120
"""Pixels: of a further row of the legend, of a name on the vertical axis, and of what stands around these names."""
_PADDING = {"left": 5, "top": 6, "right": 8, "bottom": 5}
_NARROWEST_LEGEND = 300
_LETTER, _SYMBOL = 7.5, 34
"""Pixels: of the legend on a telephone, of a Latin letter in it, and of what stands beside a name."""


def show(chart: Chart, language: Language, key: str) -> None:
    """Show a chart; whoever can't see it is told what it shows."""
    spec = shielded(chart.spec[language])
    names = _names(spec)
    columns = _columns(names)
    height = max(spec["height"], _AROUND + _CATEGORY * _categories(spec))
    height += _LEGEND_ROW * (-(-len(names) // columns) - 1)
    config = {**spec.get("config", {}), "legend": {**LEGEND, "columns": columns}}
    st.vega_lite_chart(
        spec={**spec, "height": height, "padding": _PADDING, "config": config},
        width="stretch",
        key=f"{key}-{language}",
        alt=alternative(chart, language),
    )


def alternative(chart: Chart, language: Language) -> str:
    """Return what is seen in a chart: its title, and what came out."""
    title, seen = chart.title[language], chart.spec[language].get("description", "")
    separator = "。" if language == "zh" else ". "
    return f"{title}{separator}{seen}" if seen else title


def _names(spec: dict[str, Any]) -> list[str]:
    """Return what the legend names; one empty name where there is none."""
    colour = spec.get("encoding", {}).get("color", {})
    names = colour.get("scale", {}).get("domain") if colour.get("legend", {}) is not None else None
    return [str(name) for name in names or [""]]


def _columns(names: list[str]) -> int:
    """Return how many names of a legend stand beside each other, on a telephone too."""
    widest = max(map(_letters, names)) * _LETTER + _SYMBOL
    return max(1, min(len(names), int(_NARROWEST_LEGEND / widest)))


def _categories(spec: dict[str, Any]) -> int:
    """Return how many names stand on the vertical axis; none on an axis of numbers."""
    found: set[str] = set()
    for layer in spec.get("layer", [spec]):
        up = layer.get("encoding", {}).get("y", {})
        if up.get("type") == "nominal":
            found |= {str(row.get(up["field"])) for row in layer["data"]["values"]}
    return len(found)


def _letters(text: str) -> int:
    """Return the width of a text in Latin letters; a Chinese character takes the room of two."""
    return sum(1 if character.isascii() else 2 for character in text)
