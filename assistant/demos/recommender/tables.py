"""The tables of the recommender: the methods side by side, and one user's list with its reasons."""

from assistant.demos.recommender.parameters import METHODS
from assistant.demos.recommender.trial import Trial
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Table

_LONGEST_CELL = 80
_MOST_TAGS = 4

_METHODS = Bilingual(zh="四种方法比一比", en="The methods side by side")
_METHOD_COLUMNS = Bilingual(
    zh="方法|猜中（HR@k）|区间下限|区间上限|NDCG@k|露面的商品|新颖度（比特）|露面的新品",
    en="Method|Hits (HR@k)|Interval from|Interval to|NDCG@k|Items shown|Novelty (bits)|New items shown",
)
_LIST = Bilingual(zh="一个用户的推荐", en="One user's list")
_LIST_COLUMNS = Bilingual(zh="名次|商品|理由", en="Rank|Item|Reason")
_TOGETHER = Bilingual(zh="喜欢过 {items} 的人也喜欢它", en="those who liked {items} like it too")
_ALIKE = Bilingual(zh="和喜欢过的 {items} 相像（{tags}）", en="like {items}, which they liked ({tags})")
_POPULAR = Bilingual(zh="热门：{count} 个用户喜欢", en="popular: liked by {count} users")
_REASON_SEPARATOR = Bilingual(zh="；", en="; ")
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")


def tables(trial: Trial) -> list[Table]:
    """Return the table of the methods, and the explained list where there is one."""
    return [_methods(trial), *([_list(trial)] if trial.list_of_user else [])]


def _methods(trial: Trial) -> Table:
    def row(name: str, language: Language) -> list[str | float | None]:
        found = trial.evaluations[name]
        low, high = found.interval
        return [
            METHODS[name].of(language),
            percent(found.hit_rate),
            percent(low),
            percent(high),
            round(found.ndcg, 4),
            percent(found.coverage),
            round(found.novelty, 2),
            found.new_items_shown,
        ]

    return Table(
        title=_METHODS.both(),
        columns={"zh": _METHOD_COLUMNS.zh.split("|"), "en": _METHOD_COLUMNS.en.split("|")},
        rows={
            "zh": [row(name, "zh") for name in trial.evaluations],
            "en": [row(name, "en") for name in trial.evaluations],
        },
    )


def _list(trial: Trial) -> Table:
    def row(rank: int, item: int, language: Language) -> list[str | float | None]:
        return [rank, trial.title(item).of(language)[:_LONGEST_CELL], reason(trial, item, language)]

    ranked = list(enumerate(trial.list_of_user, start=1))
    return Table(
        title=_LIST.both(),
        columns={"zh": _LIST_COLUMNS.zh.split("|"), "en": _LIST_COLUMNS.en.split("|")},
        rows={
            "zh": [row(rank, item, "zh") for rank, item in ranked],
            "en": [row(rank, item, "en") for rank, item in ranked],
        },
    )


def reason(trial: Trial, item: int, language: Language) -> str:
    """Return why the explained user is shown an item: what of theirs speaks for it, or else how popular it is."""
    method, between = trial.parameters.method, _LIST_SEPARATOR.of(language)
    given: list[str] = []
    together = trial.because(item, "collaborative") if method in ("collaborative", "hybrid") else []
    if together:
        names = between.join(trial.title(n).of(language)[:_LONGEST_CELL] for n in together)
        given.append(_TOGETHER.of(language, items=names))
    alike = trial.because(item, "content") if method in ("content", "hybrid") else []
    if alike:
        names = between.join(trial.title(n).of(language)[:_LONGEST_CELL] for n in alike)
        own = trial.records.tags[item]
        shared = tuple(tag for tag in own if any(tag in trial.records.tags[n] for n in alike))[:_MOST_TAGS]
        tags = between.join(tag.of(language)[:_LONGEST_CELL] for tag in trial.tags(shared))
        given.append(_ALIKE.of(language, items=names, tags=tags))
    if given:
        return _REASON_SEPARATOR.of(language).join(given)
    return _POPULAR.of(language, count=f"{trial.known.popularity[item]:,.0f}")
