"""What the tests of engines share: one retriever, and endpoints that play a script."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from assistant.answering.engines import EngineChoice
from assistant.answering.events import Completed, Event
from assistant.answering.learner import Learner
from assistant.coach import Coach
from assistant.retrieval.embedding import Vectors
from assistant.retrieval.retriever import Retriever, build_retriever
from assistant.settings import BUNDLED_KNOWLEDGE, Settings
from assistant.store.messages import Message
from tests.answering.llm.scripted import Reply, Scripted, Server, running

KEY = "sk-secret-4711"
ZH = "如何保证大模型的安全性？"
EN = "How do I keep a large model safe?"
SUPPORTED = "对训练数据加密，防止数据泄露。"

Serve = Callable[..., Scripted]
CoachAt = Callable[..., Coach]


@pytest.fixture(scope="session")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """The bundled knowledge, its model loaded; the SDK as well, whose import would count as the endpoint's time."""
    import openai  # noqa: F401

    built = build_retriever(BUNDLED_KNOWLEDGE, Settings(cache_dir=tmp_path_factory.mktemp("cache")))
    built.warm_up()
    monkeypatch = pytest.MonkeyPatch()
    # Every coach checks against the same passages; their vectors need computing once.
    monkeypatch.setattr(built, "encode", _remembering(built.encode))
    return built


def _remembering(encode: Callable[[Sequence[str]], Vectors]) -> Callable[[Sequence[str]], Vectors]:
    known: dict[str, Vectors] = {}

    def encoded(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return encoded


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


def events_of(
    coach: Coach, text: str, conversation: str | None = None, engine: EngineChoice = "openai"
) -> list[Event]:
    """Return everything that happens after a message."""
    return list(coach.reply(conversation or uuid4().hex, text, Learner(engine=engine)))


def answer_of(events: list[Event]) -> Message:
    """Return the message that completes a stream of events."""
    assert isinstance(events[-1], Completed), events[-1]
    return events[-1].message


def answered(
    coach: Coach, text: str = ZH, conversation: str | None = None, engine: EngineChoice = "openai"
) -> Message:
    """Return the answer to a message."""
    return answer_of(events_of(coach, text, conversation, engine))
