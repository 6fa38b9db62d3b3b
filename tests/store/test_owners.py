"""Whose conversations are whose, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.store.conversations import ConversationStore
from assistant.store.conversations.tables import write_messages
from assistant.store.database import Database
from assistant.store.failures import NotYoursError
from assistant.store.messages import LOCAL, Feedback
from assistant.store.opening import open_database
from tests.store.sample import answer, question


def test_everyone_sees_their_own_conversations_only(store: ConversationStore) -> None:
    store.save(question(), "visitor:1")
    store.save(answer(), "visitor:1")
    store.save(question("什么是学习率？", "c2", "q2"))
    assert [s.id for s in store.conversations("visitor:1")] == ["c1"]
    assert [s.id for s in store.conversations()] == ["c2"]
    assert [hit.conversation_id for hit in store.search("学习率")] == ["c2"]
    assert [s.id for s in store.citing("ai-pm-skills", "4.3", "visitor:1")] == ["c1"]
    assert store.citing("ai-pm-skills", "4.3") == ()
    assert (store.owner("c1"), store.owner("c2"), store.owner("c3")) == ("visitor:1", "", None)


def test_a_conversation_stays_with_whoever_began_it(store: ConversationStore) -> None:
    store.save(question(), "visitor:1")
    for intruder in ("visitor:2", LOCAL):
        with pytest.raises(NotYoursError):
            store.save(question("还有呢？", message_id="q2"), intruder)
        with pytest.raises(NotYoursError):
            store.save(question("改写"), intruder)
    assert store.owner("c1") == "visitor:1"
    assert store.messages("c1") == (question(),)


def test_only_the_owner_names_deletes_restores_and_judges(store: ConversationStore) -> None:
    store.save(question(), "visitor:1")
    store.save(answer(), "visitor:1")
    assert store.feedback("a1", "up", "清楚", "visitor:1")
    changes: list[Callable[[str], bool]] = [
        lambda owner: store.rename("c1", "别人起的名字", owner),
        lambda owner: store.feedback("a1", "down", "别人的意见", owner),
        lambda owner: store.delete("c1", owner),
        lambda owner: store.restore("c1", owner),
    ]
    for change in changes:
        with pytest.raises(NotYoursError) as refusal:
            change("visitor:2")
        assert "别人的对话" in refusal.value.message.zh
    assert store.conversations("visitor:1")[0].title == question().text
    assert store.feedback_of("c1") == {"a1": Feedback(value="up", reason="清楚")}
    assert all(change("visitor:1") for change in changes)


def test_what_was_kept_in_memory_does_not_get_into_a_conversation_that_somebody_else_began_meanwhile(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    stores = open_database(Database(url, busy_seconds=0.2))
    store = stores.conversations
    with Database(url).writing() as session:
        write_messages(session, (question(),), datetime.now(UTC), "visitor:1")
        store.save(question("抢着问", message_id="q2"), "visitor:2")
        store.save(question("自己的", "c2", "q3"), "visitor:2")
    stores.close()
    kept = open_database(Database(url)).conversations
    assert kept.messages("c1") == (question(),)
    assert kept.messages("c2") == (question("自己的", "c2", "q3"),)
