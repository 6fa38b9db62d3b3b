"""What can be set of the comparison of descents, and how people speak of it."""

from typing import Literal

from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter

Method = Literal["batch", "stochastic", "mini_batch", "momentum", "adam"]
SurfaceName = Literal["regression", "bowl", "valley", "saddle"]

SAMPLES = 100
"""Samples that every surface is made of."""

METHODS: dict[Method, Bilingual] = {
    "batch": Bilingual(zh="全量梯度下降", en="Batch gradient descent"),
    "stochastic": Bilingual(zh="随机梯度下降", en="Stochastic gradient descent"),
    "mini_batch": Bilingual(zh="小批量梯度下降", en="Mini-batch gradient descent"),
    "momentum": Bilingual(zh="动量法", en="Momentum"),
    "adam": Bilingual(zh="Adam", en="Adam"),
}
NAMES: dict[Method, Bilingual] = {
    method: title if method == "adam" else Bilingual(title.zh, title.en.lower())
    for method, title in METHODS.items()
}
"""What the methods are called within a sentence."""
SURFACES: dict[SurfaceName, Bilingual] = {
    "regression": Bilingual(
        zh="线性回归的损失（5.2 的数据）", en="Loss of a linear regression (data of 5.2)"
    ),
    "bowl": Bilingual(zh="碗：各个方向差不多陡", en="Bowl: about as steep in every direction"),
    "valley": Bilingual(zh="窄谷：两壁很陡，谷底很平", en="Valley: steep walls, a floor almost flat"),
    "saddle": Bilingual(zh="鞍点：脚下平了，却不是最低", en="Saddle: flat underfoot, yet not the lowest"),
}


class GradientDescent(DemoParameters):
    """Which way of descending is looked at closely, how far it steps, and on which surface."""

    method: Method = parameter(
        "batch",
        Choice(
            labels=dict[str, Bilingual](METHODS.items()),
            phrases={
                "batch": (
                    "全量梯度下降",
                    "批量梯度下降",
                    "batch gradient descent",
                    "full batch",
                    "full-batch",
                ),
                "stochastic": ("随机梯度下降", "stochastic gradient descent", "sgd"),
                "mini_batch": (
                    "小批量梯度下降",
                    "小批量",
                    "mini-batch gradient descent",
                    "mini batch gradient descent",
                    "mini-batch",
                    "mini-batches",
                    "minibatches",
                    "mini batch",
                    "minibatch",
                ),
                "momentum": ("动量法", "带动量", "动量", "heavy ball", "with momentum"),
            },
            terms={"batch": ("全量", "全部样本"), "stochastic": ("单个样本", "single sample")},
        ),
        Wording(
            title=Bilingual(zh="方法", en="Method"),
            description=Bilingual(
                zh=f"怎么下山。全量、动量法和 Adam 每步看全部 {SAMPLES} 个样本，随机梯度下降每步看 1 个，小批量看“批大小”个。",
                en=f"How to walk down. Batch, momentum and Adam look at all {SAMPLES} samples for each step, stochastic at one, mini-batch at as many as the batch size.",
            ),
            aliases=("优化器", "优化算法", "optimizer", "optimiser", "algorithm"),
        ),
    )
    learning_rate: float = parameter(
        0.1,
        Number(gt=0, le=10),
        Wording(
            title=Bilingual(zh="学习率", en="Learning rate"),
            description=Bilingual(
                zh="每一步迈多大。大于 0，最大 10。", en="How large each step is. Above 0, at most 10."
            ),
            aliases=(
                "步长",
                "步子",
                "学习速率",
                "lr",
                "learning-rate",
                "step size",
                "rate",
                "alpha",
                "α",
                "eta",
            ),
        ),
    )
    steps: int = parameter(
        100,
        WholeNumber(ge=1, le=5000),
        Wording(
            title=Bilingual(zh="步数", en="Steps"),
            description=Bilingual(
                zh="走多少步；每一步更新一次参数。1 到 5,000。",
                en="How many steps are taken; each updates the parameters once. 1 to 5,000.",
            ),
            aliases=("步", "更新次数", "迭代次数", "step", "updates", "iterations"),
            verbs=("走", "walk"),
        ),
    )
    batch_size: int = parameter(
        10,
        WholeNumber(ge=1, le=SAMPLES),
        Wording(
            title=Bilingual(zh="批大小", en="Batch size"),
            description=Bilingual(
                zh=f"小批量梯度下降每步抽多少个样本；别的方法不看它。1 到 {SAMPLES}。",
                en=f"How many samples mini-batch gradient descent draws for a step; the other methods ignore it. 1 to {SAMPLES}.",
            ),
            aliases=("批量大小", "批次大小", "每批", "batch", "batch-size"),
        ),
    )
    surface: SurfaceName = parameter(
        "regression",
        Choice(
            labels=dict[str, Bilingual](SURFACES.items()),
            phrases={
                "bowl": ("碗形", "碗状"),
                "valley": ("窄谷", "山谷", "峡谷", "ravine"),
                "saddle": ("鞍点", "马鞍", "saddle point"),
            },
            terms={"regression": ("线性回归的损失", "regression loss")},
        ),
        Wording(
            title=Bilingual(zh="曲面", en="Surface"),
            description=Bilingual(
                zh="在什么样的损失曲面上走。回归的数据按 5.2 的办法造，另外三种曲面是人造的。",
                en="The shape of the loss to walk on. The regression's data are made as in 5.2; the other three are made up.",
            ),
            aliases=("地形", "损失曲面", "landscape", "loss surface"),
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="同一个种子造出同样的样本、抽到同样的批次",
            en="The same seed makes the same samples and draws the same batches",
        )
    )
