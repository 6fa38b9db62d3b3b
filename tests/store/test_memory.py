"""Conversations that live as long as the coach, without a database."""

import subprocess
import sys
from pathlib import Path

from assistant.store.memory import MemoryConversations
from tests.store.sample import answer, question, streaming


def test_messages_come_back_in_their_order_and_replace_themselves() -> None:
    kept = MemoryConversations()
    for message in (question(), streaming("一半"), answer(), question("另一个", "c2", "q2")):
        kept.save(message)
    assert kept.messages("c1") == kept.outline("c1") == (question(), answer())
    assert kept.messages("c1", {"a1"}) == (answer(),)
    assert kept.messages("nowhere") == ()


def test_a_coach_without_a_database_does_not_wait_for_one_to_be_imported() -> None:
    code = "import sys, assistant.coach; sys.exit('sqlalchemy' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
