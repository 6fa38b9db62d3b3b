"""What can be set of the linear regression, and how people speak of it."""

from typing import Literal

from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber, YesNo
from assistant.tools.parameters import DemoParameters, Wording, parameter


class LinearRegression(DemoParameters):
    """What can be set; the defaults are those of the article's section 5.2, with an intercept."""

    learning_rate: float = parameter(
        0.01,
        Number(gt=0, le=10),
        Wording(
            title=Bilingual(zh="学习率", en="Learning rate"),
            description=Bilingual(
                zh="每一步走多大：参数每轮减去学习率乘以梯度。大于 0，最大 10。",
                en="How large each step is: in every epoch the parameters go down by this times the gradient. Above 0, at most 10.",
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
    epochs: int = parameter(
        1000,
        WholeNumber(ge=1, le=1_000_000),
        Wording(
            title=Bilingual(zh="训练轮数", en="Epochs"),
            description=Bilingual(
                zh="训练多少轮；每轮用全部样本更新一次参数。1 到 1,000,000。",
                en="How many times all samples are used to update the parameters once. 1 to 1,000,000.",
            ),
            aliases=(
                "轮数",
                "轮",
                "迭代次数",
                "训练次数",
                "迭代",
                "epoch",
                "iterations",
                "training epochs",
                "training steps",
            ),
            verbs=("训练", "train for"),
        ),
    )
    samples: int = parameter(
        100,
        WholeNumber(ge=2, le=10_000_000),
        Wording(
            title=Bilingual(zh="样本数", en="Samples"),
            description=Bilingual(
                zh="造多少个数据点。2 到 10,000,000。", en="How many data points are made. 2 to 10,000,000."
            ),
            aliases=(
                "样本数量",
                "样本量",
                "样本",
                "数据点",
                "数据量",
                "sample size",
                "sample",
                "data points",
                "m",
            ),
        ),
    )
    noise: float = parameter(
        1.0,
        Number(ge=0, le=100),
        Wording(
            title=Bilingual(zh="噪声", en="Noise"),
            description=Bilingual(
                zh="噪声的大小：每个 y 加上 0 到这个数之间的随机数。0 到 100。",
                en="How large the noise is: every y gets a random number between 0 and this. 0 to 100.",
            ),
            aliases=("噪音", "噪声大小", "噪声幅度", "noise level", "noise scale"),
            off=0.0,
            phrases=((0.0, ("无噪", "noiseless", "noise-free", "noise free", "zero noise")),),
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="同一个种子造出同样的数据和起点",
            en="The same seed makes the same data and starting point",
        )
    )
    fit_intercept: bool = parameter(
        True,
        YesNo(),
        Wording(
            title=Bilingual(zh="带截距", en="Fit an intercept"),
            description=Bilingual(
                zh="直线要不要截距。文章的代码没有截距，直线只能穿过原点。",
                en="Whether the line has an intercept. The article's code has none, so its line must pass through the origin.",
            ),
            aliases=(
                "截距",
                "截距项",
                "偏置",
                "偏置项",
                "intercept",
                "an intercept",
                "the intercept",
                "bias",
                "bias term",
            ),
            off=False,
            phrases=((False, ("过原点", "穿过原点", "经过原点", "through the origin")),),
        ),
    )
    loss: Literal["half_mean", "mean"] = parameter(
        "mean",
        Choice(
            labels={
                "half_mean": Bilingual(
                    zh="半均方误差，除以 2m（4.3 节）", en="Half mean square error, over 2m (section 4.3)"
                ),
                "mean": Bilingual(
                    zh="均方误差，除以 m（5.2 节）", en="Mean square error, over m (section 5.2)"
                ),
            },
            phrases={
                "half_mean": (
                    "半均方误差",
                    "均方误差的一半",
                    "除以 2m",
                    "1/2m",
                    "1/(2m)",
                    "2m",
                    "half mean",
                    "half the mean",
                    "half mean squared error",
                    "half the mean squared error",
                    "half mse",
                ),
            },
            terms={
                "half_mean": (
                    "4.3 的损失",
                    "4.3 的损失函数",
                    "4.3 节的损失",
                    "loss of 4.3",
                    "loss from section 4.3",
                ),
                "mean": (
                    "5.2 的损失",
                    "5.2 的损失函数",
                    "5.2 节的损失",
                    "loss of 5.2",
                    "loss from section 5.2",
                    "均方误差",
                    "除以 m",
                    "1/m",
                    "mse",
                    "mean square error",
                    "mean squared error",
                    "mean loss",
                    "full mean",
                ),
            },
        ),
        Wording(
            title=Bilingual(zh="损失函数", en="Loss function"),
            description=Bilingual(
                zh="mean：均方误差，除以 m（5.2 节的代码）；half_mean：除以 2m（4.3 节的公式）。同样的学习率，mean 的步子大一倍。",
                en="mean: mean square error, over m (the code of 5.2); half_mean: over 2m (the formula of 4.3). At the same learning rate, mean takes steps twice as large.",
            ),
            aliases=("损失", "loss"),
        ),
    )
