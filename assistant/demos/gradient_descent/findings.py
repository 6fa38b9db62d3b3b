"""What the walk and the comparison found, in words."""

from assistant.demos.gradient_descent.experiment import Experiment, Status, Walk
from assistant.demos.gradient_descent.parameters import NAMES, SurfaceName
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import figure, number, percent

_OUTCOMES: dict[Status, Bilingual] = {
    "converged": Bilingual(
        zh="{method}走到了最低点：学习率 {rate}，第 {arrived} 步起，损失离最低点已不到出发时的万分之一。",
        en="{method} arrived: at learning rate {rate}, from step {arrived} on the loss stays within a ten-thousandth of its starting distance from the lowest point.",
    ),
    "crawling": Bilingual(
        zh="{method}还在半路：学习率 {rate}，走完 {steps} 步，损失比最低点还高 {end}（出发时高 {start}）。",
        en="{method} is still on its way: at learning rate {rate}, after {steps} steps the loss is {end} above its lowest (at the start {start}).",
    ),
    "oscillating": Bilingual(
        zh="{method}在最低点两侧来回摆：学习率 {rate}，走完 {steps} 步，损失平均比最低点高 {end}（出发时高 {start}）。",
        en="{method} swings from side to side: at learning rate {rate}, after {steps} steps the loss is on average {end} above its lowest (at the start {start}).",
    ),
    "hovering": Bilingual(
        zh="{method}到了最低点附近，但停不下来：学习率 {rate}，走完 {steps} 步，损失在比最低点高 {end} 上下晃（出发时高 {start}）。",
        en="{method} reached the neighbourhood of the lowest point but does not settle: at learning rate {rate}, after {steps} steps the loss hovers around {end} above its lowest (at the start {start}).",
    ),
    "stuck": Bilingual(
        zh="{method}卡在了鞍点：学习率 {rate}，走完 {steps} 步，脚下几乎是平的，损失却比最低点高 {end}。",
        en="{method} is stuck at the saddle: at learning rate {rate}, after {steps} steps the ground is almost flat, yet the loss is {end} above its lowest.",
    ),
    "diverged": Bilingual(
        zh="{method}发散了：学习率 {rate} 太大，{steps} 步里损失冲了出去，再走下去只会更远。",
        en="{method} diverged: learning rate {rate} is too large; within {steps} steps the loss shot off, and more steps only lead further away.",
    ),
}
_FALLEN_FOR_NOW = Bilingual(
    zh="{method}站不住：学习率 {rate} 超过了上限，{steps} 步里损失暂时还低于出发时，再走下去就会冲出去。",
    en="{method} cannot hold on: learning rate {rate} is above its limit; after {steps} steps the loss is still below its start, but more steps will make it shoot off.",
)
_WHYS: dict[Status, Bilingual] = {
    "converged": Bilingual(
        zh="学习率合适：最陡的方向（曲率 {high}）站得住，最平的方向（曲率 {low}）也没有拖太久。",
        en="The rate fits: the steepest direction (curvature {high}) holds, and the flattest (curvature {low}) does not take too long.",
    ),
    "crawling": Bilingual(
        zh="拖后腿的是最平的方向：最陡处的曲率是 {high}，最平处只有 {low}，相差 {ratio} 倍；步子要照顾最陡的方向，在最平的方向上就嫌小。",
        en="The flattest direction holds it up: the curvature is {high} where it is steepest and {low} where it is flattest, {ratio} times less; steps that suit the steep direction are short for the flat one.",
    ),
    "oscillating": Bilingual(
        zh="步子（或惯性）相对最陡的方向太大：每次都冲过最低点，再被拉回来。",
        en="The steps, or the momentum, are too large for the steepest direction: each time they overshoot the lowest point and are pulled back.",
    ),
    "hovering": Bilingual(
        zh="每步只看 {size} 个样本，梯度带着抽样的误差；学习率不变，误差就一直推着它晃。同样的学习率看全部样本，剩下的只有 {undisturbed}。",
        en="Each step looks at only {size} of the samples, so its gradient carries sampling error, which at a constant rate keeps pushing it around. At the same rate with all samples, just {undisturbed} would be left.",
    ),
    "stuck": Bilingual(
        zh="鞍点在一个方向上是谷底，在另一个方向上是山脊：梯度小到几乎推不动，要很多步才滑得下去。",
        en="A saddle is a valley floor one way and a ridge the other: the gradient is so small that it takes many steps to slide off.",
    ),
    "diverged": Bilingual(
        zh="原因是步子超过了最陡方向的承受力：每一步都越过最低点，落到更远的另一侧。",
        en="The steps are more than the steepest direction can bear: each jumps over the lowest point and lands further away on the other side.",
    ),
}
_LIMIT = Bilingual(
    zh="能算出来的上限：最大稳定学习率 = 2 ÷ 最大曲率 {high} = {plain}{own}；这次用的 {rate} 是{share}。",
    en="The limit can be computed: largest stable rate = 2 ÷ largest curvature {high} = {plain}{own}; this run used {rate}, {share}.",
)
_SHARE = Bilingual(zh="它的 {share}", en="{share} of that")
_SHARE_OF_OWN = Bilingual(zh="后者的 {share}", en="{share} of the latter")
_OWN_MOMENTUM = Bilingual(
    zh="，带 0.9 的动量放宽到 {limit}", en=", which a momentum of 0.9 widens to {limit}"
)
_OWN_DRAWN = Bilingual(
    zh="，每步只看 {size} 个样本则降到 {limit}",
    en=", which looking at only {size} per step lowers to {limit}",
)
_NO_LIMIT = Bilingual(
    zh="Adam 没有这样的上限：它按梯度的大小调整步子，学习率过大只会摆动，不会冲出去；普通梯度下降在这里的上限是 {plain}。",
    en="Adam has no such limit: it scales its steps by the size of the gradient, so too large a rate makes it swing but not shoot off; for plain gradient descent the limit here is {plain}.",
)
_LOCAL = Bilingual(
    zh="鞍点曲面的坡度处处不同，只能算最低点附近：普通梯度下降的学习率超过 {plain}，就停不在最低点上。",
    en="On this surface the curvature changes from place to place; close to the lowest points, plain gradient descent cannot settle above a rate of {plain}.",
)
_RACE = Bilingual(
    zh="五种方法各用自己最好的学习率：{first}最快，学习率 {rate}，第 {steps} 步走到；{other}。",
    en="Each method at its own best rate: the fastest is {first}, at {rate}, arriving at step {steps}; {other}.",
)
_OTHER_ARRIVES = Bilingual(
    zh="{method}用 {rate}，要到第 {steps} 步", en="{method} at {rate} takes until step {steps}"
)
_OTHER_FAILS = Bilingual(
    zh="{method}试遍 25 个学习率都没走到", en="{method} does not arrive at any of the 25 rates tried"
)
_NOBODY = Bilingual(
    zh="五种方法试遍 25 个学习率，没有一种在 {steps} 步内走到；最接近的是{first}（学习率 {rate}）。",
    en="None of the five methods arrives within {steps} steps at any of the 25 rates tried; {first} comes closest (at {rate}).",
)
_COST = Bilingual(
    zh="按看过的样本算，名次就变了：走完 99% 的下坡路，{cheap}只看了 {least} 个样本（重复的也算），{dear}看了 {most} 个；数据越多，抽样越划算。",
    en="Counted in samples the order changes: to cover 99% of the way down, {cheap} looked at {least} samples (repeats included), {dear} at {most}; the more data, the more drawing samples pays.",
)
_PRODUCTS: dict[Status, Bilingual] = {
    "converged": Bilingual(
        zh="对你的产品：第 {arrived} 步之后的 {rest} 步没有再换来什么；训练之前就和工程师约好停止条件，省下的是算力和等待。",
        en="For your product: the {rest} steps after step {arrived} bought nothing more; agree on a stopping condition before training, and you save computing power and waiting.",
    ),
    "crawling": Bilingual(
        zh="对你的产品：训练“学不动”时先别急着加机器、加数据；{advice}。先问团队试过几个学习率、几种方法。",
        en="For your product: when training seems to be getting nowhere, do not add machines or data first; {advice}. Ask which rates and methods the team has tried.",
    ),
    "oscillating": Bilingual(
        zh="对你的产品：训练曲线一直上下跳，先怀疑步子，不要先怀疑数据；把学习率调小几倍再试，几分钟就有答案，换数据要几周。",
        en="For your product: when the training curve keeps jumping, suspect the steps before the data; trying a rate a few times smaller takes minutes, replacing the data takes weeks.",
    ),
    "hovering": Bilingual(
        zh="对你的产品：这样训练出来的模型，每次停在哪里都有些碰运气；两次训练之间的小差别不能算改进。想要稳，就请工程师让学习率逐渐变小，或者把批大小调大。",
        en="For your product: where such training stops is partly luck, so a small difference between two trainings is no improvement. For steadiness, ask for a rate that decreases over time or for larger batches.",
    ),
    "stuck": Bilingual(
        zh="对你的产品：训练曲线变平不等于学好了；验收要看模型在没见过的数据上做得怎么样，不能看曲线平不平。",
        en="For your product: a training curve that has gone flat does not mean that the model has learnt; judge it by what it does on data it has not seen, not by the curve.",
    ),
    "diverged": Bilingual(
        zh="对你的产品：损失一路往上冲，多半是学习率的问题，不说明这个功能做不成；在推翻方案之前，先请工程师把学习率降到十分之一再跑一次。",
        en="For your product: a loss that shoots off is most likely the learning rate's fault and does not show that the feature is impossible; before giving up the plan, ask for one more run at a tenth of the rate.",
    ),
}
_ADVICE_RATE = Bilingual(
    zh="同样的方法，只把学习率从 {rate} 换成 {best}，第 {steps} 步就走到了",
    en="with the same method, changing the rate from {rate} to {best} alone arrives at step {steps}",
)
_ADVICE_METHOD = Bilingual(
    zh="换成{method}、学习率 {best}，第 {steps} 步就走到了",
    en="{method} at a rate of {best} arrives at step {steps}",
)
_ADVICE_STEPS = Bilingual(
    zh="{steps} 步对哪种方法都不够，先把步数加上去",
    en="{steps} steps are too few for any method, so allow more steps first",
)
_TRY_RATE = Bilingual(
    zh="接着可以试试“学习率改成 {rate}”，看看{method}最好的样子。",
    en='Next, try "set the learning rate to {rate}" to see {method} at its best.',
)
_TRY_SURFACES: dict[SurfaceName, Bilingual] = {
    "valley": Bilingual(
        zh="接着可以试试“曲面换成窄谷”：同样的方法，换个地形就慢得多。",
        en='Next, try "change the surface to valley": the same method is far slower on other ground.',
    ),
    "saddle": Bilingual(
        zh="接着可以试试“曲面换成鞍点”：那里脚下平了，却还没到最低。",
        en='Next, try "change the surface to saddle": flat underfoot there, and still not the lowest.',
    ),
}


def findings(ran: Experiment) -> dict[str, list[str]]:
    """Return six or seven sentences a language, the most important first."""
    sentences = [
        _outcome(ran),
        _why(ran),
        _limit(ran),
        _race(ran),
        *_cost(ran),
        _product(ran),
        _next_try(ran),
    ]
    return findings_of(sentences)


def _outcome(ran: Experiment) -> Bilingual:
    own = ran.own
    words = _OUTCOMES[ran.status]
    if ran.status == "diverged" and own.tail <= own.excess[0]:
        words = _FALLEN_FOR_NOW
    return words.filled(
        method=NAMES[ran.method],
        rate=number(ran.learning_rate),
        steps=f"{ran.steps:,}",
        arrived=_step(own.arrived),
        start=figure(float(own.excess[0])),
        end=figure(own.tail),
    )


def _why(ran: Experiment) -> Bilingual:
    low, high = ran.surface.curvatures
    return _WHYS[ran.status].filled(
        low=figure(low),
        high=figure(high),
        ratio=figure(high / low, 2),
        size=ran.own.samples,
        undisturbed=figure(ran.undisturbed),
    )


def _limit(ran: Experiment) -> Bilingual:
    plain = figure(ran.plain_limit)
    if ran.method == "adam":
        return _NO_LIMIT.filled(plain=plain)
    if not ran.surface.is_quadratic:
        return _LOCAL.filled(plain=plain)
    limit = figure(ran.limit)
    own, share = Bilingual("", ""), _SHARE
    if limit != plain:
        words = _OWN_MOMENTUM if ran.method == "momentum" else _OWN_DRAWN
        own, share = words.filled(limit=limit, size=ran.own.samples), _SHARE_OF_OWN
    return _LIMIT.filled(
        high=figure(ran.surface.curvatures[1]),
        plain=plain,
        own=own,
        rate=number(ran.learning_rate),
        share=share.filled(share=percent(ran.learning_rate / ran.limit)),
    )


def _race(ran: Experiment) -> Bilingual:
    first = ran.ranking[0]
    named = {"first": NAMES[first.method], "rate": number(first.rate)}
    if first.arrived is None:
        return _NOBODY.filled(**named, steps=f"{ran.steps:,}")
    other = ran.best["batch"] if first.method != "batch" else ran.ranking[1]
    words = _OTHER_FAILS if other.arrived is None else _OTHER_ARRIVES
    compared = words.filled(method=NAMES[other.method], rate=number(other.rate), steps=_step(other.arrived))
    return _RACE.filled(**named, steps=_step(first.arrived), other=compared)


def _cost(ran: Experiment) -> list[Bilingual]:
    """Say what the walks cost, where drawing samples is cheaper than looking at all."""
    paid = {walk.method: walk.looked_at for walk in ran.best.values() if walk.looked_at is not None}
    cheap = min(paid, key=lambda method: paid[method], default=None)
    if cheap is None or "batch" not in paid or paid[cheap] >= paid["batch"]:
        return []
    named = {"cheap": NAMES[cheap], "dear": NAMES["batch"]}
    return [_COST.filled(**named, least=f"{paid[cheap]:,}", most=f"{paid['batch']:,}")]


def _product(ran: Experiment) -> Bilingual:
    arrived = ran.own.arrived
    return _PRODUCTS[ran.status].filled(
        arrived=_step(arrived),
        rest=f"{ran.steps - (arrived or 0):,}",
        advice=_advice(ran),
    )


def _advice(ran: Experiment) -> Bilingual:
    best, first = ran.best[ran.method], ran.ranking[0]
    if best.arrived is not None:
        return _ADVICE_RATE.filled(
            rate=number(ran.learning_rate), best=number(best.rate), steps=_step(best.arrived)
        )
    if first.arrived is not None:
        return _ADVICE_METHOD.filled(
            method=NAMES[first.method], best=number(first.rate), steps=_step(first.arrived)
        )
    return _ADVICE_STEPS.filled(steps=f"{ran.steps:,}")


def _next_try(ran: Experiment) -> Bilingual:
    best: Walk = ran.best[ran.method]
    if ran.status == "converged" or best.rate == ran.learning_rate:
        return _TRY_SURFACES["saddle" if ran.surface.name == "valley" else "valley"]
    return _TRY_RATE.filled(rate=number(best.rate), method=NAMES[ran.method])


def _step(step: int | None) -> str:
    return "–" if step is None else f"{step:,}"
