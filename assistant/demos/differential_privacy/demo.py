"""What differential privacy costs in accuracy, and what it is worth against somebody who looks for a person."""

from assistant.demos.differential_privacy.charts import charts
from assistant.demos.differential_privacy.claims import claims
from assistant.demos.differential_privacy.findings import findings, relative_error, status
from assistant.demos.differential_privacy.listings import listings
from assistant.demos.differential_privacy.mechanism import (
    Outcome,
    Setting,
    advantage_bound,
    advantage_of_one_answer,
    simulate,
)
from assistant.demos.differential_privacy.parameters import DifferentialPrivacyParameters
from assistant.demos.results import finite, table
from assistant.demos.seeds import drawn
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table

_EPSILONS = (0.1, 0.5, 1.0, 2.0, 5.0)
_TRADE = Bilingual(zh="误差和保护：ε 怎么选", en="Error and protection: which ε")
_COLUMNS = (
    Bilingual(zh="ε（一次回答）", en="ε of one answer"),
    Bilingual(zh="平均误差", en="Mean error"),
    Bilingual(zh="攻击者猜对（一次回答）", en="Attacker right, one answer"),
    Bilingual(zh="上限（全部回答）", en="Limit, all answers"),
)


def run(parameters: DifferentialPrivacyParameters, on_progress: Progress) -> DemoResult:
    """Publish a statistic of made-up users with noise, attack it, and tell what both come to."""
    seed = drawn(parameters.seed)
    setting = Setting(parameters.statistic, parameters.people, parameters.epsilon, parameters.queries)
    outcome = simulate(setting, parameters.trials, seed, on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters={**parameters.written(), "seed": seed},
        metrics={name: finite(value) for name, value in _metrics(setting, outcome, seed).items()},
        claims=claims(setting, outcome),
        findings=findings(setting, outcome, parameters.trials),
        tables=[_trade(setting)],
        charts=charts(setting, outcome),
        listings=listings(setting, seed),
    )


def _metrics(setting: Setting, outcome: Outcome, seed: int) -> dict[str, int | float | str]:
    return {
        "error": outcome.error,
        "attack_right": outcome.right,
        "total_epsilon": setting.total_epsilon,
        "status": status(setting, outcome),
        "expected_error": setting.scale,
        "relative_error": relative_error(setting, outcome),
        "advantage": outcome.advantage,
        "advantage_bound": setting.bound,
        "advantage_without_noise": outcome.advantage_without_noise,
        "averaged_error": outcome.averaged_error,
        "sensitivity": setting.sensitivity,
        "seed": seed,
    }


def _trade(setting: Setting) -> Table:
    rows = [
        (
            f"{epsilon:g}",
            figure(setting.sensitivity / epsilon),
            percent((1 + advantage_of_one_answer(epsilon)) / 2),
            percent((1 + advantage_bound(epsilon * setting.queries)) / 2),
        )
        for epsilon in sorted({*_EPSILONS, setting.epsilon})
    ]
    return table(_TRADE, _COLUMNS, rows)


DEMO = Demo(
    name="differential_privacy",
    title=Bilingual(zh="差分隐私演示", en="Differential privacy demo"),
    description=Bilingual(
        zh="给统计结果加上拉普拉斯噪声，量一量误差有多大，再让攻击者去猜某个人在不在数据里，看保护值多少、问几次就花完。",
        en="Adds Laplace noise to a statistic, measures the error, lets an attacker guess whether a person is among the data, and shows what the protection is worth and how soon queries use it up.",
    ),
    parameters=DifferentialPrivacyParameters,
    document="ai-pm-skills",
    sections=("9.3",),
    run=run,
    examples=(
        Bilingual(zh="跑一下差分隐私，ε 0.1", en="Run differential privacy with epsilon 0.1"),
        Bilingual(
            zh="差分隐私：直方图，用户数 200", en="Run differential privacy on a histogram with 200 people"
        ),
        Bilingual(zh="差分隐私，查询次数 50 会怎样？", en="Run differential privacy with 50 queries"),
    ),
    aliases=(
        "差分隐私",
        "隐私噪声",
        "拉普拉斯噪声",
        "拉普拉斯机制",
        "成员推断",
        "differential privacy",
        "laplace mechanism",
        "laplace noise",
        "membership attack",
        "membership inference",
    ),
    metrics={
        "error": Bilingual(zh="平均误差", en="Mean error"),
        "attack_right": Bilingual(zh="攻击者猜对的比例", en="Attacker is right"),
        "total_epsilon": Bilingual(zh="一共用掉的 ε", en="ε used in all"),
        "status": Bilingual(zh="能不能用", en="Verdict"),
        "expected_error": Bilingual(zh="误差的理论值", en="Expected error"),
        "relative_error": Bilingual(zh="误差占真实值的比例", en="Error as a share of the truth"),
        "advantage": Bilingual(zh="攻击者的优势", en="Attacker's advantage"),
        "advantage_bound": Bilingual(zh="优势的上限", en="Limit of the advantage"),
        "advantage_without_noise": Bilingual(zh="不加噪声时的优势", en="Advantage without noise"),
        "averaged_error": Bilingual(zh="全部回答取平均后的误差", en="Error of all answers averaged"),
        "sensitivity": Bilingual(zh="灵敏度", en="Sensitivity"),
        "seed": Bilingual(zh="随机种子", en="Random seed"),
    },
    statuses={
        "balanced": Status(Bilingual(zh="准确，也有保护", en="accurate and protected"), "good"),
        "too_noisy": Status(Bilingual(zh="有保护，但太不准", en="protected, but too noisy")),
        "too_open": Status(Bilingual(zh="准确，但保护弱", en="accurate, but weakly protected"), "bad"),
        "neither": Status(Bilingual(zh="又不准又没保护", en="neither"), "bad"),
    },
)
