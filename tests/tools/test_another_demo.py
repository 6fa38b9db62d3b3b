"""A demo with a text, a choice and a table, added by one file: it works wherever a demo does, in both languages."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from assistant.answering.engines import Learner
from assistant.answering.events import Completed
from assistant.cli import main
from assistant.coach import Coach
from assistant.demos import demos, run_demo
from assistant.documents import SectionRef
from assistant.store.messages import Message
from assistant.text import Language
from assistant.tools.demo import Demo
from assistant.tools.parameters import DemoInputError
from assistant.tools.tables import TableShelf

CSV = "source;text;extra\n网页;我要退款;1\n网页;退款！;2\n电话;你好;3\n"

pytestmark = pytest.mark.usefixtures("another")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "留言.csv"
    path.write_bytes(CSV.encode("gb18030"))
    return path


def asked(coach: Coach, *messages: str, reading: SectionRef | None = None, owner: str = "") -> Message:
    conversation = uuid4().hex
    for message in messages:
        *_, last = coach.reply(
            conversation, message, Learner(engine="grounded", reading=reading, owner=owner)
        )
    assert isinstance(last, Completed)
    return last.message


def pm_coach(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["demo", *arguments])


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("跑一下关键词计数", {}),
        ("Run the keyword counts", {}),
        ("跑一下关键词计数，关键词换成 Refund Now", {"keyword": "Refund Now"}),
        ("run the keyword counts in total, keyword = too slow", {"by": "total", "keyword": "too slow"}),
        ("关键词计数合计跑一下", {"by": "total"}),
    ],
)
def test_it_is_run_in_the_chat_with_the_values_asked_for(
    coach: Coach, text: str, arguments: dict[str, Any]
) -> None:
    answer = asked(coach, text)
    (call,) = answer.tool_calls
    assert (call.name, call.arguments, call.error) == ("keyword_counts", arguments, None)
    assert ("提到" if answer.language == "zh" else "mention") in answer.text
    assert {citation.section for citation in answer.citations} == {"6.2"}


def test_a_run_that_is_asked_for_without_a_name_is_asked_back_about(coach: Coach) -> None:
    cases: tuple[tuple[str, Language], ...] = (("跑一下", "zh"), ("run it", "en"))
    for text, language in cases:
        answer = asked(coach, text)
        assert not answer.tool_calls
        assert not answer.refused
        offered = [demo for demo in demos().values() if demo.title.of(language) in answer.text]
        assert len(offered) > 1
        assert {demo.examples[0].of(language) for demo in offered} <= set(answer.suggestions)


def test_a_run_without_a_name_means_the_demo_that_is_talked_about_or_open(coach: Coach) -> None:
    assert asked(coach, "跑一下关键词计数", "再跑一次").tool_calls[0].name == "keyword_counts"
    assert asked(coach, "智能客服有什么好处？", "跑一下").tool_calls[0].name == "keyword_counts"
    opened = SectionRef("ai-pm-skills", "zh", "5.4")
    assert asked(coach, "跑一下", reading=opened).tool_calls[0].name == "linear_regression"


def test_a_learners_table_is_named_in_the_chat_and_nobody_elses_is_opened(coach: Coach, file: Path) -> None:
    name = coach.tables("visitor:1").add(file.read_bytes(), file.name)
    text = f"用 {name} 跑一下关键词计数"
    (call,) = asked(coach, text, owner="visitor:1").tool_calls
    assert call.arguments == {"messages": name}
    assert call.result is not None
    assert call.result["metrics"]["found"] == 2
    assert call.result["columns"] == {"messages": {"channel": "source", "message": "text"}}
    (refused,) = asked(coach, text, owner="visitor:2").tool_calls
    assert "没有叫" in str(refused.error)


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "/etc/hosts.txt", "..\\x.csv", "no.csv", ""])
def test_a_path_is_no_name_of_a_table(coach: Coach, name: str) -> None:
    with pytest.raises(DemoInputError):
        run_demo("keyword_counts", {"messages": name}, tables=coach.tables("").open)


def test_its_flags_come_from_its_parameters(file: Path) -> None:
    flags = ("--messages", str(file), "--keyword", "你好", "--by", "total", "--json")
    result = json.loads(pm_coach("keyword_counts", *flags).stdout)
    assert result["metrics"] == {"found": 1, "status": "some"}
    assert result["parameters"] == {"keyword": "你好", "by": "total", "messages": file.name}
    assert result["columns"]["messages"] == {"channel": "source", "message": "text"}
    refused = pm_coach("keyword_counts", "--by", "week")
    assert refused.exit_code == 2
    assert "channel, total" in refused.output
    assert "--messages FILE" in pm_coach("keyword_counts", "--help").output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_model_is_told_of_it_in_its_language(another: Demo, language: Language) -> None:
    properties = another.tool(language)["function"]["parameters"]["properties"]
    assert properties["keyword"]["maxLength"] == 40
    assert properties["by"]["enum"] == ["channel", "total"]
    assert properties["messages"]["type"] == "string"
    assert properties["keyword"]["title"] == {"zh": "关键词", "en": "Keyword"}[language]


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"", "\u6ca1\u6709\u8868\u683c"),
        (b"source,text\n", "没有表格"),
        ("source,text\n网页,退款,多了\n".encode(), "第 2 行有 3 列"),
        (b'source,text\n"open', "第 2 行"),
        ("来,去\n1,2\n".encode(), "没有“渠道”、“留言”这些列"),
        (b"\x00\x01\x02" * 50, "留言.csv"),
    ],
)
def test_a_file_that_is_no_table_is_told_with_its_row(file: Path, contents: bytes, told: str) -> None:
    file.write_bytes(contents)
    refused = pm_coach("keyword_counts", "--messages", str(file))
    assert refused.exit_code == 2
    assert told in refused.output


def test_a_table_is_kept_once_and_another_of_its_name_beside_it(tmp_path: Path) -> None:
    shelf = TableShelf(tmp_path, "visitor:1")
    assert [shelf.add(data, "a/b.csv") for data in (b"x,y\n1,2\n", b"x,y\n1,2\n", b"x,y\n3,4\n")] == [
        "b.csv",
        "b.csv",
        "b (2).csv",
    ]
    assert shelf.open("b (2).csv").rows == [("3", "4")]
