"""Two prepared documents with the same section numbers and titles, and the learner's file beside them."""

from pathlib import Path
from uuid import uuid4

import pytest

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.coach import Coach, open_coach
from assistant.documents import SectionRef, load_library
from assistant.documents.uploads import Uploads
from assistant.settings import Settings
from assistant.store.messages import Message
from tests import two_collections
from tests.remembering import article_library
from tests.two_collections import HIRING, PRICING

FILE = "退款规则.md"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """A coach that has read both collections."""
    folder = tmp_path_factory.mktemp("two")
    knowledge = two_collections.write_to(folder / "knowledge")
    return open_coach(Settings(knowledge=knowledge, cache_dir=folder / "cache", data_dir=folder / "data"))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """A coach with a file of the learner's beside both."""
    folder = tmp_path_factory.mktemp("three")
    knowledge = two_collections.write_to(folder / "knowledge")
    settings = Settings(knowledge=knowledge, cache_dir=folder / "cache", data_dir=folder / "data")
    text = "# 退款规则\n\n## 1.1 期限\n\n顾客收到货后三十天内可以退款，运费由我们承担。\n"
    Uploads(settings.uploads_dir, settings.converted_dir).add(FILE, text.encode())
    return open_coach(settings)


def ask(coach: Coach, *turns: str, reading: SectionRef | None = None) -> Message:
    conversation = uuid4().hex
    for turn in turns:
        *_, last = coach.reply(conversation, turn, Learner(engine="grounded", reading=reading))
    assert isinstance(last, Completed)
    return last.message


def cited(message: Message) -> set[tuple[str, str]]:
    return {(citation.document, citation.section) for citation in message.citations}


def test_the_article_says_what_it_is_called_and_which_demos_are_its_own() -> None:
    library = article_library()
    manifest = library.manifests["ai-pm-skills"]
    assert (manifest.called.zh, manifest.called.en) == ("文章", "the article")
    assert "linear_regression" in manifest.demos
    assert min(len(manifest.starters[language]) for language in ("zh", "en")) >= 8


@pytest.mark.parametrize(
    ("question", "home"),
    [
        ("价值定价要先访谈多少客户？", (PRICING, "1.2")),
        ("试做任务要给候选人付钱吗？", (HIRING, "1.2")),
        ("where should I post a job?", (HIRING, "1.1")),
        ("where does a subscription price begin?", (PRICING, "1.1")),
    ],
)
def test_each_question_is_answered_from_the_document_that_covers_it(
    two: Coach, question: str, home: tuple[str, str]
) -> None:
    answer = ask(two, question)
    assert not answer.refused
    assert next(iter(cited(answer))) == home
    called = two.library.manifests[home[0]].called.of(answer.language)
    assert all(citation.name.startswith(f"{called} · 1.") for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "home"),
    [
        ("招聘手册 1.1", (HIRING, "1.1")),
        ("定价手册的 1.2 讲了什么", (PRICING, "1.2")),
        ("《招聘指南》第 1.2 节", (HIRING, "1.2")),
        ("the hiring guide's 1.1", (HIRING, "1.1")),
        ("section 1.2 of the pricing guide", (PRICING, "1.2")),
        ("招聘手册里的常见做法", (HIRING, "1.2")),
    ],
)
def test_a_section_is_opened_in_the_document_that_is_named(
    two: Coach, question: str, home: tuple[str, str]
) -> None:
    assert cited(ask(two, question)) == {home}


def test_a_number_alone_means_the_document_that_is_talked_about_or_open(two: Coach) -> None:
    assert cited(ask(two, "试做任务要付钱吗", "1.1 讲什么")) == {(HIRING, "1.1")}
    assert cited(ask(two, "价值定价要先做什么", "1.1 讲什么")) == {(PRICING, "1.1")}
    opened = SectionRef(HIRING, "zh", "1.2")
    assert cited(ask(two, "1.1 讲什么", reading=opened)) == {(HIRING, "1.1")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_number_that_several_documents_have_is_answered_from_one_and_the_other_is_offered(
    two: Coach, language: str
) -> None:
    answer = ask(two, "1.1 讲什么" if language == "zh" else "what does section 1.1 say?")
    ((document, section),) = cited(answer)
    other = HIRING if document == PRICING else PRICING
    name = two.library.manifests[other].called.of(answer.language)
    assert section == "1.1"
    assert name in answer.text
    assert any(name in suggestion and "1.1" in suggestion for suggestion in answer.suggestions)
    offered = next(suggestion for suggestion in answer.suggestions if name in suggestion)
    assert cited(ask(two, offered)) == {(other, "1.1")}


def test_a_follow_up_stays_in_its_document(two: Coach) -> None:
    second = ask(two, "面试有哪些做法", "第二点呢")
    assert cited(second) == {(HIRING, "1.2")}
    assert "两小时" in second.text
    assert "成本加成" not in second.text


def test_two_documents_are_compared(two: Coach) -> None:
    assert cited(ask(two, "比较一下定价手册 1.2 和招聘手册 1.2")) == {(PRICING, "1.2"), (HIRING, "1.2")}
    assert cited(ask(two, "定价手册 1.1 和招聘手册 1.2 有什么不同")) == {(PRICING, "1.1"), (HIRING, "1.2")}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("红烧肉怎么做？", "招聘手册和定价手册没有"),
        ("how do I fly a kite", "The hiring guide and the pricing guide do not"),
    ],
)
def test_a_refusal_names_all_that_was_read(two: Coach, question: str, said: str) -> None:
    answer = ask(two, question)
    assert answer.refused
    assert said in answer.text or answer.text.startswith(("这个问题我手上的资料", "My sources"))


def test_suggestions_come_from_the_section_that_was_talked_about(two: Coach) -> None:
    suggestions = " ".join(ask(two, "价值定价要先做什么").suggestions)
    assert "岗位" not in suggestions
    begin = two.suggestions("zh")
    assert {"订阅价该怎么定？", "面试要问几轮？"} <= set(begin)


def test_small_talk_names_what_was_read(two: Coach) -> None:
    assert "招聘指南、定价指南" in ask(two, "你好").text
    assert "Hiring Guide, Pricing Guide" in ask(two, "what can you do?").text


def test_the_learners_file_is_called_by_its_name(three: Coach) -> None:
    answer = ask(three, "多少天内可以退款？")
    assert cited(answer) == {(FILE, "1.1")}
    assert answer.citations[0].name.startswith(f"“{FILE}” · 1.1")
    assert cited(ask(three, f"{FILE} 1.1 讲什么")) == {(FILE, "1.1")}
    assert cited(ask(three, "退款规则的 1.1")) == {(FILE, "1.1")}
    assert cited(ask(three, "多少天内可以退款？", "1.1 讲什么")) == {(FILE, "1.1")}
    refused = ask(three, "火星上有水吗？")
    assert refused.refused
    assert "资料" in refused.text


def test_a_broken_manifest_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    knowledge = two_collections.write_to(tmp_path)
    (knowledge / PRICING / "manifest.toml").write_text("document = [", encoding="utf-8")
    library = load_library(knowledge)
    (problem,) = library.problems
    assert problem.file == f"{PRICING}/manifest.toml"
    assert problem.message.zh.startswith(f"“{PRICING}/manifest.toml”读不懂")
    assert set(library.ids) == {PRICING, HIRING}
    assert set(library.manifests) == {HIRING}
