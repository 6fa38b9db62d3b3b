"""A training's hours and cost, and quantisation in a line, as a program that can be copied and run."""

from assistant.demos.results import listing
from assistant.demos.training_cost.training import Training
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_PROGRAM = """\
import numpy as np

parameters, tokens = {parameters}, {tokens}
gpus, serial_share = {gpus}, {serial_share}
peak = {peak}e12 * {utilisation}  # {peak_note}

operations = 6 * parameters * tokens
speedup = 1 / (serial_share + (1 - serial_share) / gpus)  # {amdahl}
hours = operations / peak / 3600 / speedup
print(hours, hours * gpus * {price}, speedup)

# {quantise}
weights = np.random.default_rng(0).standard_normal((64, 10))
for bits in (8, 4):
    most = 2 ** (bits - 1) - 1
    scale = np.abs(weights).max(axis=0) / most
    rounded = np.round(weights / scale) * scale
    print(bits, np.abs(rounded - weights).max() / np.abs(weights).max())
"""
_TITLE = Bilingual(zh="时间、费用和量化的代码", en="Hours, cost and quantisation as code")
_PEAK = Bilingual(zh="{card}，每秒真正做到的运算", en="{card}, operations a second that are really done")
_AMDAHL = Bilingual(zh="阿姆达尔定律", en="Amdahl's law")
_QUANTISE = Bilingual(
    zh="量化：每个权重四舍五入到 8 位或 4 位的整数，看看误差有多大",
    en="Quantising: each weight rounded to an integer of 8 or 4 bits, and how large the error is",
)


def listings(training: Training) -> list[Listing]:
    """Return a program that prints hours, US dollars and speed-up as in this run, then the errors of quantising."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            parameters=training.model_parameters,
            tokens=training.tokens,
            gpus=training.gpus,
            serial_share=training.serial_share,
            peak=training.accelerator.half_tflops,
            utilisation=training.utilisation,
            price=training.price_per_gpu_hour,
            peak_note=_PEAK.of(language, card=training.accelerator.name),
            amdahl=_AMDAHL.of(language),
            quantise=_QUANTISE.of(language),
        )

    return [listing(_TITLE, program)]
