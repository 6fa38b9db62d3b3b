"""The article's recommendation system (6.3): collaborative and content-based recommendation against a list of the popular."""

from assistant.demos.recommender.charts import charts
from assistant.demos.recommender.claims import claims
from assistant.demos.recommender.findings import findings
from assistant.demos.recommender.listings import listings
from assistant.demos.recommender.parameters import Recommender
from assistant.demos.recommender.tables import tables
from assistant.demos.recommender.trial import Trial, try_out
from assistant.demos.seeds import drawn
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status


def run(parameters: Recommender, on_progress: Progress) -> DemoResult:
    """Hold items out, recommend by every method, and count how often the next item was on the list.

    Raises:
        DemoInputError: The table can't be used, or lacks what the method or the user asked for needs.
    """
    seed = drawn(parameters.seed)
    trial = try_out(parameters, seed, on_progress)
    user = trial.records.users[trial.user] if parameters.user is None else parameters.user
    return DemoResult(
        name=DEMO.name,
        parameters={**parameters.written(), "seed": seed, "user": user},
        metrics=_metrics(trial),
        claims=claims(trial),
        findings=findings(trial),
        tables=tables(trial),
        charts=charts(trial),
        listings=listings(trial),
    )


def _metrics(trial: Trial) -> dict[str, int | float | str | bool | None]:
    chosen, base, tested = trial.chosen, trial.baseline, len(trial.known.tested)
    low, high = chosen.interval if tested else (None, None)
    return {
        "hit_rate": chosen.hit_rate if tested else None,
        "popularity_hit_rate": base.hit_rate if tested else None,
        "status": trial.state,
        "ndcg": chosen.ndcg if tested else None,
        "coverage": chosen.coverage if tested else None,
        "novelty": chosen.novelty if tested else None,
        "hit_rate_low": low,
        "hit_rate_high": high,
        "p_value": trial.p_value if tested else None,
        "popularity_ndcg": base.ndcg if tested else None,
        "popularity_coverage": base.coverage if tested else None,
        "popularity_novelty": base.novelty if tested else None,
        "new_items": int(trial.known.new_items.sum()),
        "new_items_shown": chosen.new_items_shown,
        "new_users": trial.known.new_users,
        "users_tested": tested,
        "users": len(trial.records.users),
        "items": len(trial.records.items),
        "split_by_time": trial.known.by_time,
        "seed": trial.seed,
    }


DEMO = Demo(
    name="recommender",
    title=Bilingual(zh="推荐系统演示", en="Recommender demo"),
    description=Bilingual(
        zh="在购买记录上比较协同过滤、基于内容、两种合用和热门榜：谁猜得中下一件（HR@k、NDCG@k），谁看得广（覆盖率、新颖度），新商品和新用户怎么办，并解释一个用户的推荐。",
        en="Compares collaborative filtering, content-based recommendation, both together and a popular list on purchases: which hits the next item (HR@k, NDCG@k), which reaches far (coverage, novelty), what becomes of new items and users, and why one user is shown their list.",
    ),
    parameters=Recommender,
    document="ai-pm-skills",
    sections=("6.3",),
    run=run,
    examples=(
        Bilingual(zh="跑一下推荐系统演示", en="Run the recommender demo"),
        Bilingual(
            zh="用基于内容的推荐跑推荐系统演示，推荐 5 件",
            en="Run the recommender demo with content-based recommendation and list length 5",
        ),
        Bilingual(zh="推荐系统换成两种合用再跑一次", en="Run the recommender again with method hybrid"),
    ),
    aliases=(
        "推荐系统",
        "推荐算法演示",
        "协同过滤",
        "推荐演示",
        "recommender",
        "recommender system",
        "recommendation system",
        "recommendation demo",
        "collaborative filtering",
    ),
    metrics={
        "hit_rate": Bilingual(zh="猜中（HR@k）", en="Hit rate (HR@k)"),
        "popularity_hit_rate": Bilingual(zh="热门榜猜中", en="Popular list's hit rate"),
        "status": Bilingual(zh="结论", en="Verdict"),
        "ndcg": Bilingual(zh="NDCG@k", en="NDCG@k"),
        "coverage": Bilingual(zh="露面的商品", en="Coverage"),
        "novelty": Bilingual(zh="新颖度（比特）", en="Novelty (bits)"),
        "hit_rate_low": Bilingual(zh="猜中的区间下限", en="Hit rate, interval from"),
        "hit_rate_high": Bilingual(zh="猜中的区间上限", en="Hit rate, interval to"),
        "p_value": Bilingual(zh="和热门榜之差的 p 值", en="p-value against the popular list"),
        "popularity_ndcg": Bilingual(zh="热门榜的 NDCG@k", en="Popular list's NDCG@k"),
        "popularity_coverage": Bilingual(zh="热门榜露面的商品", en="Popular list's coverage"),
        "popularity_novelty": Bilingual(zh="热门榜的新颖度", en="Popular list's novelty"),
        "new_items": Bilingual(zh="新商品", en="New items"),
        "new_items_shown": Bilingual(zh="露面的新商品", en="New items shown"),
        "new_users": Bilingual(zh="新用户", en="New users"),
        "users_tested": Bilingual(zh="参加考试的用户", en="Users tested"),
        "users": Bilingual(zh="用户数", en="Users"),
        "items": Bilingual(zh="商品数", en="Items"),
        "split_by_time": Bilingual(zh="按时间切分", en="Split by time"),
        "seed": Bilingual(zh="随机种子", en="Random seed"),
    },
    statuses={
        "better": Status(Bilingual(zh="胜过热门榜", en="beats the popular list"), "good"),
        "similar": Status(Bilingual(zh="和热门榜分不出高下", en="no better than the popular list")),
        "worse": Status(Bilingual(zh="不如热门榜", en="worse than the popular list"), "bad"),
        "baseline": Status(Bilingual(zh="热门榜本身", en="the popular list itself")),
        "few": Status(Bilingual(zh="数据还不够", en="not enough data")),
    },
)
