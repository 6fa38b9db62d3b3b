"""The knowledge is read anew while the coach from before answers on."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.documents import Library, LibraryError, load_library
from assistant.settings import Settings
from assistant.store.stores import Stores
from assistant.ui import states, texts, warming
from assistant.ui.warming import WarmUp
from tests.ui.scripted import ScriptedCoach

Progress = Callable[[int, int], None]


class Opening:
    """Stands for the opening of the coach: reads the knowledge, and waits for the test where it says so."""

    def __init__(self, knowledge: Path) -> None:
        self.settings = Settings(knowledge=knowledge)
        self.go_on = threading.Event()
        self.go_on.set()
        self.times = 0

    def __call__(self, settings: Settings, on_progress: Progress, *_: object) -> ScriptedCoach:
        self.times += 1
        library = load_library(settings.knowledge)
        on_progress(1, 2)
        assert self.go_on.wait(10)
        on_progress(2, 2)
        return ScriptedCoach(library)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "first.md").write_text("# First\n\nOne paragraph of text.\n")
    return folder


@pytest.fixture
def opening(knowledge: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    opening = Opening(knowledge)
    monkeypatch.setattr(warming, "settings", lambda: opening.settings)
    monkeypatch.setattr(warming, "open_coach", opening)
    monkeypatch.setattr(warming, "open_stores", lambda _: Stores())
    yield opening
    opening.go_on.set()


@pytest.fixture
def warm_up(opening: Opening) -> WarmUp:
    warm_up = WarmUp()
    warm_up.coach()
    wait_until(lambda: not warm_up._opening)
    return warm_up


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def titles(warm_up: WarmUp) -> list[str]:
    return sorted(document.title for document in warm_up.library().documents)


def test_a_new_file_is_answered_from_once_it_is_read(
    warm_up: WarmUp, opening: Opening, knowledge: Path
) -> None:
    before = warm_up.ready
    (knowledge / "second.md").write_text("# Second\n\nAnother paragraph.\n")
    assert warm_up.changed_files() == 1
    opening.go_on.clear()
    warm_up.reread()
    wait_until(lambda: warm_up.progress == (1, 2))
    assert warm_up.rereading
    assert (warm_up.coach(), titles(warm_up)) == (before, ["First"])
    opening.go_on.set()
    wait_until(lambda: not warm_up.rereading)
    assert titles(warm_up) == ["First", "Second"]
    assert warm_up.ready is not before
    assert (warm_up.changed_files(), warm_up.computed) == (0, 2)


def test_a_file_that_is_gone_is_answered_from_no_more(warm_up: WarmUp, knowledge: Path) -> None:
    (knowledge / "second.md").write_text("# Second\n\nAnother paragraph.\n")
    warm_up.reread()
    wait_until(lambda: not warm_up.rereading)
    (knowledge / "first.md").unlink()
    assert warm_up.changed_files() == 1
    warm_up.reread()
    wait_until(lambda: not warm_up.rereading)
    assert titles(warm_up) == ["Second"]


def test_knowledge_that_can_not_be_read_leaves_the_coach_as_it_is(warm_up: WarmUp, knowledge: Path) -> None:
    (knowledge / "first.md").write_bytes(b"")
    warm_up.reread()
    wait_until(lambda: not warm_up.rereading)
    assert isinstance(warm_up.reread_error, LibraryError)
    assert warm_up.error is None
    assert titles(warm_up) == ["First"]
    (knowledge / "first.md").write_text("# Better\n\nA paragraph.\n")
    warm_up.reread()
    wait_until(lambda: not warm_up.rereading)
    assert warm_up.reread_error is None
    assert titles(warm_up) == ["Better"]


def test_what_changes_while_it_is_read_is_read_once_more(
    warm_up: WarmUp, opening: Opening, knowledge: Path
) -> None:
    opening.go_on.clear()
    warm_up.reread()
    wait_until(lambda: opening.times == 2)
    (knowledge / "second.md").write_text("# Second\n\nAnother paragraph.\n")
    for _ in range(5):
        warm_up.reread()
    opening.go_on.set()
    wait_until(lambda: not warm_up.rereading)
    assert opening.times == 3
    assert titles(warm_up) == ["First", "Second"]


def test_a_folder_that_nobody_touched_has_no_changed_files(warm_up: WarmUp, knowledge: Path) -> None:
    (knowledge / ".hidden").write_text("x")
    assert warm_up.changed_files() == 0
    (knowledge / "first.md").write_text("# First\n\nAnother text.\n")
    assert warm_up.changed_files() == 1


def test_what_is_to_be_read_can_be_read_before_there_is_a_coach(opening: Opening) -> None:
    opening.go_on.clear()
    warm_up = WarmUp()
    assert titles(warm_up) == ["First"]
    warm_up.reread()
    opening.go_on.set()
    warm_up.coach()
    wait_until(lambda: opening.times == 2 and not warm_up.rereading)


def test_a_library_that_takes_long_to_read_is_not_waited_for(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object, on_progress: Progress, **__: object) -> Library:
        on_progress(1, 3)
        assert opening.go_on.wait(10)
        return load_library(opening.settings.knowledge)

    monkeypatch.setattr(warming, "load_library", load)
    opening.go_on.clear()
    warm_up = WarmUp()
    with pytest.raises(TimeoutError):
        warm_up.library(0.1)
    assert states.progress_words(warm_up, "zh") == texts.frame.READING_FILES.of("zh", done=1, total=3)
    opening.go_on.set()
    assert titles(warm_up) == ["First"]
