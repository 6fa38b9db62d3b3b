"""What all tests share: no model but the one they start, and one coach on the bundled knowledge, opened once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.coach import Coach, open_coach
from assistant.settings import Settings


@pytest.fixture(scope="session", autouse=True)
def _no_model_of_this_computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither a key of the environment nor a pulled model speaks in a test."""
    before = dict(os.environ)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PM_COACH_DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ["PM_COACH_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """A coach with the real model; conversations are kept apart by their ids."""
    cache: Path = tmp_path_factory.mktemp("cache")
    return open_coach(Settings(cache_dir=cache))
