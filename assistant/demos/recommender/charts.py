"""The charts of the recommender: hits by method, hits by known records, and how far each method reaches."""

from assistant.demos import vega
from assistant.demos.recommender.parameters import METHODS
from assistant.demos.recommender.trial import Trial
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_COLOURS = {
    "collaborative": "#c8593a",
    "content": "#4c82b8",
    "hybrid": "#4f9468",
    "popularity": "#8f8678",
}

_HITS_TITLE = Bilingual(zh="谁猜得中", en="Who hits the next item")
_REACH_TITLE = Bilingual(zh="猜得中，还是看得广", en="Hitting against reaching far")
_HISTORY_TITLE = Bilingual(zh="知道几条记录才猜得中", en="How many records it takes")
_HIT_RATE = Bilingual(zh="猜中的用户（%）", en="users whose next item is hit (%)")
_COVERAGE = Bilingual(zh="露面的商品（%）", en="items shown to anybody (%)")
_METHOD = Bilingual(zh="方法", en="method")
_KNOWN = Bilingual(zh="知道的记录（条）", en="records known of a user (number)")
_NOVELTY = Bilingual(zh="新颖度（比特）", en="novelty (bits)")

_HITS_SEEN = Bilingual(
    zh="条形图：每种方法猜中下一件的用户比例，细线是 95% 区间；{chosen}是 {hits}，热门榜是 {base}。",
    en="Bars: the share of users whose next item each method hits, thin lines are 95% intervals; {chosen} stands at {hits}, popularity at {base}.",
)
_REACH_SEEN = Bilingual(
    zh="散点图：横轴是露面的商品比例，纵轴是猜中的用户比例，一个点是一种方法；热门榜在最左边，只有 {coverage} 的商品露面。",
    en="Scatter plot: share of items shown across, share of users hit up, one dot a method; the popular list lies on the left with {coverage} of the items shown.",
)
_HISTORY_SEEN = Bilingual(
    zh="折线图：每个用户只知道 0 条到 {most} 条记录时，{chosen}猜中的比例从 {first} 变到 {last}；虚线是热门榜。",
    en="Line chart: with 0 to {most} records known of each user, the share that {chosen} hits goes from {first} to {last}; the dashed line is the popular list.",
)


def charts(trial: Trial) -> list[Chart]:
    """Return the charts of a run: two where nobody could be tested, else three."""
    drawn = [
        vega.chart("hits", _HITS_TITLE, lambda language: _hits_spec(trial, language)),
        vega.chart("reach", _REACH_TITLE, lambda language: _reach_spec(trial, language)),
    ]
    if trial.by_history:
        drawn.append(vega.chart("history", _HISTORY_TITLE, lambda language: _history_spec(trial, language)))
    return drawn


def _rows(trial: Trial, language: Language) -> Rows:
    return [
        {
            "hits": vega.rounded(found.hit_rate),
            "low": vega.rounded(found.interval[0]),
            "high": vega.rounded(found.interval[1]),
            "coverage": vega.rounded(found.coverage),
            "novelty": vega.rounded(found.novelty),
            "series": METHODS[name].of(language),
        }
        for name, found in trial.evaluations.items()
    ]


def _hits_spec(trial: Trial, language: Language) -> Spec:
    rows = _rows(trial, language)
    up: Spec = {
        "field": "series",
        "type": "nominal",
        "title": _METHOD.of(language),
        "sort": None,
        "axis": {"labelLimit": 150},
    }
    across = vega.axis("hits", _HIT_RATE.of(language), {"domain": [0, 1]}, format=".0%")
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "bar", "height": 22}, "encoding": {"x": across, "y": up}},
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": "#8f8678"},
            "encoding": {
                "x": {**across, "field": "low"},
                "x2": {"field": "high"},
                "y": up,
                "color": {"value": "#8f8678"},
            },
        },
    ]
    seen = _HITS_SEEN.of(
        language,
        chosen=METHODS[trial.parameters.method],
        hits=percent(trial.chosen.hit_rate),
        base=percent(trial.baseline.hit_rate),
    )
    # The axis names them already.
    return {
        "description": seen,
        "encoding": {"color": {**_colour(trial, language), "legend": None}},
        "layer": layers,
    }


def _reach_spec(trial: Trial, language: Language) -> Spec:
    dots = {
        "data": {"values": _rows(trial, language)},
        "mark": {"type": "circle", "size": 220, "opacity": 0.9},
        "encoding": {
            "x": vega.axis("coverage", _COVERAGE.of(language), {"domain": [0, 1]}, format=".0%"),
            "y": vega.axis("hits", _HIT_RATE.of(language), {"domain": [0, 1]}, format=".0%"),
            "tooltip": vega.tooltips(hits=_HIT_RATE, coverage=_COVERAGE, novelty=_NOVELTY, language=language),
        },
    }
    seen = _REACH_SEEN.of(language, coverage=percent(trial.baseline.coverage))
    return {"description": seen, "encoding": {"color": _colour(trial, language)}, "layer": [dots]}


def _history_spec(trial: Trial, language: Language) -> Spec:
    method = trial.parameters.method
    rows: Rows = [
        {"known": count, "hits": vega.rounded(rate), "series": METHODS[method].of(language)}
        for count, rate in trial.by_history
    ]
    base = {"hits": vega.rounded(trial.baseline.hit_rate), "series": METHODS["popularity"].of(language)}
    up = vega.axis("hits", _HIT_RATE.of(language), {"domain": [0, 1]}, format=".0%")
    across = vega.axis("known", _KNOWN.of(language), {"zero": True})
    layers: list[Spec] = [
        {"data": {"values": [base]}, "mark": {"type": "rule", "strokeDash": [6, 4]}, "encoding": {"y": up}},
        {
            "data": {"values": rows},
            "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 50}},
            "encoding": {"x": across, "y": up},
        },
    ]
    seen = _HISTORY_SEEN.of(
        language,
        most=trial.by_history[-1][0],
        chosen=METHODS[method],
        first=percent(trial.by_history[0][1]),
        last=percent(trial.by_history[-1][1]),
    )
    return {"description": seen, "encoding": {"color": _colour(trial, language, method)}, "layer": layers}


def _colour(trial: Trial, language: Language, *only: str) -> Spec:
    shown = {METHODS[name] for name in trial.evaluations if not only or name in (*only, "popularity")}
    return vega.colours(
        {METHODS[n]: colour for n, colour in _COLOURS.items()}, shown=shown, language=language
    )
