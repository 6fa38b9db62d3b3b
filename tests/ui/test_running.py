import time
from collections.abc import Callable, Iterator

import pytest

from assistant.answering.events import Event
from assistant.documents import Library
from assistant.tools.line import Line
from assistant.ui.running import Ask, RunningAnswer, RunningAnswers
from tests.ui.scripted import ScriptedCoach

PAUSE = 0.05


@pytest.fixture
def slow(library: Library) -> ScriptedCoach:
    return ScriptedCoach(library, pause=PAUSE)


def asking(question: str) -> Ask:
    return lambda coach: coach.reply("c", question)


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.005)


def test_a_turn_ends_with_the_coachs_message(slow: ScriptedCoach) -> None:
    turn = RunningAnswers(lambda: slow, at_once=8).start("c", "训练怎么提速？", asking("训练怎么提速？"))
    assert turn.wait(10)
    assert turn.message == slow.messages("c")[-1]
    assert turn.text == slow.messages("c")[-1].text
    assert turn.evidence is not None


def test_stopping_keeps_what_was_written(slow: ScriptedCoach) -> None:
    turn = RunningAnswers(lambda: slow, at_once=8).start("c", "训练怎么提速？", asking("训练怎么提速？"))
    wait_until(lambda: turn.text)
    turn.stop()
    assert turn.wait(5)
    kept = slow.messages("c")[-1]
    assert (kept.status, kept.text) == ("stopped", turn.text)


def test_a_new_question_stops_the_running_answer_and_comes_after_it(slow: ScriptedCoach) -> None:
    turns = RunningAnswers(lambda: slow, at_once=8)
    first = turns.start("c", "一", asking("一"))
    wait_until(lambda: first.text)
    second = turns.start("c", "二", asking("二"))
    assert second.wait(10)
    assert [(m.role, m.status) for m in slow.messages("c")] == [
        ("user", "complete"),
        ("assistant", "stopped"),
        ("user", "complete"),
        ("assistant", "complete"),
    ]


def test_a_question_waits_for_a_coach_that_is_still_waking(library: Library) -> None:
    def waking() -> ScriptedCoach:
        time.sleep(0.2)
        return ScriptedCoach(library)

    turn = RunningAnswers(waking, at_once=8).start("c", "训练怎么提速？", asking("训练怎么提速？"))
    assert turn.waking
    assert turn.wait(5)
    assert turn.message is not None


def test_a_turn_that_breaks_ends_and_says_why(slow: ScriptedCoach) -> None:
    def broken(coach: object) -> Iterator[Event]:
        raise OSError("the disk is gone")
        yield

    turn = RunningAnswers(lambda: slow, at_once=8).start("c", "?", broken)
    assert turn.wait(5)
    assert isinstance(turn.crash, OSError)


def test_conversations_have_turns_of_their_own(slow: ScriptedCoach) -> None:
    turns = RunningAnswers(lambda: slow, at_once=8)
    turn = turns.start("c", "训练怎么提速？", asking("训练怎么提速？"))
    assert turns.latest("c") is turn
    assert turns.latest("other") is None
    turn.stop()


def test_a_turn_knows_how_many_messages_came_before_it(slow: ScriptedCoach) -> None:
    for expected in (0, 2):
        turn = RunningAnswer("c", "训练怎么提速？", asking("训练怎么提速？"), lambda: slow, Line(1))
        turn.run()
        assert turn.stored_before == expected


def test_more_questions_than_are_answered_at_once_wait_in_line_and_know_their_place(
    slow: ScriptedCoach,
) -> None:
    running = RunningAnswers(lambda: slow, at_once=1)

    def asked(conversation: str, visit: str) -> RunningAnswer:
        return running.start(
            conversation, conversation, lambda coach: coach.reply(conversation, conversation), visit
        )

    first = asked("一", "tab")
    wait_until(lambda: first.text)
    # The same visitor's question in another tab waits like anybody's.
    second = asked("二", "another tab")
    wait_until(lambda: second.place == 1)
    third = asked("三", "somebody's")
    wait_until(lambda: third.place == 2)
    assert (first.place, second.evidence, third.evidence) == (0, None, None)
    assert [message.role for message in slow.messages("三")][:1] == ["user"]
    assert second.wait(10)
    assert third.running
    assert third.wait(10)
    assert (third.place, third.message) == (0, slow.messages("三")[-1])


def test_who_stops_while_waiting_in_line_does_not_wait_and_keeps_the_question(slow: ScriptedCoach) -> None:
    running = RunningAnswers(lambda: slow, at_once=1)
    first = running.start("one", "一", lambda coach: coach.reply("one", "一"))
    wait_until(lambda: first.text)
    second = running.start("two", "二", lambda coach: coach.reply("two", "二"), "another")
    wait_until(lambda: second.place == 1)
    second.stop()
    assert second.wait(1)
    assert first.running
    assert [(m.role, m.status, m.text) for m in slow.messages("two")] == [
        ("user", "complete", "二"),
        ("assistant", "stopped", ""),
    ]
    first.stop()
