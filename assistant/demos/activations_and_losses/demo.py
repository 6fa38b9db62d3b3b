"""Activations and losses: the run and how people call it."""

import numpy as np

from assistant.demos.activations_and_losses.charts import charts
from assistant.demos.activations_and_losses.claims import claims
from assistant.demos.activations_and_losses.experiment import Experiment, experiment
from assistant.demos.activations_and_losses.findings import findings
from assistant.demos.activations_and_losses.functions import ACTIVATION
from assistant.demos.activations_and_losses.listings import listings
from assistant.demos.activations_and_losses.parameters import (
    ACTIVATIONS,
    LOSSES,
    ActivationsAndLosses,
    LossName,
)
from assistant.demos.results import Figure, table, writable
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table

# ReLU bends at 0 itself; its slope is that of the right-hand side.
_AT_0 = np.array([1e-12])


def run(parameters: ActivationsAndLosses, on_progress: Progress) -> DemoResult:
    """Send a gradient back through the layers and judge a prediction by both losses; nothing is drawn at random."""
    values = parameters.written()
    ran = experiment(**values, on_progress=on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters=values,
        metrics=writable(_metrics(ran)),
        claims=claims(ran),
        findings=findings(ran),
        tables=[_activations(ran), _losses(ran)],
        charts=charts(ran),
        listings=listings(ran),
    )


def _metrics(ran: Experiment) -> dict[str, Figure]:
    other: LossName = "mse" if ran.loss == "cross_entropy" else "cross_entropy"
    return {
        "gradient_left": ran.gradient_left,
        "status": ran.status,
        "factor_per_layer": ran.a_layer,
        "loss_value": ran.losses[ran.loss],
        "loss_gradient": ran.corrections[ran.loss],
        "first_layer_push": ran.push,
        "other_loss_value": ran.losses[other],
        "other_loss_gradient": ran.corrections[other],
        "gradient_ratio": ran.ratio,
        "largest_slope": ran.steepest,
        "bend": ran.bend,
    }


def _activations(ran: Experiment) -> Table:
    return table(
        Bilingual(zh="四种激活函数", en="Four activations"),
        [
            Bilingual(zh="激活函数", en="Activation"),
            Bilingual(zh="在 0 处的斜率", en="Slope at 0"),
            Bilingual(zh="传回第一层剩下的梯度", en="Gradient left at the first layer"),
            Bilingual(zh="初始权重的方差 × 输入数", en="Variance of the starting weights × inputs"),
        ],
        [
            [
                title,
                float(f"{ACTIVATION[name].slope(_AT_0)[0]:.3g}"),
                float(f"{ran.left[name][-1]:.3g}"),
                float(f"{ACTIVATION[name].gain:.3g}"),
            ]
            for name, title in ACTIVATIONS.items()
        ],
    )


def _losses(ran: Experiment) -> Table:
    return table(
        Bilingual(zh="同一个预测，两种损失", en="Two losses of the same prediction"),
        [
            Bilingual(zh="损失函数", en="Loss"),
            Bilingual(zh="损失", en="Value"),
            Bilingual(zh="对分数的推力", en="Push on the score"),
        ],
        [
            [title, float(f"{ran.losses[name]:.4g}"), float(f"{ran.corrections[name]:.4g}")]
            for name, title in LOSSES.items()
        ],
    )


DEMO = Demo(
    name="activations_and_losses",
    title=Bilingual(zh="激活函数和损失函数演示", en="Activations and losses demo"),
    description=Bilingual(
        zh="看一种激活函数的曲线和斜率，算梯度往回传许多层之后还剩多少（梯度消失），并比较均方误差和交叉熵对同一个错误预测各怎么说、纠正得多用力。",
        en="Shows the curve and slope of an activation function, computes how much of a gradient is left after many layers (vanishing gradients), and compares what mean squared error and cross-entropy make of the same wrong prediction and how strongly each corrects it.",
    ),
    parameters=ActivationsAndLosses,
    document="ai-pm-skills",
    sections=("3.1", "4.1"),
    run=run,
    examples=(
        Bilingual(
            zh="看看 Sigmoid 传 30 层梯度还剩多少", en="Show how much gradient sigmoid leaves after 30 layers"
        ),
        Bilingual(
            zh="跑一下激活函数演示，激活函数用 relu，层数 50",
            en="Run the activation functions demo with relu and depth 50",
        ),
        Bilingual(
            zh="跑一下激活函数演示，损失函数用均方误差，概率 0.01",
            en="Run the activation functions demo with the squared error and probability 0.01",
        ),
    ),
    aliases=(
        "激活函数",
        "梯度消失",
        "交叉熵",
        "sigmoid",
        "tanh",
        "relu",
        "gelu",
        "activation function",
        "activation functions",
        "activations",
        "vanishing gradient",
        "cross-entropy",
        "cross entropy",
    ),
    metrics={
        "gradient_left": Bilingual(zh="传回第一层剩下的梯度", en="Gradient left at the first layer"),
        "status": Bilingual(zh="结果", en="Outcome"),
        "factor_per_layer": Bilingual(zh="每层平均乘", en="Factor per layer"),
        "loss_value": Bilingual(zh="损失", en="Loss"),
        "loss_gradient": Bilingual(zh="对分数的推力", en="Push on the score"),
        "first_layer_push": Bilingual(zh="第一层收到的推力", en="Push at the first layer"),
        "other_loss_value": Bilingual(zh="另一种损失", en="The other loss"),
        "other_loss_gradient": Bilingual(zh="另一种损失的推力", en="Push of the other loss"),
        "gradient_ratio": Bilingual(
            zh="交叉熵的推力是均方误差的几倍", en="Push of cross-entropy ÷ squared error"
        ),
        "largest_slope": Bilingual(zh="激活函数的最大斜率", en="Largest slope of the activation"),
        "bend": Bilingual(zh="一层里直线解释不了的部分", en="Share of a layer beyond a straight line"),
    },
    statuses={
        "healthy": Status(Bilingual(zh="信号传得回去", en="the signal gets back"), "good"),
        "faded": Status(Bilingual(zh="信号很弱", en="the signal is faint")),
        "vanished": Status(Bilingual(zh="梯度消失", en="the gradient vanishes"), "bad"),
    },
)
