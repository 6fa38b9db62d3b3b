import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import __version__
from assistant.cli import asking, evaluating, knowledge, main
from assistant.coach import Coach
from assistant.demos import demos


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


@pytest.fixture
def _open(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that answer from the bundled knowledge share one opened coach."""
    for module in (asking, evaluating, knowledge):
        monkeypatch.setattr(module, "open_knowledge", lambda _knowledge, **_: coach)


pytestmark = pytest.mark.usefixtures("_open")


def test_ask_prints_the_contract() -> None:
    result = run("ask", "--json", "大模型的训练时间如何优化？")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(answer) == [
        "id", "question", "answer", "refused", "act", "engine", "language", "citations", "tool_calls", "unsupported", "timings_ms",
    ]  # fmt: skip
    assert set(answer["citations"][0]) == {"n", "document", "section", "title", "quote"}
    assert set(answer["timings_ms"]) == {"retrieve", "first_text", "total"}
    assert (answer["engine"], answer["language"], answer["refused"]) == ("grounded", "zh", False)


def test_ask_runs_a_demo_with_just_the_values_asked_for() -> None:
    answer = json.loads(run("ask", "--json", "lr=0.5, 50 epochs").stdout)
    assert answer["tool_calls"][0]["arguments"] == {"learning_rate": 0.5, "epochs": 50}
    assert answer["tool_calls"][0]["result"]["name"] == "linear_regression"


def test_a_batch_prints_one_answer_a_line_in_order() -> None:
    lines = '{"id": "a", "q": "大模型是什么"}\n\n{"turns": ["学习资源有哪些", "论文呢"]}\n'
    answers = [json.loads(line) for line in run("ask", "--batch", "-", stdin=lines).stdout.splitlines()]
    assert [(answer["id"], answer["question"]) for answer in answers] == [
        ("a", "大模型是什么"),
        ("3", "论文呢"),
    ]
    assert answers[1]["citations"][0]["section"] == "7.3"


def test_a_bad_question_in_a_batch_is_told_and_the_rest_is_answered() -> None:
    result = run("ask", "--json", "--batch", "-", stdin='{"q": " "}\n{"q": "大模型是什么"}\n')
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert first["error"]
    assert second["citations"]


@pytest.mark.parametrize("line", ["no json", "[]", '{"question": "x"}', '{"turns": []}', '{"turns": [1]}'])
def test_a_batch_line_that_is_no_question_is_named(line: str) -> None:
    result = run("ask", "--batch", "-", stdin=line)
    assert result.exit_code == 1
    assert "Line 1" in result.stderr


def test_search_prints_sections_with_scores() -> None:
    found = json.loads(run("search", "--json", "-k", "3", "客服").stdout)
    assert found["answerable"]
    assert len(found["sections"]) == 3
    assert set(found["sections"][0]) == {"document", "section", "title", "score"}


def test_demo_prints_the_result() -> None:
    result = run(
        "demo", "linear_regression", "--learning-rate", "0.5", "--no-fit-intercept", "--seed", "1", "--json"
    )
    demo = json.loads(result.stdout)
    assert {"name", "parameters", "metrics", "claims", "findings", "tables", "charts"} <= set(demo)
    assert demo["parameters"]["fit_intercept"] is False
    assert demo["metrics"]["status"] == "converged"


def test_demo_list_gives_each_schema() -> None:
    listed = [json.loads(line) for line in run("demo", "--list", "--json").stdout.splitlines()]
    assert [each["name"] for each in listed] == list(demos())
    by_name = {each["name"]: each["schema"]["properties"] for each in listed}
    assert by_name["linear_regression"]["learning_rate"]["maximum"] == 10


@pytest.mark.parametrize(
    "flags",
    [["--learning-rate", "0"], ["--learning-rate", "nan"], ["--epochs", "1.5"], ["--samples", "many"]],
)
def test_a_value_that_cannot_be_used_is_told_in_one_line(flags: list[str]) -> None:
    result = run("demo", "linear_regression", *flags)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--engine", "magic", "x"],
        ["search", "-k", "0", "x"],
        ["demo"],
        ["demo", "none"],
        ["nonsense"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_empty_question_exits_with_1_and_one_line() -> None:
    result = run("ask", " ")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_version() -> None:
    assert __version__ in run("--version").stdout


def test_knowledge_that_is_not_there_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    result = run("ask", "--knowledge", str(tmp_path / "nowhere"), "x")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("columns", ["80", "20"])
def test_an_answer_that_is_piped_is_its_markdown_unwrapped_and_without_colours(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    # GitHub's runners set it for whatever they run.
    monkeypatch.setenv("FORCE_COLOR", "1")
    question = "How do you shorten a large model's training time?"
    piped = run("ask", question).stdout
    answer = json.loads(run("ask", "--json", question).stdout)
    text, _, sources = piped.rstrip("\n").rpartition("\n\n")
    assert text == answer["answer"].rstrip("\n")
    assert len(sources.splitlines()) == len(answer["citations"])
    assert "\x1b" not in piped


def test_sections_and_findings_that_are_piped_are_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("FORCE_COLOR", "1")
    sections = run("search", "-k", "3", "customer service").stdout
    assert len(sections.splitlines()) == 3
    demo = run("demo", "linear_regression", "--seed", "1")
    findings = json.loads(run("demo", "linear_regression", "--seed", "1", "--json").stdout)["findings"]
    assert all(f"• {finding}\n" in demo.stdout for language in ("zh", "en") for finding in findings[language])
    assert "\x1b" not in sections + demo.stdout


def test_a_first_answer_needs_neither_pytorch_nor_anything_else_that_takes_long_to_import() -> None:
    script = (
        "import sys; from assistant.cli import main\n"
        "main(['ask', '大模型是什么'], standalone_mode=False)\n"
        "print(sorted({'torch', 'sentence_transformers', 'sklearn', 'streamlit', 'openai', 'rich'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
