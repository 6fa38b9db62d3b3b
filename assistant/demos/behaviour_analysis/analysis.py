"""One run of the behaviour analysis: the points, the lessons, the mistakes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.demos.behaviour_analysis.answers import Answers, read_answers
from assistant.demos.behaviour_analysis.groups import Mistake, mistakes
from assistant.demos.behaviour_analysis.lessons import Lesson, lesson
from assistant.demos.behaviour_analysis.parameters import SAMPLE, BehaviourAnalysis
from assistant.demos.behaviour_analysis.weakness import PointResult, point_results
from assistant.text import Bilingual
from assistant.tools.demo import Progress

State = Literal["found", "none", "few"]


@dataclass(frozen=True)
class Analysis:
    """A run, and the figures that its texts, charts and tables share."""

    parameters: BehaviourAnalysis
    answers: Answers
    results: list[PointResult]
    """Every point, the lowest share of right answers first."""
    mistakes: list[Mistake]

    @property
    def is_sample(self) -> bool:
        """Whether the table is the synthetic one that ships with the demo."""
        return self.parameters.data.name == SAMPLE.table.name

    @cached_property
    def weak(self) -> list[PointResult]:
        """The weak points, the lowest share first."""
        return [result for result in self.results if result.verdict == "weak"]

    @cached_property
    def compared(self) -> list[PointResult]:
        """The points with enough answers."""
        return [result for result in self.results if result.p_value is not None]

    @property
    def uncorrected(self) -> int:
        """How many points would be called weak without the correction."""
        level = 1 - self.parameters.confidence
        return sum(r.verdict in ("weak", "chance") and (r.p_value or 0.0) <= level for r in self.compared)

    @property
    def misleading(self) -> PointResult | None:
        """The point with the lowest share where it is not weak, so that the raw ranking leads astray; None otherwise."""
        lowest = self.results[0]
        return None if lowest.verdict == "weak" or lowest.share >= self.answers.share else lowest

    @cached_property
    def lessons(self) -> list[Lesson]:
        """A lesson for each weak point."""
        return [lesson(self.answers, result, self.parameters.confidence) for result in self.weak]

    @property
    def state(self) -> State:
        """How the run ended."""
        if not self.compared or len(self.results) == 1:
            return "few"
        return "found" if self.weak else "none"

    def point(self, number: int) -> Bilingual:
        """Return what a knowledge point is called."""
        return SAMPLE.named(self.answers.points[number], self.parameters.data)

    def learner(self, number: int) -> Bilingual:
        """Return what a learner is called."""
        return SAMPLE.named(self.answers.learners[number], self.parameters.data)

    def wording(self, mistake: Mistake) -> Bilingual:
        """Return the words that stand for a mistake."""
        return SAMPLE.named(mistake.wording, self.parameters.data)


def analyse(parameters: BehaviourAnalysis, on_progress: Progress) -> Analysis:
    """Return what the answers of a table say.

    Raises:
        DemoInputError: The table can't be used; the message names its row.
        EmbeddingError: The embedding model cannot be loaded.
    """
    answers = read_answers(parameters.data, on_progress)
    results = point_results(answers, parameters.confidence, parameters.min_answers)
    weak = [result.number for result in results if result.verdict == "weak"]
    found = mistakes(answers, weak, lambda share: on_progress(0.5 + 0.5 * share))
    on_progress(1.0)
    return Analysis(parameters, answers, results, found)
