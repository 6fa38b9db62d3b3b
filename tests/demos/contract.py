"""What every demo's result keeps, whatever the values."""

import json
import re
from typing import Any

import altair

from assistant.demos import demos
from assistant.tools.demo import DemoResult

_MOST_ROWS = 450
_LANGUAGES = ("zh", "en")


def check(result: DemoResult, *, charts: list[str], most_findings: int = 8, with_schema: bool = True) -> None:
    """Check that a result is whole, finite, in both languages, and that its charts are valid.

    The schema of Vega-Lite takes long: a test of many values does without it.
    """
    demo = demos()[result.name]
    text = json.dumps(result.model_dump(mode="json"), allow_nan=False)
    assert DemoResult.model_validate_json(text) == result
    assert len(text) < 250_000
    assert set(result.metrics) == set(demo.metrics)
    assert set(result.parameters) == set(demo.parameters.model_fields)
    status = result.metrics["status"]
    assert status in demo.statuses
    _check_findings(result, most_findings)
    for claim in result.claims:
        assert all(claim.statement[language] and claim.reason[language] for language in _LANGUAGES)
        assert (
            "{" not in claim.statement["en"] + claim.reason["en"] + claim.statement["zh"] + claim.reason["zh"]
        )
        assert claim.claimed
        assert claim.found
    for table in result.tables:
        assert len(table.rows["zh"]) == len(table.rows["en"]) > 0
        for language in _LANGUAGES:
            assert table.title[language]
            assert all(len(row) == len(table.columns[language]) for row in table.rows[language])
    assert [chart.id for chart in result.charts] == charts
    for chart in result.charts:
        assert chart.title["zh"] != chart.title["en"]
        for language in _LANGUAGES:
            _check_chart(chart.spec[language], with_schema)
    for listing in result.listings:
        for language in _LANGUAGES:
            compile(listing.code[language], "listing", "exec")


def _check_findings(result: DemoResult, most: int) -> None:
    assert 3 <= len(result.findings["zh"]) == len(result.findings["en"]) <= most
    for zh, en in zip(result.findings["zh"], result.findings["en"], strict=True):
        assert zh.endswith("。")
        assert en.endswith(".")
        assert not re.search(r"[{}]|\bnan\b|\bNone\b(?! of)", zh + en)
    assert any(sentence.startswith("对你的产品：") for sentence in result.findings["zh"])
    assert any(sentence.startswith("For your product: ") for sentence in result.findings["en"])


def _check_chart(spec: dict[str, Any], with_schema: bool) -> None:
    if with_schema:
        altair.Chart.from_dict(spec)
    assert spec["width"] == "container"
    assert spec["description"]
    assert "background" not in json.dumps(spec)
    rows = [layer["data"]["values"] for layer in spec["layer"]]
    assert all(rows)
    assert sum(map(len, rows)) <= _MOST_ROWS
