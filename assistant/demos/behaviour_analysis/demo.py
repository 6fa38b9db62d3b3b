"""The article's user behaviour analysis (6.1): which knowledge points are weak, and who needs which lesson."""

from assistant.demos.behaviour_analysis.analysis import Analysis, analyse
from assistant.demos.behaviour_analysis.charts import charts
from assistant.demos.behaviour_analysis.claims import claims
from assistant.demos.behaviour_analysis.findings import findings
from assistant.demos.behaviour_analysis.listings import listings
from assistant.demos.behaviour_analysis.parameters import BehaviourAnalysis
from assistant.demos.behaviour_analysis.tables import tables
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status


def run(parameters: BehaviourAnalysis, on_progress: Progress) -> DemoResult:
    """Compare the knowledge points, tell the weak ones from chance, and find who needs which lesson.

    Raises:
        DemoInputError: The table can't be used; the message names its row.
        EmbeddingError: The embedding model cannot be loaded.
    """
    analysis = analyse(parameters, on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters=parameters.written(),
        metrics=_metrics(analysis),
        claims=claims(analysis),
        findings=findings(analysis),
        tables=tables(analysis),
        charts=charts(analysis),
        listings=listings(analysis),
    )


def _metrics(analysis: Analysis) -> dict[str, int | float | str | bool | None]:
    lowest = analysis.results[0]
    return {
        "weak_points": len(analysis.weak),
        "average_share": analysis.answers.share,
        "status": analysis.state,
        "lessons_needed": sum(lesson.learners for lesson in analysis.lessons),
        "clear_cases": sum(len(lesson.clear) for lesson in analysis.lessons),
        "uncorrected_weak_points": analysis.uncorrected,
        "lowest_share": lowest.share,
        "lowest_share_low": lowest.low,
        "lowest_share_high": lowest.high,
        "smallest_adjusted_p": min(
            (r.adjusted for r in analysis.compared if r.adjusted is not None), default=None
        ),
        "mistake_groups": len(analysis.mistakes),
        "points": len(analysis.results),
        "points_compared": len(analysis.compared),
        "learners": len(analysis.answers.learners),
        "answers": len(analysis.answers.correct),
    }


DEMO = Demo(
    name="behaviour_analysis",
    title=Bilingual(zh="用户行为分析演示", en="Behaviour analysis demo"),
    description=Bilingual(
        zh="从作答记录里找出确实薄弱的知识点（带区间，并校正多重比较，不只看答对率），说出谁需要补哪一课，并把错答按意思归类。",
        en="Finds the truly weak knowledge points in a record of answers (with intervals and a correction for many comparisons rather than raw shares), says who needs which lesson, and groups wrong answers by meaning.",
    ),
    decision=Bilingual(
        zh="用户哪里真的学不会，先补哪一课？",
        en="Where do learners really struggle, and which lesson comes first?",
    ),
    parameters=BehaviourAnalysis,
    document="ai-pm-skills",
    sections=("6.1",),
    run=run,
    live=True,
    examples=(
        Bilingual(zh="跑一下用户行为分析演示", en="Run the behaviour analysis demo"),
        Bilingual(
            zh="用户行为分析的置信水平改成 0.99 再跑",
            en="Run the behaviour analysis with a confidence level of 0.99",
        ),
        Bilingual(
            zh="跑用户行为分析演示，最少回答数 20",
            en="Run the behaviour analysis demo with fewest answers 20",
        ),
    ),
    aliases=(
        "用户行为分析",
        "行为分析",
        "薄弱知识点",
        "薄弱点",
        "behaviour analysis",
        "behavior analysis",
        "weak points",
        "weak topics",
    ),
    metrics={
        "weak_points": Bilingual(zh="确实薄弱的知识点", en="Truly weak points"),
        "average_share": Bilingual(zh="平均答对率", en="Average share right"),
        "status": Bilingual(zh="结论", en="Verdict"),
        "lessons_needed": Bilingual(zh="需要补课（人次）", en="Lessons needed"),
        "clear_cases": Bilingual(zh="其中证据充分", en="Of these, clear"),
        "uncorrected_weak_points": Bilingual(zh="不校正会判薄弱", en="Weak without correction"),
        "lowest_share": Bilingual(zh="最低答对率", en="Lowest share right"),
        "lowest_share_low": Bilingual(zh="最低答对率的区间下限", en="Lowest share, interval from"),
        "lowest_share_high": Bilingual(zh="最低答对率的区间上限", en="Lowest share, interval to"),
        "smallest_adjusted_p": Bilingual(zh="最小的校正 p 值", en="Smallest adjusted p-value"),
        "mistake_groups": Bilingual(zh="错答类别数", en="Kinds of mistakes"),
        "points": Bilingual(zh="知识点数", en="Knowledge points"),
        "points_compared": Bilingual(zh="参加比较的知识点", en="Points compared"),
        "learners": Bilingual(zh="学生数", en="Learners"),
        "answers": Bilingual(zh="回答数", en="Answers"),
    },
    statuses={
        "found": Status(Bilingual(zh="找到薄弱点", en="weak points found")),
        "none": Status(Bilingual(zh="没有确实薄弱的", en="none truly weak"), "good"),
        "few": Status(Bilingual(zh="数据还不够", en="not enough data")),
    },
)
