"""The tables of the customer service: what promises cost, and which questions were answered wrongly."""

from assistant.demos.customer_service.service import Service
from assistant.demos.customer_service.tradeoff import PROMISES, Point
from assistant.demos.results import Cell, columns_of, cut, table
from assistant.text import Bilingual
from assistant.text.numerals import percent
from assistant.tools.demo import Table

_MOST_SHOWN = 12

_PROMISES = Bilingual(zh="承诺自己回答多少，代价是多少", en="What it costs to promise a share of answers")
_PROMISE_COLUMNS = columns_of(
    Bilingual(
        zh="自己回答的比例|门槛|答对率|每天答对|每天答错|账面省下|真正省下",
        en="Share answered|Threshold|Precision|Right a day|Wrong a day|Saved on paper|Truly saved",
    )
)
_MISTAKES = Bilingual(
    zh="答错的问题（按把握从高到低）", en="Questions that were answered wrongly, most confident first"
)
_MISTAKE_COLUMNS = columns_of(
    Bilingual(zh="用户问题|被当成|应该是|把握", en="Question|Was taken for|Should have been|Confidence")
)
_NOTHING = Bilingual(zh="转人工（表里没有答案）", en="A person (the FAQ has no answer)")


def tables(service: Service) -> list[Table]:
    """Return the tables of a run; none where nobody said which answers are right."""
    if not service.is_labelled:
        return []
    return [_promises(service), *([_mistakes(service)] if service.wrong_by_confidence else [])]


def _promises(service: Service) -> Table:
    points = list(dict.fromkeys(service.curve.covering(share) for share in PROMISES))
    return table(_PROMISES, _PROMISE_COLUMNS, [_promise(service, point) for point in points])


def _promise(service: Service, point: Point) -> list[Cell]:
    return [
        percent(point.coverage),
        service.curve.plain(point),
        percent(point.precision or 0.0),
        round(service.a_day(point.right), 1),
        round(service.a_day(point.wrong), 1),
        round(service.money_a_day(point.answered), 2),
        round(service.money_a_day(point.right), 2),
    ]


def _mistakes(service: Service) -> Table:
    answering = service.answering
    rows: list[list[Cell]] = []
    for position in service.wrong_by_confidence[:_MOST_SHOWN]:
        number = -1 if answering.expected is None else int(answering.expected[position])
        expected = _NOTHING if number < 0 else service.entry(number)
        confidence = float(answering.confidence[position])
        said = (service.question(position), service.reply(position), expected)
        rows.append([*(cut(text) for text in said), confidence])
    return table(_MISTAKES, _MISTAKE_COLUMNS, rows)
