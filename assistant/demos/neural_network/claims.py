"""What sections 2.3, 3.1 and 3.2 say of training, judged with the run's figures."""

import itertools

from assistant.demos.neural_network.experiment import Experiment
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Claim

_BETTER = 0.001

_EITHER = Bilingual(
    zh="用验证集或测试集评估，选出表现最好的模型。",
    en="Test the models on a validation set or a test set and choose the best.",
)
_EITHER_REASON = Bilingual(
    zh="“或”不成立：在一半验证数据上挑出最好的，换到另一半，正确率平均差 {points} 个百分点（40 次随机对半分）。拿测试集来挑，测试分数就会这样虚高；所以这次测试集只在最后开了一次。",
    en='"Or" does not hold: the best on one half of the validation data does {points} percentage points worse on the other half, on average over 40 random halvings. Choosing on the test set would flatter its score in the same way, so here it was opened only once, at the end.',
)
_EITHER_LUCKY = Bilingual(
    zh="这次看不出差别：在一半验证数据上挑，换到另一半平均差 {points} 个百分点。规矩照旧：测试集只在最后开一次。",
    en="No difference shows in this run: choosing on one half of the validation data costs {points} percentage points on the other. The rule stands: the test set is opened once, at the end.",
)
_OPTIMISES = Bilingual(
    zh="反向传播是训练神经网络的优化算法。",
    en="Backpropagation is an optimisation algorithm for training neural networks.",
)
_OPTIMISES_REASON = Bilingual(
    zh="反向传播只算梯度：它算出的斜率和逐个试出来的相差不到 {error}，算完之后权重一个也没变。改权重的是随后的梯度下降。",
    en="Backpropagation only computes gradients: its slopes differ from those found by trial by {error} at most, and not one weight had changed after it. It is gradient descent that then changes them.",
)
_APPROACHES = Bilingual(
    zh="不断调整权重和偏置，让网络的输出逐渐逼近真实值。",
    en="Weights and biases are adjusted until the output comes close to the true values.",
)
_APPROACHES_HOLDS = Bilingual(
    zh="在训练数据上，损失从 {start} 降到 {end}；在没见过的验证数据上，也降到了 {validation}。",
    en="On the training data the loss falls from {start} to {end}, and on validation data, never seen, to {validation}.",
)
_APPROACHES_HALF = Bilingual(
    zh="只在训练数据上成立：训练损失从 {start} 降到 {end}，验证损失却在第 {epoch} 轮（{lowest}）之后回升到 {validation}。逼近的是训练标签，标错的也一起逼近。",
    en="Only on the training data: their loss falls from {start} to {end}, but the validation loss rises from {lowest} at epoch {epoch} back to {validation}. What is approached are the training labels, wrong ones included.",
)
_APPROACHES_FAILS = Bilingual(
    zh="这次没有：学习率 {rate} 太大，训练损失没有降下来。",
    en="Not in this run: at learning rate {rate} the training loss does not come down.",
)
_TURNS = Bilingual(
    zh="用户反馈回到预处理，每转一圈模型都有改进。",
    en="User feedback goes back to pre-processing, and each round improves the model.",
)
_TURNS_REASON = Bilingual(
    zh="验证正确率从第一版的 {first} 到最后一版的 {last}，{rounds} 轮里有 {worse} 轮反而不如上一版。反馈里有 {noise} 标错，改进不会每一轮都来，所以每一版都要先验证再上线。",
    en="Validation accuracy goes from {first} for the first version to {last} for the last, and {worse} of {rounds} rounds did worse than the one before. With {noise} of the feedback wrong, not every round improves, so each version needs validating before it goes out.",
)
_SHORT = Bilingual(zh="训练之后直接得到预测结果。", en="Training leads straight to prediction results.")
_SHORT_REASON = Bilingual(
    zh="图里少了验证和挑选：直接用最后一轮的神经网络，验证正确率是 {last}；先验证再挑，选中的是第 {epoch} 轮的{chosen}，{best}。",
    en="Validation and choice are missing: the network as it is after the last epoch has a validation accuracy of {last}; validated and chosen, it is {chosen} of epoch {epoch} with {best}.",
)
_CHOSEN = {
    "linear": Bilingual(zh="没有隐藏层的模型", en="the model without a hidden layer"),
    "network": Bilingual(zh="神经网络", en="the network"),
}


def claims(ran: Experiment) -> list[Claim]:
    """Return the claims that the run tested."""
    judged = [_either(ran), _approaches(ran), _optimises(ran), _short(ran)]
    return [*judged, _turns(ran)] if len(ran.rounds) > 1 else judged


def _either(ran: Experiment) -> Claim:
    points = figure(100 * ran.optimism, 2)
    holds = ran.optimism <= _BETTER
    reason = (_EITHER_LUCKY if holds else _EITHER_REASON).filled(points=points)
    return claim("3.2", "Δ = 0", f"Δ = {points}", holds=holds, statement=_EITHER, reason=reason)


def _approaches(ran: Experiment) -> Claim:
    network = ran.network
    lowest = int(network.validation_loss.argmin()) if ran.status != "diverged" else 0
    figures = {
        "start": figure(float(network.train_loss[0])),
        "end": figure(float(network.train_loss[-1])),
        "validation": figure(float(network.validation_loss[-1])),
        "lowest": figure(float(network.validation_loss[lowest])),
        "epoch": lowest + 1,
        "rate": figure(ran.learning_rate),
    }
    falls = ran.status != "diverged" and (ran.epochs == 1 or network.train_loss[-1] < network.train_loss[0])
    rises = network.validation_loss[-1] > 1.05 * network.validation_loss[lowest]
    words = _APPROACHES_FAILS if not falls else _APPROACHES_HALF if rises else _APPROACHES_HOLDS
    found = f"J: {figures['start']} → {figures['end']}; {figures['lowest']} → {figures['validation']}"
    return claim(
        "3.1",
        "ŷ → y",
        found,
        holds=bool(falls and not rises),
        statement=_APPROACHES,
        reason=words.filled(**figures),
    )


def _optimises(ran: Experiment) -> Claim:
    error, unchanged = ran.backpropagation
    shown = figure(max(error, 1e-12), 2)
    return claim(
        "3.1",
        "Δw ≠ 0",
        f"Δw = 0; |∂J − ΔJ/Δw| ≤ {shown}",
        holds=not unchanged,
        statement=_OPTIMISES,
        reason=_OPTIMISES_REASON.filled(error=shown),
    )


def _short(ran: Experiment) -> Claim:
    first = ran.rounds[0].training
    last = percent(float(ran.network.validation_accuracy[-1]))
    reason = _SHORT_REASON.filled(
        last=last, epoch=first.best_epoch, chosen=_CHOSEN[ran.chosen], best=percent(first.score)
    )
    found = f"{last} → {percent(first.score)}"
    holds = first.score - float(ran.network.validation_accuracy[-1]) <= _BETTER
    return claim("2.3", "train → predict", found, holds=holds, statement=_SHORT, reason=reason)


def _turns(ran: Experiment) -> Claim:
    scores = [each.training.score for each in ran.rounds]
    worse = sum(after < before for before, after in itertools.pairwise(scores))
    reason = _TURNS_REASON.filled(
        first=percent(scores[0]),
        last=percent(scores[-1]),
        worse=worse,
        rounds=len(scores) - 1,
        noise=percent(ran.label_noise) if ran.label_noise else "0%",
    )
    found = " → ".join(percent(score) for score in scores)
    holds = worse == 0 and scores[-1] > scores[0]
    return claim("2.3", "v₁ < v₂ < …", found, holds=holds, statement=_TURNS, reason=reason)
