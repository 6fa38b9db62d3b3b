import io
import time
from collections import Counter
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.stats import binomtest, false_discovery_control, fisher_exact

from assistant.demos import run_demo
from assistant.demos.behaviour_analysis import sample_texts
from assistant.demos.behaviour_analysis.groups import _FARTHEST, grouped
from assistant.demos.behaviour_analysis.parameters import SAMPLE, BehaviourAnalysis
from assistant.demos.behaviour_analysis.sample import sample
from assistant.demos.behaviour_analysis.weakness import adjusted_p_values, lower_tail
from assistant.demos.meaning import vectors_of
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError, wording_of
from assistant.tools.tables import DataTable
from tests.demos.contract import check, opening

NAME = "behaviour_analysis"
HEADER = "student,question,knowledge_point,correct,answer\n"


def rows(point: str, right: int, wrong: int, learner: str = "s{}", said: str = "") -> str:
    marks = [1] * right + [0] * wrong
    return "".join(
        f"{learner.format(n % 10)},q{n},{point},{mark},{'' if mark else said}\n"
        for n, mark in enumerate(marks)
    )


TABLES = {
    "even": HEADER + rows("a", 30, 10) + rows("b", 31, 9) + rows("c", 29, 11),
    "one point": HEADER + rows("a", 30, 10),
    "one row": HEADER + "s1,q1,a,1,\n",
    "one learner": HEADER + rows("a", 5, 35, "only") + rows("b", 38, 2, "only"),
    "all right": HEADER + rows("a", 20, 0) + rows("b", 20, 0),
    "all wrong": HEADER + rows("a", 0, 20) + rows("b", 0, 20),
    "without words": "name,item,topic,right\n" + "".join(
        f"s{n % 9},q,{'a' if n < 60 else 'b'},{int(n % 60 > (45 if n < 60 else 5))}\n" for n in range(120)
    ),
    "words": HEADER + rows("a", 5, 35, said="忘了进位") + rows("b", 38, 2),
}  # fmt: skip


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments)


def own(csv: str, **arguments: Any) -> DemoResult:
    return run_demo(NAME, {"data": "own.csv", **arguments}, tables=opening(own=csv))


@pytest.fixture(params=["sample", "sample, strict", "sample, many answers", *TABLES])
def result(request: pytest.FixtureRequest) -> DemoResult:
    strict: dict[str, dict[str, Any]] = {
        "sample": {},
        "sample, strict": {"confidence": 0.999},
        "sample, many answers": {"min_answers": 1000},
    }
    return run(**strict[request.param]) if request.param in strict else own(TABLES[request.param])


def test_a_result_keeps_to_the_contract(result: DemoResult) -> None:
    check(result)


@pytest.mark.parametrize(
    ("name", "state", "zh", "en"),
    [
        ("words", "found", "确实薄弱的有 1 个", "1 is truly weak"),
        ("even", "none", "没有一个确实薄弱", "None of 3"),
        ("all right", "none", "没有一个确实薄弱", "None of 2"),
        ("all wrong", "none", "没有一个确实薄弱", "None of 2"),
        ("one point", "few", "还比不出", "cannot be told"),
        ("one row", "few", "还比不出", "cannot be told"),
    ],
)
def test_each_state_is_told_first(name: str, state: str, zh: str, en: str) -> None:
    result = own(TABLES[name])
    assert result.metrics["status"] == state
    assert zh in result.findings["zh"][0]
    assert en in result.findings["en"][0]


def test_the_sample_shows_two_weak_points_one_by_luck_and_one_that_the_correction_clears() -> None:
    result = run()
    assert result.metrics["weak_points"] == 2
    assert result.metrics["uncorrected_weak_points"] == 3
    told = " ".join(result.findings["zh"])
    assert "“通分”答对" in result.findings["zh"][0]
    assert "最低的是“负数”" in told
    assert "合成" in told
    assert "synthetic" in " ".join(result.findings["en"])
    english = str([t.rows["en"] for t in result.tables]) + " ".join(result.findings["en"])
    assert not any("一" <= character <= "鿿" for character in english)


def test_the_sample_is_the_same_every_time() -> None:
    assert sample().table.rows == SAMPLE.table.rows
    assert run() == run_demo(NAME, run().parameters)


def counted() -> dict[str, tuple[int, int]]:
    table = SAMPLE.table
    given = Counter(row[2] for row in table.rows)
    right = Counter(row[2] for row in table.rows if row[3] == "1")
    return {point: (right[point], given[point]) for point in given}


@pytest.mark.parametrize(("confidence", "min_answers"), [(0.95, 5), (0.8, 1), (0.999, 30)])
def test_shares_intervals_and_p_values_are_those_of_scipy(confidence: float, min_answers: int) -> None:
    counts = {point: c for point, c in counted().items() if c[1] >= min_answers}
    all_right, all_given = (sum(c[n] for c in counted().values()) for n in (0, 1))
    p_values = [
        fisher_exact([[r, n - r], [all_right - r, all_given - n - all_right + r]], alternative="less").pvalue
        for r, n in counts.values()
    ]
    adjusted = dict(zip(counts, false_discovery_control(p_values), strict=True))
    weak = [p for p, q in adjusted.items() if q <= 1 - confidence]
    result = run(confidence=confidence, min_answers=min_answers)
    assert result.metrics["weak_points"] == len(weak)
    assert result.metrics["smallest_adjusted_p"] == pytest.approx(min(adjusted.values()))
    for name, answers, share, low, high, p, verdict in result.tables[0].rows["zh"]:
        r, n = counted()[str(name)]
        interval = binomtest(r, n).proportion_ci(confidence, method="wilson")
        assert answers == n
        percents = [float(str(cell).rstrip("%")) for cell in (share, low, high)]
        assert percents == pytest.approx([100 * r / n, 100 * interval.low, 100 * interval.high], abs=0.51)
        assert p == (pytest.approx(adjusted[str(name)], rel=0.01) if name in adjusted else None)
        assert (verdict == "确实薄弱") == (name in weak)


@given(st.integers(1, 300), st.data())
def test_the_lower_tail_is_fishers(total: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total))
    drawn = data.draw(st.integers(1, total))
    found = data.draw(st.integers(max(0, drawn - (total - right)), min(drawn, right)))
    table = [[found, drawn - found], [right - found, total - drawn - right + found]]
    expected = fisher_exact(table, alternative="less").pvalue
    assert lower_tail(found, drawn, right, total) == pytest.approx(expected, rel=1e-7, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_correction_is_benjamini_and_hochbergs(p_values: list[float]) -> None:
    found = adjusted_p_values(np.array(p_values))
    assert found == pytest.approx(false_discovery_control(p_values), abs=1e-12)


@given(st.integers(1, 25), st.integers(0, 1000))
def test_the_grouping_is_average_linkage(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = 1.0 + 0.3 * rng.standard_normal((size, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = grouped(vectors)
    if size == 1:
        assert groups.tolist() == [0]
        return
    expected = fcluster(linkage(vectors.astype(float), "average", metric="cosine"), _FARTHEST, "distance")
    assert (
        len(set(zip(groups.tolist(), expected.tolist(), strict=True)))
        == len(set(groups))
        == len(set(expected))
    )


def test_lessons_go_to_those_in_need() -> None:
    csv = HEADER + rows("b", 60, 0)
    csv += (
        "".join(f"low,q{n},a,0,\nhigh,q{n},a,1,\nhalf,q{n},a,{n % 2},\n" for n in range(6)) + "once,q,a,0,\n"
    )
    result = own(csv + rows("a", 0, 20, "x"))
    assert result.metrics["weak_points"] == 1
    (lessons,) = (table for table in result.tables if table.title["en"] == "Who needs which lesson")
    assert [row[0] for row in lessons.rows["en"]] == ["x", "low", "half"]


def test_wordings_of_one_mistake_are_counted_together() -> None:
    result = own(TABLES["words"])
    (mistakes,) = (table for table in result.tables if table.title["zh"] == "错答按意思归类")
    assert mistakes.rows["zh"] == [["a", "忘了进位", 35.0, "100%", 10.0, 1.0]]
    assert any("忘了进位" in sentence for sentence in result.findings["zh"])


def test_the_shipped_vectors_are_there_and_a_run_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a vector of the sample is missing: run `make vectors`")

    monkeypatch.setattr("assistant.retrieval.embedding.BundledEmbedder._encode", refuse)
    vectors_of(sample_texts()[0], "query", lambda _: None)
    run()
    began = time.perf_counter()
    run()
    assert time.perf_counter() - began < 1


def test_the_listing_finds_the_weak_points_of_the_run() -> None:
    for arguments in ({}, {"confidence": 0.999}, {"min_answers": 1000}):
        result, printed = run(**arguments), io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code["zh"], {})
        lines = printed.getvalue().splitlines()
        assert len(lines) == result.metrics["weak_points"]
        if lines:
            smallest = min(float(line.split()[-1]) for line in lines)
            assert smallest == pytest.approx(result.metrics["smallest_adjusted_p"])


def test_claims_follow_the_numbers() -> None:
    assert [claim.holds for claim in run().claims] == [False, False, True, True]
    assert own(TABLES["words"]).claims[0].holds
    assert own(TABLES["one learner"]).claims[1].holds
    assert not any(claim.holds for claim in own(TABLES["even"]).claims)
    assert own(TABLES["one row"]).claims == []


@pytest.mark.parametrize(
    ("csv", "told"),
    [
        ("", "没有表格"),
        (HEADER, "没有表格"),
        ("student,question,correct\ns,q,1\n", "没有“知识点”这一列"),
        (HEADER + "s,q,a,2,\n", "第 2 行的“correct”写的是“2”"),
        (HEADER + "s,q,a,1,\ns,q,a,=1+1,\n", "第 3 行的“correct”写的是“=1+1”"),
        (HEADER + "s,q,a,nan,\n", "第 2 行的“correct”写的是“nan”"),
        (HEADER + ",q,a,1,\n", "第 2 行的“student”是空的"),
        (HEADER + "s,,a,1,\n", "第 2 行的“question”是空的"),
        (HEADER + "s,q,,1,\n", "第 2 行的“knowledge_point”是空的"),
        (HEADER + "s,q,a,,\n", "第 2 行的“correct”是空的"),
        (HEADER + "".join(f"s,q,p{n},1,\n" for n in range(201)), "201 个不同的知识点"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_row(csv: str, told: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        own(csv)
    assert told in caught.value.message.zh
    assert caught.value.message.en


def test_right_and_wrong_may_be_written_in_words_and_duplicates_count() -> None:
    csv = "学生,题目,知识点,对错\n" + "甲,1,a,对\n" * 20 + "甲,1,b,错\n" * 20
    metrics = own(csv).metrics
    assert (metrics["answers"], metrics["weak_points"], metrics["average_share"]) == (40, 1, 0.5)


def test_names_that_are_formulas_or_markup_are_text() -> None:
    csv = HEADER + rows("=1+1", 2, 38, "=cmd()", "[x](http://y)") + rows("<b>b</b>", 38, 2)
    result = own(csv)
    check(result)
    assert result.tables[0].rows["zh"][0][0] == "=1+1"
    assert not set("[]<>*") & set(" ".join(result.findings["zh"]))


def test_a_million_answers_of_one_learner_are_read_in_time() -> None:
    many = [("me", "q", f"p{n % 7}", str(int(n % 7 > 0 or n % 2)), "") for n in range(1_000_000)]
    table = DataTable.of_rows("many.csv", tuple(HEADER.strip().split(",")), many)
    result = run_demo(NAME, {"data": "many.csv"}, tables=lambda *_: table)
    check(result)
    assert (result.metrics["answers"], result.metrics["learners"], result.metrics["weak_points"]) == (
        1_000_000,
        1,
        1,
    )


@pytest.mark.parametrize("parameter", ["confidence", "min_answers"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 1e12, "many", True])
def test_a_value_out_of_bounds_is_named(parameter: str, value: Any) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**{parameter: value})
    assert wording_of(BehaviourAnalysis.model_fields[parameter]).title.zh in caught.value.message.zh


def test_progress_is_told_and_may_stop_the_work() -> None:
    shares: list[float] = []
    run_demo(NAME, {}, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_demo(NAME, {}, stop)


@settings(max_examples=20, deadline=None)
@given(confidence=st.floats(0.5, 0.999), min_answers=st.integers(1, 100_000))
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    check(run(**arguments))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("uvw"), st.sampled_from("abcd"), st.booleans()), min_size=1, max_size=60
    )
)
def test_any_table_gives_a_result(cells: list[tuple[str, str, bool]]) -> None:
    csv = HEADER + "".join(f"{who},q,{point},{int(right)},\n" for who, point, right in cells)
    check(own(csv, min_answers=2))
