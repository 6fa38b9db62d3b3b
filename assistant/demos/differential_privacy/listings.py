"""The mechanism and the attack as a program that can be copied and run."""

from assistant.demos.differential_privacy.mechanism import Setting
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_PROGRAM = """\
import numpy as np

epsilon, sensitivity, queries = {epsilon}, {sensitivity}, {queries}
rng = np.random.default_rng({seed})

# {mechanism}
noise = rng.laplace(0, sensitivity / epsilon, 100_000)
print(np.abs(noise).mean())

# {attack}
def says_yes(is_in):
    answers = is_in * sensitivity + rng.laplace(0, sensitivity / epsilon, (20_000, queries))
    return (np.abs(answers) - np.abs(answers - sensitivity)).sum(axis=1) > 0

advantage = says_yes(1).mean() - says_yes(0).mean()
print(advantage)

# {bound}
print(np.tanh(queries * epsilon / 2))
"""
_TITLE = Bilingual(zh="加噪声和攻击的代码", en="Noise and attack as code")
_MECHANISM = Bilingual(
    zh="拉普拉斯机制：噪声的平均大小就是误差（上线请用 OpenDP 这类经过审查的库）",
    en="The Laplace mechanism: the mean size of the noise is the error (in production use an audited library such as OpenDP)",
)
_ATTACK = Bilingual(
    zh="攻击：某人在数据里和不在数据里，哪种更像？",
    en="The attack: are the answers likelier with the person or without?",
)
_BOUND = Bilingual(
    zh="任何攻击的上限：(e^ε − 1) / (e^ε + 1)，ε 是全部回答加起来的",
    en="The limit of any attack: (e^ε − 1) / (e^ε + 1), with the ε of all answers together",
)


def listings(setting: Setting, seed: int) -> list[Listing]:
    """Return a program that prints the error, the attack's advantage and its limit, as in this run but for chance."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            epsilon=setting.epsilon,
            sensitivity=setting.sensitivity,
            queries=setting.queries,
            seed=seed,
            mechanism=_MECHANISM.of(language),
            attack=_ATTACK.of(language),
            bound=_BOUND.of(language),
        )

    return [listing(_TITLE, program)]
