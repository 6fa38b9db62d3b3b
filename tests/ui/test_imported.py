"""A conversation that came with a file, as the page shows it: nothing in it is fetched, and what can be is computed here."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answering.allowance import Allowance
from assistant.answering.engines import Learner
from assistant.answering.events import Event
from assistant.coach.intake import Intake
from assistant.demos import demos
from assistant.documents import Library
from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.limits import Limits
from assistant.store.messages import Message, ToolCall
from assistant.tools.shelves import Shelves
from assistant.ui import texts
from assistant.ui.conversations import conversation_menu
from tests.documents.test_inert import HARMLESS, TRIES, seen
from tests.ui.conversations import QUESTION, go, keep
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, run_until, shown

DEMO = demos()["linear_regression"]


def file(hostile: str, **changes: Any) -> str:
    """A conversation whose every field tries the same."""
    cited = {
        "n": 1,
        "document": hostile[:500],
        "section": hostile,
        "title": hostile,
        "quote": hostile,
        "source": hostile[:500],
    }
    charts = [
        {"id": hostile, "title": {"zh": hostile}, "spec": {"zh": {"data": {"url": "http://evil.example"}}}}
    ]
    call = {
        "id": hostile[:100],
        "name": DEMO.name,
        "arguments": {hostile: hostile},
        "result": {"charts": charts},
    }
    answered = {
        "id": "a",
        "conversation_id": "c",
        "role": "assistant",
        "text": f"{hostile}\n\n{hostile} 句子。[1]",
        "language": "zh",
        "citations": [cited],
        "tool_calls": [call, {**call, "name": hostile, "error": hostile}],
        "unsupported": [hostile, "句子。"],
        "doubts": [{"reason": "name", "about": hostile}] * 2,
        "draft": hostile,
        "reasoning": hostile,
        "suggestions": [hostile],
        "files": [hostile[:500]],
        "offers": [{"demo": DEMO.name, "arguments": {hostile: hostile}}],
        "answers": "q",
        "question": hostile,
        **changes,
    }
    asked = {
        "id": "q",
        "conversation_id": "c",
        "role": "user",
        "text": hostile,
        "language": "zh",
        "files": [hostile[:500]],
    }
    return json.dumps({
        "format": "pm-coach-conversation", "version": 1, "title": hostile[:200], "title_given": True, "language": "zh",
        "created_at": "2026-01-01T00:00:00Z", "messages": [asked, answered],
        "feedback": {"a": {"value": "down", "reason": hostile}},
    })  # fmt: skip


def drawn(app: AppTest) -> list[str]:
    """All that the page draws as Markdown."""
    labels = [each.label for each in (*app.button, *app.expander, *app.metric, *app.tabs)]
    return [*(each.value for each in (*app.markdown, *app.caption)), *labels]


@pytest.mark.parametrize("hostile", TRIES.values(), ids=TRIES.keys())
def test_no_field_of_an_imported_conversation_makes_a_browser_fetch(
    page: AppTest, store: ConversationStore, hostile: str
) -> None:
    conversation = store.import_json(file(hostile))
    go(page, conversation)
    assert not page.exception
    assert not page.get("vega_lite_chart")
    for markdown in drawn(page):
        found = seen(markdown)
        assert found.tags <= HARMLESS | {"h4"}, markdown
        for address in found.addresses:
            assert re.match(r"https?://|mailto:|#", address), markdown


def test_an_imported_run_is_computed_when_its_owner_wants_to_see_it(
    page: AppTest, store: ConversationStore
) -> None:
    call = {
        "id": "t",
        "name": DEMO.name,
        "arguments": {"learning_rate": 0.1},
        "values": {"seed": 7, "epochs": 100},
    }
    conversation = store.import_json(file("x", tool_calls=[call]))
    go(page, conversation)
    assert texts.demos.NOT_KEPT.zh in shown(page)
    assert not page.get("vega_lite_chart")
    next(b for b in page.button if b.label == texts.demos.SHOW_RESULT.zh).click().run()
    run_until(page, lambda app: bool(app.get("vega_lite_chart")))
    assert "学习率 0.1" in shown(page).replace("\\", "")
    assert "随机种子 7" in shown(page)
    assert store.messages(conversation)[1].tool_calls[0].result is None


def test_values_that_the_demo_refuses_are_told_in_words(page: AppTest, store: ConversationStore) -> None:
    call = {"id": "t", "name": DEMO.name, "arguments": {"learning_rate": -5, "nothing": 1}}
    go(page, store.import_json(file("x", tool_calls=[call])))
    next(b for b in page.button if b.label == texts.demos.SHOW_RESULT.zh).click().run()
    run_until(page, lambda app: any("-5" in text.value for text in app.text))
    assert not page.exception


def test_a_reader_of_somebody_elses_import_is_offered_no_run(page: AppTest, store: ConversationStore) -> None:
    go(page, store.import_json(file("x"), "visitor:somebody"))
    assert texts.demos.NOT_KEPT_THEIRS.zh in shown(page)
    assert not [b for b in page.button if b.label == texts.demos.SHOW_RESULT.zh]


def test_a_stored_result_that_is_none_does_not_break_the_page(
    page: AppTest, store: ConversationStore
) -> None:
    conversation = keep(store)
    answered = store.messages(conversation)[1]
    call = ToolCall(id="t", name=DEMO.name, arguments={}, result={"charts": 1})
    store.save(answered.model_copy(update={"tool_calls": (call,)}))
    go(page, conversation)
    assert not page.exception


def test_what_is_cited_reads_as_the_library_has_it(page: AppTest, library: Library) -> None:
    section = library.section("ai-pm-skills", "zh", "9.2")
    assert section
    true = {
        "n": 1,
        "document": "ai-pm-skills",
        "section": "9.2",
        "title": "假的",
        "quote": "假的",
        "source": "假的",
    }
    gone = {"n": 2, "document": "weg", "section": "1", "title": "别处", "quote": "别处"}
    message = Message.model_validate(
        {
            "id": "a",
            "conversation_id": "c",
            "role": "assistant",
            "text": "x",
            "language": "zh",
            "citations": [true, gone],
        }
    )
    known, unknown = conversation_menu._by_the_library(message).citations
    assert (known.title, known.quote, known.source) == (section.title, section.passages[0].plain, "")
    assert (unknown.title, unknown.quote) == ("别处", "别处")


def test_a_visitor_without_room_is_told_what_to_do_and_gets_the_question_back(
    page: AppTest, scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    intake = Intake(scripted.conversations, Allowance(Settings()), Shelves(tmp_path))

    def reply(conversation_id: str, text: str, learner: Learner, **_: object) -> Iterator[Event]:
        yield from intake.written(conversation_id, text, learner)

    monkeypatch.setattr(scripted, "reply", reply)
    monkeypatch.setattr(scripted.conversations, "_limits", Limits(conversations=1))
    page.session_state["owner"] = "visitor:1"
    keep(scripted.conversations, owner="visitor:1")
    ask(page, QUESTION)
    assert "请先删除不再需要的对话" in shown(page)
    assert "given_back" in page.session_state
