"""What a run of the customer service found, in words."""

from assistant.demos.cells import quoted
from assistant.demos.customer_service.service import Service
from assistant.demos.proportions import trials_needed
from assistant.text import LANGUAGES, Bilingual, Language
from assistant.text.numerals import figure, number, percent

_PROMISE = 0.8
"""A share that vendors like to promise."""
_HALF = 0.5
_REACH = 0.05
_WIDE = 0.05
"""From this half-width on an interval is worth a warning."""

_REACHED = Bilingual(
    zh="门槛 {threshold} 时，智能客服自己回答 {coverage} 的问题，答对 {precision}，达到了 {target} 的目标，其余转人工。",
    en="At a threshold of {threshold} it answers {coverage} of the questions by itself and is right in {precision} of them, which reaches the target of {target}; the rest go to a person.",
)
_MISSED = Bilingual(
    zh="门槛 {threshold} 太低：智能客服自己回答 {coverage} 的问题，只答对 {precision}，没到 {target} 的目标；门槛提到 {needed} 才达到，那时只回答 {covered}。",
    en="The threshold of {threshold} is too low: it answers {coverage} of the questions by itself but is right in only {precision}, short of the target of {target}; {needed} reaches it, and then answers only {covered}.",
)
_UNREACHABLE = Bilingual(
    zh="门槛 {threshold} 时只答对 {precision}，而且门槛再怎么提也到不了 {target}：最好只有 {best}，问题出在常见问题表，不在门槛。",
    en="At a threshold of {threshold} it is right in only {precision}, and no threshold reaches {target}: the best is {best}, so what needs work is the FAQ, not the threshold.",
)
_SILENT = Bilingual(
    zh="门槛 {threshold} 太高：{questions} 个问题一个也没回答，全部转人工；最有把握的一个也只有 {highest}。",
    en="The threshold of {threshold} is too high: it answers none of the {questions} questions, and all go to a person; the most confident answer stands at {highest}.",
)
_UNLABELLED = Bilingual(
    zh="门槛 {threshold} 时，智能客服自己回答 {coverage} 的问题；答得对不对现在看不出来，因为表里没有写明每个问题该配哪一条（expected 列）。",
    en="At a threshold of {threshold} it answers {coverage} of the questions by itself; whether it is right nobody can tell, for the table does not say which entry belongs to each question (a column expected).",
)
_PRODUCT = Bilingual(
    zh="对你的产品：每天 {tickets} 个问题，它答对 {right} 个，真正省下 {saved} 元；另外 {wrong} 个用户拿到错的答案，{worth}。",
    en="For your product: of {tickets} questions a day it answers {right} correctly and truly saves {saved}; {wrong} customers get a wrong answer, and {worth}.",
)
_PRODUCT_NO_WRONG = Bilingual(
    zh="对你的产品：每天 {tickets} 个问题，它答对 {right} 个，省下 {saved} 元，这批问题里一个也没有答错。",
    en="For your product: of {tickets} questions a day it answers {right} correctly and saves {saved}; on these questions it gave no wrong answer.",
)
_WORTH = Bilingual(
    zh="一次答错带来的损失（退款、差评、流失）平均超过 {times} 元，就不如不做",
    en="if a wrong answer costs more than {times} on average (refunds, bad reviews, lost customers), it does not pay",
)
_WORTHLESS = Bilingual(zh="一个也没答对，只有损失", en="as it answers none correctly, there is only loss")
_PRODUCT_SILENT = Bilingual(
    zh="对你的产品：现在等于没上线，每天 {tickets} 个问题仍要花 {cost} 元请人回答；把门槛降到 {highest} 或更低才有用。",
    en="For your product: this is as good as not launched, and people still answer {tickets} questions a day for {cost}; it takes a threshold of at most {highest} to be of use.",
)
_PRODUCT_UNLABELLED = Bilingual(
    zh="对你的产品：先别算省了多少钱。请老客服给其中 100 个问题写上正确条目，准确率才有数，否则“接住 {coverage}”里混着多少错答没人知道。",
    en='For your product: do not count savings yet. Have an experienced agent label 100 of the questions; until then nobody knows how many wrong answers hide in "{coverage} handled".',
)
_PROMISED = Bilingual(
    zh="如果承诺“{promise} 不用人工”，门槛要降到 {threshold}，答对的只剩 {precision}：每天 {wrong} 个用户被答错，账面上省 {claimed} 元，其中只有 {saved} 元是真的。",
    en='Whoever promises "{promise} without a person" has to lower the threshold to {threshold}, where {precision} of the answers are right: {wrong} customers a day get a wrong one, and of the {claimed} saved on paper only {saved} are real.',
)
_WORST = Bilingual(
    zh="最有把握的错答：“{question}”被当成“{reply}”（把握 {confidence}）；一共答错 {wrong} 个，其中 {outside} 个在常见问题表里根本没有答案，{advice}。",
    en='The most confident mistake: "{question}" was taken for "{reply}" (confidence {confidence}). Wrong answers: {wrong}, of which {outside} ask what the FAQ does not answer at all, {advice}.',
)
_ADD = Bilingual(zh="先把它们补进表里", en="so add those first")
_TELL_APART = Bilingual(
    zh="要紧的是把相近的条目写得更分明", en="so it matters more to tell similar entries apart"
)
_UNSURE = Bilingual(
    zh="答对 {precision} 只是从 {answered} 个回答里数出来的，真实值在 {low} 到 {high} 之间都说得通；想精确到正负 5 个百分点，要有大约 {needed} 个标注过的回答。",
    en="The {precision} were counted on {answered} answers, so the true share may lie anywhere from {low} to {high}; to know it within 5 percentage points takes about {needed} labelled answers.",
)
_SAMPLE = Bilingual(
    zh="这里用的是合成的网店样本；换上自己的常见问题和最近 100 个真实问题，才是你的数字。",
    en="These are synthetic questions of an online shop; bring your own FAQ and your last 100 real questions for figures of your own.",
)
_TRY = Bilingual(
    zh="接着可以试试“门槛改成 {threshold}”。", en='Next, try "set the threshold to {threshold}".'
)


def findings(service: Service) -> dict[str, list[str]]:
    """Return three to seven sentences a language, the most important first."""
    return {language: _findings(service, language) for language in LANGUAGES}


def _findings(service: Service, language: Language) -> list[str]:
    told = [_outcome(service, language), _product(service, language)]
    if service.is_labelled:
        told.append(_promised(service, language))
    if service.worst is not None:
        told.append(_mistakes(service, service.worst, language))
    if service.is_labelled and service.now.answered:
        told += _unsure(service, language)
    if service.is_sample:
        told.append(_SAMPLE.of(language))
    return [*told, _next_try(service, language)]


def _outcome(service: Service, language: Language) -> str:
    now, target = service.now, service.target
    precisions = [p.precision or 0.0 for p in service.curve.points]
    wording = {
        "reached": _REACHED,
        "missed": _MISSED,
        "unreachable": _UNREACHABLE,
        "silent": _SILENT,
        "unlabelled": _UNLABELLED,
    }[service.state]
    return wording.of(
        language,
        threshold=number(now.threshold),
        questions=f"{now.questions:,}",
        coverage=percent(now.coverage),
        precision=percent(now.precision or 0.0),
        target=percent(service.parameters.target_precision),
        needed=number(service.target_threshold or 0.0),
        covered=percent(target.coverage if target else 0.0),
        best=percent(max(precisions)),
        highest=_highest(service),
    )


def _product(service: Service, language: Language) -> str:
    now, tickets = service.now, f"{service.parameters.tickets_per_day:,}"
    if service.state == "silent":
        cost = figure(service.money_a_day(now.questions), 2)
        return _PRODUCT_SILENT.of(language, tickets=tickets, cost=cost, highest=_highest(service))
    if service.state == "unlabelled":
        return _PRODUCT_UNLABELLED.of(language, coverage=percent(now.coverage))
    values = {
        "tickets": tickets,
        "right": figure(service.a_day(now.right), 2),
        "saved": figure(service.money_a_day(now.right), 2),
    }
    if not now.wrong:
        return _PRODUCT_NO_WRONG.of(language, **values)
    break_even = service.parameters.cost_per_ticket * now.right / now.wrong
    worth = _WORTH.of(language, times=figure(break_even, 2)) if now.right else _WORTHLESS.of(language)
    return _PRODUCT.of(language, **values, wrong=figure(service.a_day(now.wrong), 2), worth=worth)


def _promised(service: Service, language: Language) -> str:
    point = service.curve.covering(_PROMISE)
    return _PROMISED.of(
        language,
        promise=percent(_PROMISE),
        threshold=number(service.curve.plain(point)),
        precision=percent(point.precision or 0.0),
        wrong=figure(service.a_day(point.wrong), 2),
        claimed=figure(service.money_a_day(point.answered), 2),
        saved=figure(service.money_a_day(point.right), 2),
    )


def _mistakes(service: Service, worst: int, language: Language) -> str:
    wrong = service.wrong_by_confidence
    outside = sum(not service.answering.has_answer[n] for n in wrong)
    return _WORST.of(
        language,
        question=quoted(service.question(worst).of(language)),
        reply=quoted(service.reply(worst).of(language)),
        confidence=f"{service.answering.confidence[worst]:.2f}",
        wrong=len(wrong),
        outside=outside,
        advice=_ADD if 2 * outside >= len(wrong) else _TELL_APART,
    )


def _unsure(service: Service, language: Language) -> list[str]:
    """Return a warning where the precision was counted on too few answers to be relied on."""
    now = service.now
    if now.precision is None or now.interval is None or (now.interval[1] - now.interval[0]) / 2 < _WIDE:
        return []
    low, high = now.interval
    # At 0 or 100 % the formula for the number needed would say that none is.
    expected = min(max(now.precision, low), high, 0.9) if now.precision > 0.5 else max(now.precision, 0.1)
    needed = trials_needed(expected, _REACH)
    return [
        _UNSURE.of(
            language,
            precision=percent(now.precision),
            answered=f"{now.answered:,}",
            low=percent(low),
            high=percent(high),
            needed=f"{needed:,}",
        )
    ]


def _next_try(service: Service, language: Language) -> str:
    """Return a threshold to try: the one that reaches the target, else one that answers half of the questions."""
    threshold = service.target_threshold
    if threshold is None or threshold == service.parameters.threshold or service.state == "reached":
        threshold = service.curve.plain(service.curve.covering(_HALF))
    return _TRY.of(language, threshold=number(threshold))


def _highest(service: Service) -> str:
    return number(float(service.answering.confidence.max()))
