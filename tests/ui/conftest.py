"""The page with a scripted coach in the real one's place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.documents import Library
from assistant.store.conversations import ConversationStore
from assistant.ui import session, warming
from assistant.ui.door.identity import Visitor, identity
from tests.remembering import article_library
from tests.ui.scripted import ScriptedCoach

HOST = Visitor("0" * 32, is_host=True)
PAGE = Path(__file__).parents[2] / "streamlit_app.py"


class Comer:
    """Who opens the page: `visitor`, as the server tells it; None where the server says nothing."""

    def __init__(self) -> None:
        self.visitor: Visitor | None = HOST

    def headers(self) -> dict[str, str]:
        told = identity().header(self.visitor) if self.visitor else None
        return {told[0].decode(): told[1].decode()} if told else {}


@pytest.fixture(autouse=True)
def comer(monkeypatch: pytest.MonkeyPatch) -> Comer:
    """Who opens the page of this test: the host, where the test names nobody else."""
    comer = Comer()
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: comer.headers()))
    return comer


@pytest.fixture(scope="session")
def library() -> Library:
    return article_library()


@pytest.fixture
def scripted(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedCoach]:
    """The coach that the page of this test opens."""
    coach = ScriptedCoach(library)
    monkeypatch.setattr(warming, "open_coach", lambda *_: coach)
    monkeypatch.setattr(warming, "open_stores", lambda _: coach.stores)
    st.cache_resource.clear()
    yield coach
    st.cache_resource.clear()


@pytest.fixture
def store(scripted: ScriptedCoach) -> ConversationStore:
    return scripted.conversations


@pytest.fixture
def page(scripted: ScriptedCoach) -> AppTest:
    """The page as a Chinese browser opens it, its coach awake."""
    session.warm_up().coach()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    return app.run()
