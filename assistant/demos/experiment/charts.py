"""The charts of the A/B test: duration over lift, false alarms over looks, the interval over time."""

import numpy as np

from assistant.demos import vega
from assistant.demos.experiment.parameters import HIGHEST_RATE
from assistant.demos.experiment.peeking import Peeking
from assistant.demos.experiment.plan import Plan
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import exact_percent, percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_CURVE, _HERE, _LIMIT = "#c8593a", "#4c82b8", "#8f8678"
_POINTS = 60
_FIRST_SHARE = 0.06
"""The interval is drawn from this share of the test on: before that it leaves the page."""

_DURATION = Bilingual(zh="要看出多大的提升，就要跑多少天", en="Days that a lift takes to show")
_DURATION_ALT = Bilingual(
    zh="双对数坐标上的一条下降的线：想看出的提升越小，需要的天数越多；提升 {lift} 要 {days} 天。",
    en="A falling line on logarithmic axes: the smaller the lift to be seen, the more days; a lift of {lift} takes {days}.",
)
_ALARMS = Bilingual(zh="越看越容易误报", en="Each look adds false alarms")
_ALARMS_ALT = Bilingual(
    zh="一条上升的线：没有差别的试验里，到第几次看时已有多大比例报出差别；最后到 {alarms}，虚线是设定的 {level}。",
    en="A rising line: the share of tests without a difference that have found one by each look, {alarms} in the end; the dashed line is the {level} that was set.",
)
_NARROWING = Bilingual(zh="结果的范围随时间收窄", en="The result's range narrows with time")
_NARROWING_ALT = Bilingual(
    zh="一条随天数收窄的带子：真实提升 {lift} 时，置信区间在最后是 {low} 到 {high}。",
    en="A band that narrows with the days: with a true lift of {lift}, the confidence interval ends at {low} to {high}.",
)
_LIFT = Bilingual(zh="相对提升（%）", en="relative lift (%)")
_DAYS = Bilingual(zh="天数", en="days")
_DAY = Bilingual(zh="第几天", en="day")
_LOOK = Bilingual(zh="第几次看结果", en="look")
_SHARE = Bilingual(zh="已经误报的试验（%）", en="tests with a false alarm (%)")
_NEEDED = Bilingual(zh="需要的天数", en="days needed")
_PLANNED = Bilingual(zh="你的试验", en="your test")
_FOUND = Bilingual(zh="误报的试验", en="false alarms")
_ALLOWED = Bilingual(zh="设定的水平", en="level that was set")
_BAND = Bilingual(zh="置信区间", en="confidence interval")
_TRUE = Bilingual(zh="真实的提升", en="true lift")
_NO_DIFFERENCE = Bilingual(zh="没有差别", en="no difference")


def charts(plan: Plan, peeking: Peeking) -> list[Chart]:
    """Return the three charts of a run."""
    low, high = (percent(bound / plan.baseline_rate) for bound in plan.interval(plan.users_per_group))
    lift, level = exact_percent(plan.lift), exact_percent(plan.significance)
    return [
        vega.chart(
            "duration",
            _DURATION,
            lambda language: _duration(plan, language),
            _DURATION_ALT.filled(lift=lift, days=f"{plan.days:,}"),
        ),
        vega.chart(
            "false_alarms",
            _ALARMS,
            lambda language: _false_alarms(plan, peeking, language),
            _ALARMS_ALT.filled(alarms=percent(peeking.false_alarms), level=level),
        ),
        vega.chart(
            "interval",
            _NARROWING,
            lambda language: _interval(plan, language),
            _NARROWING_ALT.filled(lift=lift, low=low, high=high),
        ),
    ]


def _duration(plan: Plan, language: Language) -> Spec:
    highest = min(4 * plan.lift, HIGHEST_RATE / plan.baseline_rate - 1)
    lifts = np.geomspace(min(plan.lift, highest) / 4, highest, _POINTS)
    curve = [_lift_row(plan, float(lift), _NEEDED, language) for lift in lifts]
    here = [_lift_row(plan, plan.lift, _PLANNED, language)]
    colour = vega.colours({_NEEDED: _CURVE, _PLANNED: _HERE}, shown={_NEEDED, _PLANNED}, language=language)
    # Vega's own ticks crowd a logarithmic axis with minor lines.
    ticks = [vega.rounded(100 * plan.lift * factor) for factor in (0.25, 0.5, 1.0, 2.0, 4.0)]
    across = vega.axis(
        "lift", _LIFT.of(language), {"type": "log", "nice": False}, format=".3~g", values=ticks
    )
    up = vega.axis(
        "days",
        _DAYS.of(language),
        {"type": "log"},
        labelExpr=vega.DECADE_LABEL,
        values=vega.decades([float(row["days"]) for row in curve]),
    )
    return {
        "encoding": {
            "x": across,
            "y": up,
            "color": colour,
            "tooltip": vega.tooltips(lift=_LIFT, days=_DAYS, language=language),
        },
        "layer": [vega.line(curve), vega.points(here)],
    }


def _lift_row(plan: Plan, lift: float, series: Bilingual, language: Language) -> dict[str, float | str]:
    days = 2 * plan.users_for(lift) / plan.users_per_day
    return {"lift": vega.rounded(100 * lift), "days": vega.rounded(days), "series": series.of(language)}


def _false_alarms(plan: Plan, peeking: Peeking, language: Language) -> Spec:
    found: Rows = [
        {"look": look, "share": vega.rounded(100 * float(flagged)), "series": _FOUND.of(language)}
        for look, flagged in enumerate(peeking.flagged, start=1)
    ]
    last = max(2, len(found))
    allowed: Rows = [
        {"look": look, "share": 100 * plan.significance, "series": _ALLOWED.of(language)}
        for look in (1, last)
    ]
    colour = vega.colours({_FOUND: _CURVE, _ALLOWED: _LIMIT}, shown={_FOUND, _ALLOWED}, language=language)
    return {
        "encoding": {
            "x": vega.axis(
                "look", _LOOK.of(language), {"domain": [1, last], "nice": False}, tickMinStep=1, format="d"
            ),
            "y": vega.axis("share", _SHARE.of(language), {"zero": True, "nice": True}),
            "color": colour,
            "tooltip": vega.tooltips(look=_LOOK, share=_SHARE, language=language),
        },
        "layer": [vega.line(allowed, strokeDash=[7, 5]), vega.line(found, point={"size": 40}, clip=False)],
    }


def _interval(plan: Plan, language: Language) -> Spec:
    full = 2 * plan.users_per_group / plan.users_per_day
    band: Rows = []
    for portion in np.linspace(_FIRST_SHARE, 1, _POINTS):
        low, high = plan.interval(float(portion) * plan.users_per_group)
        band.append(
            {
                "day": vega.rounded(full * float(portion)),
                "low": vega.rounded(100 * low / plan.baseline_rate),
                "high": vega.rounded(100 * high / plan.baseline_rate),
                "series": _BAND.of(language),
            }
        )
    levels: Rows = [
        {"day": band[end]["day"], "low": vega.rounded(height), "series": name.of(language)}
        for name, height in ((_TRUE, 100 * plan.lift), (_NO_DIFFERENCE, 0.0))
        for end in (0, -1)
    ]
    colour = vega.colours(
        {_BAND: _CURVE, _TRUE: _HERE, _NO_DIFFERENCE: _LIMIT},
        shown={_BAND, _TRUE, _NO_DIFFERENCE},
        language=language,
    )
    tooltip = vega.tooltips(day=_DAY, low=_LIFT, high=_LIFT, language=language)
    return {
        "encoding": {
            "x": vega.axis("day", _DAY.of(language), {"nice": False}),
            "y": vega.axis("low", _LIFT.of(language), {"nice": True}),
            "color": colour,
        },
        "layer": [
            {
                "data": {"values": band},
                "mark": {"type": "area", "opacity": 0.35},
                "encoding": {"y2": {"field": "high"}, "tooltip": tooltip},
            },
            vega.line(levels, strokeDash=[7, 5]),
        ],
    }
