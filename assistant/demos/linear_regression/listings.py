"""The article's algorithm as programs that run today, and what its own listing does beside them."""

from assistant.demos.linear_regression.descent import Loss
from assistant.demos.linear_regression.experiment import ARTICLE_EPOCHS, ARTICLE_LEARNING_RATE, Experiment
from assistant.demos.results import columns_of, listing, table
from assistant.text import Bilingual, Language
from assistant.text.numerals import figure
from assistant.tools.demo import Listing, Table

_PROGRAM = """\
import numpy as np

# {data}
rng = np.random.default_rng({seed})
m = {samples}
x = rng.random(m)
y = 2 * x + 1 + {noise} * rng.random(m)

# {model}
features = {features}
theta = {start}
for epoch in range({epochs}):
    error = features @ theta - y
    gradient = {gradient}  # {loss}
    theta -= {learning_rate} * gradient

print(theta)
"""
_DATA = Bilingual(zh="造数据：和这次运行用的完全一样", en="The data, the same as in this run")
_WITH_INTERCEPT = Bilingual(
    zh="带截距的直线：theta 是 [截距, 斜率]", en="A line with an intercept: theta is [intercept, slope]"
)
_WITHOUT_INTERCEPT = Bilingual(
    zh="没有截距的直线：theta 只有斜率", en="A line without an intercept: theta is the slope alone"
)
_LOSSES: dict[Loss, Bilingual] = {
    "half_mean": Bilingual(zh="损失除以 2m（4.3 节）", en="loss over 2m (section 4.3)"),
    "mean": Bilingual(zh="损失除以 m（5.2 节）", en="loss over m (section 5.2)"),
}
_THIS_RUN = Bilingual(zh="这次运行的代码", en="The code of this run")
_ARTICLE = Bilingual(zh="文章的代码，改到能运行", en="The article's code, made to run")

_WALKTHROUGH = Bilingual(zh="文章印出的代码做了什么", en="What the article's printed code does")
_COLUMNS = columns_of(Bilingual(zh="在文章里|今天运行会怎样", en="In the article|What happens today"))
_STEPS = (
    Bilingual(
        zh="超参数：学习率 0.01，1000 轮，100 个样本|没有问题",
        en="Hyperparameters: learning rate 0.01, 1000 epochs, 100 samples|Fine",
    ),
    Bilingual(
        zh="用 NumPy 造数据，噪声取自 0 到 1|能跑；但噪声平均 0.5，真正的截距是 1.5",
        en="Makes the data with NumPy, noise between 0 and 1|Runs; but the noise averages 0.5, so the true intercept is 1.5",
    ),
    Bilingual(
        zh="给 x 和 y 各开一个占位符|第一处报错：TensorFlow 2 已经没有 `tf.placeholder`",
        en="Opens a placeholder each for x and y|The first error: TensorFlow 2 has no `tf.placeholder`",
    ),
    Bilingual(
        zh="模型：x 乘以一个长度为 1 的权重，没有截距|第二处报错：`tf.matmul` 不接受一维的权重；改成 [1, 1] 后，直线只能穿过原点",
        en="The model: x times a weight vector of length 1, no intercept|The second error: `tf.matmul` refuses a vector; as a [1, 1] matrix it gives a line through the origin",
    ),
    Bilingual(
        zh="损失：误差平方的平均值，除以 m|能跑；4.3 的公式除以 2m，同样的学习率步子只有一半",
        en="The loss: the mean of the squared errors, over m|Runs; the formula of 4.3 divides by 2m, so the same rate takes half the step",
    ),
    Bilingual(
        zh="优化器和会话：按旧接口建立，再逐轮训练|旧接口只剩在 `tf.compat.v1` 里",
        en="Optimiser and session, built on the old interface, then trained epoch by epoch|The old interface is left only in `tf.compat.v1`",
    ),
    Bilingual(
        zh="最后印出唯一的权重，文章写的是 1.9970265|全部改好之后，在这批数据上是 {slope}",
        en="Prints its only weight, 1.9970265 according to the article|With all of this mended, {slope} on these data",
    ),
)


def listings(experiment: Experiment) -> list[Listing]:
    """Return the program of this run, and the article's model as a program that runs, on the same data."""
    return [
        _listing(
            _THIS_RUN,
            experiment,
            learning_rate=experiment.learning_rate,
            epochs=experiment.epochs,
            loss=experiment.loss,
            fit_intercept=experiment.fit_intercept,
        ),
        _listing(
            _ARTICLE,
            experiment,
            learning_rate=ARTICLE_LEARNING_RATE,
            epochs=ARTICLE_EPOCHS,
            loss="mean",
            fit_intercept=False,
        ),
    ]


def walkthrough(experiment: Experiment) -> Table:
    """Return what the article's listing does step by step, and why it does not run as printed."""
    slope = figure(experiment.article_slope)
    return table(_WALKTHROUGH, _COLUMNS, [columns_of(step.filled(slope=slope)) for step in _STEPS])


def _listing(
    title: Bilingual,
    experiment: Experiment,
    *,
    learning_rate: float,
    epochs: int,
    loss: Loss,
    fit_intercept: bool,
) -> Listing:
    def program(language: Language) -> str:
        return _PROGRAM.format(
            data=_DATA.of(language),
            seed=experiment.seed,
            samples=experiment.samples,
            noise=experiment.noise,
            model=(_WITH_INTERCEPT if fit_intercept else _WITHOUT_INTERCEPT).of(language),
            features="np.column_stack([np.ones(m), x])" if fit_intercept else "x[:, None]",
            start="rng.standard_normal(2)" if fit_intercept else "rng.standard_normal(2)[1:]",
            epochs=epochs,
            gradient=f"{'2 * ' if loss == 'mean' else ''}features.T @ error / m",
            loss=_LOSSES[loss].of(language),
            learning_rate=learning_rate,
        )

    return listing(title, program)
