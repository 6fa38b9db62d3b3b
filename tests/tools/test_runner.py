"""Runs of demos: how far they are, how they are stopped, how long they may take, how many run at once."""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest

from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress
from assistant.tools.line import LineFullError
from assistant.tools.parameters import DemoInputError, DemoParameters
from assistant.tools.runner import Run, TimeLimitError, run

TITLE = Bilingual("慢的", "Slow")
Make = Callable[..., Demo]


class Nothing(DemoParameters):
    pass


@pytest.fixture
def slow() -> tuple[Demo, Event]:
    """A demo that works until it is stopped, and what is set when its work has ended."""
    ended = Event()

    def work(_: Nothing, on_progress: Progress) -> DemoResult:
        try:
            while True:
                time.sleep(0.01)
                on_progress(0.5)
        finally:
            ended.set()

    return Demo("slow", TITLE, TITLE, Nothing, "none", (), work, decision=TITLE), ended


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_stop_stops_the_work(slow: tuple[Demo, Event]) -> None:
    demo, ended = slow
    running = Run(demo, {})
    until(lambda: running.share == 0.5)
    assert running.running
    running.stop()
    assert not running.running
    assert ended.wait(5)
    assert running.wait(5)
    assert (running.result, running.error) == (None, None)


def test_a_run_that_takes_too_long_is_given_up_in_words(slow: tuple[Demo, Event]) -> None:
    demo = replace(slow[0], time_limit=0.05)
    with pytest.raises(TimeLimitError) as caught:
        run(demo, {})
    assert "慢的" in caught.value.message.zh
    running = Run(demo, {})
    assert running.wait(5)
    assert isinstance(running.error, TimeLimitError)


def test_of_many_runs_some_wait_in_line_and_a_stop_ends_their_waiting(slow: tuple[Demo, Event]) -> None:
    runs = [Run(slow[0], {}) for _ in range(12)]
    until(lambda: any(each.share == 0.5 for each in runs))
    time.sleep(0.1)
    assert sum(each.share == 0.5 for each in runs) < len(runs)
    for each in runs:
        each.stop()
    assert all(each.wait(5) for each in runs)


def test_values_that_can_not_be_run_are_the_error_of_the_run(slow: tuple[Demo, Event]) -> None:
    running = Run(slow[0], {"unknown": 1})
    assert running.wait(5)
    assert isinstance(running.error, DemoInputError)


def test_a_link_that_is_opened_sixty_times_runs_once_at_a_time_and_leaves_room_for_others(
    slow: tuple[Demo, Event],
) -> None:
    demo, _ = slow
    runs = [Run(demo, {}, person="visitor:a") for _ in range(60)]
    until(lambda: sum(isinstance(each.error, LineFullError) for each in runs) == 56)
    until(lambda: sum(each.share == 0.5 for each in runs) == 1)
    assert sorted(each.place for each in runs)[-4:] == [0, 1, 2, 3]
    other = Run(demo, {}, person="visitor:b")
    until(lambda: other.share == 0.5)
    for each in (*runs, other):
        each.stop()
        assert each.wait(5)
