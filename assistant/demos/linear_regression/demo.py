"""The article's project of chapter 5: a linear regression by gradient descent, run and checked."""

import numpy as np

from assistant.demos.linear_regression.charts import charts
from assistant.demos.linear_regression.claims import claims
from assistant.demos.linear_regression.experiment import ARTICLE_PRINTED, Experiment, experiment
from assistant.demos.linear_regression.findings import findings
from assistant.demos.linear_regression.listings import listings, walkthrough
from assistant.demos.linear_regression.parameters import LinearRegression
from assistant.demos.results import Figure, columns_of, table, writable
from assistant.demos.seeds import drawn
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table

_LINES = Bilingual(zh="得到的直线和该得到的直线", en="The line reached and the lines to measure it against")
_LINE_COLUMNS = columns_of(Bilingual(zh="|斜率|截距|均方误差", en="|Slope|Intercept|Mean square error"))


def run(parameters: LinearRegression, on_progress: Progress) -> DemoResult:
    """Draw the data, train, and compare with least squares and with what the article claims.

    The data are read once; from then on the work does not grow with samples or epochs.
    """
    seed = drawn(parameters.seed)
    values = {**parameters.written(), "seed": seed}
    ran = experiment(**values, on_progress=on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters=values,
        metrics=writable(_metrics(ran)),
        claims=claims(ran),
        findings=findings(ran),
        tables=[_lines(ran), walkthrough(ran)],
        charts=charts(ran),
        listings=listings(ran),
    )


def _metrics(ran: Experiment) -> dict[str, Figure]:
    return {
        "slope": ran.reached[1],
        "intercept": ran.reached[0],
        "least_squares_slope": ran.least_squares[1],
        "least_squares_intercept": ran.least_squares[0],
        "status": ran.status,
        "max_stable_learning_rate": ran.descent.max_stable_learning_rate,
        "final_loss": ran.final_loss,
        "least_squares_loss": ran.descent.least_loss,
        "epochs_to_converge": ran.descent.epochs_to_converge(),
        "article_slope": ran.article_slope,
        "true_intercept": ran.true_intercept,
        "seed": ran.seed,
    }


def _lines(ran: Experiment) -> Table:
    """The line reached, beside the lines that it should be measured against."""
    error = ran.sampled.moments.mean_square_error
    with np.errstate(over="ignore", invalid="ignore"):
        lines = {
            Bilingual(zh="梯度下降", en="Gradient descent"): (*ran.reached, error(*ran.reached)),
            Bilingual(zh="最小二乘", en="Least squares"): (*ran.least_squares, error(*ran.least_squares)),
            Bilingual(zh="带截距的最优直线", en="Best line with an intercept"): (
                *ran.best_line,
                error(*ran.best_line),
            ),
            Bilingual(zh="数据的真实规律", en="The data's true pattern"): (
                ran.true_intercept,
                2.0,
                error(ran.true_intercept, 2.0),
            ),
            Bilingual(zh="文章的模型（在同一批数据上）", en="The article's model, on the same data"): (
                0.0,
                ran.article_slope,
                error(0.0, ran.article_slope),
            ),
            Bilingual(zh="文章印出的结果", en="What the article prints"): (
                0.0,
                ARTICLE_PRINTED,
                error(0.0, ARTICLE_PRINTED),
            ),
        }
    if ran.fit_intercept:
        lines = {name: line for name, line in lines.items() if name.en != "Best line with an intercept"}
    return table(
        _LINES,
        _LINE_COLUMNS,
        [(name, slope, intercept, mse) for name, (intercept, slope, mse) in lines.items()],
    )


DEMO = Demo(
    name="linear_regression",
    title=Bilingual(zh="线性回归演示", en="Linear regression demo"),
    description=Bilingual(
        zh="用梯度下降训练文章第 5 章的线性回归，与最小二乘的解比较，说明训练是收敛、太慢还是发散，并检验文章印出的 1.9970265。",
        en="Trains the linear regression of the article's chapter 5 by gradient descent, compares it with least squares, tells whether training converged, crawled or diverged, and tests the article's printed 1.9970265.",
    ),
    parameters=LinearRegression,
    document="ai-pm-skills",
    sections=("5.4", "5.2", "5.3", "4.3", "4.2"),
    run=run,
    examples=(
        Bilingual(zh="用学习率 0.1 跑一次线性回归", en="Run the linear regression with learning rate 0.1"),
        Bilingual(zh="不带截距跑一次线性回归", en="Run the linear regression without intercept"),
        Bilingual(zh="学习率改成 2，看看会怎样", en="What happens with a learning rate of 2?"),
    ),
    aliases=(
        "线性回归",
        "回归",
        "linear regression",
        "regression",
        "1.9970265",
        "1.997",
    ),
    metrics={
        "slope": Bilingual(zh="斜率", en="Slope"),
        "intercept": Bilingual(zh="截距", en="Intercept"),
        "least_squares_slope": Bilingual(zh="最小二乘的斜率", en="Least-squares slope"),
        "least_squares_intercept": Bilingual(zh="最小二乘的截距", en="Least-squares intercept"),
        "status": Bilingual(zh="训练状态", en="Status"),
        "max_stable_learning_rate": Bilingual(zh="最大稳定学习率", en="Largest stable learning rate"),
        "final_loss": Bilingual(zh="最后的损失", en="Final loss"),
        "least_squares_loss": Bilingual(zh="最小二乘的损失", en="Least-squares loss"),
        "epochs_to_converge": Bilingual(zh="收敛所需轮数", en="Epochs to converge"),
        "article_slope": Bilingual(zh="文章的模型的斜率", en="Slope of the article's model"),
        "true_intercept": Bilingual(zh="真正的截距", en="True intercept"),
        "seed": Bilingual(zh="随机种子", en="Random seed"),
    },
    statuses={
        "converged": Status(Bilingual(zh="收敛", en="converged"), "good"),
        "crawling": Status(Bilingual(zh="太慢，没走到底", en="too slow")),
        "diverged": Status(Bilingual(zh="发散", en="diverged"), "bad"),
    },
)
