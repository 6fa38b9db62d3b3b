"""What sections 4.1 and 4.2 say of gradient descent, judged with the walk's figures."""

from assistant.demos.gradient_descent.experiment import RATES, Experiment
from assistant.demos.gradient_descent.methods import samples_per_step
from assistant.demos.gradient_descent.parameters import NAMES, SAMPLES
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, number
from assistant.tools.demo import Claim

ARTICLE_LIMIT = 0.8
"""The learning rate above which section 4.2 says that the regression of 5.2 diverges."""
_LIMIT_MATCH = 0.1
_WAVERS = 5.0

_DOWN = Bilingual(
    zh="沿着梯度的反方向一小步一小步走，损失会越来越小。",
    en="Small steps against the gradient make the loss smaller and smaller.",
)
_DOWN_HOLDS = Bilingual(
    zh="这次 {steps} 步里没有一步让损失变大。", en="In this run none of the {steps} steps raised the loss."
)
_DOWN_FAILS = Bilingual(
    zh="这次 {steps} 步里有 {rises} 步让损失变大了。公式只保证很小的一步：步子大、只看几个样本、带着惯性，都会走出上坡的一步。",
    en="In this run {rises} of {steps} steps raised the loss. The formula vouches only for a very small step: large steps, few samples or momentum also lead uphill at times.",
)
_TOO_LARGE = Bilingual(
    zh="学习率太大，损失不降反升，也就是发散。",
    en="With too large a learning rate the loss rises instead of falling: it diverges.",
)
_TOO_LARGE_HOLDS = Bilingual(
    zh="{method}的学习率超过 {limit} 就站不住：扫过的 25 个学习率里，{rate} 已经发散。但“越过最低点”还不等于发散：{half} 到 {limit} 之间，在最陡的方向上每步都越过去，照样越走越近。",
    en="Above {limit}, {method} cannot hold on: of the 25 rates tried, {rate} already diverges. But jumping over the lowest point is not divergence yet: between {half} and {limit} each step jumps over it in the steepest direction and still comes closer.",
)
_TOO_LARGE_DRIVEN = Bilingual(
    zh="{method}的学习率超过 {limit} 就站不住：扫过的 25 个学习率里，{rate} 已经发散。",
    en="Above {limit}, {method} cannot hold on: of the 25 rates tried, {rate} already diverges.",
)
_TOO_LARGE_FAILS = Bilingual(
    zh="Adam 不这样：它把每一步除以梯度的大小，学习率 10 也没有冲出去，只是在最低点附近大幅摆动。文章只讲了最基本的那一种方法。",
    en="Not so with Adam: it divides each step by the size of the gradient, so even a rate of 10 does not shoot off but only swings widely around the lowest point. The article speaks of the plainest method alone.",
)
_NO_RUNAWAY = Bilingual(
    zh="在 {steps} 步之内，扫过的学习率没有一个让损失升到出发时以上；步数多了才看得出来。",
    en="Within {steps} steps none of the rates tried raised the loss above its start; it takes more steps to see it.",
)
_WAVER = Bilingual(
    zh="随机梯度下降每一步算得更快，但方向会摇摆。",
    en="Each step of stochastic gradient descent is quicker to compute, but its direction wavers.",
)
_WAVER_REASON = Bilingual(
    zh="一步只看 1 个样本，工作量是全量的 {share}%；单个样本的梯度和全部样本的梯度，出发时通常差 {start}°，到最低点附近差 {end}°。文章少说了一句：越接近最低点，方向越不可信，学习率不变就停不下来。",
    en="A step looks at 1 sample, {share}% of the work of a full one; the gradient of a single sample typically points {start}° away from that of all at the start and {end}° near the lowest point. What the article leaves out: the closer to the lowest point, the less the direction can be trusted, and at a constant rate it never settles.",
)
_LIMIT_GIVEN = Bilingual(
    zh="在 5.2 的数据上（带截距、均方误差），学习率超过大约 0.8 就会发散。",
    en="On the data of 5.2 (with an intercept, mean squared error), anything above about 0.8 diverges.",
)
_LIMIT_REASON = Bilingual(
    zh="最陡方向的曲率是 {curvature}，界限是 2 除以它，等于 {limit}。这是看全部样本时的界限；每步只看 1 个样本，界限更低。",
    en="The steepest curvature is {curvature} and the limit 2 divided by it, {limit}. That is the limit with all samples; with 1 sample a step it is lower.",
)
_FLAT = Bilingual(
    zh="每走一步重新感觉一次坡度，直到脚下变平。",
    en="Feel the slope again after every step, until the ground is flat.",
)
_FLAT_REASON = Bilingual(
    zh="这个曲面上有一处脚下是平的，损失却比最低点高 0.25：鞍点。{verdict}",
    en="On this surface there is a place that is flat underfoot and still 0.25 above the lowest loss: the saddle. {verdict}",
)
_FLAT_STUCK = Bilingual(zh="这次正是停在了那里。", en="This run stopped right there.")
_FLAT_PASSED = Bilingual(
    zh="这次没有停在那里，但“变平”不能当作“到了”。",
    en='This run did not stop there, but "flat" must not be read as "arrived".',
)


def claims(ran: Experiment) -> list[Claim]:
    """Return the claims that the run tested, the one that the chosen values speak to most first."""
    judged = [_down(ran), _too_large(ran), _waver(ran)]
    if ran.surface.name == "regression":
        judged.append(_limit(ran))
    if not ran.surface.is_quadratic:
        judged.insert(0, _flat(ran))
    return judged


def _down(ran: Experiment) -> Claim:
    holds = ran.rises == 0
    reason = (_DOWN_HOLDS if holds else _DOWN_FAILS).filled(steps=ran.steps, rises=ran.rises)
    found = f"ΔJ > 0: {ran.rises}/{ran.steps}"
    return claim("4.2", "ΔJ ≈ −α‖∇J‖² ≤ 0", found, holds=holds, statement=_DOWN, reason=reason)


def _too_large(ran: Experiment) -> Claim:
    method = NAMES[ran.method]
    start = float(ran.own.excess[0])
    grown = [
        walk.rate for walk in ran.sweep[ran.method] if walk.rate > ran.plain_limit and not walk.tail <= start
    ]
    limit = figure(ran.limit)
    if ran.method == "adam":
        holds, reason = False, _TOO_LARGE_FAILS
    elif not grown:
        holds, reason = False, _NO_RUNAWAY.filled(steps=ran.steps)
    else:
        words = _TOO_LARGE_HOLDS if ran.method == "batch" else _TOO_LARGE_DRIVEN
        holds = True
        reason = words.filled(
            method=method, limit=limit, rate=number(grown[0]), half=figure(ran.plain_limit / 2)
        )
    found = f"α = {number(grown[0] if grown else RATES[-1])}: J − J* {'>' if grown else '≤'} {figure(start)}"
    return claim("4.2", "α ≫ 0 ⇒ J → ∞", found, holds=holds, statement=_TOO_LARGE, reason=reason)


def _waver(ran: Experiment) -> Claim:
    start, end = ran.angles
    reason = _WAVER_REASON.filled(
        share=number(100 * samples_per_step("stochastic", 1) / SAMPLES),
        start=f"{start:.0f}",
        end=f"{end:.0f}",
    )
    found = f"1/{SAMPLES}; {start:.0f}° → {end:.0f}°"
    return claim("4.1", "1 ≪ m", found, holds=max(start, end) > _WAVERS, statement=_WAVER, reason=reason)


def _limit(ran: Experiment) -> Claim:
    limit = ran.plain_limit
    reason = _LIMIT_REASON.filled(curvature=figure(ran.surface.curvatures[1]), limit=figure(limit))
    return claim(
        "4.2",
        f"α ≈ {ARTICLE_LIMIT}",
        f"2/λ = {figure(limit)}",
        holds=abs(limit - ARTICLE_LIMIT) <= _LIMIT_MATCH,
        statement=_LIMIT_GIVEN,
        reason=reason,
    )


def _flat(ran: Experiment) -> Claim:
    verdict = _FLAT_STUCK if ran.status == "stuck" else _FLAT_PASSED
    return claim(
        "4.2",
        "∇J = 0 ⇒ J = J*",
        "∇J(0, 0) = 0, J − J* = 0.25",
        holds=False,
        statement=_FLAT,
        reason=_FLAT_REASON.filled(verdict=verdict),
    )
