"""The run as a short program to copy."""

import textwrap

from assistant.demos.customer_service.service import Service
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_TITLE = Bilingual(
    zh="这次运行的代码：从把握到门槛", en="The code of this run: from confidence to a threshold"
)
_PROGRAM = """\
import numpy as np

# {data}
confidence = np.array([
{confidence}
])
right = np.array([
{right}
])
threshold, target = {threshold}, {target}
tickets, cost = {tickets}, {cost}

answered = confidence >= threshold
coverage = answered.mean()
precision = right[answered].mean() if answered.any() else float("nan")
saved = tickets * cost * (answered & (right == 1)).mean()

# {search}
best = [t for t in sorted(set(confidence)) if right[confidence >= t].mean() >= target]
reaches = best[0] if best else float("nan")
print(coverage, precision, saved, reaches)
"""
_DATA = Bilingual(
    zh="每个问题：最近那一条的把握（余弦相似度的 softmax），以及它对不对",
    en="For each question: the confidence of the nearest entry (softmax of cosines), and whether it is right",
)
_SEARCH = Bilingual(
    zh="达到目标准确率的最低门槛：自己回答得最多",
    en="The lowest threshold that reaches the target answers most",
)


def listings(service: Service) -> list[Listing]:
    """Return the program that gives the run's figures; none where nobody said which answers are right."""
    if not service.is_labelled:
        return []
    parameters, answering = service.parameters, service.answering

    def program(language: Language) -> str:
        return _PROGRAM.format(
            data=_DATA.of(language),
            confidence=_lines([f"{value:g}" for value in answering.confidence]),
            right=_lines([str(int(value)) for value in answering.right]),
            threshold=parameters.threshold,
            target=parameters.target_precision,
            tickets=parameters.tickets_per_day,
            cost=parameters.cost_per_ticket,
            search=_SEARCH.of(language),
        )

    return [listing(_TITLE, program)]


def _lines(values: list[str]) -> str:
    return textwrap.fill(
        ", ".join(values), width=100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
