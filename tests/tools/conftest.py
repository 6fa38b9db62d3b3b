"""A second demo, of another kind, added to the article's by one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant.demos as package
from assistant.tools.demo import Demo


@pytest.fixture
def another(monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """The second demo, found as every demo is."""
    monkeypatch.setattr(
        package, "__path__", [*package.__path__, str(Path(__file__).with_name("extra_demos"))]
    )
    package.demos.cache_clear()
    yield package.demos()["keyword_counts"]
    package.demos.cache_clear()
