"""What the loop found, in words."""

from assistant.demos.neural_network.data import Divided
from assistant.demos.neural_network.experiment import Experiment, Status
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import figure, number, percent

_FEW = 100
"""Below this many examples a score is largely chance."""

_OUTCOME = Bilingual(
    zh="最后上线的{model}在从没看过的 {test} 条测试数据上答对 {tested}（误差约 ±{margin} 个百分点）；这个分数只在最后算了一次。",
    en="{model}, which goes out at the end, gets {tested} of {test} test records right that nothing had seen (give or take {margin} percentage points); this score was computed once, at the end.",
)
_MODELS = {
    "linear": Bilingual(zh="没有隐藏层的模型", en="the model without a hidden layer"),
    "network": Bilingual(zh="神经网络", en="the neural network"),
}
_TRAININGS: dict[Status, Bilingual] = {
    "over_fitted": Bilingual(
        zh="神经网络过拟合了：在训练数据上对 {train}，在验证数据上只对 {validation}，差 {gap} 个百分点{noise}。",
        en="The network over-fits: it gets {train} of the training data right but only {validation} of the validation data, {gap} percentage points less{noise}.",
    ),
    "under_fitted": Bilingual(
        zh="神经网络连训练数据都没学好：训练只对 {train}，验证对 {validation}；网络太小、轮数太少或步子太小都会这样。",
        en="The network has not even learnt the training data: {train} right there, {validation} in validation; too small a network, too few epochs or too small steps do this.",
    ),
    "fitted": Bilingual(
        zh="神经网络没有过拟合：训练对 {train}，验证对 {validation}{clean}。",
        en="The network does not over-fit: {train} right in training, {validation} in validation{clean}.",
    ),
    "diverged": Bilingual(
        zh="神经网络没有学成：学习率 {rate} 太大，训练对 {train}，验证对 {validation}，和瞎猜差不多。",
        en="The network's training failed: at learning rate {rate}, which is too large, {train} right in training and {validation} in validation, little better than guessing.",
    ),
}
_NOISE = Bilingual(
    zh="；它把训练数据里标错的 {wrong} 条也背下来了一部分",
    en="; it has memorised part of the {wrong} wrong labels too",
)
_CLEAN = Bilingual(
    zh="（训练数据里有 {wrong} 条标错，所以训练的正确率反而可以更低）",
    en=" ({wrong} training labels are wrong, so training accuracy may well be the lower one)",
)
_CHOICE = Bilingual(
    zh="挑选靠验证集：神经网络最好在第 {epoch} 轮，{network}；没有隐藏层的模型是 {linear}；选中{chosen}。",
    en="The validation set decides: the network is best at epoch {epoch} with {network}, the model without a hidden layer reaches {linear}; {chosen} is chosen.",
)
_FEEDBACK = Bilingual(
    zh="{rounds} 轮反馈之后，训练数据从 {before} 条增加到 {after} 条，验证正确率从 {first} 到 {last}{verdict}。",
    en="After {rounds} rounds of feedback the training data have grown from {before} to {after} records, and validation accuracy goes from {first} to {last}{verdict}.",
)
_HELPED = Bilingual(zh="，反馈有用", en=": feedback helped")
_NO_HELP = Bilingual(
    zh="，没有变好，所以上线的是第 {best} 版",
    en=", no better, so version {best} goes out",
)
_NO_FEEDBACK = Bilingual(
    zh="这次没有收反馈：{incoming} 位新用户带来的数据没有用上，模型停在第一版。",
    en="No feedback was taken in: what {incoming} new users brought went unused, and the model stays at its first version.",
)
_CHANCE = Bilingual(
    zh="验证只有 {validation} 条、测试只有 {test} 条：换个种子，分数就能差好几个百分点，别拿一次的分数比高低。",
    en="With only {validation} records to validate on and {test} to test on, another seed changes the scores by several percentage points; do not rank by a single score.",
)
_PRODUCT_NOISE = Bilingual(
    zh="对你的产品：在加神经元之前，先抽查标注；这次训练数据里有 {share} 标错，网络越大、训练越久，背下来的错就越多。",
    en="For your product: check labels before adding neurons; {share} of the training labels here are wrong, and the larger the network and the longer the training, the more of them it memorises.",
)
_PRODUCT_SIMPLE = Bilingual(
    zh="对你的产品：先做一个最简单的模型当标尺；这次没有隐藏层的模型就够了，神经网络没有换来更高的验证正确率，却更贵、更难解释。",
    en="For your product: begin with the simplest model as a yardstick; here the one without a hidden layer is enough, and the network buys no better validation accuracy while costing more and explaining less.",
)
_PRODUCT_FEEDBACK = Bilingual(
    zh="对你的产品：把“收集反馈并重新训练”排进计划；这次反馈把验证正确率提高了 {points} 个百分点，没有改网络一个字。",
    en="For your product: plan for collecting feedback and training again; here it raised validation accuracy by {points} percentage points without a change to the network.",
)
_PRODUCT_STOP = Bilingual(
    zh="对你的产品：让验证集来决定何时停、用哪一版，测试集锁到最后；要向团队问的是“这个分数是在挑选时用过的数据上算的吗”。",
    en="For your product: let the validation set decide when to stop and which version to use, and lock the test set away until the end; ask the team whether a score comes from data that were used to choose.",
)
_PRODUCT_FAILED = Bilingual(
    zh="对你的产品：训练失败先查设置，再谈数据和方案；把学习率降到十分之一再跑一次，几分钟就有答案。",
    en="For your product: when training fails, check the settings before doubting data or plan; one more run at a tenth of the learning rate takes minutes.",
)
_TRY_RATE = Bilingual(
    zh="接着可以试试“学习率改成 0.1”，看看学不学得会。",
    en='Next, try "set the learning rate to 0.1" to see whether it learns.',
)
_TRY_NOISE = Bilingual(
    zh="接着可以试试“标错的比例改成 0.3”，看看网络会背下多少错。",
    en='Next, try "set the label noise to 0.3" to see how many mistakes the network memorises.',
)
_TRY_CLEAN = Bilingual(
    zh="接着可以试试“标错的比例改成 0”，看看干净的标注值多少。",
    en='Next, try "set the label noise to 0" to see what clean labels are worth.',
)


def findings(ran: Experiment) -> dict[str, list[str]]:
    """Return six or seven sentences a language, the most important first."""
    sentences = [_outcome(ran), _training(ran), _feedback(ran), _product(ran), _choice(ran)]
    parts = ran.parts
    if min(len(parts.validation), len(parts.test)) < _FEW:
        sentences.append(_CHANCE.filled(validation=len(parts.validation), test=len(parts.test)))
    return findings_of([*sentences, _next_try(ran)])


def _outcome(ran: Experiment) -> Bilingual:
    return _OUTCOME.filled(
        model=_MODELS[ran.chosen],
        test=f"{len(ran.parts.test):,}",
        tested=percent(ran.test_accuracy),
        margin=figure(_margin(ran.test_accuracy, ran.parts), 2),
    )


def _margin(share: float, parts: Divided) -> float:
    """Return half the width of a share's 95% interval in percentage points (Agresti and Coull 1998: 4 records added)."""
    n = len(parts.test) + 4
    adjusted = (share * len(parts.test) + 2) / n
    return float(100 * 1.96 * (adjusted * (1 - adjusted) / n) ** 0.5)


def _training(ran: Experiment) -> Bilingual:
    network, wrong = ran.network, ran.parts.wrong
    nothing = Bilingual("", "")
    return _TRAININGS[ran.status].filled(
        train=percent(float(network.train_accuracy[-1])),
        validation=percent(float(network.validation_accuracy[-1])),
        gap=figure(100 * ran.gap, 2),
        rate=number(ran.learning_rate),
        noise=_NOISE.filled(wrong=f"{wrong:,}") if wrong else nothing,
        clean=_CLEAN.filled(wrong=f"{wrong:,}") if wrong else nothing,
    )


def _choice(ran: Experiment) -> Bilingual:
    return _CHOICE.filled(
        epoch=ran.network.best_epoch,
        network=percent(ran.network.score),
        linear=percent(ran.linear.score),
        chosen=_MODELS[ran.chosen],
    )


def _feedback(ran: Experiment) -> Bilingual:
    rounds = ran.rounds
    if len(rounds) == 1:
        return _NO_FEEDBACK.filled(incoming=f"{len(ran.parts.incoming):,}")
    helped = rounds[-1].training.score > rounds[0].training.score
    return _FEEDBACK.filled(
        rounds=len(rounds) - 1,
        before=f"{rounds[0].train_size:,}",
        after=f"{rounds[-1].train_size:,}",
        first=percent(rounds[0].training.score),
        last=percent(rounds[-1].training.score),
        verdict=_HELPED if helped else _NO_HELP.filled(best=ran.best_round + 1),
    )


def _product(ran: Experiment) -> Bilingual:
    gained = 100 * (ran.rounds[-1].training.score - ran.rounds[0].training.score)
    if ran.status == "diverged":
        return _PRODUCT_FAILED
    if ran.status == "over_fitted" and ran.parts.wrong:
        return _PRODUCT_NOISE.filled(share=percent(ran.parts.wrong / len(ran.parts.train)))
    if ran.chosen == "linear":
        return _PRODUCT_SIMPLE
    return _PRODUCT_FEEDBACK.filled(points=figure(gained, 2)) if gained >= 1 else _PRODUCT_STOP


def _next_try(ran: Experiment) -> Bilingual:
    if ran.status == "diverged":
        return _TRY_RATE
    return _TRY_CLEAN if ran.label_noise else _TRY_NOISE
