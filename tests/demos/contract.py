"""What every demo's result has to be, checked on results of any demo."""

import io
import json
from contextlib import redirect_stdout
from typing import Any

import altair

from assistant.demos import demos
from assistant.text import Bilingual
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.requests import DemoRequest, requested

LARGEST_RESULT = 150_000
HEAVY_LIBRARIES = ("sklearn", "scipy", "statsmodels", "pandas", "torch", "opendp")


def check(result: DemoResult, *, charts: bool = True) -> None:
    """Check that a result is whole, finite, small, and says the same in both languages.

    Args:
        result: Of any demo.
        charts: Whether to check its charts against Vega-Lite's schema, which takes a second.
    """
    demo = demos()[result.name]
    text = json.dumps(result.model_dump(mode="json"), allow_nan=False)
    assert DemoResult.model_validate_json(text) == result
    assert len(text) < LARGEST_RESULT
    assert set(result.metrics) == set(demo.metrics)
    assert result.metrics["status"] in demo.statuses
    assert set(result.parameters) == set(demo.parameters.model_fields)
    _check_findings(result)
    _check_tables(result)
    for claim in result.claims:
        assert claim.section in demo.sections
        assert all(claim.statement[language] and claim.reason[language] for language in ("zh", "en"))
        assert "{" not in "".join([*claim.statement.values(), *claim.reason.values()])
    assert len(result.charts) >= 2
    for chart in result.charts if charts else ():
        for language in ("zh", "en"):
            _check_chart(chart.spec[language])


def _check_findings(result: DemoResult) -> None:
    zh, en = result.findings["zh"], result.findings["en"]
    assert 3 <= len(zh) == len(en) <= 8
    assert all(sentence.endswith("。") and "{" not in sentence for sentence in zh)
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in en)
    assert sum(sentence.startswith("对你的产品：") for sentence in zh) == 1
    assert sum(sentence.startswith("For your product: ") for sentence in en) == 1


def _check_tables(result: DemoResult) -> None:
    for table in result.tables:
        assert len(table.rows["zh"]) == len(table.rows["en"])
        for language in ("zh", "en"):
            assert all(len(row) == len(table.columns[language]) for row in table.rows[language])


def _check_chart(spec: dict[str, Any]) -> None:
    altair.Chart.from_dict(spec)
    assert spec["width"] == "container"
    assert spec["description"]
    assert "{" not in spec["description"]
    assert "background" not in json.dumps(spec)
    layers = spec.get("layer", [spec])
    assert sum(len(layer["data"]["values"]) for layer in layers) <= 600
    for layer in layers:
        assert layer["data"]["values"]
        encoding = {**spec.get("encoding", {}), **layer.get("encoding", {})}
        assert encoding["x"]["title"]
        assert encoding["y"]["title"]


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
