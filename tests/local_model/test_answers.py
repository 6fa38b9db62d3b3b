"""Twenty questions through the model on this computer: what must hold whatever it says."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import Completed, TextDelta
from assistant.coach import Coach
from assistant.evaluation import GoldQuestion, load_gold
from assistant.models.local import local_server
from assistant.settings import Settings
from assistant.store.messages import Message

pytestmark = pytest.mark.local_model

GOLD = load_gold(Path(__file__).parents[1] / "gold" / "dev.jsonl")
KINDS = {"direct": 5, "paraphrase": 3, "english": 3, "noisy": 1, "out": 3, "tool": 4, "notool": 1}


def chosen(kind: str) -> list[GoldQuestion]:
    """Return the first questions of a kind."""
    return [question for question in GOLD if question.kind == kind][: KINDS[kind]]


class Answer(NamedTuple):
    question: GoldQuestion
    message: Message
    first_text: float
    """Seconds to the first words."""
    total: float


@pytest.fixture(scope="module")
def answers(coach: Coach) -> Sequence[Answer]:
    """Every question, each in a conversation of its own."""
    coach.warm_up()
    coach.warm_up_engine("zh")
    asked = [ask(coach, question) for kind in KINDS for question in chosen(kind)]
    report(asked)
    return asked


def ask(coach: Coach, question: GoldQuestion) -> Answer:
    started = time.perf_counter()
    first: float | None = None
    for event in coach.reply(uuid4().hex, question.turns[0], Learner(engine="local")):
        if isinstance(event, TextDelta) and first is None:
            first = time.perf_counter() - started
    assert isinstance(event, Completed), event
    return Answer(question, event.message, first or 0.0, time.perf_counter() - started)


def report(answers: Sequence[Answer]) -> None:
    """Print how fast the model speaks; a token is some 1.6 Chinese characters or 4 others."""
    spoken = [answer for answer in answers if answer.message.engine == "local"]
    speeds = [tokens(a.message.draft) / (a.total - a.first_text) for a in spoken if a.total > a.first_text]
    first = median(answer.first_text for answer in spoken)
    print(
        f"\n{len(spoken)} answers by the model: first text {first:.1f} s, {median(speeds):.0f} tokens a second (medians)"
    )


def tokens(text: str) -> float:
    wide = sum(character >= "\u2e80" for character in text)
    return wide / 1.6 + (len(text) - wide) / 4


def of(answers: Sequence[Answer], *kinds: str) -> list[Answer]:
    return [answer for answer in answers if answer.question.kind in kinds]


def test_twenty_questions_are_asked(answers: Sequence[Answer]) -> None:
    assert len(answers) == 20


def test_every_answer_is_cited(answers: Sequence[Answer]) -> None:
    assert [a.question.turns for a in of(answers, *KINDS) if not a.message.citations] == []


def test_answers_come_from_the_right_section(answers: Sequence[Answer]) -> None:
    right = [
        any(citation.section in answer.question.sections for citation in answer.message.citations)
        for answer in of(answers, "direct", "paraphrase", "english", "noisy")
    ]
    assert sum(right) >= len(right) - 1


def test_what_the_sources_do_not_cover_never_reaches_the_model(answers: Sequence[Answer]) -> None:
    assert {(a.message.refused, a.message.engine, a.message.draft) for a in of(answers, "out")} == {
        (True, "grounded", "")
    }


def test_a_request_runs_the_demo_with_just_its_values(answers: Sequence[Answer]) -> None:
    for answer in of(answers, "tool"):
        (call,) = answer.message.tool_calls
        assert (call.name, call.arguments) == (answer.question.tool, answer.question.arguments or {})
        assert call.result


def test_a_question_about_the_demo_does_not_run_it(answers: Sequence[Answer]) -> None:
    assert [answer.message.tool_calls for answer in of(answers, "notool")] == [()]


def test_answers_are_in_the_language_of_the_question(answers: Sequence[Answer]) -> None:
    for answer in of(answers, "english"):
        wide = sum(character >= "\u2e80" for character in answer.message.text)
        assert wide < len(answer.message.text) / 10


def test_the_second_question_of_a_conversation_is_not_read_from_the_beginning(
    coach: Coach, settings: Settings
) -> None:
    """With a server that has read nothing yet, and a second question on the same section."""
    local_server(settings).stop()
    local_server(settings).start()
    conversation = uuid4().hex
    waited = []
    for text in ("如何保证大模型的安全性？", "三条措施先做哪一条？"):
        started = time.perf_counter()
        events = coach.reply(conversation, text, Learner(engine="local"))
        next(event for event in events if isinstance(event, TextDelta))
        waited.append(time.perf_counter() - started)
        for _ in events:
            pass
    print(f"\nfirst text: {waited[0]:.1f} s, of the second question {waited[1]:.1f} s")
    assert waited[1] <= waited[0] / 3
