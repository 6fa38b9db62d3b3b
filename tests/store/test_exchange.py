"""A conversation that leaves as a file, to be read or to come back."""

import json
import re
from typing import Any

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from assistant.store.conversations import ConversationStore
from assistant.store.conversations.exchange import answer_to_markdown
from assistant.store.failures import NOT_AN_EXPORT, StoreError
from assistant.store.messages import Citation, Feedback, Message, ToolCall
from assistant.store.stores import Stores
from tests.store.sample import answer, question, streaming


@pytest.fixture
def filled(store: ConversationStore) -> ConversationStore:
    store.save(question())
    store.save(answer())
    store.feedback("a1", "up", "清楚")
    return store


def test_an_exported_conversation_comes_back_whole_under_new_ids(filled: ConversationStore) -> None:
    filled.rename("c1", "我的笔记")
    new = filled.import_json(filled.export_json("c1"))
    copied = filled.messages(new)
    assert {m.id for m in copied}.isdisjoint({"q1", "a1"})
    originals = filled.messages("c1")
    assert [bare(message) for message in copied] == [bare(message) for message in originals]
    assert filled.feedback_of(new) == {copied[1].id: Feedback(value="up", reason="清楚")}
    assert [summary.title for summary in filled.conversations()] == ["我的笔记 (2)", "我的笔记"]
    assert filled.export_json("c1").count("c1") == 2


def bare(message: Message) -> Message:
    """A message without its ids and without the results of its demos, which are computed again."""
    calls = tuple(call.without_result() for call in message.tool_calls)
    return message.model_copy(update={"id": "", "conversation_id": "", "tool_calls": calls})


def test_an_answer_exported_in_mid_stream_comes_back_as_stopped(store: ConversationStore) -> None:
    store.save(streaming("一半"))
    (message,) = store.messages(store.import_json(store.export_json("c1")))
    assert message.status == "stopped"


def changed(exported: str, **changes: Any) -> str:
    return json.dumps(json.loads(exported) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        '"\ud800"',
        '{"messages": []}',
        pytest.param({"format": "other"}, id="another format"),
        pytest.param({"version": 2}, id="a later format"),
        pytest.param({"messages": []}, id="no messages"),
        pytest.param({"messages": [{"role": "system"}]}, id="no message of ours"),
        pytest.param({"title": "x" * 10_000}, id="a title without end"),
        pytest.param({"created_at": "yesterday"}, id="no date"),
        pytest.param({"feedback": {"a1": {"value": "sideways"}}}, id="no feedback of ours"),
    ],
)
def test_anything_else_is_refused_with_one_clear_error_and_nothing_is_added(
    filled: ConversationStore, text: str | dict[str, Any]
) -> None:
    with pytest.raises(StoreError) as raised:
        filled.import_json(text if isinstance(text, str) else changed(filled.export_json("c1"), **text))
    told = raised.value.message
    assert told == NOT_AN_EXPORT or told.en.startswith("This exported file is incomplete or was changed (")
    # What a library says of it, in English, is no help to anybody.
    assert "ield required" not in told.zh + told.en
    assert len(filled.conversations()) == 1


def test_two_messages_of_one_id_are_refused(filled: ConversationStore) -> None:
    exported = filled.export_json("c1")
    with pytest.raises(StoreError):
        filled.import_json(changed(exported, messages=json.loads(exported)["messages"] * 2))


def test_an_unknown_conversation_can_not_be_exported(filled: ConversationStore) -> None:
    filled.delete("c1")
    for unknown in ("c1", "unknown"):
        with pytest.raises(StoreError, match="no such conversation"):
            filled.export_json(unknown)
        with pytest.raises(StoreError, match="no such conversation"):
            filled.export_markdown(unknown, "zh")


def test_markdown_reads_as_a_conversation_with_its_sources_as_footnotes(filled: ConversationStore) -> None:
    filled.save(answer("同一处 [1]，代码 `x[1]`，没有来源 [2]。", message_id="a2"))
    filled.save(
        streaming("另一处 [1]", "a3").model_copy(update={"citations": answer(section="9.2").citations})
    )
    markdown = filled.export_markdown("c1", "zh")
    assert markdown.startswith("# 什么是学习率？\n")
    assert "> 什么是学习率？" in markdown
    assert "学习率是每一步的大小 [^1]。" in markdown
    assert "同一处 [^1]，代码 `x[1]`，没有来源 [2]。" in markdown
    assert "另一处 [^2]" in markdown
    assert "（回答还没有写完）" in markdown
    assert "- 收敛了" in markdown
    assert "- 没有根据的句子。" in markdown
    assert markdown.count("[^1]: 4.3 梯度下降（ai-pm-skills）：“学习率决定 步长”") == 1
    html = MarkdownIt().use(footnote_plugin).render(markdown)
    assert html.count('<li id="fn') == 2


def test_the_labels_of_markdown_are_in_the_language_that_was_asked_for(filled: ConversationStore) -> None:
    markdown = filled.export_markdown("c1", "en")
    assert "**Me**" in markdown
    assert "- It converged" in markdown
    assert "Nothing in the sources supports:" in markdown


def test_conversations_imported_again_and_again_can_be_told_apart(filled: ConversationStore) -> None:
    exported = filled.export_json("c1")
    for _ in range(2):
        filled.import_json(exported)
    title = question().text
    assert {summary.title for summary in filled.conversations()} == {title, f"{title} (2)", f"{title} (3)"}
    filled.import_json(exported, "visitor:1")
    assert [summary.title for summary in filled.conversations("visitor:1")] == [title]


def test_all_that_is_kept_of_an_owner_comes_back_as_anothers(
    filled: ConversationStore, stores: Stores
) -> None:
    filled.save(question("第二个", "c2", "q2"))
    filled.save(question("别人的", "c3", "q3"), "visitor:2")
    assert stores.import_json(stores.export_json(), "visitor:1") is None
    summaries = filled.conversations("visitor:1")
    assert [(summary.title, summary.count) for summary in summaries] == [("第二个", 1), (question().text, 2)]
    (feedback,) = filled.feedback_of(summaries[1].id).values()
    assert feedback == Feedback(value="up", reason="清楚")
    assert len(filled.conversations()) == 2


def test_one_door_takes_in_one_conversation_or_everything(filled: ConversationStore, stores: Stores) -> None:
    opened = stores.import_json(filled.export_json("c1"), "visitor:1")
    assert [summary.id for summary in filled.conversations("visitor:1")] == [opened]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"version": 2}, id="a later format"),
        pytest.param({"stores": []}, id="no stores"),
        pytest.param({"stores": {"progress-of-tomorrow": {}}}, id="a store of a later version"),
        pytest.param({"stores": {"conversations": {}}}, id="no conversations of ours"),
        pytest.param({"stores": {"conversations": [{"format": "x"}]}}, id="no conversation of ours"),
        pytest.param({"format": "pm-coach-date"}, id="another format"),
    ],
)
def test_everything_is_taken_in_or_nothing(
    filled: ConversationStore, stores: Stores, changes: dict[str, Any]
) -> None:
    exported = stores.export_json()
    with pytest.raises(StoreError):
        stores.import_json(changed(exported, **changes), "visitor:1")
    part = json.loads(exported)["stores"]["conversations"]
    with pytest.raises(StoreError):
        stores.import_json(changed(exported, stores={"conversations": [*part, {}]}), "visitor:1")
    assert filled.conversations("visitor:1") == ()


HOSTILE = "<img src=x onerror=alert(1)> ![a](http://evil.example/x.png) [b](javascript:alert(1)) ` <b>"


def test_markdown_that_leaves_is_inert_wherever_it_is_opened(store: ConversationStore) -> None:
    cited = Citation(n=1, document=HOSTILE, section=HOSTILE, title=HOSTILE, quote=HOSTILE, source=HOSTILE)
    call = ToolCall(
        id="t",
        name="`<i>`",
        arguments={"a": "`<img src=x>`"},
        error=HOSTILE,
        result={"findings": {"zh": [HOSTILE]}},
    )
    changes = {"citations": (cited,), "unsupported": (HOSTILE,), "tool_calls": (call,)}
    hostile = answer(f"{HOSTILE} [1]: x").model_copy(update=changes)
    store.save(question(HOSTILE))
    store.save(hostile)
    store.save(question("```\n没有结尾", message_id="q2"))
    store.save(answer("```\n<img src=x>\n```", message_id="a2"))
    store.rename("c1", HOSTILE)
    for markdown in (store.export_markdown("c1", "zh"), answer_to_markdown(hostile, "zh")):
        html = MarkdownIt("commonmark", {"html": True}).use(footnote_plugin).render(markdown)
        tags = set(re.findall(r"<(\w+)", html))
        assert tags <= {
            "h1",
            "p",
            "em",
            "strong",
            "hr",
            "blockquote",
            "code",
            "pre",
            "ul",
            "li",
            "a",
            "sup",
            "section",
            "ol",
        }
        assert not re.search(r'href="(?!#fn)', html)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_mark_before_a_colon_is_a_footnote_all_the_same(store: ConversationStore) -> None:
    store.save(answer("[1]: 学习率 [1]: 步长"))
    markdown = store.export_markdown("c1", "zh")
    assert "[^1]\\: 学习率 [^1]\\: 步长" in markdown
    assert MarkdownIt().use(footnote_plugin).render(markdown).count('<li id="fn') == 1
