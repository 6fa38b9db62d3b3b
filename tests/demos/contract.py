"""What every demo's result has to keep to, whatever the values, and how tests ask a demo."""

import io
import json
import re
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any

import altair

from assistant.demos import demos
from assistant.text import Bilingual, Language
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.progress import untold
from assistant.tools.requests import DemoRequest, requested
from assistant.tools.tables import DataTable, Tables, read_table

LANGUAGES: tuple[Language, Language] = ("zh", "en")
LARGEST_RESULT = 250_000
MOST_ROWS = 600
HEAVY_LIBRARIES = ("sklearn", "scipy", "statsmodels", "pandas", "torch", "opendp")


def check(
    result: DemoResult,
    *,
    charts: Sequence[str] | None = None,
    most_findings: int = 8,
    with_schema: bool = True,
) -> None:
    """Check that a result is whole, finite, small, says the same in both languages, and draws valid charts.

    Args:
        result: Of any demo.
        charts: The ids of its charts, where the test knows them.
        most_findings: How many sentences there may be.
        with_schema: Whether charts are held against Vega-Lite's schema, which takes long: a test of many values does without.
    """
    demo = demos()[result.name]
    text = json.dumps(result.model_dump(mode="json"), allow_nan=False)
    assert DemoResult.model_validate_json(text) == result
    assert len(text) < LARGEST_RESULT
    assert set(result.metrics) == set(demo.metrics)
    assert result.metrics.get("status") in (None, *demo.statuses)
    assert set(result.parameters) == set(demo.parameters.model_fields)
    _check_findings(result.findings, most_findings)
    for claim in result.claims:
        assert claim.section in demo.sections
        assert claim.claimed
        assert claim.found
        words = [*claim.statement.values(), *claim.reason.values()]
        assert len(words) == 2 * len(LANGUAGES)
        assert all(each and "{" not in each for each in words)
    for table in result.tables:
        assert len(table.rows["zh"]) == len(table.rows["en"]) > 0
        for language in LANGUAGES:
            assert table.title[language]
            assert all(len(row) == len(table.columns[language]) for row in table.rows[language])
    _check_charts(result, charts, with_schema=with_schema)
    for listing in result.listings:
        for language in LANGUAGES:
            compile(listing.code[language], "listing", "exec")


def _check_findings(findings: dict[str, list[str]], most: int) -> None:
    assert 3 <= len(findings["zh"]) == len(findings["en"]) <= most
    for zh, en in zip(findings["zh"], findings["en"], strict=True):
        assert zh.endswith("。")
        assert en.endswith(".")
        assert not re.search(r"[{}]|\bnan\b|\bNone\b(?! of)", zh + en)
    assert any(sentence.startswith("对你的产品：") for sentence in findings["zh"])
    assert any(sentence.startswith("For your product: ") for sentence in findings["en"])


def _check_charts(result: DemoResult, expected: Sequence[str] | None, *, with_schema: bool) -> None:
    identities = [chart.id for chart in result.charts]
    assert len(set(identities)) == len(identities) >= 2
    assert expected is None or identities == list(expected)
    for chart in result.charts:
        assert chart.title["zh"] != chart.title["en"]
        for language in LANGUAGES:
            check_spec(chart.spec[language], with_schema=with_schema)


def check_spec(spec: dict[str, Any], *, with_schema: bool = True) -> None:
    """Check that a chart is valid Vega-Lite with an alternative text, titled axes and not too much data."""
    if with_schema:
        altair.Chart.from_dict(spec)
    assert spec["width"] == "container"
    assert spec["description"]
    assert "{" not in spec["description"]
    assert "background" not in json.dumps(spec)
    assert '"title"' in json.dumps(spec)
    rows = [layer["data"]["values"] for layer in spec.get("layer", [spec])]
    assert all(rows)
    assert sum(map(len, rows)) <= MOST_ROWS


def table_of(text: str, name: str = "own.csv") -> DataTable:
    """Return the table that a learner's CSV holds."""
    return read_table(text.encode(), name)


def opening(**files: str) -> Tables:
    """Return what opens CSV texts by parameter name: `{"data": "data.csv"}` names the file of `data`."""
    return lambda name, _=untold: table_of(files[name.removesuffix(".csv")], name)


def printed(result: DemoResult, language: str, listing: int = 0) -> list[str]:
    """Return the lines that a result's listing prints when it is run."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(result.listings[listing].code[language], {})
    return out.getvalue().splitlines()


def asked(name: str, message: str) -> dict[str, Any]:
    """Return the values that a message gives to a demo, having checked that it means this demo of all there are."""
    request = requested(message, demos())
    assert isinstance(request, DemoRequest), message
    assert request.name == name
    return request.arguments


def messages(example: Bilingual) -> tuple[str, str]:
    """Return an example in both languages."""
    return example.zh, example.en


def told(error: DemoInputError) -> str:
    """Return what an error says, in both languages."""
    assert error.message.zh.endswith("。")
    assert error.message.en.endswith(".")
    return error.message.side_by_side()
