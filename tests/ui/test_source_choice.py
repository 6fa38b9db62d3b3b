"""Which documents a conversation asks: chosen above the bar, told to the coach, in the address, kept with the question."""

import pytest
from streamlit.testing.v1 import AppTest

from assistant.documents import Library, load_library
from assistant.settings import BUNDLED_KNOWLEDGE
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask

HANDBOOK = ("ai-pm-handbook",)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(BUNDLED_KNOWLEDGE)


def choose(page: AppTest, label: str) -> AppTest:
    [radio] = [radio for radio in page.radio if str(radio.key).startswith("sources-")]
    return radio.set_value(radio.options[[*radio.options].index(label)]).run()


def test_all_are_asked_until_some_are_chosen(page: AppTest, scripted: ScriptedCoach) -> None:
    ask(page, "一个问题")
    assert scripted.learners["一个问题"].sources == ()
    assert "sources" not in page.query_params


def test_a_choice_is_told_to_the_coach_and_stands_in_the_address(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    choose(page, "手册")
    ask(page, "一个问题")
    assert scripted.learners["一个问题"].sources == HANDBOOK
    assert page.query_params["sources"] in (HANDBOOK[0], list(HANDBOOK))


def test_a_link_brings_its_choice_along(page: AppTest, scripted: ScriptedCoach) -> None:
    arrived = AppTest.from_file(str(PAGE), default_timeout=20)
    arrived.query_params["sources"] = HANDBOOK[0]
    ask(arrived.run(), "一个问题")
    assert scripted.learners["一个问题"].sources == HANDBOOK
