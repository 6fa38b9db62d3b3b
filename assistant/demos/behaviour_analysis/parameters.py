"""What can be set of the behaviour analysis, and how people speak of it."""

from assistant.demos.behaviour_analysis.sample import sample
from assistant.text import Bilingual
from assistant.tools.kinds import Number, Table, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter
from assistant.tools.tables import Column, DataTable

SAMPLE = sample()
DATA_TITLE = Bilingual(zh="作答记录", en="Answers")


class BehaviourAnalysis(DemoParameters):
    """What can be set; the table at the defaults is synthetic homework."""

    confidence: float = parameter(
        0.95,
        Number(ge=0.5, le=0.999),
        Wording(
            title=Bilingual(zh="置信水平", en="Confidence level"),
            description=Bilingual(
                zh="区间有多可靠，也决定多严才算薄弱：0.95 表示判为薄弱的里面平均最多 5% 是冤枉的。0.5 到 0.999。",
                en="How reliable the intervals are, and how strict the verdict is: at 0.95, at most 5% of those called weak are called so by chance, on average. 0.5 to 0.999.",
            ),
            aliases=("置信度", "可信度", "confidence"),
        ),
    )
    min_answers: int = parameter(
        5,
        WholeNumber(ge=1, le=100_000),
        Wording(
            title=Bilingual(zh="最少回答数", en="Fewest answers"),
            description=Bilingual(
                zh="一个知识点至少要有多少个回答才参加比较。1 到 100,000。",
                en="How many answers a knowledge point must have to be compared. 1 to 100,000.",
            ),
            aliases=(
                "个回答",
                "次回答",
                "answers",
                "最少作答数",
                "最低回答数",
                "最少答题数",
                "minimum answers",
                "min answers",
            ),
        ),
    )
    data: DataTable = parameter(
        SAMPLE.table,
        Table(
            (
                Column(
                    "student", Bilingual(zh="学生", en="Student"), ("姓名", "学号", "learner", "user", "name")
                ),
                Column("question", Bilingual(zh="题目", en="Question"), ("题号", "习题", "item", "task")),
                Column(
                    "knowledge_point",
                    Bilingual(zh="知识点", en="Knowledge point"),
                    ("topic", "skill", "concept", "主题"),
                ),
                Column("correct", Bilingual(zh="对错", en="Correct"), ("是否正确", "答对", "score", "right")),
                Column(
                    "answer", Bilingual(zh="作答", en="Answer"), ("回答", "答案", "response"), optional=True
                ),
            )
        ),
        Wording(
            title=DATA_TITLE,
            description=Bilingual(
                zh="CSV 或 Excel，一行一次作答：学生、题目、知识点、对错（1 或 0），还可以有作答的文字。默认是合成的作业样本。",
                en="A CSV or Excel file, one answer a row: student, question, knowledge point, correct (1 or 0), and if you like the words of the answer. The default is synthetic homework.",
            ),
            aliases=("作业表", "答题表", "homework file"),
        ),
    )
