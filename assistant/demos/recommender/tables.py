"""The tables of the recommender: the methods side by side, and one user's list with its reasons."""

from assistant.demos.recommender.parameters import METHODS
from assistant.demos.recommender.trial import Trial
from assistant.demos.results import Cell, columns_of, cut, table
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Table

_MOST_TAGS = 4

_METHODS = Bilingual(zh="四种方法比一比", en="The methods side by side")
_METHOD_COLUMNS = columns_of(
    Bilingual(
        zh="方法|猜中（HR@k）|区间下限|区间上限|NDCG@k|露面的商品|新颖度（比特）|露面的新品",
        en="Method|Hits (HR@k)|Interval from|Interval to|NDCG@k|Items shown|Novelty (bits)|New items shown",
    )
)
_LIST = Bilingual(zh="一个用户的推荐", en="One user's list")
_LIST_COLUMNS = columns_of(Bilingual(zh="名次|商品|理由", en="Rank|Item|Reason"))
_TOGETHER = Bilingual(zh="喜欢过 {items} 的人也喜欢它", en="those who liked {items} like it too")
_ALIKE = Bilingual(zh="和喜欢过的 {items} 相像（{tags}）", en="like {items}, which they liked ({tags})")
_POPULAR = Bilingual(zh="热门：{count} 个用户喜欢", en="popular: liked by {count} users")
_REASON_SEPARATOR = Bilingual(zh="；", en="; ")
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")


def tables(trial: Trial) -> list[Table]:
    """Return the table of the methods, and the explained list where there is one."""
    return [_methods(trial), *([_list(trial)] if trial.list_of_user else [])]


def _methods(trial: Trial) -> Table:
    def row(name: str) -> list[Cell]:
        found = trial.evaluations[name]
        low, high = found.interval
        return [
            METHODS[name],
            percent(found.hit_rate),
            percent(low),
            percent(high),
            round(found.ndcg, 4),
            percent(found.coverage),
            round(found.novelty, 2),
            found.new_items_shown,
        ]

    return table(_METHODS, _METHOD_COLUMNS, [row(name) for name in trial.evaluations])


def _list(trial: Trial) -> Table:
    def row(rank: int, item: int) -> list[Cell]:
        reasons = Bilingual(reason(trial, item, "zh"), reason(trial, item, "en"))
        return [rank, cut(trial.title(item)), reasons]

    return table(_LIST, _LIST_COLUMNS, [row(*ranked) for ranked in enumerate(trial.list_of_user, start=1)])


def reason(trial: Trial, item: int, language: Language) -> str:
    """Return why the explained user is shown an item: what of theirs speaks for it, or else how popular it is."""
    method, between = trial.parameters.method, _LIST_SEPARATOR.of(language)
    given: list[str] = []
    together = trial.because(item, "collaborative") if method in ("collaborative", "hybrid") else []
    if together:
        names = between.join(cut(trial.title(n)).of(language) for n in together)
        given.append(_TOGETHER.of(language, items=names))
    alike = trial.because(item, "content") if method in ("content", "hybrid") else []
    if alike:
        names = between.join(cut(trial.title(n)).of(language) for n in alike)
        own = trial.records.tags[item]
        shared = tuple(tag for tag in own if any(tag in trial.records.tags[n] for n in alike))[:_MOST_TAGS]
        tags = between.join(cut(tag).of(language) for tag in trial.tags(shared))
        given.append(_ALIKE.of(language, items=names, tags=tags))
    if given:
        return _REASON_SEPARATOR.of(language).join(given)
    return _POPULAR.of(language, count=f"{trial.known.popularity[item]:,.0f}")
