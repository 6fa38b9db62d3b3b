"""What can be set of the private statistics, and how people speak of it."""

from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter


class DifferentialPrivacyParameters(DemoParameters):
    """What can be set; the defaults protect a small product's users well enough to show the price."""

    epsilon: float = parameter(
        0.5,
        Number(ge=0.001, le=20),
        Wording(
            title=Bilingual(zh="隐私参数 ε", en="Epsilon"),
            description=Bilingual(
                zh="每回答一次允许泄露多少：越小保护越强、噪声越大。0.001 到 20，常用 0.1 到 1。",
                en="How much each answer may reveal: smaller protects more and adds more noise. 0.001 to 20; 0.1 to 1 is usual.",
            ),
            aliases=("隐私预算", "隐私参数", "ε", "eps", "privacy parameter", "privacy loss"),
        ),
    )
    statistic: str = parameter(
        "count",
        Choice(
            labels={
                "count": Bilingual(zh="人数", en="Count"),
                "mean": Bilingual(zh="平均值", en="Mean"),
                "histogram": Bilingual(zh="直方图", en="Histogram"),
            },
            phrases={"histogram": ("直方图", "分布图")},
            terms={
                "count": ("计数", "数人数", "how many people"),
                "mean": ("平均值", "均值", "平均消费", "average", "the mean"),
            },
        ),
        Wording(
            title=Bilingual(zh="统计量", en="Statistic"),
            description=Bilingual(
                zh="公布什么：用过某功能的人数、每月消费的平均值（0 到 1,000 元），或者消费的直方图（10 档）。用户是程序造的。",
                en="What is published: how many used a feature, mean monthly spending (0 to 1,000 yuan), or its histogram (10 bins). The users are made up by a program.",
            ),
            aliases=("统计", "公布什么", "query", "statistics"),
        ),
    )
    people: int = parameter(
        1000,
        WholeNumber(ge=2, le=1_000_000),
        Wording(
            title=Bilingual(zh="用户数", en="People"),
            description=Bilingual(
                zh="数据里有多少人。2 到 1,000,000。", en="How many people are in the data. 2 to 1,000,000."
            ),
            aliases=("人数", "人数规模", "用户数量", "用户", "个人", "users", "persons"),
        ),
    )
    queries: int = parameter(
        1,
        WholeNumber(ge=1, le=200),
        Wording(
            title=Bilingual(zh="查询次数", en="Queries"),
            description=Bilingual(
                zh="同一个统计量回答多少次，每次都加新的噪声。1 到 200。",
                en="How often the same statistic is answered, with fresh noise each time. 1 to 200.",
            ),
            aliases=("查询", "提问次数", "回答次数", "问", "query count", "answers"),
            verbs=("查", "ask"),
        ),
    )
    trials: int = parameter(
        5000,
        WholeNumber(ge=100, le=50_000),
        Wording(
            title=Bilingual(zh="模拟次数", en="Trials"),
            description=Bilingual(
                zh="公布和攻击各模拟多少次。100 到 50,000。",
                en="How often publishing and attacking are simulated. 100 to 50,000.",
            ),
            aliases=("模拟", "试验次数", "repetitions", "simulations"),
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="同一个种子造出同样的用户和噪声",
            en="The same seed makes the same users and noise",
        )
    )
