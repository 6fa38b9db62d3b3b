"""What a store promises, on SQLite and on PostgreSQL."""

import math
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.store.conversations import ConversationStore
from assistant.store.conversations.exchange import ExportedConversation
from assistant.store.database import Database
from assistant.store.messages import ToolCall
from assistant.store.opening import open_database
from assistant.store.rounds import rounds
from assistant.store.stores import Stores
from tests.store.sample import answer, question, streaming


def test_messages_come_back_as_they_were_saved_also_in_another_process(
    store: ConversationStore, database: Database
) -> None:
    store.save(question())
    store.save(answer())
    assert store.messages("c1") == (question(), answer())
    assert open_database(Database(database.url)).conversations.messages("c1") == (question(), answer())


def test_a_message_saved_again_replaces_itself_where_it_stands(store: ConversationStore) -> None:
    store.save(question())
    store.save(streaming("学习"))
    store.save(question("还有呢？", message_id="q2"))
    store.save(answer())
    assert store.messages("c1") == (question(), answer(), question("还有呢？", message_id="q2"))


def test_conversations_are_kept_apart(store: ConversationStore) -> None:
    store.save(question())
    store.save(question("另一个", "c2", "q2"))
    assert store.messages("c2") == (question("另一个", "c2", "q2"),)
    assert store.messages("unknown") == ()


def test_a_message_never_moves_to_another_conversation(store: ConversationStore) -> None:
    store.save(question())
    with pytest.raises(ValueError, match="another conversation"):
        store.save(question("x", "c2"))
    assert store.messages("c1") == (question(),)
    assert [summary.id for summary in store.conversations()] == ["c1"]


def test_conversations_are_listed_latest_first_in_pages(store: ConversationStore) -> None:
    for number in range(4):
        store.save(question(f"问题 {number}", f"c{number}", f"q{number}"))
    store.save(answer(conversation_id="c1"))
    listed = store.conversations()
    assert [(s.id, s.title, s.count) for s in listed] == [
        ("c1", "问题 1", 2),
        ("c3", "问题 3", 1),
        ("c2", "问题 2", 1),
        ("c0", "问题 0", 1),
    ]
    assert store.conversations(limit=2, offset=1) == listed[1:3]
    assert listed[0].updated_at.utcoffset() == timedelta(0)


def test_a_title_is_the_first_question_on_one_line_until_the_learner_gives_one(
    store: ConversationStore,
) -> None:
    store.save(question("学习率\n太大会怎样？" + "啊" * 100))
    first = store.conversations()[0].title
    assert first.startswith("学习率 太大会怎样？")
    assert len(first) == 60
    assert store.rename("c1", " 我的\n笔记 ")
    store.save(question("第二个", message_id="q2"))
    assert store.conversations()[0].title == "我的 笔记"
    assert store.rename("c1", "  ")
    assert store.conversations()[0].title == first
    assert not store.rename("unknown", "x")


def test_a_deleted_conversation_is_nowhere_to_be_seen_until_it_is_restored(store: ConversationStore) -> None:
    store.save(question())
    store.save(answer())
    assert store.delete("c1")
    assert store.messages("c1") == ()
    assert store.conversations() == ()
    assert store.search("学习率") == ()
    assert store.citing("ai-pm-skills", "4.3") == ()
    assert store.restore("c1")
    assert len(store.messages("c1")) == 2
    assert not store.delete("unknown")
    assert not store.restore("unknown")


def test_a_question_brings_a_deleted_conversation_back_but_an_answer_does_not(
    store: ConversationStore,
) -> None:
    store.save(question())
    store.delete("c1")
    store.save(answer())
    assert store.conversations() == ()
    store.save(question("等等", message_id="q2"))
    assert store.conversations()[0].count == 3


def test_purging_removes_only_what_was_deleted_long_enough_ago(store: ConversationStore) -> None:
    store.save(question())
    store.save(answer())
    store.save(question("留下", "c2", "q2"))
    store.feedback("a1", "up")
    store.delete("c1")
    assert store.purge() == 0
    assert store.purge(timedelta(0)) == 1
    assert not store.restore("c1")
    assert store.feedback_of("c1") == {}
    assert store.search("学习率") == ()
    assert len(store.messages("c2")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("学习率", {"q1", "a1"}),
        ("學習率", {"q1", "a1"}),
        ("率", {"q1", "a1"}),
        ("什么", {"q1"}),
        ("大小 学习率", {"a1"}),
        ("LEARNING rate", {"q2"}),
        ("ÉCOLE", {"q2"}),
        ("100%", {"q2"}),
        ("0%_", set()),
        ('"rate', set()),
        ("rate OR nothing", set()),
        ("a1*", set()),
        ("\x00", set()),
        ("  ", set()),
    ],
)
def test_search_finds_words_in_either_language_and_script(
    store: ConversationStore, query: str, found: set[str]
) -> None:
    store.save(question())
    store.save(answer())
    store.save(question("Is the Learning Rate 100% of the école?", "c2", "q2"))
    assert {hit.message_id for hit in store.search(query)} == found


def test_a_hit_shows_where_it_was_found(store: ConversationStore) -> None:
    store.save(question())
    store.save(answer("开头。" * 60 + "梯度 [1] **下降** 法" + "结尾。" * 60))
    (hit,) = store.search("下降")
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert hit.snippet[slice(*hit.match)] == "下降"
    assert "梯度 下降 法" in hit.snippet
    assert (hit.conversation_id, hit.title, hit.role) == ("c1", "什么是学习率？", "assistant")


def test_search_returns_the_newest_first_and_no_more_than_asked_for(store: ConversationStore) -> None:
    for number in range(5):
        store.save(question("同样的问题", f"c{number}", f"q{number}"))
    assert [hit.message_id for hit in store.search("同样的", limit=2)] == ["q4", "q3"]


def test_an_answer_is_searched_as_it_ended_not_as_it_began(store: ConversationStore) -> None:
    store.save(streaming("草稿"))
    assert store.search("草稿") == ()
    store.save(answer("定稿的文字"))
    assert store.search("草稿") == ()
    assert [hit.message_id for hit in store.search("定稿的")] == ["a1"]
    store.save(answer("又改了一次"))
    assert store.search("定稿的") == ()


def test_conversations_are_found_by_the_section_that_they_cite(store: ConversationStore) -> None:
    store.save(answer(section="4.3"))
    store.save(answer(conversation_id="c2", message_id="a2", section="9.2"))
    assert [s.id for s in store.citing("ai-pm-skills", "9.2")] == ["c2"]
    assert store.citing("ai-pm-skills", "9") == ()
    assert store.citing("other", "9.2") == ()


def test_for_every_section_the_conversations_that_cite_it_are_counted(store: ConversationStore) -> None:
    store.save(answer(section="4.3"))
    store.save(answer(message_id="a2", section="4.3"))
    store.save(answer(conversation_id="c2", message_id="a3", section="4.3"))
    store.save(answer(conversation_id="c2", message_id="a4", section="9.2"))
    store.save(answer(conversation_id="c3", message_id="a5", section="9.2"), "visitor:1")
    assert store.cited("ai-pm-skills") == {"4.3": 2, "9.2": 1}
    assert store.cited("other") == {}
    store.delete("c2")
    assert store.cited("ai-pm-skills") == {"4.3": 1}


def test_an_answer_left_streaming_is_marked_as_stopped_and_can_be_found(store: ConversationStore) -> None:
    store.save(question())
    store.save(streaming("写到一半"))
    assert store.recover() == 1
    assert [m.status for m in store.messages("c1")] == ["complete", "stopped"]
    assert [hit.message_id for hit in store.search("写到一")] == ["a1"]
    assert store.recover() == 0


def test_a_thousand_messages_load_within_a_second(store: ConversationStore) -> None:
    long = [answer("学习率是每一步的大小 [1]。" * 20, message_id=f"a{number}") for number in range(1000)]
    exported = ExportedConversation(
        title="", title_given=False, language="zh", created_at=datetime.now(UTC), messages=tuple(long)
    )
    conversation_id = store.import_json(exported.model_dump_json())
    started = time.perf_counter()
    messages = store.messages(conversation_id)
    assert time.perf_counter() - started < 1.0
    assert len(messages) == 1000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_any_text_can_be_saved_and_searched_with_marks_for_what_databases_cannot_keep(
    store: ConversationStore, text: str
) -> None:
    call = ToolCall(id="t", name="x", arguments={text: [text, math.nan]}, result={"a": math.inf})
    store.save(question(text).model_copy(update={"tool_calls": (call,), "draft": text}))
    kept = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    (message,) = store.messages("c1")
    assert (message.text, message.draft) == (kept, kept)
    assert list(message.tool_calls[0].arguments.values()) == [[kept, None]]
    assert message.tool_calls[0].result == {"a": None}
    store.search(text)
    store.rename("c1", text)
    store.import_json(store.export_json("c1"))
    assert store.problem is None


def test_without_a_database_conversations_live_in_memory_and_apart_from_each_other() -> None:
    store, other = Stores().conversations, Stores().conversations
    store.save(question())
    store.save(answer())
    assert store.messages("c1") == (question(), answer())
    assert len(store.search("学习率")) == 2
    assert other.messages("c1") == ()
    assert store.problem is None


def test_the_outline_of_a_conversation_gives_the_same_rounds_as_its_messages(
    store: ConversationStore,
) -> None:
    first = question(message_id="q1")
    reworded = question(message_id="q2").model_copy(update={"replaces": "q1"})
    replies = [answer(message_id=f"a{n}").model_copy(update={"answers": f"q{n}"}) for n in (1, 2)]
    for message in (first, replies[0], reworded, replies[1], streaming("…", message_id="a3")):
        store.save(message)
    outlined, whole = rounds(store.outline("c1")), rounds(store.messages("c1"))
    assert [each.message_ids for each in outlined] == [each.message_ids for each in whole]
    assert store.outline("c1")[-1].status == "streaming"


def test_only_the_messages_that_are_asked_for_are_read(store: ConversationStore) -> None:
    for number in range(3):
        store.save(question(message_id=f"q{number}"))
    assert [message.id for message in store.messages("c1", {"q2", "q0"})] == ["q0", "q2"]
