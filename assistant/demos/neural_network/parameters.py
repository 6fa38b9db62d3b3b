"""What can be set of the neural network's loop, and how people speak of it."""

from typing import Literal

from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter

DataName = Literal["digits", "breast_cancer", "wine"]

DATA: dict[DataName, Bilingual] = {
    "digits": Bilingual(
        zh="手写数字（1,797 张小图，10 类）", en="Handwritten digits (1,797 small images, 10 classes)"
    ),
    "breast_cancer": Bilingual(
        zh="乳腺肿瘤（569 例，良性或恶性）", en="Breast tumours (569 cases, benign or malignant)"
    ),
    "wine": Bilingual(zh="葡萄酒（178 瓶，3 个品种）", en="Wines (178 bottles, 3 cultivars)"),
}


class NeuralNetwork(DemoParameters):
    """What is learnt from, by which network, how it is trained, and how often feedback comes back."""

    data: DataName = parameter(
        "digits",
        Choice(
            labels=dict[str, Bilingual](DATA.items()),
            phrases={
                "digits": ("手写数字", "handwritten digits"),
                "breast_cancer": ("乳腺癌", "乳腺肿瘤", "breast cancer"),
                "wine": ("葡萄酒", "wines"),
            },
        ),
        Wording(
            title=Bilingual(zh="数据集", en="Data set"),
            description=Bilingual(
                zh="用哪份公开数据，都随 scikit-learn 提供：手写数字、乳腺肿瘤、葡萄酒。",
                en="Which public data are used, all shipped with scikit-learn: digits, breast cancer, wine.",
            ),
            aliases=("dataset", "data"),
        ),
    )
    hidden_units: int = parameter(
        32,
        WholeNumber(ge=1, le=128),
        Wording(
            title=Bilingual(zh="每层神经元数", en="Hidden units"),
            description=Bilingual(
                zh="每个隐藏层有多少个神经元。1 到 128。", en="Neurons in each hidden layer. 1 to 128."
            ),
            aliases=("神经元", "神经元数", "隐藏单元", "units", "neurons", "width"),
        ),
    )
    layers: int = parameter(
        1,
        WholeNumber(ge=1, le=6),
        Wording(
            title=Bilingual(zh="隐藏层数", en="Hidden layers"),
            description=Bilingual(
                zh="有几个隐藏层。1 到 6。", en="How many hidden layers there are. 1 to 6."
            ),
            aliases=("层数", "隐藏层", "层", "layer", "layers", "depth"),
        ),
    )
    epochs: int = parameter(
        30,
        WholeNumber(ge=1, le=100),
        Wording(
            title=Bilingual(zh="训练轮数", en="Epochs"),
            description=Bilingual(
                zh="训练多少轮，每轮把训练数据看一遍。1 到 100。",
                en="How often the network sees all training data. 1 to 100.",
            ),
            aliases=("轮数", "轮", "epoch", "training epochs"),
            verbs=("训练", "train for"),
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
            aliases=("步长", "步子", "学习速率", "lr", "learning-rate", "step size", "rate"),
        ),
    )
    train_share: float = parameter(
        0.3,
        Number(ge=0.1, le=0.8),
        Wording(
            title=Bilingual(zh="训练数据占比", en="Training share"),
            description=Bilingual(
                zh="多大比例的数据用来训练第一版；其余平分给验证、新用户（带来反馈）和测试。0.1 到 0.8。",
                en="Which share of the data trains the first version; the rest is split evenly between validation, new users (who bring feedback) and test. 0.1 to 0.8.",
            ),
            aliases=(
                "训练占比",
                "训练比例",
                "训练集占比",
                "训练集占",
                "训练集",
                "training share",
                "share of training data",
            ),
        ),
    )
    label_noise: float = parameter(
        0.1,
        Number(ge=0, le=0.5),
        Wording(
            title=Bilingual(zh="标错的比例", en="Label noise"),
            description=Bilingual(
                zh="训练数据和反馈里有多大比例的答案标错；验证集和测试集都是对的。0 到 0.5。",
                en="Which share of the answers in training data and feedback is wrong; validation and test are right. 0 to 0.5.",
            ),
            aliases=("标注错误", "标注噪声", "标签噪声", "标错", "mislabelled", "wrong labels"),
            off=0.0,
        ),
    )
    feedback_rounds: int = parameter(
        3,
        WholeNumber(ge=0, le=5),
        Wording(
            title=Bilingual(zh="反馈轮次", en="Feedback rounds"),
            description=Bilingual(
                zh="新用户的反馈分几批回来，每批之后重新训练一版。0 到 5。",
                en="In how many batches the feedback of new users comes back, each followed by a new version. 0 to 5.",
            ),
            aliases=(
                "反馈次数",
                "轮用户反馈",
                "轮反馈",
                "次反馈",
                "反馈",
                "feedback",
                "rounds of feedback",
                "rounds",
            ),
            off=0,
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="同一个种子分出同样的数据、同样的初始权重",
            en="The same seed splits the data alike and starts from the same weights",
        )
    )
