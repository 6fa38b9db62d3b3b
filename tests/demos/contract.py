"""What every demo's result has to keep to."""

import json
from typing import Any

import altair

from assistant.demos import demos
from assistant.tools.demo import DemoResult
from assistant.tools.tables import DataTable, Tables, read_table

LANGUAGES = ("zh", "en")
LARGEST_RESULT = 150_000
MOST_ROWS = 400


def table_of(text: str, name: str = "own.csv") -> DataTable:
    """Return the table that a learner's CSV holds."""
    return read_table(text.encode(), name)


def opening(**files: str) -> Tables:
    """Return what opens CSV texts by parameter name: `{"data": "data.csv"}` names the file of `data`."""
    return lambda name: table_of(files[name.removesuffix(".csv")], name)


def check_result(result: DemoResult) -> None:
    """Check what holds for every result, whatever came out."""
    text = json.dumps(result.model_dump(mode="json"), allow_nan=False)
    assert DemoResult.model_validate_json(text) == result
    assert len(text) < LARGEST_RESULT
    assert set(result.metrics) == set(demos()[result.name].metrics)
    status = result.metrics.get("status")
    assert status is None or status in demos()[result.name].statuses
    _check_findings(result.findings)
    for claim in result.claims:
        assert claim.section in demos()[result.name].sections
        assert set(claim.statement) == set(claim.reason) == set(LANGUAGES)
        assert not any("{" in words for words in (*claim.statement.values(), *claim.reason.values()))
    for table in result.tables:
        assert set(table.title) == set(table.columns) == set(table.rows) == set(LANGUAGES)
        assert len(table.rows["zh"]) == len(table.rows["en"]) > 0
        for language in LANGUAGES:
            assert all(len(row) == len(table.columns[language]) for row in table.rows[language])
    for chart in result.charts:
        assert set(chart.title) == set(chart.spec) == set(LANGUAGES)
        for spec in chart.spec.values():
            check_spec(spec)
    assert len({chart.id for chart in result.charts}) == len(result.charts) >= 2


def _check_findings(findings: dict[str, list[str]]) -> None:
    assert set(findings) == set(LANGUAGES)
    assert 3 <= len(findings["zh"]) == len(findings["en"]) <= 7
    assert all(sentence.endswith("。") for sentence in findings["zh"])
    assert all(sentence.endswith(".") for sentence in findings["en"])
    assert not any("{" in sentence for sentences in findings.values() for sentence in sentences)
    assert any(sentence.startswith("对你的产品：") for sentence in findings["zh"])
    assert any(sentence.startswith("For your product: ") for sentence in findings["en"])


def check_spec(spec: dict[str, Any]) -> None:
    """Check that a chart is valid Vega-Lite with an alternative text, titled axes and not too much data."""
    altair.Chart.from_dict(spec)
    assert spec["width"] == "container"
    assert spec["description"].endswith(("。", "."))
    assert "{" not in spec["description"]
    assert "background" not in json.dumps(spec)
    for layer in spec["layer"]:
        assert 0 < len(layer["data"]["values"]) <= MOST_ROWS
    assert '"title"' in json.dumps(spec)
