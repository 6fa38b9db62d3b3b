"""Draw the picture of each demo, from a run at its defaults: `make pictures`, or `python -m scripts.write_pictures NAME …`."""

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

from assistant.demos import demos, run_demo
from assistant.demos.pictures import picture_path
from assistant.tools.demo import Chart, Demo

SEED = 1
"""The same picture every time."""
LARGEST = 30_000
"""Bytes of a picture: all of them are sent with the gallery."""
_SIZE = {"width": 360, "height": 150}
_VEGA_LITE = "6.4"
_GROUND = "#8f8678"
_WORDS = ("legend", "title", "tooltip", "text", "header")
_LONG_FRACTION = re.compile(r"\d+\.\d{2,}")
_CLIP = re.compile(r"\bclip\d+")
_SVG_HEAD = re.compile(r"<svg [^>]*>")
_CONFIG = {
    "aria": False,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "title": None,
        "labels": False,
        "ticks": False,
        "domainColor": _GROUND,
        "domainOpacity": 0.6,
        "grid": False,
    },
}


def pictured(demo: Demo) -> Chart:
    """Return the chart that stands for a demo, of a run at its defaults."""
    seed = {"seed": SEED} if "seed" in demo.parameters.model_fields else {}
    charts = run_demo(demo.name, seed).charts
    return next((chart for chart in charts if chart.id == demo.pictured), charts[0])


def drawn(chart: Chart) -> str:
    """Return a chart as an SVG without words, which says in both languages what is to be seen in it."""
    spec = {**_wordless(chart.spec["zh"]), **_SIZE, "config": _CONFIG}
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    svg = _LONG_FRACTION.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), svg)
    # The renderer goes on counting from chart to chart.
    clips = {name: f"clip{number}" for number, name in enumerate(dict.fromkeys(_CLIP.findall(svg)))}
    svg = _CLIP.sub(lambda name: clips[name[0]], svg)
    seen = (
        f'<desc xml:lang="{language}">{escape(spec["description"])}</desc>'
        for language, spec in chart.spec.items()
    )
    head = f"{''.join(seen)}<metadata>{form(chart)}</metadata>"
    return _SVG_HEAD.sub(lambda tag: tag[0] + head, svg, count=1)


def form(chart: Chart) -> str:
    """Return a digest of how a chart is built, whatever figures and words it shows."""
    built = json.dumps(_form(chart.spec["zh"]), sort_keys=True)
    return hashlib.sha256(built.encode()).hexdigest()[:16]


def _form(part: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(part, Mapping):
        return {name: _form(value) for name, value in part.items() if name not in ("values", "description")}
    if isinstance(part, list):
        return [_form(each) for each in part if isinstance(each, Mapping)]
    return part if isinstance(part, str) and part.isascii() else None


def _wordless(part: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(part, list):
        return [_wordless(each) for each in part if not _writes(each)]
    if not isinstance(part, Mapping):
        return part
    kept = {name: _wordless(value) for name, value in part.items() if name not in (*_WORDS, "data")}
    if "data" in part:
        kept["data"] = part["data"]
    if isinstance(axis := kept.get("axis"), dict):
        kept["axis"] = {name: axis[name] for name in ("values", "tickCount") if name in axis}
    if "color" in kept or "scale" in kept:
        kept |= {"legend": None} if "field" in kept and "axis" not in kept else {}
    return kept


def _writes(layer: Any) -> bool:  # noqa: ANN401 - JSON has no narrower type
    mark = layer.get("mark") if isinstance(layer, Mapping) else None
    return (mark.get("type") if isinstance(mark, Mapping) else mark) == "text"


def main() -> None:
    """Draw the pictures of all demos, or of those that are named."""
    for name in sys.argv[1:] or demos():
        svg = drawn(pictured(demos()[name]))
        picture_path(name).write_text(svg, "utf-8")
        print(f"{name}: {len(svg.encode()):,} bytes")


if __name__ == "__main__":
    main()
