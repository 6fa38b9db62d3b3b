"""A demo of another kind than those of the article: a text, a choice and a table; this one file is all there is to it."""

from collections import Counter

from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table
from assistant.tools.kinds import Choice, Text
from assistant.tools.kinds import Table as TableKind
from assistant.tools.parameters import DemoParameters, Wording, parameter
from assistant.tools.tables import Column, DataTable

SAMPLE = DataTable.of_rows(
    "sample.csv", ("渠道", "留言"), [("网页", "退款太慢"), ("电话", "怎么退款"), ("网页", "很好")]
)


class KeywordCounts(DemoParameters):
    """What is counted, how, and in which messages."""

    keyword: str = parameter(
        "退款",
        Text(longest=40),
        Wording(
            title=Bilingual("关键词", "Keyword"), description=Bilingual("要数的词。", "The word to count.")
        ),
    )
    by: str = parameter(
        "channel",
        Choice(
            labels={"channel": Bilingual("按渠道", "By channel"), "total": Bilingual("合计", "In total")},
            phrases={"channel": ("按渠道", "by channel"), "total": ("合计", "in total")},
        ),
        Wording(
            title=Bilingual("怎么数", "Counting"),
            description=Bilingual("分渠道，还是合计。", "By channel or in total."),
        ),
    )
    messages: DataTable = parameter(
        SAMPLE,
        TableKind(
            (
                Column("channel", Bilingual("渠道", "Channel"), ("来源", "source")),
                Column("message", Bilingual("留言", "Message"), ("内容", "text")),
            )
        ),
        Wording(
            title=Bilingual("留言表", "Messages"),
            description=Bilingual("一行一条留言。", "One message a row."),
        ),
    )


def run(parameters: KeywordCounts, on_progress: Progress) -> DemoResult:
    """Count the messages that hold the keyword."""
    table = parameters.messages
    rows = list(zip(table.column("channel"), table.column("message"), strict=True))
    on_progress(0.5)
    found = Counter(channel for channel, message in rows if parameters.keyword in message)
    counts = dict(found) if parameters.by == "channel" else {"": found.total()}
    return DemoResult(
        name=DEMO.name,
        parameters=parameters.written(),
        metrics={"found": found.total(), "status": "some" if found else "none"},
        claims=[],
        findings={
            "zh": [f"{len(rows)} 条留言里有 {found.total()} 条提到“{parameters.keyword}”。"],
            "en": [f'{found.total()} of {len(rows)} messages mention "{parameters.keyword}".'],
        },
        tables=[
            Table(
                title={"zh": "条数", "en": "Counts"},
                columns={"zh": ["渠道", "条数"], "en": ["Channel", "Count"]},
                rows={
                    language: [[name, count] for name, count in counts.items()] for language in ("zh", "en")
                },
            )
        ],
        charts=[],
    )


DEMO = Demo(
    name="keyword_counts",
    title=Bilingual("关键词计数", "Keyword counts"),
    description=Bilingual("数一数留言里提到某个词的有几条。", "Counts the messages that mention a word."),
    parameters=KeywordCounts,
    document="ai-pm-skills",
    sections=("6.2",),
    run=run,
    examples=(Bilingual("跑一下关键词计数", "Run the keyword counts"),),
    aliases=("关键词计数", "keyword count", "keyword counts"),
    metrics={"found": Bilingual("提到的条数", "Mentions"), "status": Bilingual("结论", "Verdict")},
    statuses={
        "some": Status(Bilingual("有人提到", "mentioned")),
        "none": Status(Bilingual("没人提到", "not mentioned")),
    },
)
