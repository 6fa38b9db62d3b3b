"""Who waits for whom: first come, first served, and nobody takes all the places."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.tools.line import Line, LineFullError


class Person:
    """Somebody who goes through a line in a thread of their own, and stays inside until told to leave."""

    def __init__(self, line: Line, name: str = "") -> None:
        self.inside = threading.Event()
        self.refused = threading.Event()
        self.gives_up = threading.Event()
        self._leaving = threading.Event()
        self._line, self._name = line, name
        self._thread = threading.Thread(target=self._go, daemon=True)
        self._thread.start()

    def leave(self) -> None:
        self._leaving.set()
        self.gives_up.set()
        self._thread.join(5)

    def _go(self) -> None:
        try:
            with self._line.through(self, self.gives_up.is_set, self._name):
                self.inside.set()
                self._leaving.wait(10)
        except LineFullError:
            self.refused.set()


@pytest.fixture
def comes() -> Iterator[Callable[..., Person]]:
    """Lets people come, each once the one before has a place or is inside."""
    with ExitStack() as came:

        def come(line: Line, name: str = "") -> Person:
            person = Person(line, name)
            came.callback(person.leave)
            _until(lambda: line.place(person) or person.inside.is_set() or person.refused.is_set())
            return person

        yield come


def _until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_who_comes_first_goes_first_and_the_others_know_their_place(comes: Callable[..., Person]) -> None:
    line = Line(1)
    first, second, third = (comes(line, name) for name in ("a", "b", "c"))
    assert first.inside.is_set()
    assert (line.place(first), line.place(second), line.place(third)) == (0, 1, 2)
    first.leave()
    _until(second.inside.is_set)
    assert line.place(third) == 1


def test_one_persons_second_waits_while_others_go_past_it(comes: Callable[..., Person]) -> None:
    line = Line(2, each=1)
    first, second = comes(line, "a"), comes(line, "a")
    other = comes(line, "b")
    _until(other.inside.is_set)
    assert first.inside.is_set()
    assert not second.inside.is_set()
    first.leave()
    _until(second.inside.is_set)


def test_whoever_runs_the_coach_is_not_held_to_one(comes: Callable[..., Person]) -> None:
    line = Line(2, each=1)
    for person in (comes(line), comes(line)):
        _until(person.inside.is_set)


def test_so_many_of_one_person_wait_and_one_more_is_refused_in_words(comes: Callable[..., Person]) -> None:
    line = Line(1, most_waiting=2)
    came = [comes(line, "a") for _ in range(4)]
    assert came[3].refused.is_set()
    assert not comes(line, "b").refused.is_set()


def test_who_gives_up_leaves_the_line(comes: Callable[..., Person]) -> None:
    line = Line(1)
    comes(line, "a")
    second, third = comes(line, "b"), comes(line, "c")
    second.leave()
    _until(lambda: line.place(third) == 1)
