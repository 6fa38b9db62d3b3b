"""The flow chart of section 2.3 with the run's numbers in its boxes, and the boxes that it leaves out."""

import itertools

from assistant.demos import vega
from assistant.demos.neural_network.experiment import Experiment
from assistant.demos.results import table
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Chart, Table

_BOX, _ADDED, _WORDS = "#4c82b8", "#4f9468", "#8f8678"

_TITLE = Bilingual(zh="2.3 的循环，填上这次的数字", en="The loop of 2.3 with this run's numbers")
_SEEN = Bilingual(
    zh="七个框从上到下：用户数据、预处理、训练、验证和挑选、预测、反馈、最后的测试；反馈有一条线回到预处理。",
    en="Seven boxes from top to bottom: user data, pre-processing, training, validation and choice, prediction, feedback, the final test; a line leads from feedback back to pre-processing.",
)
_ARTICLE = Bilingual(zh="文章画了的框", en="boxes of the article")
_MISSING = Bilingual(zh="文章没画的框", en="boxes that it leaves out")
_BACK = Bilingual(zh="反馈回到预处理", en="feedback goes back")

_BOXES: tuple[tuple[Bilingual, Bilingual, bool], ...] = (
    (
        Bilingual(zh="用户数据", en="User data"),
        Bilingual(zh="{all} 条记录，每条 {features} 个数", en="{all} records of {features} numbers"),
        True,
    ),
    (
        Bilingual(zh="数据预处理", en="Data pre-processing"),
        Bilingual(
            zh="训练 {train} 条，其中标错 {wrong} 条", en="{train} to train on, {wrong} of them mislabelled"
        ),
        True,
    ),
    (
        Bilingual(zh="模型训练", en="Model training"),
        Bilingual(
            zh="{size} 个参数，训练正确率 {fitted}", en="{size} parameters, training accuracy {fitted}"
        ),
        True,
    ),
    (
        Bilingual(zh="验证和挑选", en="Validation and choice"),
        Bilingual(
            zh="{validation} 条，选中{chosen}，{score}", en="{validation} records; chosen: {chosen}, {score}"
        ),
        False,
    ),
    (
        Bilingual(zh="预测结果", en="Prediction results"),
        Bilingual(zh="给 {incoming} 位新用户，对了 {saw}", en="for {incoming} new users, {saw} right"),
        True,
    ),
    (
        Bilingual(zh="用户反馈", en="User feedback"),
        Bilingual(
            zh="{rounds} 轮后，验证 {first} → {last}", en="{rounds} rounds: validation {first} → {last}"
        ),
        True,
    ),
    (
        Bilingual(zh="最后的测试", en="Final test"),
        Bilingual(zh="{test} 条，只测一次：{tested}", en="{test} records, once: {tested}"),
        False,
    ),
)
CHOSEN = {
    "linear": Bilingual(zh="没有隐藏层的模型", en="no hidden layer"),
    "network": Bilingual(zh="神经网络", en="the network"),
}


def boxes(ran: Experiment) -> list[tuple[Bilingual, Bilingual, bool]]:
    """Return each box's name, what went through it in this run, and whether the article draws it."""
    parts, rounds = ran.parts, ran.rounds
    batches = [each for each in rounds if each.users_saw is not None]
    brought = [each.train_size - before.train_size for before, each in itertools.pairwise(rounds)]
    weighed = sum((each.users_saw or 0) * n for each, n in zip(batches, brought, strict=True))
    figures = {
        "all": f"{sum(map(len, (parts.train, parts.validation, parts.incoming, parts.test))):,}",
        "features": parts.train.x.shape[1],
        "train": f"{len(parts.train):,}",
        "wrong": f"{parts.wrong:,}",
        "size": f"{ran.network.best.size:,}",
        "fitted": percent(float(ran.network.train_accuracy[-1])),
        "validation": f"{len(parts.validation):,}",
        "chosen": CHOSEN[ran.chosen],
        "score": percent(ran.rounds[0].training.score),
        "incoming": f"{sum(brought):,}",
        "saw": percent(weighed / sum(brought)) if sum(brought) else "–",
        "rounds": len(rounds) - 1,
        "first": percent(rounds[0].training.score),
        "last": percent(rounds[-1].training.score),
        "test": f"{len(parts.test):,}",
        "tested": percent(ran.test_accuracy),
    }
    return [(name, words.filled(**figures), drawn) for name, words, drawn in _BOXES]


def loop_table(ran: Experiment) -> Table:
    """Return the boxes as a table."""
    yes, no = Bilingual(zh="画了", en="yes"), Bilingual(zh="没画", en="no")
    return table(
        _TITLE,
        [
            Bilingual(zh="框", en="Box"),
            Bilingual(zh="这次", en="In this run"),
            Bilingual(zh="文章的图里", en="In the article's chart"),
        ],
        [[name, words, yes if drawn else no] for name, words, drawn in boxes(ran)],
    )


def chart(ran: Experiment) -> Chart:
    """Return the boxes as a flow chart."""
    return vega.chart("loop", _TITLE, lambda language: _spec(ran, language))


def _spec(ran: Experiment, language: Language) -> Spec:
    rows: Rows = [
        {
            "x": 0,
            "x2": 10,
            "top": -number - 0.36,
            "bottom": -number + 0.36,
            "middle": 5,
            "y": -number + 0.15,
            "below": -number - 0.16,
            "name": name.of(language),
            "words": words.of(language),
            "series": (_ARTICLE if drawn else _MISSING).of(language),
        }
        for number, (name, words, drawn) in enumerate(boxes(ran))
    ]
    arrows: Rows = [
        {"x": 5, "from": -n - 0.36, "to": -n - 0.64, "series": _ARTICLE.of(language)}
        for n in range(len(rows) - 1)
    ]
    corners = ((10, -5), (10.7, -5), (10.7, -1), (10, -1))
    back: Rows = [
        {"x": x, "y": y, "order": order, "series": _BACK.of(language)} for order, (x, y) in enumerate(corners)
    ]
    names = {_ARTICLE: _BOX, _MISSING: _ADDED, _BACK: _WORDS}
    across = _hidden("x", [-0.3, 11])
    up = _hidden("y", [-6.5, 0.5])
    return {
        "description": _SEEN.of(language),
        "encoding": {"color": vega.colours(names, shown=set(names), language=language)},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "rect", "fillOpacity": 0.12, "strokeWidth": 1.5, "cornerRadius": 6},
                "encoding": {
                    "x": across,
                    "x2": {"field": "x2"},
                    "y": {**up, "field": "top"},
                    "y2": {"field": "bottom"},
                    "stroke": vega.colours(names, shown=set(names), language=language),
                },
            },
            _text(rows, "name", "y", {"fontWeight": "bold"}),
            _text(rows, "words", "below", {}),
            {
                "data": {"values": arrows},
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"x": across, "y": {**up, "field": "from"}, "y2": {"field": "to"}},
            },
            {
                "data": {"values": back},
                "mark": {"type": "line", "strokeWidth": 2, "strokeDash": [6, 4]},
                "encoding": {"x": across, "y": up, "order": {"field": "order", "type": "quantitative"}},
            },
        ],
    }


def _text(rows: Rows, field: str, height: str, style: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "fontSize": 12, **style},
        "encoding": {
            "x": {**_hidden("middle", [-0.3, 11])},
            "y": {**_hidden(height, [-6.5, 0.5])},
            "text": {"field": field, "type": "nominal"},
            # A mid-tone reads on paper and on near-black.
            "color": {"value": _WORDS},
        },
    }


def _hidden(field: str, domain: list[float]) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
