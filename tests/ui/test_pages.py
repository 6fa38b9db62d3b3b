import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from assistant.documents import LibraryError
from assistant.text import Bilingual
from assistant.ui import texts, warming
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach

QUESTION = "训练任务排队排到下周，怎么提速？"


def shown(app: AppTest) -> str:
    """Everything that the page says."""
    elements = [*app.markdown, *app.caption, *app.text, *app.button]
    said = [str(getattr(element, "label", None) or element.value) for element in elements]
    return "\n".join([*said, *(bar.proto.text for bar in app.get("progress"))])


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input[0].set_value(question).run()


def run_until(app: AppTest, true: Callable[[AppTest], object]) -> AppTest:
    end = time.monotonic() + 10
    while not true(app):
        assert time.monotonic() < end, shown(app)
        app.run()
    return app


def test_before_the_first_question_the_page_says_what_the_coach_is_and_what_to_ask(page: AppTest) -> None:
    assert not page.exception
    assert "我陪创业产品经理弄懂大模型" in shown(page)
    assert QUESTION in [button.label for button in page.button]


def test_an_answer_has_links_for_its_marks_and_lists_its_sources(page: AppTest) -> None:
    ask(page, QUESTION)
    assert not page.exception
    answer = shown(page)
    assert "[1](#cite-" in answer
    assert "- [9.2 " in answer
    assert texts.chat.WELCOME.zh not in answer


def test_the_questions_to_begin_with_stay_the_same_until_a_conversation_begins(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = [b.label for b in page.button if str(b.key).startswith("suggestion-")]
    monkeypatch.setattr(scripted, "suggestions", lambda *_: ("一个别的问题？",))
    again = page.run()
    assert [b.label for b in again.button if str(b.key).startswith("suggestion-")] == offered
    again.button(key="new-conversation").click().run()
    assert page.button(key="suggestion-0").label == "一个别的问题？"


def test_a_suggestion_and_a_follow_up_are_asked_with_one_click(page: AppTest) -> None:
    page.button(key="suggestion-0").click().run()
    assert QUESTION in [text.value for text in page.text]
    follow_up = next(button for button in page.button if str(button.key).startswith("follow-up-"))
    follow_up.click().run()
    assert len([c for c in page.chat_message if c.name == texts.chat.YOU.zh]) == 2


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "![x](https://example.com/x.png)", "**x** $y$ :red[z]"]
)
def test_a_question_is_shown_as_plain_text(page: AppTest, hostile: str) -> None:
    ask(page, hostile)
    assert hostile in [text.value for text in page.text]
    assert not any(hostile in markdown.value for markdown in page.markdown)


def test_a_very_long_question_is_folded(page: AppTest) -> None:
    ask(page, "长" * 100_000)
    assert not page.exception
    assert "100,000" in page.expander[0].label
    assert len(page.text[0].value) < 400


def test_a_question_of_many_lines_is_folded_and_a_short_one_is_not(page: AppTest) -> None:
    ask(page, "\n".join(f"第 {number} 行" for number in range(40)))
    assert page.text[0].value.endswith("第 11 行…")
    assert page.expander[0].label
    page.button(key="new-conversation").click().run()
    ask(page, QUESTION)
    assert page.text[0].value == QUESTION
    assert not page.expander


def test_the_interface_speaks_the_browsers_language_and_can_be_switched(page: AppTest) -> None:
    page.button_group(key="language").set_value("en").run()
    assert texts.chat.WELCOME.en in shown(page)
    page.button_group(key="language").set_value("zh").run()
    assert texts.chat.WELCOME.zh in shown(page)


@pytest.mark.parametrize(
    ("locale", "welcome"),
    [("en-GB", texts.chat.WELCOME.en), ("zh-TW", texts.chat.WELCOME.zh), (None, texts.chat.WELCOME.zh)],
)
def test_the_first_language_is_the_browsers(
    scripted: ScriptedCoach, locale: str | None, welcome: str
) -> None:
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    if locale:
        app.context = {"locale": locale}
    assert welcome in shown(app.run())


def test_a_new_conversation_starts_empty_and_the_old_one_can_be_reopened(page: AppTest) -> None:
    ask(page, QUESTION)
    old = page.session_state["conversation"]
    page.button(key="new-conversation").click().run()
    assert texts.chat.WELCOME.zh in shown(page)
    page.query_params["conversation"] = old
    assert "[1](#cite-" in shown(page.run())


def test_a_refresh_keeps_the_conversation(page: AppTest) -> None:
    ask(page, QUESTION)
    refreshed = AppTest.from_file(str(PAGE), default_timeout=20)
    refreshed.query_params["conversation"] = page.session_state["conversation"]
    assert "[1](#cite-" in shown(refreshed.run())


def test_an_answer_goes_on_while_the_page_is_used_and_can_be_stopped(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    scripted.pause = 0.2
    ask(page, QUESTION)
    run_until(page, lambda app: "#cite-" in shown(app))
    page.button(key="stop-button").click().run()
    run_until(page, lambda app: texts.chat.STOPPED.zh in shown(app))
    assert scripted.messages(page.session_state["conversation"])[-1].status == "stopped"


def test_the_page_is_there_while_the_coach_wakes(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(settings: object, on_progress: Callable[[int, int], None], *_: object) -> ScriptedCoach:
        on_progress(1, 2)
        time.sleep(1)
        return scripted

    monkeypatch.setattr(warming, "open_coach", slow)
    app = AppTest.from_file(str(PAGE), default_timeout=20).run()
    run_until(app, lambda app: texts.frame.INDEXING.of("zh", done=1, total=2) in shown(app))
    ask(app, QUESTION)
    assert QUESTION in shown(app)
    run_until(app, lambda app: "[1](#cite-" in shown(app))


def test_a_coach_that_cannot_open_says_why_and_can_be_tried_again(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = LibraryError(Bilingual("找不到知识库。", "There is no such library."))

    def fail(settings: object, on_progress: object, *_: object) -> ScriptedCoach:
        raise missing

    monkeypatch.setattr(warming, "open_coach", fail)
    app = AppTest.from_file(str(PAGE), default_timeout=20).run()
    run_until(app, lambda app: "找不到知识库。" in shown(app))
    monkeypatch.setattr(warming, "open_coach", lambda *_: scripted)
    app.button(key="retry").click().run()
    run_until(app, lambda app: texts.chat.SUGGESTIONS.zh in shown(app))


def test_notices_are_told_once(page: AppTest, scripted: ScriptedCoach) -> None:
    scripted.told = (Bilingual("缓存写不进去。", "The cache can't be written."),)
    assert [toast.value for toast in page.run().toast] == ["缓存写不进去。"]
    assert not page.run().toast
