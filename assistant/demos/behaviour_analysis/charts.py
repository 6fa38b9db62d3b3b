"""The charts of the behaviour analysis: intervals, shares over answers, and who needs which lesson."""

import numpy as np

from assistant.demos import vega
from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.behaviour_analysis.tables import VERDICTS
from assistant.demos.behaviour_analysis.weakness import PointResult
from assistant.demos.cells import quoted
from assistant.demos.proportions import wilson_interval
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_WEAK, _LOW, _FINE, _FEW, _MEAN = "#c8593a", "#b08a3c", "#4f9468", "#8f8678", "#4c82b8"
_MOST_POINTS = 25
# Few bars are not to fill the chart: they would look like areas.
_FEW_BARS, _BAR_HEIGHT = 6, 26
_FUNNEL_STEPS = 40
_NAME_CHARACTERS = 14

_INTERVALS_TITLE = Bilingual(zh="答对率和区间", en="Shares and their intervals")
_FUNNEL_TITLE = Bilingual(zh="回答越少，越会碰巧", en="The fewer answers, the more luck")
_LESSONS_TITLE = Bilingual(zh="谁需要补哪一课", en="Who needs which lesson")
_SHARE = Bilingual(zh="答对率（%）", en="right answers (%)")
_POINT = Bilingual(zh="知识点", en="knowledge point")
_ANSWERS = Bilingual(zh="回答数（个）", en="answers (number)")
_LEARNERS = Bilingual(zh="学生（人）", en="learners (number)")
_MEAN_NAME = Bilingual(zh="全部平均", en="average of all")
_FUNNEL_NAME = Bilingual(zh="偶然的范围", en="range of chance")
_CLEAR = Bilingual(zh="需要，证据充分", en="in need, clearly")
_LIKELY = Bilingual(zh="可能需要", en="in need, likely")
_UNNEEDED = Bilingual(zh="不需要", en="not in need")
_UNKNOWN = Bilingual(zh="答得太少", en="too few answers")

_INTERVALS_SEEN = Bilingual(
    zh="点图：{points} 个知识点的答对率和区间，从低到高排列，竖线是全部的平均 {average}；确实薄弱的 {weak} 个标成红色。",
    en="Dot plot: share of right answers and interval of {points} knowledge points, the lowest first; a vertical line marks the average of {average}, and the truly weak ones, {weak} in number, are red.",
)
_FUNNEL_SEEN = Bilingual(
    zh="散点图：横轴是回答数，纵轴是答对率，两条曲线围出偶然的范围，左边宽、右边窄；回答少的知识点离平均 {average} 远也不奇怪。",
    en="Scatter plot: answers across, share of right answers up; two curves bound the range of chance, wide on the left and narrow on the right, so points with few answers may lie far from the average of {average}.",
)
_LESSONS_SEEN = Bilingual(
    zh="堆叠条形图：每个薄弱的知识点上，学生按需要补课的证据分成四类。",
    en="Stacked bars: for each weak point, the learners by how much speaks for their needing the lesson.",
)


def charts(analysis: Analysis) -> list[Chart]:
    """Return the charts of a run: two where no point is weak, else three."""
    drawn = [
        vega.chart("intervals", _INTERVALS_TITLE, lambda language: _intervals_spec(analysis, language)),
        vega.chart("funnel", _FUNNEL_TITLE, lambda language: _funnel_spec(analysis, language)),
    ]
    if analysis.lessons:
        drawn.append(
            vega.chart("lessons", _LESSONS_TITLE, lambda language: _lessons_spec(analysis, language))
        )
    return drawn


def _intervals_spec(analysis: Analysis, language: Language) -> Spec:
    rows = _rows(analysis, analysis.results[:_MOST_POINTS], language)
    up: Spec = {
        "field": "point",
        "type": "nominal",
        "title": _POINT.of(language),
        "sort": [row["point"] for row in rows],
        "axis": {"labelLimit": 110},
    }
    across = vega.axis("share", _SHARE.of(language), {"domain": [0, 1]}, format=".0%")
    ends = {"x": {**across, "field": "low"}, "x2": {"field": "high"}, "y": up}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": ends},
        {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 90, "opacity": 1},
            "encoding": {"x": across, "y": up},
        },
        _mean_rule(analysis, "x", across, language),
    ]
    seen = _INTERVALS_SEEN.of(
        language, points=len(rows), average=percent(analysis.answers.share), weak=len(analysis.weak)
    )
    colour = _colours(rows, {_MEAN_NAME: _MEAN}, language)
    return {"description": seen, "encoding": {"color": colour}, "layer": layers}


def _funnel_spec(analysis: Analysis, language: Language) -> Spec:
    rows = _rows(analysis, analysis.results, language)
    most = max(row["answers"] for row in rows)
    share = analysis.answers.share
    sizes = np.unique(np.geomspace(1, most * 1.2 + 1, _FUNNEL_STEPS).round(1))
    # Where a share of that size would lie, turned round: the interval of the average at as many answers.
    low, high = wilson_interval(share * sizes, sizes, analysis.parameters.confidence)
    bounds: Rows = [
        {
            "answers": vega.rounded(size),
            "share": vega.rounded(value),
            "side": side,
            "series": _FUNNEL_NAME.of(language),
        }
        for side, values in (("low", low), ("high", high))
        for size, value in zip(sizes, values, strict=True)
    ]
    across = vega.axis(
        "answers",
        _ANSWERS.of(language),
        {"type": "log", "nice": False},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([1.0, float(sizes[-1])]),
    )
    up = vega.axis("share", _SHARE.of(language), {"domain": [0, 1]}, format=".0%")
    place = {"x": across, "y": up}
    layers: list[Spec] = [
        {
            "data": {"values": bounds},
            "mark": {"type": "line", "strokeDash": [6, 4], "strokeWidth": 1.5},
            "encoding": {**place, "detail": {"field": "side", "type": "nominal"}},
        },
        _mean_rule(analysis, "y", up, language),
        {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 110, "opacity": 0.9},
            "encoding": {
                **place,
                "tooltip": [
                    {"field": "point", "type": "nominal", "title": _POINT.of(language)},
                    *vega.tooltips(answers=_ANSWERS, share=_SHARE, language=language),
                ],
            },
        },
    ]
    colour = _colours(rows, {_FUNNEL_NAME: _FEW, _MEAN_NAME: _MEAN}, language)
    seen = _FUNNEL_SEEN.of(language, average=percent(share))
    return {"description": seen, "encoding": {"color": colour}, "layer": layers}


def _lessons_spec(analysis: Analysis, language: Language) -> Spec:
    kinds = {_CLEAR: _WEAK, _LIKELY: _LOW, _UNNEEDED: _FINE, _UNKNOWN: _FEW}
    rows: Rows = []
    for lesson in analysis.lessons[:_MOST_POINTS]:
        counts = (lesson.clear, lesson.likely, lesson.unneeded, lesson.unknown)
        rows += [
            {
                "point": _name(analysis, lesson.point, language),
                "learners": len(chosen),
                "order": order,
                "series": kind.of(language),
            }
            for order, (kind, chosen) in enumerate(zip(kinds, counts, strict=True))
        ]
    bars = {
        "data": {"values": rows},
        "mark": {
            "type": "bar",
            "height": {"band": 0.7} if len(analysis.lessons) > _FEW_BARS else _BAR_HEIGHT,
        },
        "encoding": {
            "x": {**vega.axis("learners", _LEARNERS.of(language), {"zero": True}), "stack": "zero"},
            "y": {
                "field": "point",
                "type": "nominal",
                "title": _POINT.of(language),
                "sort": None,
                "axis": {"labelLimit": 110},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    colour = vega.colours(kinds, shown=set(kinds), language=language)
    return {"description": _LESSONS_SEEN.of(language), "encoding": {"color": colour}, "layer": [bars]}


def _rows(analysis: Analysis, results: list[PointResult], language: Language) -> Rows:
    return [
        {
            "point": _name(analysis, result.number, language),
            "answers": result.answers,
            "share": vega.rounded(result.share),
            "low": vega.rounded(result.low),
            "high": vega.rounded(result.high),
            "series": VERDICTS[result.verdict].of(language),
        }
        for result in results
    ]


def _colours(rows: Rows, lines: dict[Bilingual, str], language: Language) -> Spec:
    verdicts = dict(zip(VERDICTS.values(), (_WEAK, _LOW, _FINE, _FEW), strict=True))
    there = {row["series"] for row in rows}
    shown = {*lines, *(name for name in verdicts if name.of(language) in there)}
    return vega.colours({**verdicts, **lines}, shown=shown, language=language)


def _mean_rule(analysis: Analysis, channel: str, axis: Spec, language: Language) -> Spec:
    row = {"share": vega.rounded(analysis.answers.share), "series": _MEAN_NAME.of(language)}
    return {
        "data": {"values": [row]},
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {channel: axis},
    }


def _name(analysis: Analysis, point: int, language: Language) -> str:
    # Long names that begin alike must stay different bars.
    name = quoted(analysis.point(point).of(language), _NAME_CHARACTERS + (language == "en") * 10) or "–"
    same = sum(quoted(other, _NAME_CHARACTERS) == name for other in analysis.answers.points[:point])
    return f"{name} ({same + 1})" if same else name
