"""pm-coach demo --column NAME=HEADER: whose file is in other words says which columns are meant."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", *arguments])


@pytest.fixture
def sales(tmp_path: Path) -> str:
    path = tmp_path / "sales.csv"
    path.write_text("uid,what,stars\nu,a,5\nu,b,4\nv,a,3\n", encoding="utf-8")
    return str(path)


def test_columns_are_mapped_and_named_in_the_result(sales: str) -> None:
    flags = ("--column", "user=uid", "--column", "item = what", "--json")
    result = json.loads(run("recommender", "--data", sales, *flags).stdout)
    assert result["columns"] == {"data": {"user": "uid", "item": "what", "rating": "stars"}}
    assert result["parameters"]["data"] == "sales.csv"


def test_all_that_is_missing_is_told_with_the_flags_that_help(sales: str) -> None:
    result = run("recommender", "--data", sales)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "没有“用户”、“商品”这些列" in line
    assert "--column user=… --column item=…" in line


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("item=nix", 'no column that is called "nix"; it has: uid, what, stars'),
        ("user", "must be NAME=HEADER"),
        ("user=", "must be NAME=HEADER"),
        ("customer=uid", "NAME one of user, item, rating, title, tags, time"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_line(sales: str, flag: str, told: str) -> None:
    result = run("recommender", "--data", sales, "--column", flag)
    assert result.exit_code == 2
    assert told in result.stderr.splitlines()[-1]


def test_a_mapping_without_a_file_is_told() -> None:
    result = run("recommender", "--column", "user=uid")
    assert result.exit_code == 2
    assert "--data FILE" in result.stderr


def test_of_two_files_the_one_that_has_the_column_is_meant(tmp_path: Path) -> None:
    faq, questions = tmp_path / "faq.csv", tmp_path / "questions.csv"
    faq.write_text("Frage,answer\n怎么退货,七天内可退\n多久发货,两天\n", encoding="utf-8")
    questions.write_text("question\n我想退货\n", encoding="utf-8")
    flags = ("--faq", str(faq), "--questions", str(questions), "--column", "question=Frage", "--json")
    columns = json.loads(run("customer_service", *flags).stdout)["columns"]
    assert columns["faq"] == {"question": "Frage", "answer": "answer"}
    assert columns["questions"] == {"question": "question"}


def test_only_a_demo_with_files_has_the_flag() -> None:
    assert "--column" in run("behaviour_analysis", "--help").output
    assert "--column" not in run("experiment", "--help").output
