"""The run as a short program to copy."""

import textwrap

from assistant.demos.behaviour_analysis.analysis import Analysis
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_TITLE = Bilingual(
    zh="这次运行的代码：哪些知识点确实薄弱", en="The code of this run: which points are truly weak"
)
_PROGRAM = """\
import numpy as np
from scipy.stats import binomtest, false_discovery_control, fisher_exact

# {data}
answers = np.array([
{answers}
])
right = np.array([
{right}
])
confidence, min_answers = {confidence}, {min_answers}

total, total_right = answers.sum(), right.sum()
compared = np.flatnonzero(answers >= min_answers)
p_values = []
for n in compared:
    # {test}
    table = [[right[n], answers[n] - right[n]],
             [total_right - right[n], (total - answers[n]) - (total_right - right[n])]]
    p_values.append(fisher_exact(table, alternative="less").pvalue)
adjusted = false_discovery_control(p_values) if p_values else []  # {correction}

for n, p in zip(compared, adjusted):
    if p <= 1 - confidence and right[n] / answers[n] < total_right / total:
        interval = binomtest(right[n], answers[n]).proportion_ci(confidence, method="wilson")
        print(n, right[n] / answers[n], interval.low, interval.high, p)
"""
_DATA = Bilingual(
    zh="每个知识点的回答数和答对数，按答对率从低到高",
    en="Answers and right answers of each point, the lowest share first",
)
_TEST = Bilingual(
    zh="这个知识点和其余的比：费舍尔精确检验", en="This point against the rest: Fisher's exact test"
)
_CORRECTION = Bilingual(zh="校正多重比较", en="corrected for many comparisons")


def listings(analysis: Analysis) -> list[Listing]:
    """Return the program that finds the run's weak points."""

    def program(language: Language) -> str:
        return _PROGRAM.format(
            data=_DATA.of(language),
            answers=_lines([result.answers for result in analysis.results]),
            right=_lines([result.right for result in analysis.results]),
            confidence=analysis.parameters.confidence,
            min_answers=analysis.parameters.min_answers,
            test=_TEST.of(language),
            correction=_CORRECTION.of(language),
        )

    return [listing(_TITLE, program)]


def _lines(values: list[int]) -> str:
    return textwrap.fill(
        ", ".join(map(str, values)), width=100, initial_indent="    ", subsequent_indent="    "
    )
