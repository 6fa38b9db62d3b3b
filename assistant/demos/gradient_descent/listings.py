"""The walk of the run as a short program."""

from assistant.demos.gradient_descent.experiment import Experiment
from assistant.demos.gradient_descent.methods import ADAM_MEAN, ADAM_SQUARE, ADAM_TINY, MOMENTUM
from assistant.demos.gradient_descent.parameters import METHODS, SAMPLES
from assistant.demos.gradient_descent.surfaces import SADDLE_SPREAD
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_TITLE = Bilingual(zh="这次运行的代码", en="The code of this run")
_SURFACE = Bilingual(zh="曲面和它的梯度", en="The surface and its gradient")
_WALK = Bilingual(zh="怎么走", en="The walk")
_AT_LAST = Bilingual(zh="最后的参数", en="The parameters at the end")

_REGRESSION = """\
x = rng.random({samples})
y = 2 * x + 1 + rng.random({samples})
features = np.column_stack([np.ones({samples}), x])

def gradient(theta, batch):
    return 2 * features[batch].T @ (features[batch] @ theta - y[batch]) / len(batch)

theta = np.zeros(2)
"""
_QUADRATIC = """\
hessian = np.array({hessian})
spread = rng.standard_normal(({samples}, 2))
spread -= spread.mean(0)

def gradient(theta, batch):
    return hessian @ (theta - spread[batch].mean(0))

theta = np.array([-4.0, 3.0])
"""
_SADDLE = """\
spread = rng.standard_normal(({samples}, 2))
spread -= spread.mean(0)

def gradient(theta, batch):
    return np.array([theta[0], theta[1] ** 3 - theta[1]]) - {saddle_spread} * spread[batch].mean(0)

theta = np.array([-1.5, 0.001])
"""
_ALL = "batches = np.tile(np.arange({samples}), ({steps}, 1))\n"
_DRAWN = "batches = np.random.default_rng([{seed}, 1]).integers({samples}, size=({steps}, {size}))\n"
_PLAIN = """\
for batch in batches:
    theta = theta - {rate} * gradient(theta, batch)
"""
_MOMENTUM = """\
velocity = np.zeros(2)
for batch in batches:
    velocity = {momentum} * velocity - {rate} * gradient(theta, batch)
    theta = theta + velocity
"""
_ADAM = """\
mean, square = np.zeros(2), np.zeros(2)
for step, batch in enumerate(batches, start=1):
    g = gradient(theta, batch)
    mean = {b1} * mean + {c1} * g
    square = {b2} * square + {c2} * g**2
    size = np.sqrt(square / (1 - {b2}**step)) + {tiny}
    theta = theta - {rate} * mean / (1 - {b1}**step) / size
"""


def listings(ran: Experiment) -> list[Listing]:
    """Return the program of the walk; it prints the parameters at its end."""
    programs = {"zh": _program(ran, "zh"), "en": _program(ran, "en")}
    return [Listing(title=_TITLE.both(), code=programs)]


def _program(ran: Experiment, language: Language) -> str:
    name = ran.surface.name
    ground = {"regression": _REGRESSION, "saddle": _SADDLE}.get(name, _QUADRATIC)
    batches = _DRAWN if ran.draws_samples else _ALL
    update = {"momentum": _MOMENTUM, "adam": _ADAM}.get(ran.method, _PLAIN)
    values = {
        "samples": SAMPLES,
        "hessian": ran.surface.hessian.tolist(),
        "saddle_spread": SADDLE_SPREAD,
        "seed": ran.seed,
        "steps": ran.steps,
        "size": ran.own.samples,
        "rate": ran.learning_rate,
        "momentum": MOMENTUM,
        "b1": ADAM_MEAN,
        "b2": ADAM_SQUARE,
        "c1": round(1 - ADAM_MEAN, 6),
        "c2": round(1 - ADAM_SQUARE, 6),
        "tiny": ADAM_TINY,
    }
    return (
        f"import numpy as np\n\n# {_SURFACE.of(language)}\nrng = np.random.default_rng({ran.seed})\n"
        + ground.format(**values)
        + f"\n# {_WALK.of(language)}: {METHODS[ran.method].of(language)}\n"
        + batches.format(**values)
        + update.format(**values)
        + f"\nprint(*theta)  # {_AT_LAST.of(language)}\n"
    )
