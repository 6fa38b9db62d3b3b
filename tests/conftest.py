"""What all tests share: no model but the one they start, and one coach on the bundled knowledge, opened once."""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    # Threads of several test processes wait for each other by spinning: with one each, a query takes a tenth of the time.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.coach import Coach, open_coach
from assistant.retrieval.opening import build_retriever
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from tests.conversing import KEY, CoachAt, Serve
from tests.models.scripted import Reply, Scripted, Server, running
from tests.remembering import ARTICLE, remembering

# How long one example takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


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
    """A coach of the article with the real model; conversations are kept apart by their ids."""
    cache: Path = tmp_path_factory.mktemp("cache")
    return open_coach(Settings(knowledge=ARTICLE, cache_dir=cache))


@pytest.fixture(scope="session")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """The article, its model loaded; the SDK as well, whose import would count as the endpoint's time."""
    import openai  # noqa: F401

    built = build_retriever(ARTICLE, Settings(cache_dir=tmp_path_factory.mktemp("cache")))
    built.warm_up()
    monkeypatch = pytest.MonkeyPatch()
    # Every coach checks against the same passages; their vectors need computing once.
    monkeypatch.setattr(built, "encode", remembering(built.encode))
    return built


@pytest.fixture(scope="session")
def endpoints() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def serve(endpoints: Server) -> Serve:
    """Make an endpoint that gives these replies, one a request; the last one repeats."""

    def make(*replies: Reply, models: Reply | None = None) -> Scripted:
        return endpoints.add(*replies, models=models)

    return make


@pytest.fixture
def coach_at(retriever: Retriever, tmp_path: Path) -> CoachAt:
    """Make a coach that asks an endpoint."""

    def make(endpoint: Scripted | str, timeout: float = 1.0, **more: object) -> Coach:
        base_url = endpoint if isinstance(endpoint, str) else endpoint.base_url
        settings = Settings.model_validate(
            {
                "openai_api_key": KEY,
                "openai_base_url": base_url,
                "timeout": timeout,
                "cache_dir": tmp_path,
                **more,
            }
        )
        return Coach(retriever, settings)

    return make
