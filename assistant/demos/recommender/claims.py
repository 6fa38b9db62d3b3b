"""What section 6.3 says of recommendation systems, judged by what the run gave."""

from assistant.demos.recommender.evaluation import sign_test
from assistant.demos.recommender.trial import Trial
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Claim

_SECTION = "6.3"
_LEVEL = 0.05

_MATCHES = Bilingual(
    zh="协同过滤能给用户推荐符合兴趣的产品。",
    en="Collaborative filtering recommends products that match each user's interests.",
)
_MATCHES_HOLDS = Bilingual(
    zh="协同过滤猜中 {hits}，人人看同一张热门榜猜中 {base}（p = {p}）：它确实看出了各人的兴趣。",
    en="Collaborative filtering hits {hits}, the same popular list for everybody {base} (p = {p}): it does see what each is interested in.",
)
_MATCHES_FAILS = Bilingual(
    zh="协同过滤猜中 {hits}，人人看同一张热门榜猜中 {base}（p = {p}）：在这份记录上看不出它比热门榜更懂用户。文章没提要和热门榜比。",
    en="Collaborative filtering hits {hits}, the same popular list for everybody {base} (p = {p}): on these records it knows users no better than that. The article does not mention this comparison.",
)
_NEW = Bilingual(
    zh="新商品还没人买过，先靠内容推荐。",
    en="A new product that nobody has bought yet is recommended by its content.",
)
_NEW_REASON = Bilingual(
    zh="{new} 件新品里，基于内容推了 {content} 件、猜中 {content_hits} 次，协同过滤推了 {collaborative} 件：没有人买过，它就无从比较。",
    en="Of {new} new items, content-based recommendation shows {content} and hits {content_hits} times, collaborative filtering shows {collaborative}: where nobody has bought, it has nothing to compare.",
)
_COMBINED = Bilingual(zh="两种算法也可以合用。", en="The two algorithms can also be combined.")
_COMBINED_REASON = Bilingual(
    zh="合用猜中 {hybrid}，协同过滤 {collaborative}，基于内容 {content}；合用推出 {shown} 件新品，协同过滤 {new}。合用不会自动猜得更准，权重要在自己的记录上试。",
    en="Combined they hit {hybrid}, collaborative filtering {collaborative}, content-based {content}; combined they show {shown} new items, collaborative filtering {new}. Combining does not hit more by itself, and its weights have to be tried on your own records.",
)
_LARGE = Bilingual(
    zh="大模型可以帮助构建推荐系统，提高留存率和转化率。",
    en="Large models help build recommendation systems and raise retention and conversion.",
)
_LARGE_REASON = Bilingual(
    zh="这次的推荐一个大模型也没用，只要一张“用户、商品、行为”的表；而且离线只能数猜中多少（{hits}），留存和转化要上线做 A/B 测试才知道。",
    en="No large model took part in this run, a table of users, items and actions was enough; and offline only hits can be counted ({hits}), while retention and conversion take an A/B test.",
)


def claims(trial: Trial) -> list[Claim]:
    """Return the claims that the run tested; none where nobody could be tested."""
    if trial.state == "few":
        return []
    told = [_matches(trial)]
    if "content" in trial.evaluations:
        if trial.known.new_items.any():
            told.append(_new(trial))
        told.append(_combined(trial))
    return [*told, _large(trial)]


def _matches(trial: Trial) -> Claim:
    found = trial.evaluations["collaborative"]
    p_value = sign_test(found.hits, trial.baseline.hits)
    holds = found.hit_rate > trial.baseline.hit_rate and p_value <= _LEVEL
    hits, base = percent(found.hit_rate), percent(trial.baseline.hit_rate)
    reason = (_MATCHES_HOLDS if holds else _MATCHES_FAILS).filled(hits=hits, base=base, p=figure(p_value, 2))
    return _claim("HR > popularity", f"{hits} vs {base}", holds, _MATCHES, reason)


def _new(trial: Trial) -> Claim:
    content, collaborative = trial.evaluations["content"], trial.evaluations["collaborative"]
    reason = _NEW_REASON.filled(
        new=int(trial.known.new_items.sum()),
        content=content.new_items_shown,
        content_hits=content.new_item_hits,
        collaborative=collaborative.new_items_shown,
    )
    found = f"{content.new_items_shown} vs {collaborative.new_items_shown}"
    holds = content.new_items_shown > collaborative.new_items_shown
    return _claim("content > collaborative", found, holds, _NEW, reason)


def _combined(trial: Trial) -> Claim:
    """It holds where combining hits no fewer beyond chance than the better of both."""
    found = {name: trial.evaluations[name] for name in ("hybrid", "collaborative", "content")}
    hybrid, best = found["hybrid"], max(found.values(), key=lambda evaluation: evaluation.hit_rate)
    reason = _COMBINED_REASON.filled(
        **{name: percent(evaluation.hit_rate) for name, evaluation in found.items()},
        shown=hybrid.new_items_shown,
        new=found["collaborative"].new_items_shown,
    )
    holds = hybrid.hit_rate >= best.hit_rate or sign_test(hybrid.hits, best.hits) > _LEVEL
    told = f"{percent(hybrid.hit_rate)} vs {percent(best.hit_rate)}"
    return _claim("hybrid ≥ max", told, holds, _COMBINED, reason)


def _large(trial: Trial) -> Claim:
    hits = percent(trial.chosen.hit_rate)
    return _claim(
        "LLM → retention ↑",
        f"HR@{trial.parameters.k} = {hits}",
        False,
        _LARGE,
        _LARGE_REASON.filled(hits=hits),
    )


def _claim(claimed: str, found: str, holds: bool, statement: Bilingual, reason: Bilingual) -> Claim:
    return claim(_SECTION, claimed, found, holds=holds, statement=statement, reason=reason)
