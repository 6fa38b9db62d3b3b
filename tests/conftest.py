"""What all tests share: one coach on the bundled knowledge, opened once."""

from pathlib import Path

import pytest

from assistant.coach import Coach, open_coach
from assistant.settings import Settings


@pytest.fixture(scope="session")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """A coach with the real model; conversations are kept apart by their ids."""
    cache: Path = tmp_path_factory.mktemp("cache")
    return open_coach(Settings(cache_dir=cache))
