"""The article and the handbook together: which of them speaks, and what one asks for by choosing between them."""

from pathlib import Path
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.coach import Coach, open_coach
from assistant.settings import Settings
from assistant.store.messages import Message
from tests import own_material

ARTICLE, HANDBOOK = "ai-pm-skills", "ai-pm-handbook"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    return open_coach(Settings(cache_dir=tmp_path_factory.mktemp("cache")), with_uploads=False)


def ask(coach: Coach, *turns: str, sources: tuple[str, ...] = ()) -> Message:
    conversation = uuid4().hex
    for turn in turns:
        *_, last = coach.reply(conversation, turn, Learner(engine="grounded", sources=sources))
    assert isinstance(last, Completed)
    return last.message


def documents(message: Message) -> set[str]:
    return {citation.document for citation in message.citations}


def test_the_article_answers_what_it_covers(both: Coach) -> None:
    answer = ask(both, "大模型的训练时间如何优化？")
    assert answer.citations[0].ref.document == ARTICLE
    assert answer.citations[0].section == "9.2"


@pytest.mark.parametrize(
    ("question", "section", "words"),
    [
        ("RAG 是什么？", "3.1", "文章没有讲这一点；手册的 3.1《RAG 及其组成》说："),
        (
            "How big should my golden set be?",
            "5.1",
            'The article does not cover this; 5.1 "Golden sets" in the handbook says:',
        ),
    ],
)
def test_where_the_handbook_alone_answers_one_clause_says_so(
    both: Coach, question: str, section: str, words: str
) -> None:
    answer = ask(both, question)
    assert answer.text.startswith(words)
    assert answer.citations[0].section == section
    assert documents(answer) == {HANDBOOK}


def test_what_neither_covers_is_refused_by_both(both: Coach) -> None:
    answer = ask(both, "红烧肉怎么做")
    assert answer.refused
    assert "文章和手册都" in answer.text or "文章和手册" in answer.text


def test_a_conversation_can_ask_the_article_alone(both: Coach) -> None:
    answer = ask(both, "RAG 是什么？", sources=(ARTICLE,))
    assert answer.refused
    assert documents(answer) <= {ARTICLE}


def test_a_conversation_can_ask_the_handbook_alone(both: Coach) -> None:
    answer = ask(both, "RAG 是什么？", sources=(HANDBOOK,))
    assert not answer.refused
    assert "文章" not in answer.text.split("\n")[0]
    assert answer.citations[0].name == "3.1 RAG 及其组成"


def test_a_choice_of_what_is_not_there_any_more_asks_all(both: Coach) -> None:
    assert not ask(both, "RAG 是什么？", sources=("gone.pdf",)).refused


def test_a_follow_up_stays_with_the_book_that_spoke(both: Coach) -> None:
    answer = ask(both, "RAG 是什么？", "第二点呢")
    assert {(citation.document, citation.section) for citation in answer.citations} == {(HANDBOOK, "3.1")}


def test_the_question_remembers_what_it_was_put_to(both: Coach) -> None:
    conversation = uuid4().hex
    list(both.reply(conversation, "RAG 是什么？", Learner(engine="grounded", sources=(HANDBOOK,))))
    assert both.messages(conversation)[0].sources == (HANDBOOK,)


def test_suggestions_to_begin_with_come_from_what_was_chosen(both: Coach) -> None:
    starters = set(both.library.manifests[HANDBOOK].starters["zh"])
    assert set(both.suggestions("zh", (HANDBOOK,))) <= starters


def test_a_question_for_steps_gets_those_that_the_best_paragraph_leads_to(both: Coach) -> None:
    assert "1. **" in ask(both, "幻觉怎么减少").text


def test_a_file_of_the_learners_that_answers_as_well_is_told_beside_the_books(tmp_path: Path) -> None:
    chosen = Settings(cache_dir=tmp_path / "cache", data_dir=tmp_path / "data")
    own_material.write_to(chosen.uploads_dir)
    answer = ask(open_coach(chosen), "How many steps does the onboarding have?")
    assert own_material.ORCHID in documents(answer)


def test_suggestions_of_a_section_are_answered_by_it(both: Coach) -> None:
    """Of every third question that the handbook offers."""
    offered = [q for q in both._retriever.questions if q.suggest and q.document == HANDBOOK][::3]
    wrong = [
        q.text for q in offered if both.search(q.text, q.language).sections[0].section.address != q.section
    ]
    assert len(wrong) * 20 <= len(offered), wrong
