from assistant.store.conversations import ConversationStore
from assistant.store.messages import Feedback
from tests.store.sample import answer


def test_feedback_is_kept_changed_and_taken_back(store: ConversationStore) -> None:
    store.save(answer())
    assert store.feedback("a1", "down", "太长")
    assert store.feedback_of("c1") == {"a1": Feedback(value="down", reason="太长")}
    assert store.feedback("a1", "down", "长" * 10_000)
    assert store.feedback_of("c1")["a1"].reason == "长" * 500
    assert store.feedback("a1", "up")
    assert store.feedback_of("c1") == {"a1": Feedback(value="up")}
    assert store.feedback("a1", None)
    assert store.feedback_of("c1") == {}
    assert not store.feedback("unknown", "up")
