"""What a run of the recommender found, in words."""

from assistant.demos.cells import quoted
from assistant.demos.recommender.parameters import METHODS
from assistant.demos.recommender.trial import Trial
from assistant.text import LANGUAGES, Bilingual, Language
from assistant.text.numerals import figure, percent

_MOST_NAMED = 3

_BETTER = Bilingual(
    zh="{method}比热门榜好：{users} 个用户里，{hits} 的人下一件喜欢的就在推荐的 {k} 件里，热门榜只有 {base}，这个差距不是偶然（p = {p}）。",
    en="{method} beats the popular list: for {hits} of {users} users the next item they liked is among the {k} shown, against {base} for the popular list, which is more than chance (p = {p}).",
)
_WORSE = Bilingual(
    zh="{method}还不如热门榜：{users} 个用户里猜中 {hits}，人人看同一张热门榜却能猜中 {base}（p = {p}）。",
    en="{method} does worse than the popular list: it hits the next item of {hits} of {users} users, the same list for everybody {base} (p = {p}).",
)
_SIMILAR = Bilingual(
    zh="看不出{method}比热门榜好：{users} 个用户里猜中 {hits}，热门榜猜中 {base}，这点差距用偶然就解释得了（p = {p}）。",
    en="{method} cannot be told from the popular list: it hits the next item of {hits} of {users} users, the popular list {base}, a difference that chance explains (p = {p}).",
)
_BASELINE = Bilingual(
    zh="人人看同一张热门榜，{users} 个用户里就有 {hits} 的人下一件在这 {k} 件里；别的方法要先赢过它，这次最好的是{best}（{best_hits}）。",
    en="With the same popular list for everybody, the next item of {hits} of {users} users is among the {k} shown; any other method has to beat that first, and the best here is {best} ({best_hits}).",
)
_FEW = Bilingual(
    zh="还考不出好坏：没有一个用户既有喜欢过的商品，又有一件可以留下来考；每个用户至少要有两条喜欢的记录。",
    en="Nothing can be tested yet: no user has both items that they liked and one to hold out; it takes two liked items a user at least.",
)
_PRODUCT_BETTER = Bilingual(
    zh="对你的产品：值得做一次 A/B 测试，随机一半用户看{method}，一半看热门榜，比留存和下单；离线猜中多了 {gain} 个百分点，不等于转化率就多这么多。",
    en="For your product: worth an A/B test, half of the users at random with {method} and half with the popular list, comparing retention and orders; {gain} points more hits offline are not as many points of conversion.",
)
_PRODUCT_NOT = Bilingual(
    zh="对你的产品：先上热门榜，几乎不用开发；等记录多了再考一次，赢过它再花钱做{method}。",
    en="For your product: ship the popular list first, which takes hardly any work; test again with more records, and pay for {method} once it wins.",
)
_PRODUCT_BASELINE = Bilingual(
    zh="对你的产品：热门榜是要赢过的底线，但它只让 {coverage} 的商品露面，其余的永远没人看到。",
    en="For your product: the popular list is the bar to clear, but it shows only {coverage} of the items, and nobody ever sees the rest.",
)
_PRODUCT_FEW = Bilingual(
    zh="对你的产品：先把行为记下来，谁、哪件商品、什么时候，攒够了再谈推荐。",
    en="For your product: record behaviour first, who, which item and when; talk about recommendations once there is enough.",
)
_RANGE = Bilingual(
    zh="{method}让 {coverage} 的商品露了面，热门榜只有 {base}；平均新颖度 {novelty} 比特，热门榜 {base_novelty}，数越大越不是人人都知道的爆款。",
    en="{method} shows {coverage} of the items to somebody, the popular list {base}; its novelty averages {novelty} bits against {base_novelty}, and the higher, the fewer know the items already.",
)
_NEW_ITEMS = Bilingual(
    zh="冷启动的商品：有 {new} 件新品之前没人买过，协同过滤推了 {collaborative} 件，基于内容推了 {content} 件；新品上架要靠内容。",
    en="Cold start of items: nobody had bought {new} of them before; collaborative filtering shows {collaborative}, content-based {content}, so new items depend on what describes them.",
)
_NEW_USERS = Bilingual(
    zh="冷启动的用户：一条记录也不知道时只能给热门榜，猜中 {none}；知道 {some} 条后猜中 {hits}。",
    en="Cold start of users: with no record at all they get the popular list, which hits {none}; with {some} records known it hits {hits}.",
)
_EXPLAINED = Bilingual(
    zh="比如“{user}”会看到：{items}；每件的理由在“一个用户的推荐”表里。",
    en='For example, "{user}" is shown {items}; the reason for each stands in the table "One user\'s list".',
)
_SAMPLE = Bilingual(
    zh="这里用的是合成的购买记录，口味是预先安排好的，所以猜中的比例比真实店铺高；要看自己的店，请换上自己的记录。",
    en="These purchases are synthetic, with tastes built in, so hits come more easily than in a real shop; bring your own records to see yours.",
)
_OFFLINE = Bilingual(
    zh="这只是拿旧记录考新办法：用户当时看不到的商品，买不了也就猜不中，真正的好坏要靠 A/B 测试。",
    en="This tests a new method on old records: what users could not see then they could not buy, so it takes an A/B test to know.",
)


def findings(trial: Trial) -> dict[str, list[str]]:
    """Return three to seven sentences a language, the most important first."""
    return {language: _findings(trial, language) for language in LANGUAGES}


def _findings(trial: Trial, language: Language) -> list[str]:
    told = [_outcome(trial, language), _product(trial, language)]
    if trial.state not in ("few", "baseline"):
        told.append(_range(trial, language))
    if trial.known.new_items.any() and "content" in trial.evaluations and trial.state != "few":
        told.append(_new_items(trial, language))
    if len(trial.by_history) > 1 and trial.state != "baseline":
        (_, none), (some, hits) = trial.by_history[0], trial.by_history[-1]
        told.append(_NEW_USERS.of(language, none=percent(none), some=some, hits=percent(hits)))
    if trial.list_of_user:
        told.append(_explained(trial, language))
    return [*told, (_SAMPLE if trial.is_sample else _OFFLINE).of(language)]


def _outcome(trial: Trial, language: Language) -> str:
    wording = {
        "better": _BETTER,
        "worse": _WORSE,
        "similar": _SIMILAR,
        "baseline": _BASELINE,
        "few": _FEW,
    }[trial.state]
    best = max(trial.evaluations, key=lambda name: trial.evaluations[name].hit_rate)
    return wording.of(
        language,
        method=_method(trial.parameters.method, language, begins=True),
        users=f"{len(trial.known.tested):,}",
        k=trial.parameters.k,
        hits=percent(trial.chosen.hit_rate),
        base=percent(trial.baseline.hit_rate),
        p=figure(trial.p_value, 2),
        best=_method(best, language),
        best_hits=percent(trial.evaluations[best].hit_rate),
    )


def _product(trial: Trial, language: Language) -> str:
    wording = {
        "better": _PRODUCT_BETTER,
        "worse": _PRODUCT_NOT,
        "similar": _PRODUCT_NOT,
        "baseline": _PRODUCT_BASELINE,
        "few": _PRODUCT_FEW,
    }[trial.state]
    return wording.of(
        language,
        method=_method(trial.parameters.method, language),
        gain=figure(100 * (trial.chosen.hit_rate - trial.baseline.hit_rate), 2),
        coverage=percent(trial.baseline.coverage),
    )


def _range(trial: Trial, language: Language) -> str:
    return _RANGE.of(
        language,
        method=_method(trial.parameters.method, language, begins=True),
        coverage=percent(trial.chosen.coverage),
        base=percent(trial.baseline.coverage),
        novelty=figure(trial.chosen.novelty, 2),
        base_novelty=figure(trial.baseline.novelty, 2),
    )


def _new_items(trial: Trial, language: Language) -> str:
    return _NEW_ITEMS.of(
        language,
        new=int(trial.known.new_items.sum()),
        collaborative=trial.evaluations["collaborative"].new_items_shown,
        content=trial.evaluations["content"].new_items_shown,
    )


def _explained(trial: Trial, language: Language) -> str:
    named = [quoted(trial.title(item).of(language)) for item in trial.list_of_user[:_MOST_NAMED]]
    items = ("、" if language == "zh" else ", ").join(named)
    return _EXPLAINED.of(language, user=quoted(trial.user_name().of(language)), items=items)


def _method(name: str, language: Language, *, begins: bool = False) -> str:
    """Return what a method is called within a sentence or at its beginning."""
    title = METHODS[name].of(language)
    if language == "zh":
        return title
    called = {
        "content": "content-based recommendation",
        "hybrid": "the hybrid",
        "popularity": "the popular list",
    }
    title = called.get(name, title)
    return title[:1].upper() + title[1:] if begins else title
