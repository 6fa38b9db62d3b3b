"""What the article says of recommendation and of comparing two groups, put to the test."""

from assistant.demos.experiment.peeking import Peeking
from assistant.demos.experiment.plan import Plan
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import exact_percent, percent
from assistant.tools.demo import Claim

PATIENCE_DAYS = 28
"""Four weeks: as long as most teams hold still for one test."""
_TOLERANCE = 1.3
"""How far above the level that was set false alarms may lie, as a factor, to count as kept: some of it is chance."""

_COMPARE = Bilingual(
    zh="把用户随机分成两组、比较转化率，就知道推荐有没有用。",
    en="Split users at random into two groups and compare their conversion, and you know whether recommendations work.",
)
_COMPARE_HOLDS = Bilingual(
    zh="成立，因为这次只在人数凑满时看结果：没有差别的试验里，误报的占 {alarms}，与设定的 {level} 相当。",
    en="It holds, since the results are looked at only when both groups are full: of the tests without any difference {alarms} raise a false alarm, in line with the {level} that was set.",
)
_COMPARE_FAILS = Bilingual(
    zh="这样说太简单：中途看 {looks} 次、一显著就停，没有差别的试验里有 {alarms} 会“发现”差别，而不是 {level}。分组之外，还要事先定好人数和结束的日子。",
    en="That is too simple: with {looks} looks and a stop at the first significant one, {alarms} of the tests without any difference “find” one, not {level}. Besides the split, group size and end date must be fixed beforehand.",
)
_RAISES = Bilingual(
    zh="推荐系统能提高转化率。（文章没有给出幅度；这里检查的是：在你的产品上看不看得出来。）",
    en="A recommendation system raises conversion. (The article names no amount; tested here is whether it would show on your product.)",
)
_RAISES_HOLDS = Bilingual(
    zh="看得出来：如果真的提升 {lift}，{days} 天的试验有 {power} 的把握看出来，不必靠相信。",
    en="It would show: if the lift really is {lift}, a test of {days} days shows it with a chance of {power}, so nobody has to take it on trust.",
)
_RAISES_FAILS = Bilingual(
    zh="看不出来：提升 {lift} 要试 {days} 天，四周之内{smallest}。在你的产品上，这句话四周之内证实不了，也推翻不了。",
    en="It would not show: a lift of {lift} takes {days} days, and in four weeks {smallest}. On your product the statement can be neither confirmed nor refuted in that time.",
)
SMALLEST = Bilingual(zh="只看得出 {lift} 以上的提升", en="only lifts of {lift} or more can be seen")
NOTHING = Bilingual(zh="再大的提升也看不出", en="not even the largest lift can be seen")


def claims(plan: Plan, peeking: Peeking) -> list[Claim]:
    """Return the claims that the run tested."""
    return [_compared(plan, peeking), _raised(plan)]


def smallest_lift(plan: Plan) -> Bilingual:
    """Return, in words, what the test can show within four weeks."""
    lift = plan.smallest_lift(PATIENCE_DAYS)
    return NOTHING if lift is None else SMALLEST.filled(lift=percent(lift))


def _compared(plan: Plan, peeking: Peeking) -> Claim:
    alarms, level = percent(peeking.false_alarms), exact_percent(plan.significance)
    holds = len(peeking.looks) == 1 or peeking.false_alarms <= _TOLERANCE * plan.significance
    wording = _COMPARE_HOLDS if holds else _COMPARE_FAILS
    return claim(
        "6.3",
        f"α = {level}",
        f"α = {alarms}",
        holds=holds,
        statement=_COMPARE,
        reason=wording.filled(looks=len(peeking.looks), alarms=alarms, level=level),
    )


def _raised(plan: Plan) -> Claim:
    holds = plan.days <= PATIENCE_DAYS
    values = {"lift": exact_percent(plan.lift), "days": f"{plan.days:,}", "power": exact_percent(plan.power)}
    wording = _RAISES_HOLDS if holds else _RAISES_FAILS
    return claim(
        "2.2",
        f"+{values['lift']} ≤ {PATIENCE_DAYS} d",
        f"{values['days']} d",
        holds=holds,
        statement=_RAISES,
        reason=wording.filled(**values, smallest=smallest_lift(plan)),
    )
