import io
import time
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.metrics import precision_score

from assistant.demos import run_demo
from assistant.demos.customer_service import sample_texts
from assistant.demos.customer_service.answering import TEMPERATURE, choose
from assistant.demos.customer_service.parameters import FAQ_SAMPLE, QUESTIONS_SAMPLE, CustomerService
from assistant.demos.meaning import vectors_of
from assistant.retrieval.embedding import embedder
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError, wording_of
from assistant.tools.tables import DataTable
from tests.demos.contract import LANGUAGES, check, opening

NAME = "customer_service"
FAQ = "question,answer\n怎么退货？,在订单里点退货。\n多久发货？,当天。\n能开发票吗？,能。\n"
QUESTIONS = "question,expected\n想退货,怎么退货？\n什么时候发货,多久发货？\n你们招人吗,\n"
RUNS: dict[str, dict[str, Any]] = {
    "missed": {},
    "reached": {"threshold": 0.7},
    "unreachable": {"threshold": 0.2, "questions": "hard.csv"},
    "silent": {"threshold": 1},
    "unlabelled": {"questions": "unlabelled.csv", "faq": "faq.csv"},
    "free of charge": {"cost_per_ticket": 0, "tickets_per_day": 1},
    "own": {"questions": "questions.csv", "faq": "faq.csv", "threshold": 0},
    "nothing in the FAQ": {"questions": "outside.csv", "threshold": 0},
}
FILES = {
    "faq": FAQ,
    "questions": QUESTIONS,
    "unlabelled": "question\n想退货\n什么时候发货\n",
    "hard": "question,expected\n怎么取消订单,优惠券怎么用？\n怎么开发票,\n",
    "outside": "question,expected\n你们招人吗,\n",
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, arguments, tables=opening(**FILES))


def own(faq: str = FAQ, questions: str = QUESTIONS, **arguments: Any) -> DemoResult:
    tables = opening(faq=faq, questions=questions)
    return run_demo(NAME, {"faq": "faq.csv", "questions": "questions.csv", **arguments}, tables=tables)


@pytest.fixture(params=list(RUNS))
def result(request: pytest.FixtureRequest) -> DemoResult:
    return run(**RUNS[request.param])


def test_a_result_keeps_to_the_contract(result: DemoResult) -> None:
    check(result)


@pytest.mark.parametrize("name", ["missed", "reached", "unreachable", "silent", "unlabelled"])
def test_each_state_is_told_first(name: str) -> None:
    result = run(**RUNS[name])
    assert result.metrics["status"] == name
    words = {
        "missed": ("太低", "too low"),
        "reached": ("达到了", "reaches the target"),
        "unreachable": ("到不了", "no threshold"),
        "silent": ("太高", "too high"),
        "unlabelled": ("看不出来", "nobody can tell"),
    }
    zh, en = words[name]
    assert zh in result.findings["zh"][0]
    assert en in result.findings["en"][0]


def test_a_run_is_repeated_from_what_it_wrote_down() -> None:
    result = run(threshold=0.6)
    assert run_demo(NAME, result.parameters) == result


def test_the_shipped_vectors_are_those_of_the_sample() -> None:
    queries, passages = sample_texts()
    fresh = embedder()
    for kind, texts in (("query", queries[:4]), ("passage", passages[:4])):
        shipped = vectors_of(texts, kind, lambda _: None)  # type: ignore[arg-type]
        computed = fresh.encode_queries(texts) if kind == "query" else fresh.encode_passages(texts)
        assert np.allclose(shipped, computed, atol=2e-3)


def test_the_defaults_compute_no_vector_and_take_well_under_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a vector of the sample is missing: run `make vectors`")

    monkeypatch.setattr("assistant.retrieval.embedding.BundledEmbedder._encode", refuse)
    began = time.perf_counter()
    run()
    assert time.perf_counter() - began < 1


def right_and_confidence() -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """The sample's answers, computed another way: SciPy's softmax over all cosines."""
    queries, passages = sample_texts()
    cosines = vectors_of(queries, "query", lambda _: None) @ vectors_of(passages, "passage", lambda _: None).T
    shares = softmax(cosines.astype(float) / TEMPERATURE, axis=1)
    entries = [row[0] for row in FAQ_SAMPLE.table.rows]
    named = [row[1] for row in QUESTIONS_SAMPLE.table.rows]
    right = np.array([entries[n] == name for n, name in zip(cosines.argmax(1), named, strict=True)])
    return right, shares.max(axis=1).round(4)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.8])
def test_coverage_precision_and_money_are_those_of_an_independent_count(threshold: float) -> None:
    right, confidence = right_and_confidence()
    answered = confidence >= threshold
    metrics = run(threshold=threshold, tickets_per_day=1000, cost_per_ticket=3).metrics
    assert metrics["coverage"] == pytest.approx(answered.mean())
    assert metrics["precision"] == pytest.approx(precision_score(right, answered))
    assert metrics["saved_per_day"] == pytest.approx(3000 * (answered & right).mean())
    assert metrics["wrong_per_day"] == pytest.approx(1000 * (answered & ~right).mean())
    assert metrics["hit_rate"] == pytest.approx(
        right.sum() / sum(bool(r[1]) for r in QUESTIONS_SAMPLE.table.rows)
    )


@pytest.mark.parametrize("target", [0.6, 0.8, 0.9, 0.95, 1.0])
def test_the_threshold_that_reaches_the_target_is_the_lowest(target: float) -> None:
    right, confidence = right_and_confidence()
    reaching = [t for t in np.unique(confidence) if right[confidence >= t].mean() >= target]
    metrics = run(target_precision=target).metrics
    threshold = metrics["threshold_for_target"]
    assert isinstance(threshold, float)
    assert ((confidence >= threshold) == (confidence >= reaching[0])).all()
    assert run(target_precision=target, threshold=threshold).metrics["status"] == "reached"
    assert metrics["coverage_at_target"] == pytest.approx((confidence >= reaching[0]).mean())


def test_what_a_promise_costs_adds_up() -> None:
    promises = run(tickets_per_day=1000, cost_per_ticket=2).tables[0].rows["en"]
    for coverage, threshold, precision, right, wrong, paper, saved in promises:
        assert isinstance(right, float)
        assert isinstance(wrong, float)
        metrics = run(threshold=threshold).metrics
        assert metrics["coverage"] == pytest.approx(float(str(coverage).rstrip("%")) / 100, abs=0.01)
        assert metrics["precision"] == pytest.approx(float(str(precision).rstrip("%")) / 100, abs=0.01)
        assert paper == pytest.approx(2 * (right + wrong), abs=0.2)
        assert saved == pytest.approx(2 * right, abs=0.2)


def test_confidence_falls_where_two_entries_are_as_near() -> None:
    entries = np.eye(3, dtype=np.float32)
    questions = np.array([[1, 0, 0], [0.7071, 0.7071, 0]], np.float32)
    chosen, confidence = choose(questions, entries)
    assert chosen.tolist() == [0, 0]
    assert confidence.tolist() == [1.0, 0.5]


def test_the_listing_prints_what_the_run_found() -> None:
    for threshold in (0.3, 0.7):
        result, printed = run(threshold=threshold), io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code["en"], {})
        coverage, precision, saved, reaches = (float(word) for word in printed.getvalue().split())
        assert coverage == pytest.approx(result.metrics["coverage"])
        assert precision == pytest.approx(result.metrics["precision"])
        assert saved == pytest.approx(result.metrics["saved_per_day"])
        assert run(threshold=reaches).metrics["coverage"] == result.metrics["coverage_at_target"]


def test_claims_follow_the_numbers() -> None:
    def holds(result: DemoResult) -> list[bool]:
        return [claim.holds for claim in result.claims]

    assert holds(run()) == [True, False, True, True]
    assert holds(run(threshold=0.9)) == [True, False, True, False]
    assert holds(run(**RUNS["unreachable"])) == [False, False, False, True]
    assert not run(**RUNS["unlabelled"]).claims


def test_the_sample_is_said_to_be_synthetic_and_speaks_both_languages() -> None:
    result = run()
    assert any("合成" in sentence for sentence in result.findings["zh"])
    assert any("synthetic" in sentence for sentence in result.findings["en"])
    english = str(result.model_dump()["tables"][1]["rows"]["en"]) + " ".join(result.findings["en"])
    assert not any("一" <= character <= "鿿" for character in english)


def test_expected_may_name_the_answer_and_columns_may_be_called_otherwise() -> None:
    result = own(
        "标准问题;答\n怎么退货？;点退货\n多久发货？;当天\n", "用户问题,正确条目\n想退货,点退货\n", threshold=0
    )
    assert result.metrics["precision"] == 1
    assert result.columns["questions"] == {"question": "用户问题", "expected": "正确条目"}


def test_a_formula_is_text_and_markup_does_not_reach_the_findings() -> None:
    questions = 'question,expected\n=1+1,\n"[点我](http://x) <b>退货</b> ![](y) **x**",\n'
    result = own(questions=questions, threshold=0)
    check(result)
    told = " ".join(result.findings["zh"])
    assert not set("[]<>*") & set(told)
    assert any("=1+1" in str(row) for row in result.tables[1].rows["zh"])


@pytest.mark.parametrize(
    ("faq", "questions", "told"),
    [
        ("question,answer\n", QUESTIONS, "没有表格"),
        (FAQ, "", "没有表格"),
        ("question,answer\n怎么退货？,点退货\n", QUESTIONS, "只有 1 条"),
        ("question\n怎么退货？\n", QUESTIONS, "没有“答案”这一列"),
        ("question,answer\n怎么退货？,\n多久发货？,当天\n", QUESTIONS, "第 2 行的“answer”是空的"),
        (FAQ, "question,expected\n想退货,怎么退货？\n,怎么退货？\n", "第 3 行的“question”是空的"),
        (FAQ + "怎么 退货?,另一个答案\n", QUESTIONS, "第 2 行和第 5 行是同一个问题"),
        (FAQ, "question,expected\n想退货,没有这条\n", "第 2 行的“expected”写的是“没有这条”"),
        (FAQ, "question\n" + "想退货\n" * 1001, "1,001 行，最多 1,000 行"),
        ("question,answer\n" + "".join(f"q{n},a\n" for n in range(301)), QUESTIONS, "有 301 条，最多 300 条"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_row(faq: str, questions: str, told: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        own(faq, questions)
    assert told in caught.value.message.zh
    assert caught.value.message.en


def test_a_million_questions_are_refused_at_once() -> None:
    table = DataTable.of_rows("many.csv", ("question",), [("想退货",)] * 1_000_000)
    began = time.perf_counter()
    with pytest.raises(DemoInputError, match="1,000,000 rows"):
        run_demo(NAME, {"questions": "many.csv"}, tables=lambda *_: table)
    assert time.perf_counter() - began < 5


def test_one_question_is_enough() -> None:
    check(own(questions="question,expected\n想退货,怎么退货？\n"))


@pytest.mark.parametrize("parameter", ["threshold", "target_precision", "tickets_per_day", "cost_per_ticket"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 1e12, "many", "=1+1", True])
def test_a_value_out_of_bounds_is_named(parameter: str, value: Any) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**{parameter: value})
    assert wording_of(CustomerService.model_fields[parameter]).title.zh in caught.value.message.zh


def test_progress_is_told_and_may_stop_the_work() -> None:
    shares: list[float] = []
    run_demo(NAME, {"questions": "q.csv"}, shares.append, tables=opening(q=FILES["unlabelled"]))
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_demo(NAME, {}, stop)


@settings(max_examples=20, deadline=None)
@given(
    threshold=st.floats(0, 1),
    target_precision=st.floats(0, 1, exclude_min=True),
    tickets_per_day=st.integers(1, 10_000_000),
    cost_per_ticket=st.floats(0, 1_000_000),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    result = run(**arguments)
    check(result)
    assert [len(result.findings[language]) for language in LANGUAGES]
