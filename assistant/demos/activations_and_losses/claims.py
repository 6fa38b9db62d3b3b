"""What sections 3.1 and 4.1 say of activations and losses, judged with the run's figures."""

import numpy as np

from assistant.demos.activations_and_losses.experiment import Experiment
from assistant.demos.activations_and_losses.functions import ACTIVATION, loss
from assistant.demos.activations_and_losses.parameters import ACTIVATIONS
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Claim

_ROUNDING = 1e-9
_RANGES = {
    "sigmoid": "0 … 1",
    "tanh": "−1 … 1",
    "relu": "max(0, z)",
    "gelu": "z Φ(z)",
}

_COLLAPSES = Bilingual(
    zh="没有非线性的激活函数，无论叠多少层，整个网络都等于一个线性变换。",
    en="Without non-linear activation functions, a network of any number of layers equals a single linear transformation.",
)
_COLLAPSES_REASON = Bilingual(
    zh="{depth} 个线性层和它们乘成的一层，输出最多差 {difference}，只是舍入误差；加上{name}，一层的输出就有 {bend} 是直线解释不了的。",
    en="{depth} linear layers and the single layer of their product differ by at most {difference}, mere rounding; with {name}, {bend} of one layer's output is beyond any straight line.",
)
_WORTHWHILE = Bilingual(
    zh="有了激活函数，层数多才有意义。", en="Activation functions are what makes many layers worthwhile."
)
_WORTHWHILE_HOLDS = Bilingual(
    zh="{name}传回 {depth} 层，梯度还剩 {left}，第一层还学得到东西。但不是有激活函数就行：同样的层数，Sigmoid 只剩 {sigmoid}。",
    en="With {name}, {left} of the gradient is left after {depth} layers, so the first layer still learns. But not any activation will do: Sigmoid leaves {sigmoid} at the same depth.",
)
_WORTHWHILE_FAILS = Bilingual(
    zh="少了一个条件：梯度要传得回去。{name}传回 {depth} 层只剩 {left}，前面的层几乎不动，层数多反而没有意义；ReLU 还剩 {relu}。",
    en="A condition is missing: the gradient must get back. With {name}, {left} is left after {depth} layers, so the first layers hardly move and depth brings nothing; ReLU leaves {relu}.",
)
_RANGE = {
    "sigmoid": Bilingual(zh="Sigmoid 的输出在 0 和 1 之间。", en="Sigmoid gives values between 0 and 1."),
    "tanh": Bilingual(zh="Tanh 的输出在 -1 和 1 之间。", en="Tanh gives values between -1 and 1."),
    "relu": Bilingual(
        zh="ReLU 把负数变成 0、正数原样保留。",
        en="ReLU turns negative numbers into 0 and leaves positive ones as they are.",
    ),
    "gelu": Bilingual(
        zh="常见的激活函数有 Sigmoid、ReLU 和 Tanh。",
        en="Common activation functions are Sigmoid, ReLU and Tanh.",
    ),
}
_RANGE_REASON = Bilingual(
    zh="在 −20 到 20 之间算了 401 处，输出从 {low} 到 {high}。",
    en="Computed at 401 places from −20 to 20, the output goes from {low} to {high}.",
)
_GELU_REASON = Bilingual(
    zh="三种都常见，但名单不全：如今的语言模型常用 GELU 一类的函数。它像 ReLU，只是在 0 附近是弯的，最低到 {low}。",
    en="All three are common, but the list falls short: today's language models often use GELU and its kin, which is like ReLU but curved around 0, with a lowest value of {low}.",
)
_CLASSES = Bilingual(
    zh="均方误差适合预测数值，交叉熵损失适合分类。",
    en="Mean squared error suits numbers; cross-entropy loss suits classification.",
)
_CLASSES_REASON = Bilingual(
    zh="给正确答案的概率是 {p} 时，交叉熵把分数往上推 {cross}，均方误差只推 {square}，差 {ratio} 倍；错得越自信，均方误差推得越轻。",
    en="With probability {p} for the right class, cross-entropy pushes the score up by {cross} and the squared error by only {square}, {ratio} times less; the more confident the mistake, the more gently the squared error pushes.",
)
_MAGNIFIES = Bilingual(
    zh="均方误差会把大的差错放大：差 10 的损失是差 1 的 100 倍。",
    en="Mean squared error magnifies large mistakes: being off by 10 costs 100 times as much as being off by 1.",
)
_MAGNIFIES_REASON = Bilingual(
    zh="对房价这样的数值成立，对概率未必：概率最多差 1，均方误差封顶在 1。这次的预测和“五五开”相比，均方误差是 {square} 倍，交叉熵是 {cross} 倍。",
    en="True of numbers such as prices, not always of probabilities, which are off by 1 at most, so that the squared error stops at 1. Compared with an even guess, this prediction costs {square} times as much by squared error and {cross} times by cross-entropy.",
)


def claims(ran: Experiment) -> list[Claim]:
    """Return the claims that the run tested."""
    return [_worthwhile(ran), _classes(ran), _magnifies(ran), _collapses(ran), _range(ran)]


def _worthwhile(ran: Experiment) -> Claim:
    holds = ran.status == "healthy"
    shares = {name: figure(float(left[-1]), 2) for name, left in ran.left.items()}
    reason = (_WORTHWHILE_HOLDS if holds else _WORTHWHILE_FAILS).filled(
        name=ACTIVATIONS[ran.activation], depth=ran.depth, left=figure(ran.gradient_left, 2), **shares
    )
    found = f"‖g₁‖/‖g_{ran.depth}‖ = {figure(ran.gradient_left, 2)}"
    return claim("3.1", "‖g₁‖ > 0", found, holds=holds, statement=_WORTHWHILE, reason=reason)


def _classes(ran: Experiment) -> Claim:
    cross, square = ran.corrections["cross_entropy"], ran.corrections["mse"]
    reason = _CLASSES_REASON.filled(
        p=percent(ran.probability), cross=figure(cross), square=figure(square), ratio=figure(ran.ratio)
    )
    found = f"{figure(cross)} > {figure(square)}"
    return claim("4.1", "1 − p > 2p(1 − p)²", found, holds=cross > square, statement=_CLASSES, reason=reason)


def _magnifies(ran: Experiment) -> Claim:
    square, cross = (loss(name, ran.probability) / loss(name, 0.5) for name in ("mse", "cross_entropy"))
    holds = square >= cross
    reason = _MAGNIFIES_REASON.filled(square=figure(square), cross=figure(cross))
    found = f"× {figure(square)} {'≥' if holds else '<'} × {figure(cross)}"
    return claim("4.1", "10² = 100 · 1²", found, holds=holds, statement=_MAGNIFIES, reason=reason)


def _collapses(ran: Experiment) -> Claim:
    reason = _COLLAPSES_REASON.filled(
        depth=ran.depth,
        difference=figure(ran.collapse, 2),
        name=ACTIVATIONS[ran.activation],
        bend=percent(ran.bend),
    )
    found = f"max |Δ| = {figure(ran.collapse, 2)}"
    return claim(
        "3.1",
        "W₂ (W₁ x) = (W₂ W₁) x",
        found,
        holds=ran.collapse < _ROUNDING,
        statement=_COLLAPSES,
        reason=reason,
    )


def _range(ran: Experiment) -> Claim:
    z = np.linspace(-20, 20, 401)
    values = ACTIVATION[ran.activation].value(z)
    low, high = float(values.min()), float(values.max())
    words = _GELU_REASON if ran.activation == "gelu" else _RANGE_REASON
    holds = {
        "sigmoid": low >= 0 and high <= 1,
        "tanh": low >= -1 and high <= 1,
        "relu": bool((values == np.where(z > 0, z, 0)).all()),
    }.get(ran.activation, False)
    return claim(
        "4.1",
        _RANGES[ran.activation],
        f"{figure(low)} … {figure(high)}",
        holds=holds,
        statement=_RANGE[ran.activation],
        reason=words.filled(low=figure(low), high=figure(high)),
    )
