"""The tables of the behaviour analysis: the points, who needs which lesson, and the mistakes in words."""

from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.behaviour_analysis.groups import Mistake
from assistant.demos.behaviour_analysis.weakness import PointResult, Verdict
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Table

_MOST_POINTS, _MOST_LEARNERS, _MOST_MISTAKES = 40, 40, 15
_LONGEST_CELL = 80

VERDICTS: dict[Verdict, Bilingual] = {
    "weak": Bilingual(zh="确实薄弱", en="truly weak"),
    "chance": Bilingual(zh="偏低，可能是偶然", en="low, may be chance"),
    "fine": Bilingual(zh="不偏低", en="not low"),
    "few": Bilingual(zh="回答太少", en="too few answers"),
}
_POINTS = Bilingual(zh="知识点（答对率从低到高）", en="Knowledge points, the lowest share first")
_POINT_COLUMNS = Bilingual(
    zh="知识点|回答数|答对率|区间下限|区间上限|校正后的 p 值|结论",
    en="Knowledge point|Answers|Right|Interval from|Interval to|Adjusted p-value|Verdict",
)
_LESSONS = Bilingual(zh="谁需要哪一课", en="Who needs which lesson")
_LESSON_COLUMNS = Bilingual(
    zh="学生|知识点|答对 / 回答|把握", en="Learner|Knowledge point|Right / answers|Evidence"
)
_CLEAR = Bilingual(zh="证据充分", en="clear")
_LIKELY = Bilingual(zh="可能，再做几题", en="likely, a few more tasks")
_MISTAKES = Bilingual(zh="错答按意思归类", en="Wrong answers by what they mean")
_MISTAKE_COLUMNS = Bilingual(
    zh="知识点|大意|次数|占错答|学生数|说法数",
    en="Knowledge point|Meaning|Times|Of wrong answers|Learners|Wordings",
)


def tables(analysis: Analysis) -> list[Table]:
    """Return the tables of a run; those that would be empty are left out."""
    found = [_points(analysis), _lessons(analysis), _mistakes(analysis)]
    return [table for table in found if table is not None]


def _points(analysis: Analysis) -> Table:
    def row(result: PointResult) -> tuple[Bilingual, list[str | float | None], Bilingual]:
        adjusted = None if result.adjusted is None else float(f"{result.adjusted:.3g}")
        figures: list[str | float | None] = [
            result.answers,
            percent(result.share),
            percent(result.low),
            percent(result.high),
            adjusted,
        ]
        return _cut(analysis.point(result.number)), figures, VERDICTS[result.verdict]

    rows = [row(result) for result in analysis.results[:_MOST_POINTS]]
    return _table(
        _POINTS,
        _POINT_COLUMNS,
        [[name.zh, *figures, verdict.zh] for name, figures, verdict in rows],
        [[name.en, *figures, verdict.en] for name, figures, verdict in rows],
    )


def _lessons(analysis: Analysis) -> Table | None:
    rows: list[tuple[Bilingual, Bilingual, str, Bilingual]] = []
    for lesson in analysis.lessons:
        given, right = analysis.answers.learner_counts(lesson.point)
        rows += [
            (
                _cut(analysis.learner(n)),
                _cut(analysis.point(lesson.point)),
                f"{right[n]} / {given[n]}",
                evidence,
            )
            for chosen, evidence in ((lesson.clear, _CLEAR), (lesson.likely, _LIKELY))
            for n in chosen
        ]
    if not rows:
        return None
    rows = rows[:_MOST_LEARNERS]
    return _table(
        _LESSONS,
        _LESSON_COLUMNS,
        [[who.zh, point.zh, counts, evidence.zh] for who, point, counts, evidence in rows],
        [[who.en, point.en, counts, evidence.en] for who, point, counts, evidence in rows],
    )


def _mistakes(analysis: Analysis) -> Table | None:
    shown = analysis.mistakes[:_MOST_MISTAKES]
    if not shown:
        return None

    def row(mistake: Mistake, language: Language) -> list[str | float | None]:
        return [
            _cut(analysis.point(mistake.point)).of(language),
            _cut(analysis.wording(mistake)).of(language),
            mistake.count,
            percent(mistake.share),
            mistake.learners,
            len(mistake.wordings),
        ]

    return _table(_MISTAKES, _MISTAKE_COLUMNS, [row(m, "zh") for m in shown], [row(m, "en") for m in shown])


def _table(
    title: Bilingual,
    columns: Bilingual,
    zh: list[list[str | float | None]],
    en: list[list[str | float | None]],
) -> Table:
    return Table(
        title=title.both(),
        columns={"zh": columns.zh.split("|"), "en": columns.en.split("|")},
        rows={"zh": zh, "en": en},
    )


def _cut(text: Bilingual) -> Bilingual:
    return Bilingual(text.zh[:_LONGEST_CELL], text.en[:_LONGEST_CELL])
