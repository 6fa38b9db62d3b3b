"""What can be done with questions and answers, and what is shown of those that did not come to their end."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answering.engines import Learner
from assistant.answering.events import Event, Failed
from assistant.store.messages import Message
from assistant.ui import texts
from assistant.ui.chat import answer_status
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import QUESTION, ask, run_until, shown

OTHER = "怎么保证大模型的安全？"


def opened(conversation: str, **params: str) -> AppTest:
    """The page of another visit, at a conversation."""
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.query_params["conversation"] = conversation
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def button(app: AppTest, beginning: str) -> Any:
    return next(b for b in app.button if str(b.key).startswith(beginning))


def has_button(app: AppTest, beginning: str) -> bool:
    return any(str(b.key).startswith(beginning) for b in app.button)


def questions(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def stored(conversation: str, role: Any, text: str, **values: Any) -> Message:
    return Message(
        id=uuid4().hex, conversation_id=conversation, role=role, text=text, language="zh", **values
    )


def reworded(app: AppTest, wording: str) -> AppTest:
    button(app, "act-edit-").click().run()
    app.text_area[0].set_value(wording)
    button(app, "editor-save").click().run()
    return app


def test_an_answer_given_again_takes_the_place_of_the_first_which_can_be_turned_back_to(
    page: AppTest,
) -> None:
    ask(page, QUESTION)
    first = next(b.key for b in page.button if str(b.key).startswith("act-again-"))
    button(page, "act-again-").click().run()
    assert questions(page) == [QUESTION]
    assert "2 / 2" in shown(page)
    button(page, "act-previous-").click().run()
    assert "1 / 2" in shown(page)
    assert first in [b.key for b in page.button]


def test_a_reworded_question_replaces_the_last_one_whose_wording_is_kept(page: AppTest) -> None:
    ask(page, QUESTION)
    ask(page, OTHER)
    reworded(page, "怎么防止数据泄露？")
    assert questions(page) == [QUESTION, "怎么防止数据泄露？"]
    button(page, "act-previous-").click().run()
    assert questions(page) == [QUESTION, OTHER]


def test_rewording_can_be_given_up(page: AppTest) -> None:
    ask(page, QUESTION)
    button(page, "act-edit-").click().run()
    button(page, "editor-cancel").click().run()
    assert questions(page) == [QUESTION]
    assert not page.text_area


def test_only_the_last_question_is_reworded_or_answered_again(page: AppTest) -> None:
    ask(page, QUESTION)
    ask(page, OTHER)
    for kind in ("act-edit-", "act-again-"):
        assert len([b for b in page.button if str(b.key).startswith(kind)]) == 1
    assert len([b for b in page.button if str(b.key).startswith("act-up-")]) == 2


def test_a_thumb_down_asks_for_a_reason_which_a_reload_still_shows(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    ask(page, QUESTION)
    conversation = page.session_state["conversation"]
    button(page, "act-down-").click().run()
    reasons = next(group for group in page.button_group if str(group.key).startswith("reasons-"))
    reasons.set_value([texts.chat.REASONS[2].zh])
    page.text_input[0].set_value("没讲 GPU")
    button(page, "send-").click().run()
    assert [(f.value, f.reason) for f in scripted.conversations.feedback_of(conversation).values()] == [
        ("down", "漏了要点；没讲 GPU")
    ]
    again = opened(conversation)
    assert "已记下：漏了要点；没讲 GPU" in shown(again)
    button(again, "act-up-").click().run()
    assert [f.value for f in scripted.conversations.feedback_of(conversation).values()] == ["up"]
    button(again, "act-up-").click().run()
    assert not scripted.conversations.feedback_of(conversation)


def test_a_stopped_answer_is_marked_and_can_be_finished(page: AppTest, scripted: ScriptedCoach) -> None:
    scripted.pause = 0.2
    ask(page, QUESTION)
    run_until(page, lambda app: "#cite-" in shown(app))
    button(page, "stop-button").click().run()
    run_until(page, lambda app: texts.chat.STOPPED.zh in shown(app))
    scripted.pause = 0
    button(page, "go-on-").click().run()
    run_until(page, lambda app: "2 / 2" in shown(app))
    assert texts.chat.STOPPED.zh not in shown(page)
    button(page, "act-previous-").click().run()
    assert texts.chat.STOPPED.zh in shown(page)


def test_a_question_without_an_answer_is_answered_on_request(scripted: ScriptedCoach, page: AppTest) -> None:
    scripted.conversations.save(stored("killed", "user", QUESTION))
    app = opened("killed")
    assert texts.chat.UNANSWERED.zh in shown(app)
    button(app, "go-on-").click().run()
    run_until(app, lambda app: "[1](#cite-" in shown(app))
    assert questions(app) == [QUESTION]
    assert texts.chat.UNANSWERED.zh not in shown(app)


def test_an_answer_that_another_process_writes_is_shown_and_given_up_when_nothing_comes(
    scripted: ScriptedCoach, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = stored("elsewhere", "user", QUESTION)
    scripted.conversations.save(question)
    scripted.conversations.save(
        stored("elsewhere", "assistant", "先看数据", answers=question.id, status="streaming")
    )
    app = opened("elsewhere")
    assert texts.chat.ELSEWHERE.zh in shown(app)
    assert not has_button(app, "go-on-")
    monkeypatch.setattr(answer_status, "_SILENCE_SECONDS", 0.0)
    app.run()
    assert "先看数据" in shown(app)
    assert texts.chat.STOPPED.zh in shown(app)
    assert has_button(app, "go-on-")


def test_a_wording_for_a_question_that_is_no_longer_the_last_replaces_nothing_and_is_given_back(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    ask(page, QUESTION)
    conversation = page.session_state["conversation"]
    button(page, "act-edit-").click().run()
    list(scripted.reply(conversation, OTHER))
    page.text_area[0].set_value("改过的问题")
    button(page, "editor-save").click().run()
    assert questions(page)[:2] == [QUESTION, OTHER]
    assert texts.chat.WORDING_OUTDATED.zh in shown(page)
    assert page.chat_input[0].proto.value == "改过的问题"
    assert len(scripted.messages(conversation)) == 4


def test_an_answer_that_stopped_before_its_first_word_offers_to_answer_and_nothing_to_copy_or_judge(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    question = stored("empty", "user", QUESTION)
    scripted.conversations.save(question)
    stopped = stored("empty", "assistant", "").model_copy(
        update={"status": "stopped", "answers": question.id}
    )
    scripted.conversations.save(stopped)
    page.query_params["conversation"] = "empty"
    page.run()
    assert texts.chat.STOPPED_EMPTY.zh in shown(page)
    assert has_button(page, "go-on-")
    assert not has_button(page, "act-up-")
    assert not has_button(page, "act-again-")


def test_an_engine_that_is_missing_leaves_the_question_once_and_the_offer_to_answer_it(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(conversation: str, text: str, learner: Learner, **_: object) -> Iterator[Event]:
        scripted.conversations.save(stored(conversation, "user", text))
        yield Failed("engine_unavailable", "没有填写密钥。")

    with monkeypatch.context() as patched:
        patched.setattr(scripted, "reply", reply)
        ask(page, QUESTION)
    assert questions(page) == [QUESTION, "没有填写密钥。"]
    button(page, "go-on-").click().run()
    run_until(page, lambda app: "[1](#cite-" in shown(app))
    assert "没有填写密钥。" not in questions(page)


def test_a_question_that_broke_before_it_was_kept_can_be_asked_again(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(*_: object, **__: object) -> Iterator[Event]:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(scripted, "reply", reply)
        ask(page, QUESTION)
    assert questions(page) == [QUESTION, texts.chat.CRASHED.zh]
    button(page, "ask-again").click().run()
    run_until(page, lambda app: "[1](#cite-" in shown(app))
    assert questions(page) == [QUESTION]


def test_a_question_that_is_not_taken_stays_in_the_bar(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripted, "reply", lambda *_, **__: iter([Failed("question_too_long", "太长了。")]))
    ask(page, QUESTION)
    assert page.chat_input[0].proto.value == QUESTION
    assert questions(page) == ["太长了。"]


def test_a_question_of_another_tab_waits_for_the_running_answer_and_both_arrive(
    page: AppTest, scripted: ScriptedCoach
) -> None:
    scripted.pause = 0.6
    ask(page, QUESTION)
    run_until(page, lambda app: "#cite-" in shown(app))
    other = opened(page.session_state["conversation"])
    ask(other, OTHER)
    assert questions(other) == [QUESTION, OTHER]
    assert texts.chat.QUEUED.zh in shown(other)
    scripted.pause = 0
    for app in (page, other):
        run_until(app, lambda app: not has_button(app, "stop-button"))
        assert questions(app) == [QUESTION, OTHER]
        assert len([b for b in app.button if str(b.key).startswith("act-up-")]) == 2
    statuses = [m.status for m in scripted.messages(page.session_state["conversation"])]
    assert statuses == ["complete"] * 4


@pytest.fixture
def long(scripted: ScriptedCoach, page: AppTest) -> str:
    """A conversation of 30 rounds."""
    for number in range(30):
        list(scripted.reply("long", f"第 {number} 个问题"))
    return "long"


def test_a_long_conversation_begins_with_its_newest_rounds_and_shows_earlier_ones_on_request(
    long: str,
) -> None:
    app = opened(long)
    assert questions(app) == [f"第 {number} 个问题" for number in range(26, 30)]
    assert texts.chat.EARLIER.of("zh", count=26) in shown(app)
    button(app, "earlier-button").click().run()
    assert questions(app) == [f"第 {number} 个问题" for number in range(30)]
    assert not has_button(app, "earlier-button")


def test_a_linked_message_is_among_what_is_shown(long: str, scripted: ScriptedCoach) -> None:
    linked = scripted.messages(long)[9]
    app = opened(long, message=linked.id)
    assert questions(app)[0] == "第 4 个问题"


def test_a_conversation_that_grows_keeps_its_first_shown_round_where_it_is(long: str) -> None:
    app = opened(long)
    ask(app, QUESTION)
    assert questions(app)[0] == "第 26 个问题"
