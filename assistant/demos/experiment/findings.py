"""What a planned test and its simulation come to, in words."""

import math

from assistant.demos.experiment.claims import PATIENCE_DAYS, smallest_lift
from assistant.demos.experiment.peeking import Peeking
from assistant.demos.experiment.plan import DAYS_A_WEEK, Plan, level
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import exact_percent, figure, number, percent

SLOW_DAYS = 90
"""From here on a test outlives the product that it tests."""
_FEW_EVENTS = 10
_CLEAR_EXAGGERATION = 1.05

_SIZE = Bilingual(
    zh="要有 {power} 的把握看出转化率从 {before} 升到 {after}，每组需要 {users} 人；按每天 {daily} 人，要跑 {days} 天。",
    en="For a chance of {power} to see conversion go from {before} to {after}, each group needs {users} users; at {daily} a day the test runs for {days} {unit}.",
)
_PEEKING = Bilingual(
    zh="中途看 {looks} 次、一显著就停，会把误报率从 {level} 抬到 {alarms}：每 100 个其实没有效果的改动，约有 {count} 个会被当成有差别。",
    en="Looking {looks} times and stopping at the first significant result raises false alarms from {level} to {alarms}: of 100 changes that do nothing, about {count} will seem to make a difference.",
)
_ONE_LOOK = Bilingual(
    zh="只在结束时看一次，误报率是 {alarms}，与设定的 {level} 相当；中途看得越勤，误报越多。",
    en="Looked at once, at the end, the test raises false alarms at {alarms}, in line with the {level} that was set; each look before the end would add to them.",
)
_EXAGGERATED = Bilingual(
    zh="看到显著就停，还会把功劳夸大：真实提升是 {lift}，停下来的试验平均报出 {reported}。",
    en="Stopping at the first significant result also flatters the change: the true lift is {lift}, but the tests that were stopped report {reported} on average.",
)
_STRICT = Bilingual(
    zh="如果非要看 {looks} 次，每次都要求 p 值小于 {strict}（而不是 {level}），总的误报率才守得住 {level}。",
    en="If you must look {looks} times, demand a p-value below {strict} each time (not {level}); only then do all looks together keep to {level}.",
)
_INTERVAL = Bilingual(
    zh="跑完之后，结果是一个范围而不是一个数：如果真的提升 {lift}，{confidence} 置信区间大约是相对提升 {low} 到 {high}。",
    en="What comes out is a range, not a number: if the lift really is {lift}, the {confidence} confidence interval runs from about {low} to {high}.",
)
_FEW = Bilingual(
    zh="每组只会有约 {events} 次转化，正态近似不太准，这里的天数只能当作下限。",
    en="Each group will see only about {events} conversions, too few for the normal approximation; take the duration as a lower bound.",
)
_GO = Bilingual(
    zh="对你的产品：这个试验做得成。开始前写下结束的日子（凑满整周是 {weeks} 天），到那天再看结论；中途只看有没有出故障。",
    en="For your product: this test is feasible. Write down the end date before you start ({weeks} days in whole weeks) and draw conclusions only then; until then, look for breakage alone.",
)
_SLOW = Bilingual(
    zh="对你的产品：{days} 天偏长，四周之内{smallest}。先试改动更大的方案，或者换一个发生得更多的指标（例如点击）；非做不可，就写死结束的日子（凑满整周是 {weeks} 天），到那天再下结论。",
    en="For your product: {days} days is long, and in four weeks {smallest}. Try a bolder change first, or a measure that occurs more often (clicks, say); if it has to be this test, fix its end date ({weeks} days in whole weeks) and draw conclusions only then.",
)
_HOPELESS = Bilingual(
    zh="对你的产品：不要做这个试验，{days} 天里产品早就变样了；四周之内{smallest}。用户少的时候，访谈和可用性测试告诉你的更多。",
    en="For your product: don't run this test, since in {days} days the product will have changed; in four weeks {smallest}. With few users, interviews and usability tests tell you more.",
)
_TRY_LARGER = Bilingual(
    zh="接着可以试试“提升改成 {lift}”：只要 {days} 天，因为提升翻倍，需要的人数大约只剩四分之一。",
    en='Next, try "set the lift to {lift}": it takes {days} {unit}, since twice the lift needs about a quarter of the users.',
)
_TRY_ONE_LOOK = Bilingual(
    zh="接着可以试试“只在结束时看”，看看误报率回到多少。",
    en='Next, try "look once" to see where the false alarms go.',
)
_TRY_PEEKING = Bilingual(
    zh="接着可以试试“偷看 20 次”，看看误报率会到多少。",
    en='Next, try "set the peeks to 20" to see what becomes of the false alarms.',
)


def findings(plan: Plan, peeking: Peeking) -> dict[str, list[str]]:
    """Return four to eight sentences a language, the most important first."""
    told = [_size(plan), _looking(plan, peeking), _product(plan)]
    if len(peeking.looks) > 1:
        told += _consequences(plan, peeking)
    told.append(_interval(plan))
    events = min(plan.baseline_rate, 1 - plan.lifted_rate) * plan.users_per_group
    if events < _FEW_EVENTS:
        told.append(_FEW.filled(events=figure(events, digits=2)))
    return findings_of([*told, _next_try(plan, peeking)])


def _size(plan: Plan) -> Bilingual:
    return _SIZE.filled(
        power=exact_percent(plan.power),
        before=exact_percent(plan.baseline_rate),
        after=exact_percent(plan.lifted_rate),
        users=f"{plan.users_per_group:,}",
        daily=f"{plan.users_per_day:,}",
        days=f"{plan.days:,}",
        unit=_unit(plan.days),
    )


def _looking(plan: Plan, peeking: Peeking) -> Bilingual:
    alarms, allowed = percent(peeking.false_alarms), exact_percent(plan.significance)
    if len(peeking.looks) == 1:
        return _ONE_LOOK.filled(alarms=alarms, level=allowed)
    count = round(100 * peeking.false_alarms)
    return _PEEKING.filled(looks=len(peeking.looks), level=allowed, alarms=alarms, count=count)


def _consequences(plan: Plan, peeking: Peeking) -> list[Bilingual]:
    strict, looks = level(peeking.strict_z), len(peeking.looks)
    told = []
    if strict < plan.significance:
        told.append(_STRICT.filled(looks=looks, strict=figure(strict, 2), level=number(plan.significance)))
    if peeking.reported_lift is not None and peeking.reported_lift > _CLEAR_EXAGGERATION * plan.lift:
        told.append(
            _EXAGGERATED.filled(lift=exact_percent(plan.lift), reported=percent(peeking.reported_lift))
        )
    return told


def _interval(plan: Plan) -> Bilingual:
    low, high = (bound / plan.baseline_rate for bound in plan.interval(plan.users_per_group))
    return _INTERVAL.filled(
        lift=exact_percent(plan.lift),
        confidence=exact_percent(1 - plan.significance),
        low=percent(low),
        high=percent(high),
    )


def _product(plan: Plan) -> Bilingual:
    if plan.days <= PATIENCE_DAYS:
        return _GO.filled(weeks=plan.full_weeks())
    wording = _SLOW if plan.days <= SLOW_DAYS else _HOPELESS
    return wording.filled(days=f"{plan.days:,}", weeks=plan.full_weeks(), smallest=smallest_lift(plan))


def _next_try(plan: Plan, peeking: Peeking) -> Bilingual:
    larger = 2 * plan.lift
    if plan.days > DAYS_A_WEEK and larger <= 10 and plan.baseline_rate * (1 + larger) < 0.99:
        days = plan.days_for(larger)
        return _TRY_LARGER.filled(lift=number(_three_digits(larger)), days=f"{days:,}", unit=_unit(days))
    return _TRY_ONE_LOOK if len(peeking.looks) > 1 else _TRY_PEEKING


def _unit(days: int) -> str:
    return "day" if days == 1 else "days"


def _three_digits(value: float) -> float:
    return round(value, 2 - math.floor(math.log10(value)))
