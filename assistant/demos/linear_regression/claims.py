"""The article's claims that a run of the regression puts to the test."""

import math

import numpy as np

from assistant.demos.linear_regression.data import TRUE_SLOPE
from assistant.demos.linear_regression.experiment import (
    ARTICLE_EPOCHS,
    ARTICLE_LEARNING_RATE,
    ARTICLE_PRINTED,
    Experiment,
)
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, number
from assistant.tools.demo import Claim

_PRINTED_MATCH = 0.005
_INTERCEPT_MATCH = 0.01
_GOOD_FIT = 1.1
"""A fit counts as good with at most this multiple of the best line's mean square error."""

_PRINTED = Bilingual(
    zh="运行文章的代码得到参数 1.9970265。",
    en="Running the article's code gives the parameter 1.9970265.",
)
_PRINTED_REASON = Bilingual(
    zh="印出的代码在 TensorFlow 2 上会报错；改到能跑（没有截距、损失除以 m、学习率 {rate}、{epochs} 轮）后，在同一批数据上停在 {slope}，最优值是 {optimum}，不可能到 1.997。",
    en="As printed the code stops with an error on TensorFlow 2; made to run (no intercept, loss over m, learning rate {rate}, {epochs} epochs), it ends at {slope} on the same data, its optimum is {optimum}, and 1.997 is out of reach.",
)
_FITS = Bilingual(
    zh="这个模型已经较好地拟合了模拟数据。", en="This model fits the simulated data rather well."
)
_FITS_REASON = Bilingual(
    zh="文章的模型在这批数据上均方误差是 {error}，带截距的最优直线是 {best}，总是用 y 的平均值来猜是 {mean}。",
    en="On these data the article's model has a mean square error of {error}, the best line with an intercept {best}, and always guessing the mean of y {mean}.",
)
_OFFSET = Bilingual(
    zh="数据来自 Y = 2X + 1 + ε：截距是 1。", en="The data come from Y = 2X + 1 + ε: the intercept is 1."
)
_OFFSET_HOLDS = Bilingual(
    zh="这次噪声几乎为 0，Y − 2X 的平均值是 {found}。",
    en="With hardly any noise in this run, Y − 2X averages {found}.",
)
_OFFSET_FAILS = Bilingual(
    zh="噪声取自 0 到 {noise}，平均 {mean} 而不是 0，所以真正的截距是 {true}；这批数据里 Y − 2X 的平均值是 {found}。",
    en="The noise is drawn from 0 to {noise} and averages {mean}, not 0, so the true intercept is {true}; in these data Y − 2X averages {found}.",
)
_APPROACHES = Bilingual(
    zh="多次迭代会让参数逐渐逼近最优值。",
    en="Repeated iterations bring the parameters gradually closer to the optimum.",
)
_APPROACHES_HOLDS = Bilingual(
    zh="这次参数与最优值的距离从 {start} 变成 {end}；成立的前提是学习率不超过 {limit}。",
    en="In this run the distance to the optimum went from {start} to {end}; it holds as long as the learning rate stays below {limit}.",
)
_APPROACHES_FAILS = Bilingual(
    zh="这次的学习率 {rate} 超过了上限 {limit}，迭代只会让参数越走越远。",
    en="This run's learning rate {rate} is above the limit of {limit}, so iterations only move the parameters further away.",
)


def claims(experiment: Experiment) -> list[Claim]:
    """Return the claims that the run tested, the one that people ask about most first."""
    return [_printed(experiment), _fits(experiment), _offset(experiment), _approaches(experiment)]


def _printed(experiment: Experiment) -> Claim:
    optimum = float(experiment.article.optimum[0])
    reason = _PRINTED_REASON.filled(
        rate=ARTICLE_LEARNING_RATE,
        epochs=ARTICLE_EPOCHS,
        slope=figure(experiment.article_slope),
        optimum=figure(optimum),
    )
    # The optimum decides: training for longer leads there. It is 2 + Σx(1+ε)/Σx², which is never below 3 for 0 ≤ x < 1.
    return claim(
        "5.4",
        f"θ = [{ARTICLE_PRINTED}]",
        f"θ = [{experiment.article_slope:.7g}]",
        holds=abs(optimum - ARTICLE_PRINTED) <= _PRINTED_MATCH,
        statement=_PRINTED,
        reason=reason,
    )


def _fits(experiment: Experiment) -> Claim:
    moments = experiment.sampled.moments
    error = moments.mean_square_error(0.0, experiment.article_slope)
    best = moments.mean_square_error(*experiment.best_line)
    reason = _FITS_REASON.filled(error=figure(error), best=figure(best), mean=figure(moments.var_y))
    holds = error <= _GOOD_FIT * best
    found = f"MSE = {figure(error)} {'≈' if holds else '≫'} {figure(best)}"
    return claim("5.4", "MSE ≈ min", found, holds=holds, statement=_FITS, reason=reason)


def _offset(experiment: Experiment) -> Claim:
    moments = experiment.sampled.moments
    found = moments.mean_y - TRUE_SLOPE * moments.mean_x
    holds = abs(found - 1) <= _INTERCEPT_MATCH
    wording = _OFFSET_HOLDS if holds else _OFFSET_FAILS
    figures = {
        "noise": number(experiment.noise),
        "mean": number(experiment.noise / 2),
        "true": number(experiment.true_intercept),
        "found": figure(found),
    }
    return claim(
        "5.3",
        "Y = 2X + 1 + ε",
        f"Y ≈ 2X + {figure(found)}",
        holds=holds,
        statement=_OFFSET,
        reason=wording.filled(**figures),
    )


def _approaches(experiment: Experiment) -> Claim:
    descent = experiment.descent
    before, after = (
        math.hypot(*(theta - descent.optimum))
        for theta in descent.parameters(np.array([0.0, float(experiment.epochs)]))
    )
    holds = experiment.status != "diverged" and after < before
    figures = {
        "start": figure(before),
        "end": figure(after),
        "rate": number(experiment.learning_rate),
        "limit": figure(descent.max_stable_learning_rate),
    }
    reason = (_APPROACHES_HOLDS if holds else _APPROACHES_FAILS).filled(**figures)
    found = f"‖θ − θ*‖: {figure(before)} → {figure(after)}"
    return claim("4.3", "θ → θ*", found, holds=holds, statement=_APPROACHES, reason=reason)
