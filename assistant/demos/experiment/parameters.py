"""What can be set of the A/B test, and how people speak of it."""

from pydantic import model_validator

from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Number, WholeNumber
from assistant.tools.parameters import DemoParameters, ParameterConflictError, Wording, parameter

HIGHEST_RATE = 0.9999
"""A rate of 1 leaves no chance, and so nothing to test."""

_TOO_MUCH = Bilingual(
    zh="基础转化率 {baseline:.6g} 提升 {lift:.6g} 之后会超过 100%；请把基础转化率或提升幅度调小",
    en="a baseline rate of {baseline:.6g} lifted by {lift:.6g} would exceed 100%; please lower one of the two",
)


class ExperimentParameters(DemoParameters):
    """What can be set; the defaults are those of a middle-sized shop that hopes for a tenth more orders."""

    baseline_rate: float = parameter(
        0.05,
        Number(ge=0.0001, le=0.99),
        Wording(
            title=Bilingual(zh="基础转化率", en="Baseline rate"),
            description=Bilingual(
                zh="不改动时，多大比例的用户会完成目标动作（下单、留存……）。0.0001 到 0.99，5% 写成 0.05。",
                en="The share of users who do what you hope for (order, come back …) without the change. 0.0001 to 0.99; 5% is 0.05.",
            ),
            aliases=(
                "转化率",
                "基线转化率",
                "现有转化率",
                "基础留存率",
                "基线",
                "baseline",
                "baseline conversion",
                "conversion rate",
                "conversion",
                "base rate",
            ),
        ),
    )
    lift: float = parameter(
        0.1,
        Number(ge=0.001, le=10),
        Wording(
            title=Bilingual(zh="提升幅度", en="Lift"),
            description=Bilingual(
                zh="你希望看得出的最小相对提升：0.1 表示从 5% 提到 5.5%。0.001 到 10。",
                en="The smallest relative lift that you want to be able to see: 0.1 takes 5% to 5.5%. 0.001 to 10.",
            ),
            aliases=("提升", "相对提升", "涨幅", "效果", "uplift", "relative lift", "effect", "improvement"),
        ),
    )
    power: float = parameter(
        0.8,
        Number(ge=0.5, le=0.99),
        Wording(
            title=Bilingual(zh="功效", en="Power"),
            description=Bilingual(
                zh="真有这么大的提升时，试验能看出来的概率。0.5 到 0.99，常用 0.8。",
                en="The chance that the test shows a lift of this size where there is one. 0.5 to 0.99; 0.8 is usual.",
            ),
            aliases=("检验功效", "统计功效", "把握", "检出率", "statistical power"),
        ),
    )
    significance: float = parameter(
        0.05,
        Number(ge=0.001, le=0.2),
        Wording(
            title=Bilingual(zh="显著性水平", en="Significance level"),
            description=Bilingual(
                zh="其实没有差别时，允许误报“有差别”的概率。0.001 到 0.2，常用 0.05。",
                en="The chance of a false alarm that you allow where there is no difference. 0.001 to 0.2; 0.05 is usual.",
            ),
            aliases=(
                "显著性",
                "显著水平",
                "误报率",
                "p 值门槛",
                "significance",
                "false positive rate",
                "alpha",
                "α",
            ),
        ),
    )
    users_per_day: int = parameter(
        2000,
        WholeNumber(ge=1, le=1_000_000_000),
        Wording(
            title=Bilingual(zh="每天的用户数", en="Users per day"),
            description=Bilingual(
                zh="每天有多少新用户进入试验，两组加起来。1 到 1,000,000,000。",
                en="How many new users enter the test each day, both groups together. 1 to 1,000,000,000.",
            ),
            aliases=(
                "每天用户",
                "每天",
                "每日用户",
                "日活",
                "日流量",
                "流量",
                "daily users",
                "users a day",
                "traffic",
            ),
        ),
    )
    peeks: int = parameter(
        10,
        WholeNumber(ge=1, le=100),
        Wording(
            title=Bilingual(zh="看结果的次数", en="Peeks"),
            description=Bilingual(
                zh="试验期间看几次结果，一“显著”就停；间隔均匀，最后一次在结束时。1 到 100，1 表示只在结束时看。",
                en="How often the results are looked at, stopping once they are “significant”; evenly spaced, the last at the end. 1 to 100; 1 means at the end only.",
            ),
            aliases=(
                "偷看次数",
                "偷看",
                "看结果",
                "查看次数",
                "中途看",
                "peek",
                "looks",
                "interim looks",
                "peeking",
            ),
            verbs=("看", "look", "peek"),
            off=1,
            phrases=((1, ("只在结束时看", "只看一次", "only at the end", "look once")),),
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="同一个种子模拟出同样的试验",
            en="The same seed simulates the same tests",
        )
    )

    @model_validator(mode="after")
    def _leaves_room_for_the_lift(self) -> "ExperimentParameters":
        if self.baseline_rate * (1 + self.lift) > HIGHEST_RATE:
            raise ParameterConflictError(_TOO_MUCH.filled(baseline=self.baseline_rate, lift=self.lift))
        return self
