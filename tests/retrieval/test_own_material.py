"""What a learner adds is found, and what is found in the article does not get worse."""

from pathlib import Path

import pytest

from assistant.evaluation import load_gold
from assistant.retrieval.opening import build_retriever
from assistant.retrieval.retriever import Retriever
from assistant.settings import BUNDLED_KNOWLEDGE, Settings
from tests import own_material
from tests.remembering import ARTICLE
from tests.retrieval.test_goals import GOLD, measure


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Retriever:
    """The article with two unrelated documents beside it."""
    folder = own_material.write_to(tmp_path_factory.mktemp("own"))
    return build_retriever(ARTICLE, Settings(cache_dir=cache_dir), uploads=folder)


def test_questions_to_the_article_are_answered_as_well_as_without(
    article: Retriever, beside: Retriever
) -> None:
    questions = load_gold(GOLD / "dev.jsonl")
    alone, together = measure(article, questions), measure(beside, questions)
    assert together.first >= alone.first
    assert together.first_three >= alone.first_three
    assert together.refused_wrongly <= alone.refused_wrongly
    assert together.refused_rightly >= alone.refused_rightly


def test_held_out_questions_stay_above_the_floors(beside: Retriever) -> None:
    figures = measure(beside, load_gold(GOLD / "heldout.jsonl"))
    assert figures.first >= 0.94
    assert figures.first_three >= 0.96
    assert figures.refused_wrongly <= 0.03
    assert figures.refused_rightly >= 0.94


@pytest.mark.parametrize(("question", "document", "section"), own_material.QUESTIONS)
def test_questions_to_the_learners_documents_are_answered_from_them(
    beside: Retriever, question: str, document: str, section: str
) -> None:
    evidence = beside.search(question)
    assert evidence.answerable
    assert (evidence.sections[0].section.document, evidence.sections[0].section.title) == (document, section)


def test_a_new_file_is_all_that_is_embedded(tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache")
    folder = own_material.write_to(tmp_path / "own")
    build_retriever(BUNDLED_KNOWLEDGE, settings, uploads=folder)
    (folder / "new.md").write_text("# New\n\nOne passage.\n\nAnother passage.", encoding="utf-8")
    told: list[tuple[int, int]] = []
    build_retriever(
        BUNDLED_KNOWLEDGE, settings, lambda done, total: told.append((done, total)), uploads=folder
    )
    assert told[-1] == (2, 2)
    assert all(total == 2 for _, total in told)
