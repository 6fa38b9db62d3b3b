import io
import math
import time
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import ndcg_score
from sklearn.metrics.pairwise import cosine_similarity

from assistant.demos import run_demo
from assistant.demos.recommender.evaluation import evaluate, sign_test
from assistant.demos.recommender.methods import content_similarity, item_similarity, recommended
from assistant.demos.recommender.parameters import SAMPLE, Recommender
from assistant.demos.recommender.records import Split, read_records
from assistant.demos.recommender.sample import sample
from assistant.demos.recommender.trial import Trial, try_out
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError, wording_of
from assistant.tools.tables import DataTable
from tests.demos.contract import check, opening

NAME = "recommender"
HEADER = "user,item,rating\n"
# Two tastes: whoever likes one item of a taste likes the others.
TASTES = "".join(
    f"u{u},{taste}{n},5\n" for u in range(40) for taste in "ab"[u % 2] for n in range(6) if n != u % 5
)
TABLES = {
    "tastes": HEADER + TASTES,
    "one row": HEADER + "u,a,1\n",
    "one user": HEADER + "".join(f"u,i{n},{n % 5}\n" for n in range(30)),
    "one item": HEADER + "".join(f"u{n},i,1\n" for n in range(30)),
    "all equal": HEADER + "".join(f"u{n % 6},i{n % 5},3\n" for n in range(30)),
    "same time": "user,item,rating,time\n" + "".join(f"u{n % 6},i{n % 7},1,2025-01-01\n" for n in range(42)),
    "dates": "用户,商品,评分,日期,名称\n"
    + "".join(f"u{n % 6},i{n % 7},{n % 3},2025-01-{n % 28 + 1:02},轻便鞋{n % 7}\n" for n in range(42)),
}
METHODS = ("collaborative", "content", "hybrid", "popularity")


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, {"seed": 1, **arguments})


def own(csv: str, **arguments: Any) -> DemoResult:
    return run_demo(NAME, {"seed": 1, "data": "own.csv", **arguments}, tables=opening(own=csv))


def trial(**arguments: Any) -> Trial:
    return try_out(Recommender(**arguments), 1, lambda _: None)


@pytest.fixture(params=[*METHODS, *TABLES])
def result(request: pytest.FixtureRequest) -> DemoResult:
    return run(method=request.param) if request.param in METHODS else own(TABLES[request.param])


def test_a_result_keeps_to_the_contract(result: DemoResult) -> None:
    check(result)


@pytest.mark.parametrize(
    ("arguments", "state", "zh", "en"),
    [
        ({}, "better", "比热门榜好", "beats the popular list"),
        ({"method": "content", "k": 5}, "similar", "看不出", "cannot be told"),
        ({"method": "popularity"}, "baseline", "人人看同一张热门榜", "same popular list"),
    ],
)
def test_each_state_is_told_first(arguments: dict[str, Any], state: str, zh: str, en: str) -> None:
    result = run(**arguments)
    assert result.metrics["status"] == state
    assert zh in result.findings["zh"][0]
    assert en in result.findings["en"][0]


def test_too_little_is_told_as_too_little() -> None:
    for name in ("one row", "one item"):
        result = own(TABLES[name])
        assert result.metrics["status"] == "few"
        assert "还考不出" in result.findings["zh"][0]
        assert not result.claims
        assert not result.listings


def test_tastes_are_found_where_there_are_any() -> None:
    # Of each taste, a user lacks two items: the one that nobody of theirs gave them, and the one held out.
    metrics = own(TABLES["tastes"], k=2).metrics
    assert metrics["hit_rate"] == 1
    assert metrics["status"] == "better"
    assert float(metrics["popularity_hit_rate"] or 0) < 0.6


def test_the_same_seed_holds_out_the_same_and_another_something_else() -> None:
    assert own(TABLES["one user"]) == own(TABLES["one user"])
    assert own(TABLES["tastes"], seed=2).listings != own(TABLES["tastes"], seed=3).listings
    drawn = run_demo(NAME, {})
    assert drawn.metrics["seed"] == drawn.parameters["seed"]
    assert run_demo(NAME, drawn.parameters) == drawn


def test_the_sample_is_the_same_every_time_said_to_be_synthetic_and_speaks_both_languages() -> None:
    assert sample().table.rows == SAMPLE.table.rows
    for method in METHODS:
        result = run(method=method)
        assert any("合成" in sentence for sentence in result.findings["zh"])
        assert any("synthetic" in sentence for sentence in result.findings["en"])
        english = str([t.rows["en"] for t in result.tables]) + " ".join(result.findings["en"])
        assert not any("一" <= character <= "鿿" for character in english)


def test_what_is_known_lies_before_what_is_held_out() -> None:
    records, known = trial().records, trial().known
    assert records.time is not None
    when = {(int(u), int(i)): t for u, i, t in zip(records.user, records.item, records.time, strict=True)}
    latest = max(when[pair] for pair in zip(*known.seen.nonzero(), strict=True))
    for user, target in zip(known.tested, known.targets, strict=True):
        assert when[(int(user), int(target))] > latest
        assert not known.seen[user, target]
        later = [when[(int(user), i)] for i in range(len(records.items)) if (int(user), i) in when]
        liked = [t for t in later if latest < t < when[(int(user), int(target))]]
        assert len(liked) <= len(later)


@pytest.mark.parametrize("k", [1, 5, 10])
@pytest.mark.parametrize("method", METHODS)
def test_hits_ndcg_coverage_and_novelty_are_those_of_an_independent_count(method: str, k: int) -> None:
    tried, metrics = trial(method=method, k=k), run(method=method, k=k).metrics
    known = tried.known
    popular = known.liked.sum(axis=0)
    similar = {name: matrix.copy() for name, matrix in tried.similar.items()}
    hits, gains, shown = 0, [], []
    for user, target in zip(known.tested, known.targets, strict=True):
        own_scores = {
            name: (raw := known.liked[user] @ matrix) / (raw.max() or 1.0) for name, matrix in similar.items()
        }
        suits = {
            "popularity": popular,
            "hybrid": (own_scores["collaborative"] + own_scores["content"]) / 2
            + 1e-6 * popular / popular.max(),
            **{name: own_scores[name] + 1e-6 * popular / popular.max() for name in similar},
        }[method].astype(float)
        suits = suits.round(12)
        suits[known.seen[user]] = -1
        best = sorted(range(len(suits)), key=lambda item: (-suits[item], item))[:k]
        shown += best
        hits += int(target) in best
        truth = np.zeros(len(suits))
        truth[target] = 1
        ranks = np.zeros(len(suits))
        ranks[best] = np.arange(k, 0, -1)
        gains.append(ndcg_score([truth], [ranks], k=k) if int(target) in best else 0.0)
    assert metrics["hit_rate"] == pytest.approx(hits / len(known.tested))
    assert metrics["ndcg"] == pytest.approx(np.mean(gains))
    assert metrics["coverage"] == pytest.approx(len(set(shown)) / len(popular))
    users = len(known.liked)
    assert metrics["novelty"] == pytest.approx(
        np.mean([-math.log2((popular[n] + 1) / (users + 1)) for n in shown])
    )


def test_similarities_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    liked = (rng.random((300, 12)) < 0.3).astype(float)
    cosine = cosine_similarity(liked.T)
    lengths = np.sqrt(np.outer(liked.sum(0), liked.sum(0)))
    expected = cosine * lengths / (lengths + 2)
    np.fill_diagonal(expected, 0)
    assert np.allclose(item_similarity(liked), expected)

    records = trial().records
    names = sorted({tag for tags in records.tags for tag in tags})
    vectors = np.array([[float(name in tags) for name in names] for tags in records.tags])
    vectors *= np.log(len(vectors) / vectors.sum(0)) + 1
    alike = cosine_similarity(vectors)
    np.fill_diagonal(alike, 0)
    assert np.allclose(content_similarity(records), alike)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=80))
def test_the_sign_test_is_the_exact_binomial_one(pairs: list[tuple[bool, bool]]) -> None:
    first, second = (np.array([pair[n] for pair in pairs], np.bool_) for n in (0, 1))
    only = int((first & ~second).sum()), int((second & ~first).sum())
    expected = binomtest(only[0], sum(only)).pvalue if sum(only) else 1.0
    assert sign_test(first, second) == pytest.approx(min(expected, 1.0))


def test_a_hit_at_the_second_rank_counts_less() -> None:
    known = Split(np.zeros((2, 3), np.bool_), np.ones((2, 3)), np.array([0, 1]), np.array([2, 0]), True)
    found = evaluate(np.array([[1, 2], [1, 2]]), known)
    assert found.hits.tolist() == [True, False]
    assert found.ndcg == pytest.approx(0.5 / math.log2(3))
    assert found.coverage == pytest.approx(2 / 3)
    assert found.novelty == pytest.approx(0)


def test_what_a_user_had_is_not_recommended_and_short_lists_are_padded() -> None:
    shown = recommended(np.array([[0.9, 0.5, 0.7]]), np.array([[True, False, False]]), 3)
    assert shown.tolist() == [[2, 1, -1]]


def test_cold_items_are_shown_by_content_and_not_by_collaborative_filtering() -> None:
    rows = {str(row[0]): row for row in run().tables[0].rows["en"]}
    assert rows["collaborative filtering"][-1] == 0
    assert float(rows["content-based"][-1] or 0) > 0
    assert int(run().metrics["new_users"] or 0) > 0


def test_more_known_records_help() -> None:
    counts = trial().by_history
    assert counts[0][0] == 0
    assert counts[0][1] == pytest.approx(trial().baseline.hit_rate)
    assert counts[-1][1] > counts[0][1]


def test_a_users_list_is_explained_by_what_they_liked() -> None:
    result = own(TABLES["tastes"], user="u3", k=3)
    (listed,) = (table for table in result.tables if table.title["en"] == "One user's list")
    assert result.parameters["user"] == "u3"
    assert str(listed.rows["en"][0][1]).startswith("b")
    assert "those who liked b" in str(listed.rows["en"][0][2])
    assert run(user="user 07", method="popularity").tables[1].rows["en"][0][2].startswith("popular:")  # type: ignore[union-attr]


def test_an_unknown_user_and_a_method_without_content_are_refused() -> None:
    with pytest.raises(DemoInputError, match='has no user "nobody"'):
        run(user="nobody")
    for method in ("content", "hybrid"):
        with pytest.raises(DemoInputError, match="neither tags nor titles"):
            own(TABLES["tastes"], method=method)


def test_titles_alone_describe_items() -> None:
    check(own(TABLES["dates"], method="content"))


def test_the_listing_prints_what_the_run_found() -> None:
    for result in (run(k=7), own(TABLES["tastes"], k=2)):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code["en"], {})
        rates = eval(printed.getvalue())
        assert rates["collaborative"] == pytest.approx(result.metrics["hit_rate"])
        assert rates["popularity"] == pytest.approx(result.metrics["popularity_hit_rate"])


def test_claims_follow_the_numbers() -> None:
    assert [claim.holds for claim in run().claims] == [True, True, True, False]
    assert own(TABLES["tastes"]).claims[0].holds is (own(TABLES["tastes"]).metrics["status"] == "better")
    assert not own(TABLES["all equal"]).claims[0].holds


@pytest.mark.parametrize(
    ("csv", "told"),
    [
        ("", "没有表格"),
        (HEADER, "没有表格"),
        ("user,rating\nu,1\n", "没有“商品”这一列"),
        (HEADER + "u,i,1\nu,j,good\n", "第 3 行的“rating”不是数字"),
        (HEADER + "u,i,=1+1\n", "第 2 行的“rating”不是数字"),
        (HEADER + "u,i,nan\n", "第 2 行的“rating”不是数字"),
        (HEADER + "u,i,\n", "第 2 行的“rating”是空的"),
        (HEADER + ",i,1\n", "第 2 行的“user”是空的"),
        (HEADER + "u,,1\n", "第 2 行的“item”是空的"),
        ("user,item,rating,time\nu,i,1,昨天\n", "第 2 行的“time”写的是“昨天”"),
        ("user,item,rating,time\nu,i,1,inf\n", "第 2 行的“time”写的是“inf”"),
        (HEADER + "".join(f"u{n},i,1\n" for n in range(5001)), "5,001 个用户"),
        (HEADER + "".join(f"u,i{n},1\n" for n in range(2001)), "2,001 件商品"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_row(csv: str, told: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        own(csv)
    assert told in caught.value.message.zh
    assert caught.value.message.en


def test_of_a_pair_that_occurs_twice_the_last_counts() -> None:
    table = "user,item,rating,time\nu,a,5,3\nu,a,1,1\nu,b,1,2\n"
    records = read_records(
        Recommender.model_validate({"data": opening(own=table)("own.csv")}).data, lambda _: None
    )
    assert records.item.tolist() == [0, 1]
    assert records.liked.tolist() == [True, False]


def test_names_that_are_formulas_or_markup_are_text() -> None:
    csv = "user,item,rating,title\n" + "".join(
        f"=u{n % 9},i{n % 8},5,[t{n % 8}](http://x) <b>*=1+1*</b>\n" for n in range(60)
    )
    result = own(csv)
    check(result)
    assert not set("[]<>*") & set(" ".join(result.findings["zh"]))


def test_a_million_records_of_one_user_are_read_in_time() -> None:
    many = [("me", f"i{n % 1500}", "1") for n in range(1_000_000)]
    table = DataTable.of_rows("many.csv", ("user", "item", "rating"), many)
    result = run_demo(NAME, {"data": "many.csv"}, tables=lambda *_: table)
    check(result)
    assert (result.metrics["users"], result.metrics["items"]) == (1, 1500)


def test_the_defaults_take_well_under_a_second() -> None:
    run()
    began = time.perf_counter()
    run()
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("parameter", "value"),
    [(name, value) for name in ("k", "seed") for value in (float("nan"), -1, 1.5, 1e12, "many", True)]
    + [("method", "magic"), ("method", 3), ("user", "x" * 201), ("user", 7)],
)
def test_a_value_out_of_bounds_is_named(parameter: str, value: Any) -> None:
    with pytest.raises(DemoInputError) as caught:
        run(**{parameter: value})
    assert wording_of(Recommender.model_fields[parameter]).title.zh in caught.value.message.zh


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
@given(method=st.sampled_from(METHODS), k=st.integers(1, 50), seed=st.integers(0, 2**32 - 1))
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    check(run(**arguments))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("uvw"), st.sampled_from("abcdef"), st.integers(0, 5)),
        min_size=1,
        max_size=40,
    )
)
def test_any_table_gives_a_result(cells: list[tuple[str, str, int]]) -> None:
    check(own(HEADER + "".join(f"{user},{item},{rating}\n" for user, item, rating in cells), k=3))
