"""One run of the customer service: what it answers at the threshold, and what that means a day."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.demos.customer_service.answering import Answering
from assistant.demos.customer_service.parameters import FAQ_SAMPLE, QUESTIONS_SAMPLE, CustomerService
from assistant.demos.customer_service.tradeoff import Point, Tradeoff, at_threshold, tradeoff
from assistant.text import Bilingual

State = Literal["reached", "missed", "unreachable", "silent", "unlabelled"]


@dataclass(frozen=True)
class Service:
    """A run, and the figures that its texts, charts and tables share."""

    parameters: CustomerService
    answering: Answering

    @property
    def is_labelled(self) -> bool:
        """Whether anybody said which entry is right."""
        return self.answering.expected is not None

    @property
    def is_sample(self) -> bool:
        """Whether the questions are the synthetic ones that ship with the demo."""
        return self.parameters.questions.name == QUESTIONS_SAMPLE.table.name

    @cached_property
    def now(self) -> Point:
        """What comes of the threshold that was set."""
        return at_threshold(self.answering, self.parameters.threshold)

    @cached_property
    def curve(self) -> Tradeoff:
        """What comes of each threshold."""
        return tradeoff(self.answering)

    @cached_property
    def target(self) -> Point | None:
        """The lowest threshold that reaches the target precision; None where none does, or nobody labelled the questions."""
        return self.curve.reaching(self.parameters.target_precision) if self.is_labelled else None

    @property
    def target_threshold(self) -> float | None:
        """That threshold, as round as it can be."""
        return self.curve.plain(self.target) if self.target else None

    @property
    def state(self) -> State:
        """How the run ended."""
        if not self.now.answered:
            return "silent"
        if not self.is_labelled or self.now.precision is None:
            return "unlabelled"
        if self.now.precision >= self.parameters.target_precision:
            return "reached"
        return "missed" if self.target else "unreachable"

    @property
    def hit_rate(self) -> float | None:
        """The share of the questions with an answer in the FAQ whose nearest entry is right; None where there are none."""
        has_answer = self.answering.has_answer
        return float(self.answering.right[has_answer].mean()) if has_answer.any() else None

    @property
    def unanswerable(self) -> float:
        """The share of the questions to which the FAQ has no answer."""
        return float(1 - self.answering.has_answer.mean())

    @cached_property
    def worst(self) -> int | None:
        """The question that was answered wrongly with most confidence; None where none was answered wrongly."""
        wrong = self.wrong_by_confidence
        return wrong[0] if wrong else None

    @cached_property
    def wrong_by_confidence(self) -> list[int]:
        """The questions that were answered wrongly at the threshold, those with most confidence first."""
        if not self.is_labelled:
            return []
        passes = self.answering.confidence >= self.parameters.threshold
        order = np.argsort(-self.answering.confidence, kind="stable")
        return [int(n) for n in order if passes[n] and not self.answering.right[n]]

    def a_day(self, count: int) -> float:
        """Return how many tickets a day a number of these questions stands for."""
        return self.parameters.tickets_per_day * count / self.now.questions

    def money_a_day(self, count: int) -> float:
        """Return what people's answers to as many questions cost a day."""
        return self.a_day(count) * self.parameters.cost_per_ticket

    def question(self, position: int) -> Bilingual:
        """Return a customer's question."""
        return QUESTIONS_SAMPLE.named(self.answering.questions[position], self.parameters.questions)

    def reply(self, position: int) -> Bilingual:
        """Return the FAQ entry that was chosen for a question."""
        return self.entry(int(self.answering.chosen[position]))

    def entry(self, number: int) -> Bilingual:
        """Return the question of a FAQ entry."""
        return FAQ_SAMPLE.named(self.answering.entries[number], self.parameters.faq)
