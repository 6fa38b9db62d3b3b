"""The synthetic purchases that ship with the demo, made from a fixed seed."""

import numpy as np

from assistant.demos.samples import Sample
from assistant.text import Bilingual
from assistant.tools.tables import DataTable

_SEED = 64
_USERS, _RECORDS = 90, 14
_NEW_USERS, _NEW_ITEMS = 8, 9
_NEW_FROM, _DAYS = 94, 100
"""Before that day nobody knows the new users and items; it lies after the split."""
_TASTE = 6.0
"""How many times likelier a user buys from a category of theirs."""

_CATEGORIES = (
    (
        Bilingual("户外", "outdoor"),
        ("登山鞋 hiking boots", "冲锋衣 rain jacket", "帐篷 tent", "睡袋 sleeping bag"),
    ),
    (Bilingual("厨房", "kitchen"), ("炒锅 wok", "菜刀 knife", "电饭煲 rice cooker", "保鲜盒 food box")),
    (Bilingual("母婴", "baby"), ("奶瓶 bottle", "推车 stroller", "尿布 nappies", "绘本 picture book")),
    (Bilingual("数码", "gadgets"), ("耳机 headphones", "充电宝 power bank", "键盘 keyboard", "音箱 speaker")),
    (Bilingual("护肤", "skincare"), ("面霜 cream", "防晒霜 sunscreen", "面膜 face mask", "洗面奶 cleanser")),
)
_GRADES = (
    Bilingual("轻便", "light"),
    Bilingual("经典", "classic"),
    Bilingual("高级", "premium"),
    Bilingual("迷你", "mini"),
    Bilingual("家用", "family"),
)


def sample() -> Sample:
    """Return the synthetic purchases: users with a taste or two, items of which few are popular, some of both new."""
    rng = np.random.default_rng(_SEED)
    items = [(called, name, grade) for called, names in _CATEGORIES for name in names for grade in _GRADES]
    category = np.repeat(np.arange(len(_CATEGORIES)), len(items) // len(_CATEGORIES))
    popularity = 1 / (1 + rng.permutation(len(items))) ** 0.8
    new_items = np.isin(np.arange(len(items)), rng.choice(len(items), _NEW_ITEMS, replace=False))
    rows: list[tuple[str, ...]] = []
    for user in range(_USERS):
        tastes = rng.choice(len(_CATEGORIES), rng.integers(1, 3), replace=False)
        is_taste = np.isin(category, tastes)
        # The largest of ln p + Gumbel noise are drawn without replacement with probability p.
        drawn = np.log(popularity * np.where(is_taste, _TASTE, 1.0)) + rng.gumbel(size=len(items))
        bought = rng.permutation(np.argsort(-drawn)[:_RECORDS])
        days = rng.integers(_NEW_FROM if user >= _USERS - _NEW_USERS else 0, _DAYS, _RECORDS)
        days = np.where(new_items[bought], np.maximum(days, _NEW_FROM), days)
        stars = np.where(is_taste[bought], rng.integers(4, 6, _RECORDS), rng.integers(2, 6, _RECORDS))
        for n in np.argsort(days, kind="stable"):
            item = int(bought[n])
            rows.append(_row(user, item, items[item], int(stars[n]), int(days[n])))
    header = ("user", "item", "rating", "title", "tags", "time")
    return Sample(DataTable.of_rows("sample-purchases.csv", header, rows), _english())


def _row(
    user: int, item: int, described: tuple[Bilingual, str, Bilingual], stars: int, day: int
) -> tuple[str, ...]:
    category, name, grade = described
    kind = name.partition(" ")[0]
    tags = f"{category.zh} {kind} {grade.zh}"
    return f"用户 {user + 1:02}", f"P{item + 1:02}", str(stars), f"{grade.zh}{kind}", tags, str(day)


def _english() -> dict[str, str]:
    words = {f"用户 {n + 1:02}": f"user {n + 1:02}" for n in range(_USERS)}
    words |= {category.zh: category.en for category, _ in _CATEGORIES}
    words |= {grade.zh: grade.en for grade in _GRADES}
    for _, names in _CATEGORIES:
        for name in names:
            zh, _, en = name.partition(" ")
            words[zh] = en
            words |= {f"{grade.zh}{zh}": f"{grade.en} {en}" for grade in _GRADES}
    return words
