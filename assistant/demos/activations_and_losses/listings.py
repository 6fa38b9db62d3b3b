"""The run's main figures as a short program."""

from assistant.demos.activations_and_losses.experiment import Experiment
from assistant.demos.activations_and_losses.functions import ACTIVATION
from assistant.demos.activations_and_losses.parameters import ActivationName
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_TITLE = Bilingual(zh="这次运行的代码", en="The code of this run")
_FUNCTION = Bilingual(zh="激活函数和斜率", en="The activation and its slope")
_NORMAL = Bilingual(zh="标准正态分布上的平均值", en="Means over the standard normal distribution")
_BACK = Bilingual(zh="梯度一层层往回传", en="The gradient travels back, layer by layer")
_LOSSES = Bilingual(zh="损失，和它对分数的推力", en="The losses and their push on the score")

_DEFINITIONS: dict[ActivationName, str] = {
    "sigmoid": "def phi(z): return 1 / (1 + np.exp(-z))\ndef slope(z): return phi(z) * (1 - phi(z))\n",
    "tanh": "def phi(z): return np.tanh(z)\ndef slope(z): return 1 - np.tanh(z) ** 2\n",
    "relu": "def phi(z): return np.maximum(z, 0)\ndef slope(z): return (z > 0) * 1.0\n",
    "gelu": "below = np.vectorize(lambda z: (1 + math.erf(z / 2**0.5)) / 2)\n"
    "def phi(z): return z * below(z)\n"
    "def slope(z): return below(z) + z * np.exp(-z * z / 2) / (2 * math.pi) ** 0.5\n",
}
_PROGRAM = """\
import math
import numpy as np

# {function}
{definitions}
# {normal}
z = np.linspace(-10, 10, 600)
weights = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()

# {back}
left, variance = 1.0, 1.0
for layer in range({depth}):
    sums = z * variance**0.5
    left *= ({gain} * weights @ slope(sums) ** 2) ** 0.5
    variance = {gain} * weights @ phi(sums) ** 2
print(left)

# {losses}
p = {probability}
print((1 - p) ** 2, 2 * p * (1 - p) ** 2)
print(-math.log(p), 1 - p)
"""


def listings(ran: Experiment) -> list[Listing]:
    """Return the program; it prints the share of the gradient, then loss and correction of each loss."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            function=_FUNCTION.of(language),
            definitions=_DEFINITIONS[ran.activation],
            normal=_NORMAL.of(language),
            back=_BACK.of(language),
            depth=ran.depth,
            gain=ACTIVATION[ran.activation].gain,
            losses=_LOSSES.of(language),
            probability=ran.probability,
        )

    return [listing(_TITLE, program)]
