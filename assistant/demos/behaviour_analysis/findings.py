"""What a run of the behaviour analysis found, in words."""

from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.behaviour_analysis.weakness import PointResult
from assistant.demos.cells import quoted
from assistant.text import LANGUAGES, Bilingual, Language
from assistant.text.numerals import percent

_MOST_NAMED = 3
_CLASS_SHARE = 0.5
"""From this share of learners on, a lesson for the whole class costs less than sorting out who needs it."""

_FOUND = Bilingual(
    zh="{points} 个知识点里确实薄弱的有 {weak} 个：{names}；别的知识点高一点低一点，用偶然就解释得了。",
    en="Of {points} knowledge points, the truly weak ones number {weak}: {names}; the ups and downs of the others are what chance explains.",
)
_POINT = Bilingual(
    zh="“{name}”答对 {share}（{low} 到 {high}）", en='"{name}" at {share} right ({low} to {high})'
)
_AND_MORE = Bilingual(zh="等", en=" and others")
_NONE = Bilingual(
    zh="{points} 个知识点里没有一个确实薄弱：最低的“{name}”答对 {share}，和平均 {average} 的差距用偶然就解释得了。",
    en='None of {points} knowledge points is truly weak: the lowest, "{name}", stands at {share} right, and chance explains how far that is from the average of {average}.',
)
_FEW = Bilingual(
    zh="现在还比不出哪个知识点薄弱：要有两个以上的知识点，而且至少一个有 {least} 个回答；这份记录有 {points} 个知识点、{answers} 个回答。",
    en="Which point is weak cannot be told yet: it takes two points or more, at least one of them with {least} answers; this record has {answers} answers on {points} points.",
)
_PRODUCT_CLASS = Bilingual(
    zh="对你的产品：先给所有人补“{name}”：{all} 个学生里 {needed} 个需要，其中 {clear} 个证据充分，逐个挑人不如一起讲。",
    en='For your product: teach "{name}" to everybody first: {needed} of {all} learners need it, {clear} of them clearly, so a common lesson beats picking them out.',
)
_PRODUCT_GROUP = Bilingual(
    zh="对你的产品：“{name}”这一课只推给 {needed} 个学生（全部 {all} 个），其中 {clear} 个证据充分，{likely} 个再做几题就清楚；其余的人不用陪着上。",
    en='For your product: offer the lesson on "{name}" to {needed} of {all} learners only, {clear} of them clearly in need and {likely} to be settled by a few more tasks; the rest need not sit through it.',
)
_PRODUCT_NONE = Bilingual(
    zh="对你的产品：先别按这张排名做补习课，做了多半是追着偶然跑；多收集一些回答，或者访谈几个学生再定。",
    en="For your product: build no lesson on this ranking, it would most likely chase chance; collect more answers, or talk to a few learners first.",
)
_MISLEADING = Bilingual(
    zh="只看答对率会挑错：最低的是“{name}”（{share}），可它只有 {answers} 个回答，真实值在 {low} 到 {high} 之间都说得通。",
    en='Raw shares pick the wrong point: the lowest is "{name}" at {share}, but with only {answers} answers its true share may lie anywhere from {low} to {high}.',
)
_CORRECTED = Bilingual(
    zh="同时比较 {compared} 个知识点，不校正会判 {uncorrected} 个薄弱，校正后剩 {weak} 个：比的越多，越容易有一个碰巧很低。",
    en="With {compared} points compared at once, {uncorrected} would be called weak without a correction and {weak} with it: the more are compared, the likelier one is low by luck.",
)
_MISTAKE = Bilingual(
    zh="“{point}”上写了字的 {wrong} 个错答里，最多的一种占 {share}，大意是“{wording}”（{learners} 个学生）：这一课就从它讲起。",
    en='Of the {wrong} worded wrong answers on "{point}", the commonest kind makes up {share} and says "{wording}" ({learners} learners): begin the lesson there.',
)
_SAMPLE = Bilingual(
    zh="这里用的是合成的作业样本；换上自己的记录，并且记住：数据说得出错在哪里，说不出为什么，还要去问几个学生。",
    en="This is synthetic homework; bring your own records, and remember that data show where learners go wrong, not why, so ask a few of them.",
)
_DEPENDENT = Bilingual(
    zh="同一个学生的几个回答往往一起对或一起错，所以区间实际上还要再宽一些。",
    en="Answers of one learner tend to be right or wrong together, so the true intervals are somewhat wider still.",
)
_TRY_STRICTER = Bilingual(
    zh="接着可以试试“置信水平改成 0.99”，看哪些薄弱点还站得住。",
    en='Next, try "set the confidence level to 0.99" and see which weak points remain.',
)
_TRY_LOOSER = Bilingual(
    zh="接着可以试试“置信水平改成 0.8”，看哪些知识点值得先留意。",
    en='Next, try "set the confidence level to 0.8" to see which points deserve a closer look.',
)


def findings(analysis: Analysis) -> dict[str, list[str]]:
    """Return three to seven sentences a language, the most important first."""
    return {language: _findings(analysis, language) for language in LANGUAGES}


def _findings(analysis: Analysis, language: Language) -> list[str]:
    told = [_outcome(analysis, language), _product(analysis, language)]
    if analysis.misleading and analysis.state != "few":
        told.append(_named(_MISLEADING, analysis, analysis.misleading, language))
    if analysis.uncorrected > len(analysis.weak):
        told.append(
            _CORRECTED.of(
                language,
                compared=len(analysis.compared),
                uncorrected=analysis.uncorrected,
                weak=len(analysis.weak),
            )
        )
    told += _commonest(analysis, language)
    told.append((_SAMPLE if analysis.is_sample else _DEPENDENT).of(language))
    looser = not analysis.weak or analysis.parameters.confidence >= 0.99
    return [*told, (_TRY_LOOSER if looser else _TRY_STRICTER).of(language)]


def _outcome(analysis: Analysis, language: Language) -> str:
    points = len(analysis.results)
    if analysis.state == "few":
        return _FEW.of(
            language,
            least=f"{analysis.parameters.min_answers:,}",
            points=points,
            answers=f"{len(analysis.answers.correct):,}",
        )
    if analysis.state == "none":
        lowest = analysis.compared[0]
        return _named(
            _NONE, analysis, lowest, language, points=points, average=percent(analysis.answers.share)
        )
    named = [_named(_POINT, analysis, weak, language) for weak in analysis.weak[:_MOST_NAMED]]
    more = _AND_MORE.of(language) if len(analysis.weak) > _MOST_NAMED else ""
    names = ("、" if language == "zh" else ", ").join(named) + more
    return _FOUND.of(language, points=points, weak=len(analysis.weak), names=names)


def _product(analysis: Analysis, language: Language) -> str:
    if not analysis.lessons:
        return _PRODUCT_NONE.of(language)
    first, everybody = analysis.lessons[0], len(analysis.answers.learners)
    wording = _PRODUCT_CLASS if first.learners >= _CLASS_SHARE * everybody else _PRODUCT_GROUP
    return wording.of(
        language,
        name=quoted(analysis.point(first.point).of(language)),
        all=f"{everybody:,}",
        needed=f"{first.learners:,}",
        clear=f"{len(first.clear):,}",
        likely=f"{len(first.likely):,}",
    )


def _commonest(analysis: Analysis, language: Language) -> list[str]:
    """Return what is said most often among the wrong answers on the weakest point that has any in words."""
    found = next((mistake for mistake in analysis.mistakes if mistake.count > 1), None)
    if found is None:
        return []
    return [
        _MISTAKE.of(
            language,
            point=quoted(analysis.point(found.point).of(language)),
            wrong=f"{found.wrong:,}",
            share=percent(found.share),
            wording=quoted(analysis.wording(found).of(language)),
            learners=f"{found.learners:,}",
        )
    ]


def _named(
    wording: Bilingual, analysis: Analysis, result: PointResult, language: Language, **more: object
) -> str:
    return wording.of(
        language,
        name=quoted(analysis.point(result.number).of(language)),
        share=percent(result.share),
        answers=f"{result.answers:,}",
        low=percent(result.low),
        high=percent(result.high),
        **more,
    )
