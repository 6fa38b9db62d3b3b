"""The synthetic homework that ships with the demo, made from a fixed seed."""

import numpy as np

from assistant.demos.samples import Sample
from assistant.text import Bilingual
from assistant.tools.tables import DataTable

_SEED = 61
_LEARNERS = 36
_POINTS: tuple[tuple[Bilingual, int, int], ...] = (
    (Bilingual("通分", "common denominators"), 96, 44),
    (Bilingual("百分数", "percentages"), 84, 45),
    (Bilingual("面积", "area"), 72, 53),
    (Bilingual("方程", "equations"), 66, 46),
    (Bilingual("小数乘法", "multiplying decimals"), 78, 61),
    (Bilingual("平均数", "averages"), 54, 42),
    (Bilingual("周长", "perimeter"), 60, 49),
    (Bilingual("时间换算", "converting times"), 36, 27),
    (Bilingual("比例", "ratios"), 24, 11),
    (Bilingual("统计图", "charts"), 42, 36),
    (Bilingual("负数", "negative numbers"), 7, 3),
    (Bilingual("体积", "volume"), 3, 2),
)
"""Each point with its answers and how many are right. Two are truly weak; negative numbers look worst by chance,
with 7 answers, and ratios would be called weak without a correction."""
_MISTAKES: dict[str, tuple[tuple[Bilingual, int], ...]] = {
    "通分": (
        (Bilingual("分子加分子，分母加分母", "top plus top, bottom plus bottom"), 11),
        (Bilingual("把分子和分子相加，分母和分母相加", "added the tops together and the bottoms together"), 9),
        (Bilingual("分子分母直接相加了", "simply added tops and bottoms"), 8),
        (Bilingual("只把 2 和 3 乘成 6 写在下面", "only wrote 2 times 3, so 6, below"), 7),
        (Bilingual("下面写成 6，上面还是 1", "wrote 6 below, still 1 above"), 6),
        (Bilingual("不会做", "don't know how"), 5),
    ),
    "百分数": (
        (Bilingual("先降 20% 再涨 20%，回到原价", "20% off then 20% up is the old price again"), 12),
        (Bilingual("降 20% 又涨 20%，还是原价", "20% off and 20% up, still the old price"), 9),
        (Bilingual("把 25% 当成 25 来乘", "multiplied by 25 for 25%"), 7),
        (Bilingual("忘了除以 100", "forgot to divide by 100"), 6),
        (Bilingual("不会", "no idea"), 5),
    ),
}  # fmt: skip
_SLIP = Bilingual("算错了", "a slip in the sum")


def sample() -> Sample:
    """Return the synthetic homework: learners of different ability, the counts of `_POINTS`, mistakes in their words."""
    rng = np.random.default_rng(_SEED)
    ability = rng.standard_normal(_LEARNERS)
    rows: list[tuple[str, ...]] = []
    for point, answers, right in _POINTS:
        # Everybody answers about as often, and whoever is abler is right more often.
        learners = rng.permutation(np.arange(answers) % _LEARNERS)
        luck = ability[learners] + 1.2 * rng.standard_normal(answers)
        is_right = np.argsort(np.argsort(-luck)) < right
        said = _mistakes(point, answers - right, rng)
        for number, (learner, correct) in enumerate(zip(learners, is_right, strict=True)):
            task = f"{point.zh}第 {number // _LEARNERS + 1} 题"
            rows.append((_learner(learner), task, point.zh, str(int(correct)), "" if correct else said.pop()))
    header = ("student", "question", "knowledge_point", "correct", "answer")
    return Sample(DataTable.of_rows("sample-homework.csv", header, rows), _english())


def sample_texts() -> tuple[list[str], list[str]]:
    """Return the mistakes in their words, whose vectors ship with the demo, and no passages."""
    return [_SLIP.zh, *(words.zh for said in _MISTAKES.values() for words, _ in said)], []


def _learner(number: int) -> str:
    return f"学生 {number + 1:02}"


def _mistakes(point: Bilingual, wrong: int, rng: np.random.Generator) -> list[str]:
    said = [words.zh for words, count in _MISTAKES.get(point.zh, ()) for _ in range(count)]
    said += [_SLIP.zh] * (wrong - len(said))
    return [str(words) for words in rng.permutation(said)]


def _english() -> dict[str, str]:
    words = [_SLIP, *(point for point, _, _ in _POINTS), *(w for said in _MISTAKES.values() for w, _ in said)]
    return {w.zh: w.en for w in words} | {_learner(n): f"student {n + 1:02}" for n in range(_LEARNERS)}
