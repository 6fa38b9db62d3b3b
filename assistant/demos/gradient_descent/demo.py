"""The comparison of descents: its run and how people call it."""

from assistant.demos.gradient_descent.charts import charts
from assistant.demos.gradient_descent.claims import claims
from assistant.demos.gradient_descent.experiment import Experiment, experiment
from assistant.demos.gradient_descent.findings import findings
from assistant.demos.gradient_descent.listings import listings
from assistant.demos.gradient_descent.parameters import METHODS, GradientDescent
from assistant.demos.results import Figure, table, writable
from assistant.demos.seeds import SEED_TITLE, drawn
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table


def run(parameters: GradientDescent, on_progress: Progress) -> DemoResult:
    """Walk down the surface as asked for, and with every method at every rate of a sweep."""
    values = {**parameters.written(), "seed": drawn(parameters.seed)}
    ran = experiment(**values, on_progress=on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters=values,
        metrics=writable(_metrics(ran)),
        claims=claims(ran),
        findings=findings(ran),
        tables=[_race(ran)],
        charts=charts(ran),
        listings=listings(ran),
    )


def _metrics(ran: Experiment) -> dict[str, Figure]:
    best = ran.best[ran.method]
    return {
        "status": ran.status,
        "max_stable_learning_rate": ran.plain_limit,
        "final_excess": float(ran.own.excess[-1]),
        "steps_to_converge": ran.own.arrived,
        "best_learning_rate": best.rate,
        "fastest_method": ran.ranking[0].method,
        "method_limit": ran.limit,
        "start_excess": float(ran.own.excess[0]),
        "largest_curvature": ran.surface.curvatures[1],
        "smallest_curvature": ran.surface.curvatures[0],
        "rising_steps": ran.rises,
        "first_parameter": float(ran.path[-1, 0]),
        "second_parameter": float(ran.path[-1, 1]),
        "seed": ran.seed,
    }


def _race(ran: Experiment) -> Table:
    """The methods side by side, each at its best rate."""
    return table(
        Bilingual(zh="五种方法，各用最好的学习率", en="Five methods, each at its best rate"),
        [
            Bilingual(zh="方法", en="Method"),
            Bilingual(zh="最好的学习率", en="Best learning rate"),
            Bilingual(zh="第几步走到", en="Step of arrival"),
            Bilingual(zh="每步看的样本", en="Samples a step"),
            Bilingual(zh="走完 99% 看过的样本", en="Samples seen for 99% of the way"),
            Bilingual(zh="最后高出最低点", en="Left above the lowest"),
        ],
        [
            [
                METHODS[walk.method],
                walk.rate,
                walk.arrived,
                walk.samples,
                walk.looked_at,
                float(f"{walk.tail:.3g}"),
            ]
            for walk in ran.ranking
        ],
    )


DEMO = Demo(
    name="gradient_descent",
    title=Bilingual(zh="优化方法演示", en="Ways of descent demo"),
    description=Bilingual(
        zh="让全量、随机、小批量梯度下降和动量法、Adam 在四种损失曲面上下山，看学习率太小、合适、太大时各会怎样，算出最大稳定学习率，并让每种方法用自己最好的学习率比快慢。",
        en="Walks down four loss surfaces by batch, stochastic and mini-batch gradient descent, momentum and Adam: shows what too small, fitting and too large learning rates do, computes the largest stable rate, and races the methods, each at its best rate.",
    ),
    parameters=GradientDescent,
    document="ai-pm-skills",
    sections=("4.2", "4.1"),
    run=run,
    examples=(
        Bilingual(
            zh="用动量法在窄谷里跑一次优化方法演示", en="Run the optimisers demo with momentum in the valley"
        ),
        Bilingual(
            zh="随机梯度下降，学习率 0.5，跑 300 步",
            en="Run stochastic gradient descent with learning rate 0.5 for 300 steps",
        ),
        Bilingual(zh="让 Adam 在鞍点上走一遍", en="Let Adam walk on the saddle point surface"),
    ),
    aliases=(
        "梯度下降",
        "gradient descent",
        "优化方法",
        "优化算法",
        "优化器",
        "随机梯度下降",
        "小批量梯度下降",
        "全量梯度下降",
        "批量梯度下降",
        "动量法",
        "动量",
        "adam",
        "鞍点",
        "optimizer",
        "optimiser",
        "optimization methods",
        "ways of descent",
        "stochastic gradient descent",
        "mini-batch gradient descent",
        "batch gradient descent",
        "sgd",
        "momentum",
        "saddle point",
    ),
    metrics={
        "status": Bilingual(zh="结果", en="Outcome"),
        "max_stable_learning_rate": Bilingual(zh="最大稳定学习率（全量）", en="Largest stable rate (batch)"),
        "final_excess": Bilingual(zh="最后比最低点高", en="Left above the lowest loss"),
        "steps_to_converge": Bilingual(zh="第几步走到", en="Step of arrival"),
        "best_learning_rate": Bilingual(zh="这种方法最好的学习率", en="Best rate of the method"),
        "fastest_method": Bilingual(zh="最快的方法", en="Fastest method"),
        "method_limit": Bilingual(zh="这种方法的最大稳定学习率", en="Largest stable rate of the method"),
        "start_excess": Bilingual(zh="出发时比最低点高", en="Above the lowest loss at the start"),
        "largest_curvature": Bilingual(zh="最大曲率", en="Largest curvature"),
        "smallest_curvature": Bilingual(zh="最小曲率", en="Smallest curvature"),
        "rising_steps": Bilingual(zh="让损失变大的步数", en="Steps that raised the loss"),
        "first_parameter": Bilingual(zh="最后的参数 1（截距）", en="First parameter (intercept) at the end"),
        "second_parameter": Bilingual(zh="最后的参数 2（斜率）", en="Second parameter (slope) at the end"),
        "seed": SEED_TITLE,
    },
    statuses={
        "converged": Status(Bilingual(zh="走到了", en="arrived"), "good"),
        "crawling": Status(Bilingual(zh="还在半路", en="still on its way")),
        "oscillating": Status(Bilingual(zh="来回摆动", en="swinging")),
        "hovering": Status(Bilingual(zh="在附近晃动", en="hovering")),
        "stuck": Status(Bilingual(zh="卡在鞍点", en="stuck at the saddle"), "bad"),
        "diverged": Status(Bilingual(zh="发散", en="diverged"), "bad"),
        **{name: Status(title) for name, title in METHODS.items()},
    },
)
