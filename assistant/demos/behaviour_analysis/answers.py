"""The answers that a table holds: who answered what, on which knowledge point, and whether it was right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.demos.behaviour_analysis.parameters import DATA_TITLE
from assistant.demos.cells import distinct, quoted, refuse
from assistant.text import Bilingual, normalize
from assistant.tools.demo import Progress
from assistant.tools.tables import DataTable

_MOST_POINTS = 200
_RIGHT = frozenset({"1", "1.0", "true", "yes", "y", "t", "right", "correct", "对", "是", "正确", "√", "✓"})
_WRONG = frozenset(
    {"0", "0.0", "false", "no", "n", "f", "wrong", "incorrect", "错", "否", "错误", "×", "✗", "x"}
)

_NEITHER = Bilingual(
    zh="第 {row} 行的“{column}”写的是“{given}”，要写 1（对）或 0（错）",
    en='has "{given}" in "{column}" of row {row}; it must be 1 (right) or 0 (wrong)',
)
_TOO_MANY_POINTS = Bilingual(
    zh="有 {count:,} 个不同的知识点，最多 {most}；请并成大类，太细的每个都没有几个回答",
    en="has {count:,} different knowledge points, at most {most} can be compared; please merge them, as each would have few answers",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """n answers."""

    learners: Sequence[str]
    points: Sequence[str]
    learner: NDArray[np.int64]
    """Who answered, of shape (n,)."""
    point: NDArray[np.int64]
    """On which knowledge point, of shape (n,)."""
    correct: NDArray[np.bool_]
    """Whether it was right, of shape (n,)."""
    said: Sequence[str]
    """The words of each answer, empty where there are none."""

    @property
    def share(self) -> float:
        """The share of all answers that are right, 0 to 1."""
        return float(self.correct.mean())

    def counts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many answers each knowledge point has, and how many of them are right."""
        size = len(self.points)
        return np.bincount(self.point, minlength=size), np.bincount(self.point[self.correct], minlength=size)

    def learner_counts(self, point: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many answers each learner gave on a point, and how many of them are right."""
        chosen, size = self.point == point, len(self.learners)
        given = np.bincount(self.learner[chosen], minlength=size)
        return given, np.bincount(self.learner[chosen & self.correct], minlength=size)


def read_answers(table: DataTable, on_progress: Progress) -> Answers:
    """Return the answers of a table.

    Raises:
        DemoInputError: A cell that is needed is empty or can't be read; the message names its row.
    """
    distinct(table, "question", DATA_TITLE, lambda share: on_progress(0.1 * share))
    learners, learner = distinct(table, "student", DATA_TITLE, lambda share: on_progress(0.1 + 0.1 * share))
    points, point = distinct(
        table, "knowledge_point", DATA_TITLE, lambda share: on_progress(0.2 + 0.1 * share)
    )
    if len(points) > _MOST_POINTS:
        refuse(table, DATA_TITLE, _TOO_MANY_POINTS, count=len(points), most=_MOST_POINTS)
    correct = _correct(table, lambda share: on_progress(0.3 + 0.1 * share))
    said = table.column("answer") if table.has("answer") else [""] * len(correct)
    return Answers(learners, points, learner, point, correct, said)


def _correct(table: DataTable, on_progress: Progress) -> NDArray[np.bool_]:
    cells, cell = distinct(table, "correct", DATA_TITLE, on_progress)
    words = [normalize("NFKC", each).casefold() for each in cells]
    for n, word in enumerate(words):
        if word not in _RIGHT and word not in _WRONG:
            position = int(np.argmax(cell == n))
            row, column = table.row_number(position), quoted(table.took["correct"])
            refuse(table, DATA_TITLE, _NEITHER, row=row, column=column, given=quoted(cells[n]))
    return np.array([word in _RIGHT for word in words], np.bool_)[cell]
