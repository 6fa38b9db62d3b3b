"""What can be set of the customer service, and how people speak of it."""

from pathlib import Path

from assistant.demos.samples import read_sample
from assistant.text import Bilingual
from assistant.tools.kinds import Number, Table, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter
from assistant.tools.tables import Column, DataTable

FAQ_SAMPLE = read_sample(Path(__file__).with_name("sample-shop-faq.csv"))
QUESTIONS_SAMPLE = read_sample(Path(__file__).with_name("sample-shop-questions.csv"))

FAQ_TITLE = Bilingual(zh="常见问题表", en="FAQ")
QUESTIONS_TITLE = Bilingual(zh="用户问题表", en="Customers' questions")


class CustomerService(DemoParameters):
    """What can be set; the tables at the defaults are synthetic ones of an online shop."""

    threshold: float = parameter(
        0.5,
        Number(ge=0, le=1),
        Wording(
            title=Bilingual(zh="门槛", en="Threshold"),
            description=Bilingual(
                zh="有多大把握才自己回答，低于它就转人工。0 到 1。",
                en="How confident it must be to answer by itself; below that a person answers. 0 to 1.",
            ),
            aliases=("阈值", "把握", "置信度门槛", "置信度", "回答门槛", "cutoff", "confidence threshold"),
        ),
    )
    target_precision: float = parameter(
        0.9,
        Number(gt=0, le=1),
        Wording(
            title=Bilingual(zh="目标准确率", en="Target precision"),
            description=Bilingual(
                zh="自己回答的问题里，至少要答对多大的比例。大于 0，最大 1。",
                en="Which share of the questions that it answers must be right. Above 0, at most 1.",
            ),
            aliases=("准确率目标", "准确率", "精确率", "答对率", "precision", "accuracy", "target accuracy"),
        ),
    )
    tickets_per_day: int = parameter(
        500,
        WholeNumber(ge=1, le=10_000_000),
        Wording(
            title=Bilingual(zh="每天工单数", en="Tickets a day"),
            description=Bilingual(
                zh="客服每天收到多少个问题。1 到 10,000,000。",
                en="How many questions customer service gets a day. 1 to 10,000,000.",
            ),
            aliases=(
                "每天的工单数",
                "每日工单数",
                "工单数",
                "张工单",
                "个工单",
                "工单",
                "每天咨询量",
                "咨询量",
                "tickets",
                "tickets per day",
                "daily tickets",
            ),
        ),
    )
    cost_per_ticket: float = parameter(
        8.0,
        Number(ge=0, le=1_000_000),
        Wording(
            title=Bilingual(zh="每单人工成本", en="Cost per ticket"),
            description=Bilingual(
                zh="人工回答一个问题要花多少钱（元，或你们自己的货币）。0 到 1,000,000。",
                en="What it costs when a person answers a question, in your currency. 0 to 1,000,000.",
            ),
            aliases=(
                "每单成本",
                "单均成本",
                "每张人工成本",
                "每张成本",
                "每张",
                "per ticket",
                "人工成本",
                "ticket cost",
                "cost of a ticket",
            ),
        ),
    )
    faq: DataTable = parameter(
        FAQ_SAMPLE.table,
        Table(
            (
                Column("question", Bilingual(zh="问题", en="Question"), ("标准问题", "问", "q", "title")),
                Column("answer", Bilingual(zh="答案", en="Answer"), ("标准答案", "回答", "答", "a", "reply")),
            )
        ),
        Wording(
            title=FAQ_TITLE,
            description=Bilingual(
                zh="CSV 或 Excel，一行一条：问题、答案。2 到 300 条。默认是一家网店的合成样本。",
                en="A CSV or Excel file, one entry a row: question, answer. 2 to 300 entries. The default is a synthetic sample of an online shop.",
            ),
            aliases=("faq 表", "知识库"),
        ),
    )
    questions: DataTable = parameter(
        QUESTIONS_SAMPLE.table,
        Table(
            (
                Column(
                    "question",
                    Bilingual(zh="问题", en="Question"),
                    ("用户问题", "提问", "q", "message", "text"),
                ),
                Column(
                    "expected",
                    Bilingual(zh="正确条目", en="Expected"),
                    ("应答条目", "期望", "label", "expected question", "expected answer"),
                    optional=True,
                ),
            )
        ),
        Wording(
            title=QUESTIONS_TITLE,
            description=Bilingual(
                zh="CSV 或 Excel，一行一个用户问题，最多 1,000 个。expected 列写它该配哪条常见问题，表里没有答案就留空；没有这一列就看不出对错。默认是合成样本。",
                en="A CSV or Excel file, one customer's question a row, at most 1,000. The column expected holds the FAQ question that answers it, or nothing where none does; without this column nobody can tell right from wrong. The default is synthetic.",
            ),
            aliases=("问题表", "question file"),
        ),
    )
