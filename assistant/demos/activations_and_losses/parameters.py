"""What can be set of the comparison of activations and losses, and how people speak of it."""

from typing import Literal

from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter

ActivationName = Literal["sigmoid", "tanh", "relu", "gelu"]
LossName = Literal["mse", "cross_entropy"]

ACTIVATIONS: dict[ActivationName, Bilingual] = {
    "sigmoid": Bilingual(zh="Sigmoid", en="Sigmoid"),
    "tanh": Bilingual(zh="Tanh", en="Tanh"),
    "relu": Bilingual(zh="ReLU", en="ReLU"),
    "gelu": Bilingual(zh="GELU", en="GELU"),
}
LOSSES: dict[LossName, Bilingual] = {
    "mse": Bilingual(zh="均方误差", en="Mean squared error"),
    "cross_entropy": Bilingual(zh="交叉熵", en="Cross-entropy"),
}


class ActivationsAndLosses(DemoParameters):
    """Which activation in how deep a network, and which loss of how wrong a prediction."""

    activation: ActivationName = parameter(
        "sigmoid",
        Choice(
            labels=dict[str, Bilingual](ACTIVATIONS.items()),
            phrases={"relu": ("线性整流",), "tanh": ("双曲正切",)},
        ),
        Wording(
            title=Bilingual(zh="激活函数", en="Activation"),
            description=Bilingual(
                zh="每一层用哪种激活函数。文章讲了前三种，GELU 是如今的大模型常用的。",
                en="The activation function of every layer. The article names the first three; GELU is common in today's large models.",
            ),
            aliases=("激活", "activation function"),
        ),
    )
    depth: int = parameter(
        20,
        WholeNumber(ge=1, le=100),
        Wording(
            title=Bilingual(zh="层数", en="Depth"),
            description=Bilingual(
                zh="网络有多少层，误差的信号就要往回传多少层。1 到 100。",
                en="How many layers the network has, and the error signal has to travel back through. 1 to 100.",
            ),
            aliases=("深度", "层", "layers", "layer", "layers deep"),
        ),
    )
    loss: LossName = parameter(
        "cross_entropy",
        Choice(
            labels=dict[str, Bilingual](LOSSES.items()),
            phrases={
                "mse": ("均方误差", "平方误差", "mean squared error", "mean square error", "squared error"),
                "cross_entropy": ("交叉熵", "交叉熵损失", "cross-entropy", "cross entropy", "log loss"),
            },
        ),
        Wording(
            title=Bilingual(zh="损失函数", en="Loss"),
            description=Bilingual(
                zh="用哪种损失函数评判这次预测：均方误差，或交叉熵。",
                en="Which loss function judges the prediction: mean squared error or cross-entropy.",
            ),
            aliases=("损失", "loss function"),
        ),
    )
    probability: float = parameter(
        0.05,
        Number(ge=1e-6, le=0.999999),
        Wording(
            title=Bilingual(zh="给正确答案的概率", en="Probability of the right class"),
            description=Bilingual(
                zh="二选一的题，模型给正确答案多大的概率；0.05 是“自信地答错”。0.000001 到 0.999999。",
                en="In a choice of two, the probability that the model gives to the right one; 0.05 is a confident mistake. 0.000001 to 0.999999.",
            ),
            aliases=("概率", "正确类别的概率", "把握", "probability", "confidence", "p"),
        ),
    )
