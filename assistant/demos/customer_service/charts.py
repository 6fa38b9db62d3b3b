"""The charts of the customer service: coverage and precision over the threshold, confidences, and tickets a day."""

import numpy as np

from assistant.demos import vega
from assistant.demos.customer_service.service import Service
from assistant.demos.customer_service.tradeoff import at_threshold
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import number, percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_RIGHT, _WRONG, _OUTSIDE, _COVERAGE, _NOW = "#4f9468", "#c8593a", "#8f8678", "#4c82b8", "#b08a3c"
_STEPS = 50
_BINS = 10
_PROMISED_POINTS = 40

_TRADEOFF_TITLE = Bilingual(zh="门槛、回答比例和答对率", en="Threshold, coverage and precision")
_CONFIDENCE_TITLE = Bilingual(zh="把握有多大，对错怎么分布", en="Confidence of right and wrong answers")
_TICKETS_TITLE = Bilingual(zh="答得越多，错得越多", en="The more it answers, the more it gets wrong")

_THRESHOLD = Bilingual(zh="门槛（把握，0 到 1）", en="threshold (confidence, 0 to 1)")
_SHARE = Bilingual(zh="比例（%）", en="share (%)")
_COVERAGE_NAME = Bilingual(zh="自己回答的比例", en="coverage")
_PRECISION_NAME = Bilingual(zh="答对率", en="precision")
_NOW_NAME = Bilingual(zh="现在的门槛", en="threshold now")
_TARGET_NAME = Bilingual(zh="目标准确率", en="target precision")
_CONFIDENCE = Bilingual(zh="把握（0 到 1）", en="confidence (0 to 1)")
_COUNT = Bilingual(zh="问题数（个）", en="questions (number)")
_RIGHT_NAME = Bilingual(zh="答对", en="right")
_WRONG_NAME = Bilingual(zh="配错条目", en="wrong entry")
_OUTSIDE_NAME = Bilingual(zh="表里没有答案", en="no answer in the FAQ")
_UNLABELLED_NAME = Bilingual(zh="问题（没有标注）", en="questions (not labelled)")
_COVERED = Bilingual(zh="自己回答的比例（%）", en="share answered without a person (%)")
_A_DAY = Bilingual(zh="每天的问题（个）", en="questions a day (number)")
_RIGHT_A_DAY = Bilingual(zh="答对", en="right answers")
_WRONG_A_DAY = Bilingual(zh="答错", en="wrong answers")

_TRADEOFF_SEEN = Bilingual(
    zh="折线图：门槛从 0 提到 1，自己回答的比例从 100% 一路下降，答对率从 {lowest} 往上走；竖线是现在的门槛 {threshold}，横线是目标 {target}。",
    en="Line chart: as the threshold rises from 0 to 1, coverage falls from 100% while precision climbs from {lowest}; a vertical line marks the threshold now, {threshold}, a horizontal one the target of {target}.",
)
_COVERAGE_SEEN = Bilingual(
    zh="折线图：门槛从 0 提到 1，自己回答的比例从 100% 一路下降；竖线是现在的门槛 {threshold}。",
    en="Line chart: as the threshold rises from 0 to 1, coverage falls from 100%; a vertical line marks the threshold now, {threshold}.",
)
_CONFIDENCE_SEEN = Bilingual(
    zh="堆叠柱状图：{questions} 个问题按把握分成 10 段，每段里答对、配错和没有答案的各有几个；竖线是门槛 {threshold}。",
    en="Stacked bars: {questions} questions in ten bands of confidence, each split into right, wrong entry and no answer in the FAQ; a vertical line marks the threshold of {threshold}.",
)
_TICKETS_SEEN = Bilingual(
    zh="堆叠面积图：自己回答的比例从 0 升到 100%，每天答对的涨到 {right} 个，答错的涨到 {wrong} 个，越往右答错的涨得越快。",
    en="Stacked areas: as the share answered goes from 0 to 100%, right answers a day rise to {right} and wrong ones to {wrong}, the wrong ones faster the further right.",
)


def charts(service: Service) -> list[Chart]:
    """Return the charts of a run: two where nobody labelled the questions, else three."""
    drawn = [
        vega.chart("tradeoff", _TRADEOFF_TITLE, lambda language: _tradeoff_spec(service, language)),
        vega.chart("confidence", _CONFIDENCE_TITLE, lambda language: _confidence_spec(service, language)),
    ]
    if service.is_labelled:
        drawn.append(vega.chart("tickets", _TICKETS_TITLE, lambda language: _tickets_spec(service, language)))
    return drawn


def _tradeoff_spec(service: Service, language: Language) -> Spec:
    points = [at_threshold(service.answering, step / _STEPS) for step in range(_STEPS + 1)]
    lines = [_share(p.threshold, p.coverage, _COVERAGE_NAME.of(language)) for p in points]
    shown = {_COVERAGE_NAME, _NOW_NAME}
    band: Rows = []
    if service.is_labelled:
        shown |= {_PRECISION_NAME, _TARGET_NAME}
        name = _PRECISION_NAME.of(language)
        lines += [_share(p.threshold, p.precision, name) for p in points if p.precision is not None]
        band = [
            {
                "threshold": p.threshold,
                "low": vega.rounded(p.interval[0]),
                "high": vega.rounded(p.interval[1]),
                "series": name,
            }
            for p in points
            if p.interval
        ]
    colour = vega.colours(
        {_COVERAGE_NAME: _COVERAGE, _PRECISION_NAME: _RIGHT, _TARGET_NAME: _OUTSIDE, _NOW_NAME: _NOW},
        shown=shown,
        language=language,
    )
    across = vega.axis("threshold", _THRESHOLD.of(language), {"domain": [0, 1]})
    up = vega.axis("share", _SHARE.of(language), {"domain": [0, 1]}, format=".0%")
    layers: list[Spec] = [
        {
            "data": {"values": lines},
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"x": across, "y": up},
        },
        _threshold_rule(service, "threshold", across, language),
    ]
    if band:
        target = {"share": service.parameters.target_precision, "series": _TARGET_NAME.of(language)}
        layers.insert(0, _band(band, across, up))
        layers.append(
            {
                "data": {"values": [target]},
                "mark": {"type": "rule", "strokeDash": [6, 4]},
                "encoding": {"y": up},
            }
        )
    lowest = percent(points[0].precision or 0.0)
    seen = (_TRADEOFF_SEEN if band else _COVERAGE_SEEN).of(
        language,
        lowest=lowest,
        threshold=number(service.parameters.threshold),
        target=percent(service.parameters.target_precision),
    )
    return {"description": seen, "encoding": {"color": colour}, "layer": layers}


def _band(rows: Rows, across: Spec, up: Spec) -> Spec:
    """Return Wilson's interval around the precision."""
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "opacity": 0.18},
        "encoding": {"x": across, "y": {**up, "field": "low"}, "y2": {"field": "high"}},
    }


def _threshold_rule(service: Service, field: str, across: Spec, language: Language) -> Spec:
    row = {field: service.parameters.threshold, "series": _NOW_NAME.of(language)}
    return {"data": {"values": [row]}, "mark": {"type": "rule", "strokeWidth": 2}, "encoding": {"x": across}}


def _confidence_spec(service: Service, language: Language) -> Spec:
    answering = service.answering
    kinds = {
        _RIGHT_NAME: answering.right,
        _WRONG_NAME: answering.has_answer & ~answering.right,
        _OUTSIDE_NAME: ~answering.has_answer,
    }
    if not service.is_labelled:
        kinds = {_UNLABELLED_NAME: np.ones(len(answering.questions), np.bool_)}
    bars: Rows = []
    for name, chosen in kinds.items():
        counts, _ = np.histogram(answering.confidence[chosen], bins=_BINS, range=(0, 1))
        bars += [
            {"from": n / _BINS, "to": (n + 1) / _BINS, "count": int(count), "series": name.of(language)}
            for n, count in enumerate(counts)
        ]
    colour = vega.colours(
        {
            _RIGHT_NAME: _RIGHT,
            _WRONG_NAME: _WRONG,
            _OUTSIDE_NAME: _OUTSIDE,
            _UNLABELLED_NAME: _COVERAGE,
            _NOW_NAME: _NOW,
        },
        shown={*kinds, _NOW_NAME},
        language=language,
    )
    across = vega.axis("from", _CONFIDENCE.of(language), {"domain": [0, 1]})
    up = vega.axis("count", _COUNT.of(language), {"zero": True})
    bar_layer = {
        "data": {"values": bars},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {**across, "bin": {"binned": True}},
            "x2": {"field": "to"},
            "y": {**up, "stack": "zero"},
        },
    }
    seen = _CONFIDENCE_SEEN.of(
        language, questions=f"{service.now.questions:,}", threshold=number(service.parameters.threshold)
    )
    rule = _threshold_rule(service, "from", across, language)
    return {"description": seen, "encoding": {"color": colour}, "layer": [bar_layer, rule]}


def _tickets_spec(service: Service, language: Language) -> Spec:
    points = service.curve.points
    every = np.unique(np.linspace(0, len(points) - 1, min(_PROMISED_POINTS, len(points))).round().astype(int))
    series = {_RIGHT_A_DAY: "right", _WRONG_A_DAY: "wrong"}
    rows: Rows = [{"coverage": 0.0, "tickets": 0.0, "series": name.of(language)} for name in series]
    rows += [
        {
            "coverage": vega.rounded(points[n].coverage),
            "tickets": vega.rounded(service.a_day(getattr(points[n], attribute))),
            "series": name.of(language),
        }
        for n in every
        for name, attribute in series.items()
    ]
    colour = vega.colours({_RIGHT_A_DAY: _RIGHT, _WRONG_A_DAY: _WRONG}, shown=set(series), language=language)
    across = vega.axis("coverage", _COVERED.of(language), {"domain": [0, 1]}, format=".0%")
    up = vega.axis("tickets", _A_DAY.of(language), {"zero": True}, format="~s")
    seen = _TICKETS_SEEN.of(
        language,
        right=f"{service.a_day(points[-1].right):,.0f}",
        wrong=f"{service.a_day(points[-1].wrong):,.0f}",
    )
    area = {
        "data": {"values": rows},
        "mark": {"type": "area", "opacity": 0.75},
        "encoding": {"x": across, "y": {**up, "stack": "zero"}},
    }
    return {"description": seen, "encoding": {"color": colour}, "layer": [area]}


def _share(threshold: float, share: float | None, series: str) -> dict[str, object]:
    return {"threshold": threshold, "share": vega.rounded(share or 0.0), "series": series}
