"""What can be set of the recommender, and how people speak of it."""

from assistant.demos.recommender.sample import sample
from assistant.demos.seeds import seed_parameter
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Table, Text, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter
from assistant.tools.tables import Column, DataTable

SAMPLE = sample()
DATA_TITLE = Bilingual(zh="行为记录", en="Records")
USER_TITLE = Bilingual(zh="看哪个用户", en="User")
METHODS: dict[str, Bilingual] = {
    "collaborative": Bilingual(zh="协同过滤", en="collaborative filtering"),
    "content": Bilingual(zh="基于内容", en="content-based"),
    "hybrid": Bilingual(zh="两种合用", en="hybrid"),
    "popularity": Bilingual(zh="热门榜", en="popularity"),
}


class Recommender(DemoParameters):
    """What can be set; the table at the defaults holds synthetic purchases."""

    method: str = parameter(
        "collaborative",
        Choice(
            labels=METHODS,
            phrases={
                "hybrid": ("混合推荐", "合用", "混合", "hybrid recommendation"),
                "popularity": ("热门推荐", "热门", "most popular", "bestsellers"),
            },
            terms={
                "collaborative": ("协同过滤推荐", "collaborative"),
                "content": ("基于内容的推荐", "内容推荐", "content based", "content"),
            },
        ),
        Wording(
            title=Bilingual(zh="推荐方法", en="Method"),
            description=Bilingual(
                zh="collaborative：协同过滤；content：基于内容；hybrid：两种合用；popularity：人人看同一张热门榜。",
                en="collaborative: by what goes together; content: by what is alike; hybrid: both; popularity: the same list of popular items for everybody.",
            ),
            aliases=("推荐算法", "方法", "recommendation method"),
        ),
    )
    k: int = parameter(
        10,
        WholeNumber(ge=1, le=50),
        Wording(
            title=Bilingual(zh="推荐几件", en="List length"),
            description=Bilingual(
                zh="给每个用户推荐多少件。1 到 50。", en="How many items each user is shown. 1 to 50."
            ),
            aliases=("推荐数", "推荐数量", "推荐个数", "列表长度", "top-k", "top k", "length of the list"),
            verbs=("推荐", "recommend"),
        ),
    )
    user: str | None = parameter(
        None,
        Text(longest=200),
        Wording(
            title=USER_TITLE,
            description=Bilingual(
                zh="解释给谁的推荐；不填就挑一个记录多的用户。",
                en="Whose list is explained; without one, a user with many records is chosen.",
            ),
            aliases=("用户名", "用户", "给谁推荐", "for user", "user"),
        ),
    )
    seed: int | None = seed_parameter(
        Bilingual(
            zh="没有时间列时，每个用户随机留一件来考，用户太多时随机抽 1,000 个来考；同一个种子抽到同样的",
            en="Without a column time, one item of each user is held out at random, and of many users 1,000 are tested at random; the same seed draws the same",
        )
    )
    data: DataTable = parameter(
        SAMPLE.table,
        Table(
            (
                Column("user", Bilingual(zh="用户", en="User"), ("用户 id", "user id", "customer", "买家")),
                Column(
                    "item",
                    Bilingual(zh="商品", en="Item"),
                    ("商品 id", "item id", "product", "product id", "sku", "movie", "movie id"),
                ),
                Column(
                    "rating", Bilingual(zh="评分", en="Rating"), ("次数", "score", "count", "stars", "行为")
                ),
                Column("title", Bilingual(zh="名称", en="Title"), ("商品名", "标题"), optional=True),
                Column(
                    "tags",
                    Bilingual(zh="标签", en="Tags"),
                    ("属性", "类目", "category", "genres"),
                    optional=True,
                ),
                Column("time", Bilingual(zh="时间", en="Time"), ("日期", "date", "timestamp"), optional=True),
            )
        ),
        Wording(
            title=DATA_TITLE,
            description=Bilingual(
                zh="CSV 或 Excel，一行一条行为：用户、商品、评分（只有买或没买就都写 1），还可以有名称、标签、时间。最多 5,000 个用户、2,000 件商品。默认是合成的购买记录。",
                en="A CSV or Excel file, one record a row: user, item, rating (1 throughout where there are only purchases), and if you like title, tags, time. At most 5,000 users and 2,000 items. The default holds synthetic purchases.",
            ),
            aliases=("购买记录", "评分表", "purchases file"),
        ),
    )
