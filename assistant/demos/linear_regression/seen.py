"""What is seen in the charts of the regression, for who can't see them."""

import numpy as np

from assistant.demos.linear_regression.experiment import Experiment
from assistant.text import Bilingual
from assistant.text.numerals import figure

_DATA_SEEN = Bilingual(
    zh="散点是 {samples} 个样本；最小二乘的直线斜率 {slope}、截距 {intercept}，梯度下降的直线斜率 {reached}、截距 {reached_intercept}。",
    en="Dots are {samples} samples; the least-squares line has slope {slope} and intercept {intercept}, that of gradient descent {reached} and {reached_intercept}.",
)
_DATA_SEEN_DIVERGED = Bilingual(
    zh="散点是 {samples} 个样本；最小二乘的直线斜率 {slope}、截距 {intercept}，梯度下降发散，没有直线可画。",
    en="Dots are {samples} samples; the least-squares line has slope {slope} and intercept {intercept}; gradient descent diverged and has no line to draw.",
)
_LOSS_SEEN = Bilingual(
    zh="两轴都接近对数：损失从 {first} 变到 {last}；虚线是最小二乘的损失 {least}。",
    en="Both axes are nearly logarithmic: the loss goes from {first} to {last}; the dashed line is the least-squares loss, {least}.",
)
_PATH_SEEN = Bilingual(
    zh="等损失线围着最低点，它的斜率是 {slope}、截距是 {intercept}；曲线是参数一轮一轮走过的路。",
    en="Lines of equal loss around the lowest point, at slope {slope} and intercept {intercept}; the curve is the way of the parameters, epoch by epoch.",
)
_WEIGHT_SEEN = Bilingual(
    zh="损失随斜率变化的曲线，最低点在 {slope}；线上的点是参数一轮一轮走过的位置。",
    en="The loss over the slope, lowest at {slope}; the points on it are where the parameter stood, epoch by epoch.",
)


def data(experiment: Experiment) -> Bilingual:
    """Return what is seen in the chart of the data."""
    intercept, slope = experiment.least_squares
    words = _DATA_SEEN_DIVERGED if experiment.status == "diverged" else _DATA_SEEN
    reached_intercept, reached = experiment.reached
    return words.filled(
        samples=f"{experiment.sampled.x.size:,}",
        slope=figure(slope),
        intercept=figure(intercept),
        reached=figure(reached),
        reached_intercept=figure(reached_intercept),
    )


def loss(experiment: Experiment) -> Bilingual:
    """Return what is seen in the chart of the loss."""
    descent = experiment.descent
    first, last = descent.losses(np.array([0, experiment.epochs]))
    return _LOSS_SEEN.filled(
        first=figure(float(first)), last=figure(float(last)), least=figure(descent.least_loss)
    )


def path(experiment: Experiment) -> Bilingual:
    """Return what is seen in the chart of the parameters."""
    intercept, slope = experiment.least_squares
    words = _PATH_SEEN if experiment.fit_intercept else _WEIGHT_SEEN
    return words.filled(slope=figure(slope), intercept=figure(intercept))
