"""Answers that the small local model once wrote, each sentence checked by hand against the passages that it was given.

`unsupported` names the sentences that say what those passages don't: invented details, wrong uses, empty conclusions. Not
one of them may go unmarked.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.llm.prompt import found_in
from assistant.checking.citing import Cited, cite
from assistant.checking.support import SupportChecker
from assistant.documents import Library
from assistant.retrieval.embedding import BundledEmbedder
from tests.remembering import article_library, remembering

GOLD = Path(__file__).parents[1] / "gold" / "hand_checked.jsonl"
ANSWERS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def library() -> Library:
    return article_library()


@pytest.fixture(scope="module")
def checker() -> SupportChecker:
    return SupportChecker(remembering(BundledEmbedder().encode_passages))


def cited(answer: dict[str, Any], library: Library, checker: SupportChecker) -> Cited:
    given = found_in(library, [tuple(key) for key in answer["given"]])
    return cite(answer["draft"], given, checker, premises=(answer["question"],))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["question"])
def test_no_unsupported_sentence_goes_unmarked(
    answer: dict[str, Any], library: Library, checker: SupportChecker
) -> None:
    result = cited(answer, library, checker)
    assert [each for each in answer["unsupported"] if each not in result.unsupported] == []


def test_answers_that_keep_to_their_sources_are_cited_and_hardly_doubted(
    library: Library, checker: SupportChecker
) -> None:
    faithful = [cited(answer, library, checker) for answer in ANSWERS if not answer["unsupported"]]
    assert all(result.citations for result in faithful)
    assert sum(len(result.unsupported) for result in faithful) <= 1
