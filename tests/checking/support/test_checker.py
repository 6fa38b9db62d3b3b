"""Several people's answers are checked at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import numpy as np
import pytest

from assistant.checking.support import SupportChecker
from assistant.checking.support import checker as module
from assistant.retrieval.embedding import Vectors

PATIENCE_SECONDS = 5.0
SENTENCES = ("训练数据要加密，防止数据泄露。", "模型要定期做安全审计。")


def unit_vectors(texts: Sequence[str]) -> Vectors:
    return np.ones((len(texts), 1), np.float32)


def test_while_one_answer_is_embedded_another_is_as_well() -> None:
    both_embed = Barrier(2)

    def slow(texts: Sequence[str]) -> Vectors:
        # Breaks where the other answer waits outside.
        both_embed.wait(PATIENCE_SECONDS)
        return unit_vectors(texts)

    checker = SupportChecker(slow)
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(checker.prepare, [sentence]) for sentence in SENTENCES]:
            done.result()


def test_a_text_is_embedded_once_also_where_many_answers_come_at_the_same_time() -> None:
    embedded: list[str] = []
    writing = Lock()

    def noting(texts: Sequence[str]) -> Vectors:
        with writing:
            embedded.extend(texts)
        return unit_vectors(texts)

    checker = SupportChecker(noting)
    checker.prepare(SENTENCES)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: checker.judge(SENTENCES, SENTENCES), range(20)))
    assert sorted(embedded) == sorted(SENTENCES)


def test_an_answer_longer_than_what_is_remembered_is_judged_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_CACHED_TEXTS", 1)
    checker = SupportChecker(unit_vectors)
    assert len(checker.judge(SENTENCES, SENTENCES)) == len(SENTENCES)
    assert len(checker._vectors) == 1
