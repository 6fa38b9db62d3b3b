"""Many threads, several processes, and a process that is killed."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.store.conversations import ConversationStore
from assistant.store.database import Database
from assistant.store.opening import open_database
from tests.store.sample import question, streaming

_PROCESS = """
import sys
from assistant.store.database import Database
from assistant.store.opening import open_database
from tests.store.sample import question, streaming

url, name = sys.argv[1:]
stores = open_database(Database(url))
store = stores.conversations
store.save(question(message_id=f"q-{name}"))
"""
_FILLER = (
    _PROCESS
    + """
for number in range(30):
    store.save(question(str(number), f"c{number % 2}", f"{name}-{number}"))
assert not stores.notices, stores.notices
"""
)
_STREAMER = (
    _PROCESS
    + """
text = ""
while True:
    text += "又写了一些。"
    store.save(streaming(text, f"a-{name}"))
    if len(text) == 600:
        print("written", flush=True)
"""
)


def started(code: str, url: str, name: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code, url, name], cwd=root, stdout=subprocess.PIPE, text=True
    )


def test_eight_threads_save_into_four_conversations_and_nothing_is_lost(store: ConversationStore) -> None:
    def work(thread: int) -> None:
        for number in range(10):
            name = f"{thread}-{number}"
            conversation = f"c{(thread + number) % 4}"
            store.save(question(name, conversation, name))
            store.save(streaming("一", f"a{name}", conversation))
            store.save(streaming("一二", f"a{name}", conversation))
            store.messages(conversation)
            store.conversations()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    saved = [message for number in range(4) for message in store.messages(f"c{number}")]
    assert len({message.id for message in saved}) == len(saved) == 160
    assert Counter(message.text for message in saved)["一二"] == 80
    assert sum(summary.count for summary in store.conversations()) == 160
    assert store.problem is None


def test_two_processes_open_and_fill_one_new_database_at_once(url: str) -> None:
    processes = [started(_FILLER, url, name) for name in ("a", "b")]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    stores = open_database(Database(url))
    assert sum(summary.count for summary in stores.conversations.conversations()) == 62
    for name in ("a", "b"):
        own = [m.id for m in stores.conversations.messages("c0") if m.id.startswith(f"{name}-")]
        assert own == [f"{name}-{number}" for number in range(0, 30, 2)]


def test_a_killed_process_leaves_the_question_and_the_part_of_the_answer_that_was_written(url: str) -> None:
    process = started(_STREAMER, url, "x")
    assert process.stdout
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.wait()
    process.stdout.close()
    asked, answered = open_database(Database(url)).conversations.messages("c1")
    assert asked.id == "q-x"
    assert len(answered.text) >= 600
    assert answered.status == "stopped"


def test_saving_a_streaming_answer_takes_some_milliseconds(store: ConversationStore) -> None:
    store.save(question())
    started = time.perf_counter()
    for number in range(100):
        store.save(streaming("学习率是每一步的大小。" * number))
    assert (time.perf_counter() - started) / 100 < 0.05


def test_what_is_said_while_another_process_holds_the_database_is_kept_and_saved_in_the_end(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    stores = open_database(Database(url, busy_seconds=0.5))
    stores.conversations.save(question())
    with Database(url).writing():
        stores.conversations.save(streaming("一半"))
        started = time.perf_counter()
        stores.conversations.save(streaming("一半，还有一半"))
        # One wait is enough: the next messages do not stand in line.
        assert time.perf_counter() - started < 0.4
        assert "locked" in stores.notices[0].en
        assert [m.text for m in stores.conversations.messages("c1")] == [question().text, "一半，还有一半"]
        stores.conversations.save(question("还在吗？", message_id="q2"))
    stores.close()
    assert stores.notices == ()
    texts = [m.text for m in open_database(Database(url)).conversations.messages("c1")]
    assert texts == [question().text, "一半，还有一半", "还在吗？"]
