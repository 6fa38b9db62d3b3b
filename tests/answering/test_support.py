"""How well sentences of an answer are told from what no passage supports, on hand-written statements.

tests/gold/support.jsonl holds paraphrases of the article, the same with a number, a name, a negation or a list item
changed, true-sounding sentences from elsewhere, and sentences that claim nothing. Odd lines were used to develop the
checker and to fit its weights; only even lines are asserted here. Their sentences were not looked at, but their totals by
reason did once lead to a stricter rule for negated words, so the figures are a little kind. The sources of a statement are
all passages of its section and of three others, as the retriever would give.

Lines with `contrast` are harder and counted apart: paraphrases full of "rather than", "unless" and "not only", and sentences
of the article turned round or with two subjects swapped.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.support import Judgement, SupportChecker
from assistant.documents import load_library
from assistant.retrieval.embedding import Embedder
from assistant.settings import BUNDLED_KNOWLEDGE

GOLD = Path(__file__).parents[1] / "gold" / "support.jsonl"
OTHER_SECTIONS = (5, 11, 17)


@pytest.fixture(scope="module")
def checker() -> SupportChecker:
    return SupportChecker(Embedder().encode_passages)


def sources(language: str, address: str) -> list[str]:
    """The passages of a section and of three that stand elsewhere in the article."""
    sections = [section for section in load_library(BUNDLED_KNOWLEDGE).sections(language) if section.passages]  # type: ignore[arg-type]
    home = next(i for i, section in enumerate(sections) if section.address == address)
    chosen = [sections[(home + step) % len(sections)] for step in (0, *OTHER_SECTIONS)]
    return [passage.plain for section in chosen for passage in section.passages]


@pytest.fixture(scope="module")
def judged(checker: SupportChecker) -> list[tuple[dict[str, Any], Judgement]]:
    """The even lines with their judgements."""
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()][1::2]
    together: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        together[line["language"], line["section"]].append(line)
    found: list[tuple[dict[str, Any], Judgement]] = []
    for (language, section), group in together.items():
        judgements = checker.judge([line["statement"] for line in group], sources(language, section))
        found += zip(group, judgements, strict=True)
    return found


def marked(
    judged: Sequence[tuple[dict[str, Any], Judgement]], *, supported: bool, contrast: bool = False
) -> float:
    """The share of true, or of false, statements that are told to be unsupported."""
    kinds = [
        judgement.kind == "unsupported"
        for line, judgement in judged
        if line["supported"] is supported and line.get("contrast", False) is contrast
    ]
    return sum(kinds) / len(kinds)


def test_statements_that_no_passage_supports_are_marked(
    judged: list[tuple[dict[str, Any], Judgement]],
) -> None:
    missed = Counter(
        line["change"] for line, j in judged if line["supported"] is False and j.kind != "unsupported"
    )
    assert marked(judged, supported=False) >= 0.90, missed


def test_paraphrases_of_the_article_are_left_alone(judged: list[tuple[dict[str, Any], Judgement]]) -> None:
    assert marked(judged, supported=True) <= 0.06


def test_paraphrases_with_contrast_are_mostly_left_alone(
    judged: list[tuple[dict[str, Any], Judgement]],
) -> None:
    assert marked(judged, supported=True, contrast=True) <= 0.12


def test_sentences_turned_round_are_marked_at_least_sometimes(
    judged: list[tuple[dict[str, Any], Judgement]],
) -> None:
    assert marked(judged, supported=False, contrast=True) >= 0.35


def test_sentences_that_claim_nothing_are_never_marked(
    judged: list[tuple[dict[str, Any], Judgement]],
) -> None:
    assert all(j.kind == "no_claim" for line, j in judged if line["supported"] is None)
