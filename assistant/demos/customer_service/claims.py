"""What section 6.2 says of intelligent customer service, judged by what the run gave."""

from assistant.demos.customer_service.service import Service
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import number, percent
from assistant.tools.demo import Claim

_SECTION = "6.2"
_MARKED = 0.2
"""From this share of correct answers without a person on, the gain counts as marked."""
_EVERY = 0.95

_EFFICIENT = Bilingual(
    zh="智能客服能明显提高客户服务的效率。",
    en="Intelligent customer service makes customer service markedly more efficient.",
)
_EFFICIENT_HOLDS = Bilingual(
    zh="在答对率不低于 {target} 的前提下，{share} 的问题不用人工就答对了；没有这个前提，效率只是把错答也算了进去。",
    en="While at least {target} of the answers are right, {share} of the questions are solved without a person; without that condition, efficiency would count wrong answers too.",
)
_EFFICIENT_FAILS = Bilingual(
    zh="在答对率不低于 {target} 的前提下，只有 {share} 的问题不用人工就答对了（这里把 {marked} 以上算明显）；文章没说效率要在什么准确率下算。",
    en="While at least {target} of the answers are right, only {share} of the questions are solved without a person ({marked} would count as marked); the article does not say at which precision efficiency is to be measured.",
)
_ON_THE_SPOT = Bilingual(
    zh="用户购物时碰到的问题，当场就能解决。",
    en="Problems that users run into while shopping are solved on the spot.",
)
_ON_THE_SPOT_REASON = Bilingual(
    zh="就算每个问题都回答，也只有 {solved} 当场答对：{outside} 的问题在常见问题表里没有答案，其余的也有 {missed} 配错了条目。",
    en="Even if every question were answered, {solved} are solved on the spot: to {outside} the FAQ has no answer, and of the rest {missed} are matched with the wrong entry.",
)
_WORDINGS = Bilingual(
    zh="关键词回复换个说法就可能答不上来，按意思来理解就能应付各种问法。",
    en="Replies by keyword may fail when the wording differs; going by what is meant copes with all kinds of wording.",
)
_WORDINGS_REASON = Bilingual(
    zh="在有答案的 {count} 个问题上，按字面匹配找对 {words}，按意思匹配找对 {meaning}；“各种问法”说得太满，仍有 {missed} 找错。",
    en='On the {count} questions that have an answer, matching words finds the right entry in {words}, matching meaning in {meaning}; "all kinds of wording" says too much, as {missed} are still missed.',
)
_CONFIDENTLY_WRONG = Bilingual(
    zh="它也可能答得头头是道却是错的。", en="It can also give an answer that sounds right and is wrong."
)
_CONFIDENTLY_WRONG_HOLDS = Bilingual(
    zh="门槛 {threshold} 时答了 {answered} 个，错了 {wrong} 个；最有把握的错答把握高达 {confidence}，光看把握认不出来。",
    en="At a threshold of {threshold} it gave {answered} answers, {wrong} of them wrong; the most confident mistake stands at {confidence}, so confidence alone does not give it away.",
)
_CONFIDENTLY_WRONG_FAILS = Bilingual(
    zh="门槛 {threshold} 时答了 {answered} 个，没有一个错；门槛高就少错，代价是大多转人工。",
    en="At a threshold of {threshold} it gave {answered} answers, none of them wrong; a high threshold avoids mistakes at the price of leaving most to people.",
)


def claims(service: Service) -> list[Claim]:
    """Return the claims that the run tested; none where nobody said which answers are right."""
    if not service.is_labelled:
        return []
    told = [_efficient(service), _on_the_spot(service)]
    if service.hit_rate is not None:
        told.append(_wordings(service, service.hit_rate))
    return [*told, _confidently_wrong(service)]


def _efficient(service: Service) -> Claim:
    target = percent(service.parameters.target_precision)
    share = service.target.right / service.target.questions if service.target else 0.0
    holds = share >= _MARKED
    reason = (_EFFICIENT_HOLDS if holds else _EFFICIENT_FAILS).filled(
        target=target, share=percent(share), marked=percent(_MARKED)
    )
    return _claim("↑", f"{percent(share)} @ precision ≥ {target}", holds, _EFFICIENT, reason)


def _on_the_spot(service: Service) -> Claim:
    solved = float(service.answering.right.mean())
    reason = _ON_THE_SPOT_REASON.filled(
        solved=percent(solved),
        outside=percent(service.unanswerable),
        missed=percent(1 - service.hit_rate) if service.hit_rate is not None else "0%",
    )
    return _claim("≈ 100%", percent(solved), solved >= _EVERY, _ON_THE_SPOT, reason)


def _wordings(service: Service, meaning: float) -> Claim:
    answering = service.answering
    words = float(answering.right_by_words[answering.has_answer].mean())
    reason = _WORDINGS_REASON.filled(
        count=int(answering.has_answer.sum()),
        words=percent(words),
        meaning=percent(meaning),
        missed=percent(1 - meaning),
    )
    found = f"{percent(meaning)} vs {percent(words)}"
    return _claim("meaning > keywords", found, meaning > words, _WORDINGS, reason)


def _confidently_wrong(service: Service) -> Claim:
    worst = service.worst
    wording = _CONFIDENTLY_WRONG_FAILS if worst is None else _CONFIDENTLY_WRONG_HOLDS
    reason = wording.filled(
        threshold=number(service.now.threshold),
        answered=service.now.answered,
        wrong=service.now.wrong,
        confidence="" if worst is None else f"{service.answering.confidence[worst]:.2f}",
    )
    found = f"{service.now.wrong} / {service.now.answered}"
    return _claim("> 0", found, worst is not None, _CONFIDENTLY_WRONG, reason)


def _claim(claimed: str, found: str, holds: bool, statement: Bilingual, reason: Bilingual) -> Claim:
    return claim(_SECTION, claimed, found, holds=holds, statement=statement, reason=reason)
