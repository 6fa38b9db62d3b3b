"""What a run of the regression found, in words."""

import math

from assistant.demos.linear_regression.experiment import Experiment
from assistant.text import LANGUAGES, Bilingual, Language
from assistant.text.numerals import figure, number, percent

_INTERCEPT_MATCH = 0.01
_UNSURE_SLOPE = 0.2
"""From this standard error on, what the slope comes to is largely chance."""
_SMALL_STEP = 0.3
"""Below this share of the best rate it is the steps that are too small, above it the epochs that are too few."""
_HIGHEST_RATE = 10.0
_MOST_EPOCHS = 1_000_000
"""The bounds of the demo's parameters, within which suggestions stay."""

_EPOCHS = Bilingual(zh="{epochs} 轮", en="{epochs} epochs")
_ONE_EPOCH = Bilingual(zh="{epochs} 轮", en="{epochs} epoch")
_CONVERGED = Bilingual(
    zh="训练收敛了：{epochs}后得到{reached}，与最小二乘法的解一致。",
    en="Training converged: after {epochs} it gives {reached}, the same as least squares.",
)
_CRAWLING = Bilingual(
    zh="训练还没走到底：{epochs}后得到{reached}，而最小二乘法的解是{best}。",
    en="Training has not arrived yet: after {epochs} it gives {reached}, while least squares gives {best}.",
)
_DIVERGED = Bilingual(
    zh="训练发散了：学习率 {rate} 太大，{epochs}后{extent}；最小二乘法的解是{best}。",
    en="Training diverged: learning rate {rate} is too large, and after {epochs} {extent}; least squares gives {best}.",
)
_GROWN = Bilingual(zh="损失从 {start} 涨到 {end}", en="the loss has grown from {start} to {end}")
_GROWN_BEYOND_WRITING = Bilingual(
    zh="损失从 {start} 涨到计算机写不下",
    en="the loss has grown from {start} beyond what a computer can write down",
)
_FALLEN_FOR_NOW = Bilingual(
    zh="损失暂时从 {start} 降到 {end}，再训练下去却会越来越大",
    en="the loss has fallen from {start} to {end} for now, but will only grow from here on",
)
_WHY_CONVERGED = Bilingual(
    zh="到第 {arrived} 轮时，损失离最低点已不到出发时的一亿分之一，再多训练也不会更好。",
    en="By epoch {arrived} the loss was within a hundred-millionth of its starting distance from the lowest point, so more training would change nothing.",
)
_WHY_SLOW = Bilingual(
    zh="原因是步子太小：学习率 {rate} 时，剩下的误差每轮只缩小 {shrink}，照这样要 {needed} 轮才到最低点。",
    en="The steps are too small: at learning rate {rate} the remaining error shrinks by only {shrink} per epoch, so getting there takes {needed} epochs.",
)
_WHY_FEW = Bilingual(
    zh="原因是轮数不够：剩下的误差每轮缩小 {shrink}，照这样要 {needed} 轮才到最低点。",
    en="There are too few epochs: the remaining error shrinks by {shrink} per epoch, so getting there takes {needed} epochs.",
)
_WHY_SWINGS = Bilingual(
    zh="原因是学习率紧挨着上限：参数在最低点两侧来回跳，误差每轮只缩小 {shrink}。",
    en="The learning rate is right below its limit: the parameters swing from one side of the lowest point to the other, and the error shrinks by only {shrink} per epoch.",
)
_WHY_DIVERGED = Bilingual(
    zh="原因是学习率超过了上限 {limit}：每走一步都跨过最低点、落到更远的另一侧，误差每轮变成原来的 {factor} 倍。",
    en="The learning rate is above the limit of {limit}: each step jumps over the lowest point and lands further away on the other side, multiplying the error by {factor} per epoch.",
)
_LIMIT = Bilingual(
    zh="在这组数据上，学习率最大能到 {limit}，再大就会发散；这次用的 {rate} 是它的 {share}。",
    en="On these data the learning rate can be at most {limit} before training diverges; this run used {rate}, {share} of that.",
)
_ARTICLE = Bilingual(
    zh="文章 5.4 印出的 1.9970265 得不到：它的代码没有截距，在这批数据上跑出来是 {slope}；x 在 0 到 1 之间，这种模型的最优斜率不可能低于 3。",
    en="The 1.9970265 that section 5.4 prints cannot come out: its code has no intercept and gives {slope} on these data; with x between 0 and 1, such a model's best slope cannot be below 3.",
)
_NO_INTERCEPT = Bilingual(
    zh="没有截距，直线只能穿过原点，最优斜率被拉到 {slope}，均方误差至少 {without}；加上截距，最低能到 {with_}，斜率是 {best_slope}。",
    en="Without an intercept the line must pass through the origin, which pulls the best slope to {slope} and leaves a mean square error of at least {without}; with one it can go down to {with_}, at slope {best_slope}.",
)
_INTERCEPT = Bilingual(
    zh="截距接近 {true} 而不是公式里的 1：噪声平均是 {mean}，把整条线抬高了这么多。",
    en="The intercept is near {true} and not the 1 of the formula: the noise averages {mean} and lifts the whole line by that.",
)
_UNSURE = Bilingual(
    zh="{samples} 个样本、噪声 {noise} 时，连最小二乘法的斜率也有大约 ±{error} 的偶然误差，离 2 多远说明不了问题；换个种子结果就会变。",
    en="With {samples} samples and noise {noise}, even the least-squares slope is off by about ±{error} through chance alone, so its distance from 2 says little; another seed gives another result.",
)
_TRY_RATE = Bilingual(
    zh="接着可以试试“学习率改成 {rate}”，第 {needed} 轮就能走到底。",
    en='Next, try "set the learning rate to {rate}": it arrives at epoch {needed}.',
)
_TRY_RATE_AND_EPOCHS = Bilingual(
    zh="接着可以试试“学习率改成 {rate}，跑 {epochs} 轮”，第 {needed} 轮就能走到底。",
    en='Next, try "set the learning rate to {rate} and run {epochs} epochs": it arrives at epoch {needed}.',
)
_TRY_SAMPLES = Bilingual(
    zh="接着可以试试“样本改成 100 个”：现在这几个样本的 x 靠得太近，换什么学习率都走不到底。",
    en='Next, try "set the samples to 100": with x as close together as in these few samples, no learning rate gets there.',
)
_TRY_NO_INTERCEPT = Bilingual(
    zh="接着可以试试“不带截距再跑一次”，看看文章的模型会到哪里。",
    en='Next, try "run it again without intercept" to see where the article\'s model goes.',
)
_TRY_INTERCEPT = Bilingual(
    zh="接着可以试试“带上截距再跑一次”，比一比均方误差。",
    en='Next, try "run it again with an intercept" and compare the mean square error.',
)
_LINE = Bilingual(zh="斜率 {slope}、截距 {intercept}", en="slope {slope} and intercept {intercept}")
_LINE_THROUGH_ORIGIN = Bilingual(zh="斜率 {slope}（没有截距）", en="slope {slope} (no intercept)")


def findings(experiment: Experiment) -> dict[str, list[str]]:
    """Return three to six sentences a language, the most important first."""
    return {language: _findings(experiment, language) for language in LANGUAGES}


def _findings(experiment: Experiment, language: Language) -> list[str]:
    told = [_outcome(experiment, language), _why(experiment, language)]
    if experiment.status != "diverged":
        told.append(_limit(experiment, language))
    if not experiment.fit_intercept:
        told.append(_no_intercept(experiment, language))
    elif experiment.slope_error >= _UNSURE_SLOPE:
        told.append(_unsure(experiment, language))
    elif experiment.status == "converged" and experiment.noise / 2 > _INTERCEPT_MATCH:
        true, mean = number(experiment.true_intercept), number(experiment.noise / 2)
        told.append(_INTERCEPT.of(language, true=true, mean=mean))
    told.append(_ARTICLE.of(language, slope=figure(experiment.article_slope)))
    return [*told, _next_try(experiment, language)]


def _outcome(experiment: Experiment, language: Language) -> str:
    epochs = (_ONE_EPOCH if experiment.epochs == 1 else _EPOCHS).of(language, epochs=f"{experiment.epochs:,}")
    best = _line(experiment, experiment.least_squares, language)
    if experiment.status == "diverged":
        rate = number(experiment.learning_rate)
        return _DIVERGED.of(
            language, rate=rate, epochs=epochs, extent=_extent(experiment, language), best=best
        )
    if experiment.status == "converged":
        return _CONVERGED.of(language, epochs=epochs, reached=_line(experiment, experiment.reached, language))
    digits = _telling_digits(experiment)
    reached, best = (
        _line(experiment, line, language, digits) for line in (experiment.reached, experiment.least_squares)
    )
    return _CRAWLING.of(language, epochs=epochs, reached=reached, best=best)


def _extent(experiment: Experiment, language: Language) -> str:
    start, end = experiment.first_loss, experiment.final_loss
    text = _FALLEN_FOR_NOW if end < start else _GROWN if math.isfinite(end) else _GROWN_BEYOND_WRITING
    return text.of(language, start=figure(start), end=figure(end))


def _telling_digits(experiment: Experiment) -> int:
    """Return how many digits it takes to tell the slope reached from the least-squares slope."""
    reached, best = experiment.reached[1], experiment.least_squares[1]
    return next((n for n in range(3, 8) if figure(reached, n) != figure(best, n)), 8)


def _why(experiment: Experiment, language: Language) -> str:
    descent = experiment.descent
    if experiment.status == "diverged":
        limit, factor = (
            figure(descent.max_stable_learning_rate),
            figure(descent.factor, 3 if descent.factor >= 1.01 else 7),
        )
        return _WHY_DIVERGED.of(language, limit=limit, factor=factor)
    arrived = descent.epochs_to_converge()
    if experiment.status == "converged" and arrived is not None:
        return _WHY_CONVERGED.of(language, arrived=f"{arrived:,}")
    shrink = percent(1 - descent.factor)
    if arrived is None or descent.learning_rate > descent.best_learning_rate:
        return _WHY_SWINGS.of(language, shrink=shrink)
    reason = _WHY_SLOW if descent.learning_rate < _SMALL_STEP * descent.best_learning_rate else _WHY_FEW
    return reason.of(language, rate=number(descent.learning_rate), shrink=shrink, needed=f"{arrived:,}")


def _limit(experiment: Experiment, language: Language) -> str:
    limit, rate = experiment.descent.max_stable_learning_rate, experiment.learning_rate
    return _LIMIT.of(language, limit=figure(limit), rate=number(rate), share=percent(rate / limit))


def _no_intercept(experiment: Experiment, language: Language) -> str:
    error = experiment.sampled.moments.mean_square_error
    return _NO_INTERCEPT.of(
        language,
        slope=figure(experiment.least_squares[1]),
        without=figure(error(*experiment.least_squares)),
        with_=figure(error(*experiment.best_line)),
        best_slope=figure(experiment.best_line[1]),
    )


def _unsure(experiment: Experiment, language: Language) -> str:
    samples, noise = f"{experiment.samples:,}", number(experiment.noise)
    return _UNSURE.of(language, samples=samples, noise=noise, error=figure(experiment.slope_error, digits=2))


def _next_try(experiment: Experiment, language: Language) -> str:
    if experiment.status == "converged":
        return (_TRY_NO_INTERCEPT if experiment.fit_intercept else _TRY_INTERCEPT).of(language)
    rate = _round_down(min(experiment.descent.best_learning_rate, _HIGHEST_RATE))
    needed = experiment.with_learning_rate(rate).epochs_to_converge()
    if needed is None or needed > _MOST_EPOCHS:
        return _TRY_SAMPLES.of(language)
    if needed <= experiment.epochs and rate != experiment.learning_rate:
        return _TRY_RATE.of(language, rate=number(rate), needed=f"{needed:,}")
    epochs = -_round_down(-needed)
    return _TRY_RATE_AND_EPOCHS.of(language, rate=number(rate), epochs=f"{epochs:.0f}", needed=f"{needed:,}")


def _line(experiment: Experiment, line: tuple[float, float], language: Language, digits: int = 3) -> str:
    wording = _LINE if experiment.fit_intercept else _LINE_THROUGH_ORIGIN
    return wording.of(language, slope=figure(line[1], digits), intercept=figure(line[0], digits))


def _round_down(value: float) -> float:
    """Return the nearest number of one digit that is not above: 0.79 gives 0.7; -234 gives -300."""
    power = math.floor(math.log10(abs(value)))
    return float(f"{math.floor(value / 10.0**power)}e{power}")
