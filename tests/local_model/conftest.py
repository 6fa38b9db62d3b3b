"""What the tests with the real model share: the model where PM Coach keeps it, and a coach that speaks through it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.coach import Coach, open_coach
from assistant.models.local import local_server
from assistant.settings import Settings

# Read before the other tests' settings hide the model of this computer.
DATA_DIR: Path = Settings().data_dir


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings under which the pulled model speaks."""
    return Settings(local_model=None, data_dir=DATA_DIR, cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def coach(settings: Settings) -> Iterator[Coach]:
    """A coach whose model is stopped when the tests end."""
    yield open_coach(settings)
    local_server(settings).stop()
