"""What section 6.1 says of analysing user behaviour, judged by what the run gave."""

from statistics import median

from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.cells import quoted
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import percent
from assistant.tools.demo import Claim

_SECTION = "6.1"
_FEWEST_EACH = 10
"""With fewer answers of one learner on one point, Wilson's 95 % interval is some 50 percentage points wide."""
_AIMED = 0.8
"""Below this share of all possible lessons, tutoring counts as aimed."""
_MOST = 0.5

_SHOWS = Bilingual(
    zh="把错误归到知识点上，就能看出学生在哪些知识点上有困难。",
    en="Sorting the mistakes by topic shows which topics students struggle with.",
)
_SHOWS_HOLDS = Bilingual(
    zh="这次排名最低的 {weak} 个正是校正之后仍然薄弱的 {weak} 个；成立的前提是每个知识点都有足够多的回答。",
    en="In this run the {weak} lowest of the ranking are the very ones that remain weak after the correction; it takes enough answers on each point.",
)
_SHOWS_FAILS = Bilingual(
    zh="说得太简单：排名最低的“{name}”只有 {answers} 个回答，并不算确实薄弱；光归类排名还不够，要看区间，还要校正多重比较。",
    en='This is too simple: the lowest of the ranking, "{name}", has {answers} answers and is not truly weak; sorting is not enough, it takes intervals and a correction for many comparisons.',
)
_BOTH = Bilingual(
    zh="同一份结果既能看一个学生，也能看整个班。",
    en="The same result can be read for a single student or for a whole class.",
)
_BOTH_REASON = Bilingual(
    zh="一个学生在一个知识点上通常只有 {each} 个回答，全班在一个知识点上有 {whole} 个；要看单个学生，每个知识点至少要有 {least} 个回答。",
    en="A single student typically has {each} answers on a point, the whole class {whole}; for a single student it takes at least {least} answers on each point.",
)
_TARGETED = Bilingual(
    zh="找出难点之后，能提供更有针对性的辅导。",
    en="Finding the difficulties makes more targeted tutoring possible.",
)
_TARGETED_REASON = Bilingual(
    zh="{weak} 个薄弱点、{learners} 个学生，人人都上是 {all} 人次，只给需要的学生上是 {needed} 人次；有没有效果，要过一段时间再看同一知识点的错误少了没有。",
    en="With {weak} weak points and {learners} learners, teaching everybody takes {all} lessons, teaching those in need {needed}; whether it helps shows when mistakes on the same point have become rarer.",
)
_NOT_TARGETED = Bilingual(
    zh="没有一个知识点确实薄弱，针对谁都是猜。", en="No point is truly weak, so any target would be a guess."
)
_WHERE = Bilingual(
    zh="读作业里的文字，能判断错在哪里。",
    en="Reading the text of the assignments tells where answers go wrong.",
)
_WHERE_REASON = Bilingual(
    zh="薄弱点上写了字的 {wrong} 个错答并成 {groups} 类，前两类占 {share}；模型只会把意思相近的放在一起，哪一类算什么错，要老师来定。",
    en="The {wrong} worded wrong answers on the weak points fall into {groups} kinds, the two largest making up {share}; the model puts together what means the same, and a teacher has to say which mistake it is.",
)


def claims(analysis: Analysis) -> list[Claim]:
    """Return the claims that the run tested; none where there was nothing to compare."""
    if analysis.state == "few":
        return []
    told = [_shows(analysis), _both(analysis), _targeted(analysis)]
    return [*told, _where(analysis)] if analysis.mistakes else told


def _shows(analysis: Analysis) -> Claim:
    weak = len(analysis.weak)
    lowest = {result.number for result in analysis.results[:weak]}
    holds = weak > 0 and lowest == {result.number for result in analysis.weak}
    first = next((r for r in analysis.results if r.verdict != "weak"), analysis.results[0])
    reason = (_SHOWS_HOLDS if holds else _SHOWS_FAILS).filled(
        weak=weak, name=_quoted(analysis.point(first.number)), answers=first.answers
    )
    return _claim("lowest = weak", f"{weak} / {len(analysis.results)}", holds, _SHOWS, reason)


def _both(analysis: Analysis) -> Claim:
    pairs: list[int] = []
    for result in analysis.compared:
        given, _ = analysis.answers.learner_counts(result.number)
        pairs += [int(count) for count in given if count]
    each, whole = median(pairs), median(result.answers for result in analysis.compared)
    reason = _BOTH_REASON.filled(each=f"{each:,g}", whole=f"{whole:,g}", least=_FEWEST_EACH)
    return _claim(f"n ≥ {_FEWEST_EACH}", f"n = {each:g}", each >= _FEWEST_EACH, _BOTH, reason)


def _targeted(analysis: Analysis) -> Claim:
    learners, weak = len(analysis.answers.learners), len(analysis.weak)
    everybody, needed = learners * weak, sum(lesson.learners for lesson in analysis.lessons)
    reason = _NOT_TARGETED
    if weak:
        reason = _TARGETED_REASON.filled(
            weak=weak, learners=f"{learners:,}", all=f"{everybody:,}", needed=f"{needed:,}"
        )
    holds = 0 < needed < _AIMED * everybody
    return _claim(f"< {percent(_AIMED)}", f"{needed} / {everybody}", holds, _TARGETED, reason)


def _where(analysis: Analysis) -> Claim:
    by_point = {mistake.point: mistake.wrong for mistake in analysis.mistakes}
    wrong, groups = sum(by_point.values()), len(analysis.mistakes)
    share = sum(sorted((m.count for m in analysis.mistakes), reverse=True)[:2]) / wrong
    reason = _WHERE_REASON.filled(wrong=f"{wrong:,}", groups=f"{groups:,}", share=percent(share))
    holds = share >= _MOST and groups < wrong
    return _claim(f"≥ {percent(_MOST)}", percent(share), holds, _WHERE, reason)


def _quoted(name: Bilingual) -> Bilingual:
    return Bilingual(quoted(name.zh), quoted(name.en))


def _claim(claimed: str, found: str, holds: bool, statement: Bilingual, reason: Bilingual) -> Claim:
    return claim(_SECTION, claimed, found, holds=holds, statement=statement, reason=reason)
