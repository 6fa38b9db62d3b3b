"""What the run found of activations and losses, in words."""

from assistant.demos.activations_and_losses.experiment import Experiment, Status
from assistant.demos.activations_and_losses.parameters import ACTIVATIONS, LossName
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent

_CONFIDENT_MISTAKE = 0.2
_MANY_ZEROS = 3
_KEPT = 1.01
"""A gradient above this share of its start has grown on the way."""

_OUTCOMES: dict[Status, Bilingual] = {
    "healthy": Bilingual(
        zh="{name}的 {depth} 层网络学得动：误差的信号（梯度）从最后一层传回第一层，还剩出发时的 {left}。",
        en="A network of {depth} layers with {name} can learn: of the error signal (the gradient), {left} is left when it has travelled back from the last layer to the first.",
    ),
    "faded": Bilingual(
        zh="{name}的 {depth} 层网络学得很吃力：误差的信号（梯度）传回第一层，只剩出发时的 {left}{zeros}。",
        en="A network of {depth} layers with {name} learns with difficulty: of the error signal (the gradient) only {left}{zeros} reaches the first layer.",
    ),
    "vanished": Bilingual(
        zh="{name}的 {depth} 层网络，前面的层学不动：误差的信号（梯度）传回第一层，只剩出发时的 {left}{zeros}，这叫梯度消失。",
        en="In a network of {depth} layers with {name} the first layers cannot learn: of the error signal (the gradient) only {left}{zeros} reaches them. This is called a vanishing gradient.",
    ),
}
_GROWN = Bilingual(
    zh="{name}的 {depth} 层网络学得动：误差的信号（梯度）从最后一层传回第一层，没有变弱，是出发时的 {left}。",
    en="A network of {depth} layers with {name} can learn: travelling back from the last layer to the first, the error signal (the gradient) does not weaken and arrives at {left} its size.",
)
_ZEROS = Bilingual(zh="（小数点后有 {zeros} 个 0）", en=" ({zeros} zeros after the point)")
_WHY_SHRINKS = Bilingual(
    zh="原因在斜率：{name}的斜率最大 {steepest}，信号每往回传一层平均乘 {factor}，{depth} 层就是 {factor} 的 {depth} 次方。",
    en="The slope is why: that of {name} is at most {steepest}, each layer multiplies the signal by {factor} on average, and {depth} layers by {factor} to the power of {depth}.",
)
_WHY_KEEPS = Bilingual(
    zh="原因在斜率：{name}的斜率最大 {steepest}，配上合适的初始权重，信号每传一层平均乘 {factor}，既不消失也不失控。",
    en="The slope is why: that of {name} is at most {steepest}, and with fitting starting weights each layer multiplies the signal by {factor} on average, so it neither vanishes nor runs away.",
)
_COMPARED = Bilingual(
    zh="同样 {depth} 层，换一种激活函数就不一样：{shares}。真正的大模型有几十上百层，还要靠残差连接和归一化把信号送回去，这里没有算进来。",
    en="At the same {depth} layers the activation makes the difference: {shares}. Real large models with dozens of layers also rely on residual connections and normalisation to carry the signal back, which are left out here.",
)
_SHARE = Bilingual(zh="{name} 剩 {left}", en="{name} leaves {left}")
_TIMES = Bilingual(zh="{times} 倍", en="{times} times")
_LIST_SEPARATOR = Bilingual(zh="，", en=", ")
_WRONG = Bilingual(
    zh="模型只给正确答案 {p} 的概率，这是错的，两种损失却说得很不一样：交叉熵记 {cross_loss}，往回改的力度 {cross}；均方误差记 {square_loss}，力度只有 {square}，差 {ratio} 倍。",
    en="Giving the right class a probability of {p} is a mistake, yet the losses speak of it differently: cross-entropy counts {cross_loss} and corrects with {cross}; the squared error counts {square_loss} and corrects with only {square}, {ratio} times less.",
)
_RIGHT = Bilingual(
    zh="模型给正确答案 {p} 的概率，答对了，两种损失都很小：交叉熵 {cross_loss}，往回改的力度 {cross}；均方误差 {square_loss}，力度 {square}。",
    en="Giving the right class a probability of {p} is right, and both losses are small: cross-entropy {cross_loss}, correcting with {cross}; the squared error {square_loss}, correcting with {square}.",
)
_TOGETHER = Bilingual(
    zh="两件事要乘在一起：用{loss}，第一层收到的纠正力度是 {correction} × {left} = {push}。",
    en="The two multiply: with {loss}, the correction that reaches the first layer is {correction} × {left} = {push}.",
)
_NAMES: dict[LossName, Bilingual] = {
    "mse": Bilingual(zh="均方误差", en="the squared error"),
    "cross_entropy": Bilingual(zh="交叉熵", en="cross-entropy"),
}
_PRODUCT_DEPTH = Bilingual(
    zh="对你的产品：层数多不等于更聪明。这样搭的网络，加层只加成本，前面的层学不到东西；问一问工程师用的是什么激活函数，有没有残差连接和归一化。",
    en="For your product: more layers do not mean a smarter model. Built like this, extra layers add cost while the first ones learn nothing; ask the engineers which activation they use and whether there are residual connections and normalisation.",
)
_PRODUCT_SQUARE = Bilingual(
    zh="对你的产品：分类功能如果用均方误差训练，用户最在意的“自信地答错”反而改得最慢；问一问工程师，分类用的是不是交叉熵。",
    en="For your product: a classifier trained on the squared error is slowest to correct the confident mistakes that users mind most; ask the engineers whether classification is trained on cross-entropy.",
)
_PRODUCT_LABELS = Bilingual(
    zh="对你的产品：交叉熵狠罚自信的错误，标注错了它也一样狠追；先花时间抽查标注，比换模型划算。",
    en="For your product: cross-entropy punishes confident mistakes hard, and chases wrong labels just as hard; checking a sample of the labels first pays more than changing the model.",
)
_PRODUCT_CONFIDENCE = Bilingual(
    zh="对你的产品：答对之后，损失只会继续逼模型更有把握，用户却感觉不到；验收要看答错的那些，不要只看平均损失。",
    en="For your product: once an answer is right, the loss only drives the model to be surer, which users don't notice; judge by the wrong answers, not by the average loss alone.",
)
_TRY_RELU = Bilingual(
    zh="接着可以试试“激活函数换成 relu”，看看信号传不传得回去。",
    en='Next, try "change the activation to relu" to see whether the signal gets back.',
)
_TRY_SIGMOID = Bilingual(
    zh="接着可以试试“激活函数换成 sigmoid，层数 30”，看看梯度怎样消失。",
    en='Next, try "change the activation to sigmoid and the depth to 30" to see a gradient vanish.',
)
_TRY_PROBABILITY = Bilingual(
    zh="接着可以试试“概率改成 0.01”，看看两种损失差多少。",
    en='Next, try "set the probability to 0.01" to see how far the losses lie apart.',
)


def findings(ran: Experiment) -> dict[str, list[str]]:
    """Return seven sentences a language, the most important first."""
    sentences = [
        _outcome(ran),
        _why(ran),
        _prediction(ran),
        _together(ran),
        _product(ran),
        _compared(ran),
        _next_try(ran),
    ]
    return findings_of(sentences)


def _outcome(ran: Experiment) -> Bilingual:
    zeros = ran.zeros()
    words = _GROWN if ran.gradient_left > _KEPT else _OUTCOMES[ran.status]
    return words.filled(
        name=ACTIVATIONS[ran.activation],
        depth=ran.depth,
        left=_share(ran.gradient_left),
        zeros=_ZEROS.filled(zeros=zeros) if zeros >= _MANY_ZEROS else Bilingual("", ""),
    )


def _why(ran: Experiment) -> Bilingual:
    words = _WHY_KEEPS if ran.status == "healthy" else _WHY_SHRINKS
    return words.filled(
        name=ACTIVATIONS[ran.activation],
        steepest=figure(ran.steepest),
        factor=figure(ran.a_layer),
        depth=ran.depth,
    )


def _compared(ran: Experiment) -> Bilingual:
    shares = [
        _SHARE.filled(name=ACTIVATIONS[name], left=_share(float(left[-1]))) for name, left in ran.left.items()
    ]
    joined = Bilingual(
        _LIST_SEPARATOR.zh.join(share.zh for share in shares),
        _LIST_SEPARATOR.en.join(share.en for share in shares),
    )
    return _COMPARED.filled(depth=ran.depth, shares=joined)


def _prediction(ran: Experiment) -> Bilingual:
    words = _WRONG if ran.probability < 0.5 else _RIGHT
    return words.filled(
        p=percent(ran.probability),
        cross_loss=figure(ran.losses["cross_entropy"]),
        square_loss=figure(ran.losses["mse"]),
        cross=figure(ran.corrections["cross_entropy"]),
        square=figure(ran.corrections["mse"]),
        ratio=figure(ran.ratio),
    )


def _together(ran: Experiment) -> Bilingual:
    return _TOGETHER.filled(
        loss=_NAMES[ran.loss],
        correction=figure(ran.corrections[ran.loss]),
        left=figure(ran.gradient_left, 2),
        push=figure(ran.push, 2),
    )


def _product(ran: Experiment) -> Bilingual:
    if ran.status != "healthy":
        return _PRODUCT_DEPTH
    if ran.loss == "mse":
        return _PRODUCT_SQUARE
    return _PRODUCT_LABELS if ran.probability < 0.5 else _PRODUCT_CONFIDENCE


def _next_try(ran: Experiment) -> Bilingual:
    if ran.status != "healthy" and ran.activation != "relu":
        return _TRY_RELU
    return _TRY_PROBABILITY if ran.probability > _CONFIDENT_MISTAKE else _TRY_SIGMOID


def _share(left: float) -> Bilingual:
    """Return a share as people read it: 2.0 times, 100%, 19%, 2.6e-13."""
    if left > _KEPT:
        return _TIMES.filled(times=figure(left, 2))
    text = f"{100 * left:.0f}%" if left >= 0.1 else percent(left) if left >= 1e-4 else figure(left, 2)
    return Bilingual(text, text)
