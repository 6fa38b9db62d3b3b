"""What is to be seen in the charts of the regression, for who can't see them."""

from assistant.demos.linear_regression.experiment import Experiment
from assistant.text import Bilingual
from assistant.text.numerals import figure

_DATA = Bilingual(
    zh="散点图：数据点沿一条上升的直线散开；实线是最小二乘，斜率 {best}，虚线是梯度下降，斜率 {reached}。",
    en="Scatter plot: the points spread along a rising line; the whole line is least squares, slope {best}, the dashed one gradient descent, slope {reached}.",
)
_DATA_DIVERGED = Bilingual(
    zh="散点图：数据点沿一条上升的直线散开；实线是最小二乘，斜率 {best}；梯度下降发散了，没有线可画。",
    en="Scatter plot: the points spread along a rising line; the line is least squares, slope {best}; gradient descent diverged and has no line to draw.",
)
_LOSS = Bilingual(
    zh="两轴都按对数：损失从出发时的 {start} 变到 {end}；虚线是最小二乘的损失 {least}。",
    en="Both axes logarithmic: the loss goes from {start} at the start to {end}; the dashed line is the least-squares loss, {least}.",
)
_LOSS_DIVERGED = Bilingual(
    zh="两轴都按对数：损失从出发时的 {start} 起越来越大。",
    en="Both axes logarithmic: the loss starts at {start} and grows and grows.",
)
_ENDS = {
    "converged": Bilingual(zh="走到了那里", en="gets there"),
    "crawling": Bilingual(zh="停在半路", en="stops on the way"),
    "diverged": Bilingual(zh="越走越远", en="runs away from it"),
}
_PATH = Bilingual(
    zh="等损失的椭圆围着最小二乘的解，梯度下降的路从起点出发，{end}。",
    en="Ellipses of equal loss around the least-squares solution; the path of gradient descent {end}.",
)
_WEIGHT = Bilingual(
    zh="损失随斜率画成一条抛物线，最低点是最小二乘的解；梯度下降的路从一侧出发，{end}。",
    en="The loss over the slope is a parabola whose lowest point is the least-squares solution; the path of gradient descent {end}.",
)


def data_seen(ran: Experiment) -> Bilingual:
    """Describe the data and the lines."""
    words = _DATA_DIVERGED if ran.status == "diverged" else _DATA
    return words.filled(best=figure(ran.least_squares[1]), reached=figure(ran.reached[1]))


def loss_seen(ran: Experiment) -> Bilingual:
    """Describe the loss over the epochs."""
    words = _LOSS_DIVERGED if ran.status == "diverged" else _LOSS
    return words.filled(
        start=figure(ran.first_loss), end=figure(ran.final_loss), least=figure(ran.descent.least_loss)
    )


def path_seen(ran: Experiment) -> Bilingual:
    """Describe the path of the parameters over the loss."""
    return (_PATH if ran.fit_intercept else _WEIGHT).filled(end=_ENDS[ran.status])
