"""The floors under retrieval quality: on development questions, on held-out ones, and on text that nobody prepared."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation import GoldQuestion, load_gold
from assistant.retrieval.opening import build_retriever
from assistant.retrieval.retriever import Retriever
from assistant.settings import BUNDLED_KNOWLEDGE, Settings

GOLD = Path(__file__).parents[1] / "gold"


@dataclass(frozen=True)
class Figures:
    first: float
    first_three: float
    refused_wrongly: float
    refused_rightly: float


def share(values: Iterable[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)


def measure(retriever: Retriever, questions: Iterable[GoldQuestion]) -> Figures:
    single = [question for question in questions if len(question.turns) == 1 and question.tool is None]
    found = {question: retriever.search(question.turns[0]) for question in single}
    ranks = {q: [q.accepts(hit.section.ref) for hit in evidence.sections] for q, evidence in found.items()}
    answered = [question for question in single if question.sections]
    return Figures(
        share(ranks[question][0] for question in answered),
        share(any(ranks[question][:3]) for question in answered),
        share(not found[question].answerable for question in answered),
        share(not found[question].answerable for question in single if not question.sections),
    )


def test_development_questions(article: Retriever) -> None:
    figures = measure(article, load_gold(GOLD / "dev.jsonl"))
    assert figures.first >= 0.95
    assert figures.first_three >= 0.99
    assert figures.refused_wrongly <= 0.03
    assert figures.refused_rightly >= 0.90


def test_held_out_questions(article: Retriever) -> None:
    figures = measure(article, load_gold(GOLD / "heldout.jsonl"))
    assert figures.first >= 0.90
    assert figures.first_three >= 0.95
    assert figures.refused_wrongly <= 0.05
    assert figures.refused_rightly >= 0.90


def test_questions_over_article_and_handbook(retriever: Retriever) -> None:
    """Half of the questions were developed on; the other half decides."""
    figures = measure(retriever, load_gold(GOLD / "books_fresh.jsonl"))
    assert figures.first >= 0.92
    assert figures.first_three >= 0.99
    assert figures.refused_wrongly <= 0.03
    assert figures.refused_rightly >= 0.90


def test_a_book_that_is_chosen_answers_as_it_does_alone(retriever: Retriever, article: Retriever) -> None:
    questions = load_gold(GOLD / "dev.jsonl")
    assert measure(retriever.within({"ai-pm-skills"}), questions) == measure(article, questions)


def test_text_that_nobody_prepared(tmp_path: Path, cache_dir: Path) -> None:
    shutil.copytree(BUNDLED_KNOWLEDGE / "ai-pm-skills" / "zh", tmp_path / "plain")
    retriever = build_retriever(tmp_path, Settings(cache_dir=cache_dir))
    assert retriever.questions == ()
    figures = measure(retriever, load_gold(GOLD / "dev.jsonl"))
    assert figures.first >= 0.85
    assert figures.first_three >= 0.95
