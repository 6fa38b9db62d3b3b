"""The tables of the behaviour analysis: the points, who needs which lesson, and the mistakes in words."""

from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.behaviour_analysis.groups import Mistake
from assistant.demos.behaviour_analysis.weakness import PointResult, Verdict
from assistant.demos.results import Cell, columns_of, cut, table
from assistant.text import Bilingual
from assistant.text.numerals import percent
from assistant.tools.demo import Table

_MOST_POINTS, _MOST_LEARNERS, _MOST_MISTAKES = 40, 40, 15

VERDICTS: dict[Verdict, Bilingual] = {
    "weak": Bilingual(zh="确实薄弱", en="truly weak"),
    "chance": Bilingual(zh="偏低，可能是偶然", en="low, may be chance"),
    "fine": Bilingual(zh="不偏低", en="not low"),
    "few": Bilingual(zh="回答太少", en="too few answers"),
}
_POINTS = Bilingual(zh="知识点（答对率从低到高）", en="Knowledge points, the lowest share first")
_POINT_COLUMNS = columns_of(
    Bilingual(
        zh="知识点|回答数|答对率|区间下限|区间上限|校正后的 p 值|结论",
        en="Knowledge point|Answers|Right|Interval from|Interval to|Adjusted p-value|Verdict",
    )
)
_LESSONS = Bilingual(zh="谁需要哪一课", en="Who needs which lesson")
_LESSON_COLUMNS = columns_of(
    Bilingual(zh="学生|知识点|答对 / 回答|把握", en="Learner|Knowledge point|Right / answers|Evidence")
)
_CLEAR = Bilingual(zh="证据充分", en="clear")
_LIKELY = Bilingual(zh="可能，再做几题", en="likely, a few more tasks")
_MISTAKES = Bilingual(zh="错答按意思归类", en="Wrong answers by what they mean")
_MISTAKE_COLUMNS = columns_of(
    Bilingual(
        zh="知识点|大意|次数|占错答|学生数|说法数",
        en="Knowledge point|Meaning|Times|Of wrong answers|Learners|Wordings",
    )
)


def tables(analysis: Analysis) -> list[Table]:
    """Return the tables of a run; those that would be empty are left out."""
    found = [_points(analysis), _lessons(analysis), _mistakes(analysis)]
    return [each for each in found if each is not None]


def _points(analysis: Analysis) -> Table:
    def row(result: PointResult) -> list[Cell]:
        adjusted = None if result.adjusted is None else float(f"{result.adjusted:.3g}")
        return [
            cut(analysis.point(result.number)),
            result.answers,
            percent(result.share),
            percent(result.low),
            percent(result.high),
            adjusted,
            VERDICTS[result.verdict],
        ]

    return table(_POINTS, _POINT_COLUMNS, [row(result) for result in analysis.results[:_MOST_POINTS]])


def _lessons(analysis: Analysis) -> Table | None:
    rows: list[list[Cell]] = []
    for lesson in analysis.lessons:
        given, right = analysis.answers.learner_counts(lesson.point)
        rows += [
            [
                cut(analysis.learner(n)),
                cut(analysis.point(lesson.point)),
                f"{right[n]} / {given[n]}",
                evidence,
            ]
            for chosen, evidence in ((lesson.clear, _CLEAR), (lesson.likely, _LIKELY))
            for n in chosen
        ]
    if not rows:
        return None
    return table(_LESSONS, _LESSON_COLUMNS, rows[:_MOST_LEARNERS])


def _mistakes(analysis: Analysis) -> Table | None:
    shown = analysis.mistakes[:_MOST_MISTAKES]
    if not shown:
        return None

    def row(mistake: Mistake) -> list[Cell]:
        return [
            cut(analysis.point(mistake.point)),
            cut(analysis.wording(mistake)),
            mistake.count,
            percent(mistake.share),
            mistake.learners,
            len(mistake.wordings),
        ]

    return table(_MISTAKES, _MISTAKE_COLUMNS, [row(mistake) for mistake in shown])
