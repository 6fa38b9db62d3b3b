"""The training of the run's network as a short program."""

from assistant.demos.neural_network.experiment import Experiment
from assistant.demos.neural_network.network import BATCH
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_TITLE = Bilingual(zh="第一版神经网络的训练代码", en="The training of the first network")
_PREPARE = Bilingual(
    zh="数据和预处理：打乱、标错一部分、分开、缩放", en="Data: shuffle, mislabel some, divide, scale"
)
_BUILD = Bilingual(zh="建网络", en="Build")
_TRAIN = Bilingual(
    zh="训练：反向传播算梯度，梯度下降改权重", en="Train: backpropagation, then a step of gradient descent"
)
_VALIDATE = Bilingual(zh="每轮验证一次", en="Validate after each epoch")

_PROGRAM = """\
import numpy as np
from sklearn.datasets import load_{data}

# {prepare}
x, y = load_{data}(return_X_y=True)
n, classes, rng = len(y), y.max() + 1, np.random.default_rng({seed})
order = rng.permutation(n)
x, y, wrong = x[order], y[order], rng.random(n) < {label_noise}
said = np.where(wrong, (y + rng.integers(1, classes, n)) % classes, y)
first, last = {train}, {train} + {validation}
spread = x[:first].std(0)
x = (x - x[:first].mean(0)) / np.where(spread > 0, spread, 1)
# {build}
rng, sizes, scores = np.random.default_rng([{seed}, 1]), {sizes}, []
w = [rng.standard_normal((a, b)) * np.sqrt(2 / a) for a, b in zip(sizes[:-1], sizes[1:])]
b = [np.zeros(size) for size in sizes[1:]]
# {comment}
for epoch in range({epochs}):
    order = rng.permutation(first)
    for batch in np.split(order, range({batch}, first, {batch})):
        h = [x[batch]]
        for i in range(len(w)):
            h.append(h[i] @ w[i] + b[i] if i == len(w) - 1 else np.maximum(h[i] @ w[i] + b[i], 0))
        back = np.exp(h[-1] - h[-1].max(1, keepdims=True))
        back = (back / back.sum(1, keepdims=True) - np.eye(classes)[said[batch]]) / len(batch)
        for i in reversed(range(len(w))):
            of_w, of_b, back = h[i].T @ back, back.sum(0), (back @ w[i].T) * (h[i] > 0)
            w[i], b[i] = w[i] - {rate} * of_w, b[i] - {rate} * of_b
    out = x[first:last]  # {validate}
    for i in range(len(w)):
        out = out @ w[i] + b[i] if i == len(w) - 1 else np.maximum(out @ w[i] + b[i], 0)
    scores.append((out.argmax(1) == y[first:last]).mean())
print(np.argmax(scores) + 1, max(scores), scores[-1])
"""


def listings(ran: Experiment) -> list[Listing]:
    """Return the program; it prints the best epoch by validation accuracy, that accuracy, and the last epoch's."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            data=ran.data,
            prepare=_PREPARE.of(language),
            seed=ran.seed,
            label_noise=ran.label_noise,
            train=len(ran.parts.train),
            validation=len(ran.parts.validation),
            build=_BUILD.of(language),
            sizes=ran.sizes,
            comment=_TRAIN.of(language),
            epochs=ran.epochs,
            batch=BATCH,
            rate=ran.learning_rate,
            validate=_VALIDATE.of(language),
        )

    return [listing(_TITLE, program)]
