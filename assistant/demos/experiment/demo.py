"""How long an A/B test must run, and how often peeking finds a lift that is not there."""

from assistant.demos.experiment.charts import charts
from assistant.demos.experiment.claims import PATIENCE_DAYS, claims
from assistant.demos.experiment.findings import SLOW_DAYS, findings
from assistant.demos.experiment.listings import listings
from assistant.demos.experiment.parameters import HIGHEST_RATE, ExperimentParameters
from assistant.demos.experiment.peeking import Peeking, simulate
from assistant.demos.experiment.plan import Plan, level
from assistant.demos.results import finite, table
from assistant.demos.seeds import drawn
from assistant.text import Bilingual
from assistant.text.numerals import exact_percent
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table

_MULTIPLES = (0.5, 1.0, 2.0, 3.0)
_LIFTS = Bilingual(zh="想看出的提升越小，要的人越多", en="The smaller the lift, the more users it takes")
_COLUMNS = (
    Bilingual(zh="相对提升", en="Relative lift"),
    Bilingual(zh="转化率", en="Conversion"),
    Bilingual(zh="每组人数", en="Users per group"),
    Bilingual(zh="天数", en="Days"),
)


def run(parameters: ExperimentParameters, on_progress: Progress) -> DemoResult:
    """Plan the test in closed form, simulate it with the looks that were asked for, and tell what that means."""
    seed = drawn(parameters.seed)
    plan = Plan(
        baseline_rate=parameters.baseline_rate,
        lift=parameters.lift,
        power=parameters.power,
        significance=parameters.significance,
        users_per_day=parameters.users_per_day,
    )
    peeking = simulate(plan, parameters.peeks, seed, on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters={**parameters.written(), "seed": seed},
        metrics={name: finite(value) for name, value in _metrics(plan, peeking, seed).items()},
        claims=claims(plan, peeking),
        findings=findings(plan, peeking),
        tables=[_lifts(plan)],
        charts=charts(plan, peeking),
        listings=listings(plan, peeking, parameters.peeks, seed),
    )


def _metrics(plan: Plan, peeking: Peeking, seed: int) -> dict[str, int | float | str | None]:
    low, high = plan.interval(plan.users_per_group)
    return {
        "days": plan.days,
        "users_per_group": plan.users_per_group,
        "false_alarms": peeking.false_alarms,
        "status": _status(plan),
        "strict_p_value": level(peeking.strict_z),
        "interval_low": low / plan.baseline_rate,
        "interval_high": high / plan.baseline_rate,
        "smallest_lift_in_four_weeks": plan.smallest_lift(PATIENCE_DAYS),
        "winners": peeking.winners,
        "reported_lift": peeking.reported_lift,
        "share_of_users_needed": peeking.running,
        "simulated_tests": peeking.trials,
        "seed": seed,
    }


def _status(plan: Plan) -> str:
    return "feasible" if plan.days <= PATIENCE_DAYS else "slow" if plan.days <= SLOW_DAYS else "hopeless"


def _lifts(plan: Plan) -> Table:
    highest = HIGHEST_RATE / plan.baseline_rate - 1
    lifts = [plan.lift * multiple for multiple in _MULTIPLES if plan.lift * multiple <= highest]
    rows = [
        (
            exact_percent(lift),
            exact_percent(plan.baseline_rate * (1 + lift)),
            plan.users_for(lift),
            plan.days_for(lift),
        )
        for lift in lifts
    ]
    return table(_LIFTS, _COLUMNS, rows)


DEMO = Demo(
    name="experiment",
    title=Bilingual(zh="A/B 测试演示", en="A/B test demo"),
    description=Bilingual(
        zh="算出 A/B 测试要多少用户、跑多少天，模拟中途看结果会带来多少误报，并给出结果的置信区间。",
        en="Computes how many users and days an A/B test needs, simulates how many false alarms peeking at the results raises, and gives the confidence interval to expect.",
    ),
    parameters=ExperimentParameters,
    document="ai-pm-skills",
    sections=("6.3", "2.2"),
    run=run,
    examples=(
        Bilingual(
            zh="转化率 3%、提升 10%，A/B 测试要跑多久？",
            en="How long must an A/B test run with a conversion rate of 3% and a lift of 10%?",
        ),
        Bilingual(zh="A/B 测试每天 500 人，偷看 20 次会怎样？", en="Run the A/B test with 20 peeks"),
        Bilingual(
            zh="跑一下 A/B 测试，功效 0.9，只在结束时看", en="Run the A/B test with power 0.9 and look once"
        ),
    ),
    aliases=(
        "A/B 测试",
        "AB 测试",
        "A/B 试验",
        "AB 试验",
        "A/B 实验",
        "AB 实验",
        "A/B test",
        "AB test",
        "A/B testing",
        "split test",
        "对照试验",
        "对照实验",
        "分组试验",
        "偷看结果",
    ),
    metrics={
        "days": Bilingual(zh="要跑的天数", en="Days to run"),
        "users_per_group": Bilingual(zh="每组人数", en="Users per group"),
        "false_alarms": Bilingual(zh="误报率", en="False alarms"),
        "status": Bilingual(zh="做不做得成", en="Feasibility"),
        "strict_p_value": Bilingual(zh="每次看都要达到的 p 值", en="p-value to demand at each look"),
        "interval_low": Bilingual(zh="区间下端（相对提升）", en="Interval from (relative lift)"),
        "interval_high": Bilingual(zh="区间上端（相对提升）", en="Interval to (relative lift)"),
        "smallest_lift_in_four_weeks": Bilingual(
            zh="四周内看得出的最小提升", en="Smallest lift that four weeks show"
        ),
        "winners": Bilingual(zh="有提升时报喜的比例", en="Tests that show the lift"),
        "reported_lift": Bilingual(zh="报喜的试验平均报出的提升", en="Lift that they report, on average"),
        "share_of_users_needed": Bilingual(
            zh="一显著就停，平均用掉的人数比例", en="Share of the users that they took"
        ),
        "simulated_tests": Bilingual(zh="模拟的试验数", en="Simulated tests"),
        "seed": Bilingual(zh="随机种子", en="Random seed"),
    },
    statuses={
        "feasible": Status(Bilingual(zh="四周内做得成", en="feasible within four weeks"), "good"),
        "slow": Status(Bilingual(zh="偏慢", en="slow")),
        "hopeless": Status(Bilingual(zh="太久，不值得", en="takes too long"), "bad"),
    },
)
