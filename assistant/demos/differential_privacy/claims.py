"""What the article says of protecting privacy, judged by what an attack achieved."""

from assistant.demos.differential_privacy.mechanism import (
    Outcome,
    Setting,
    advantage_bound,
    advantage_of_one_answer,
)
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure, number, percent
from assistant.tools.demo import Claim

PROTECTED = 0.5
"""Up to this bound of the advantage an attacker is right three times in four at most; the demo calls that protection."""

_PROTECTS = Bilingual(zh="差分隐私能保护用户的隐私。", en="Differential privacy protects users' privacy.")
_PROTECTS_HOLDS = Bilingual(
    zh="这样设成立：不加噪声，攻击者每次都猜对某人在不在数据里；加了噪声，只对 {right}（瞎猜是 50%），再高明的攻击也超不过 {limit}。",
    en="It does with these settings: without noise an attacker always knows whether somebody is among the data; with it they are right {right} of the time (guessing gives 50%), and no attack exceeds {limit}.",
)
_PROTECTS_FAILS = Bilingual(
    zh="光说用了差分隐私还不够：这里 {queries} 次回答一共用掉 ε = {total}，攻击者有 {right} 猜对某人在不在数据里，上限是 {limit}。保护来自小的总 ε，不来自这个名字。",
    en="The name alone does not: here {queries} answers use up ε = {total} in all, and an attacker is right {right} of the time, {limit} at most. A small total ε protects, not the name.",
)
_TRADE = Bilingual(
    zh="加的噪声越大，保护越强，准确度越低。",
    en="The more noise is added, the stronger the protection and the lower the accuracy.",
)
_TRADE_REASON = Bilingual(
    zh="这次 ε = {epsilon}，误差平均 {error}，一次回答让攻击者最多有 {advantage} 的优势；ε 减半，误差加倍到 {doubled}，优势降到 {less}。",
    en="At ε = {epsilon} the error averages {error} and one answer gives an attacker an advantage of {advantage}; half the ε doubles the error to {doubled} and leaves an advantage of {less}.",
)
_GUARANTEE = Bilingual(zh="这些措施能“保证”安全。", en="These measures “guarantee” security.")
_GUARANTEE_REASON = Bilingual(
    zh="差分隐私保证的是上限而不是零：总 ε = {total} 时，攻击者的优势最多 {bound}，这次测到 {found}；只有什么都不公布才是零。",
    en="What differential privacy guarantees is a limit, not zero: at ε = {total} in all, an attacker's advantage is at most {bound}, and {found} was measured; only publishing nothing makes it zero.",
)


def claims(setting: Setting, outcome: Outcome) -> list[Claim]:
    """Return the claims that the run tested."""
    return [_protects(setting, outcome), _guarantees(setting, outcome), _trades(setting, outcome)]


def _protects(setting: Setting, outcome: Outcome) -> Claim:
    holds = setting.bound <= PROTECTED
    reason = (_PROTECTS_HOLDS if holds else _PROTECTS_FAILS).filled(
        queries=setting.queries,
        total=number(setting.total_epsilon),
        right=percent(outcome.right),
        limit=percent((1 + setting.bound) / 2),
    )
    found = f"{percent(outcome.right)} ≤ {percent((1 + setting.bound) / 2)}"
    return claim("9.3", "50% … 75%", found, holds=holds, statement=_PROTECTS, reason=reason)


def _guarantees(setting: Setting, outcome: Outcome) -> Claim:
    reason = _GUARANTEE_REASON.filled(
        total=number(setting.total_epsilon),
        bound=percent(setting.bound),
        found=percent(max(0.0, outcome.advantage)),
    )
    return claim("9.3", "0", f"≤ {percent(setting.bound)}", holds=False, statement=_GUARANTEE, reason=reason)


def _trades(setting: Setting, outcome: Outcome) -> Claim:
    half = setting.epsilon / 2
    doubled = setting.sensitivity / half
    reason = _TRADE_REASON.filled(
        epsilon=number(setting.epsilon),
        error=figure(outcome.error),
        advantage=percent(advantage_of_one_answer(setting.epsilon)),
        doubled=figure(doubled),
        less=percent(advantage_of_one_answer(half)),
    )
    holds = doubled > outcome.error and advantage_bound(half) < advantage_bound(setting.epsilon)
    return claim(
        "9.3",
        "ε ↓ ⇒ error ↑",
        f"{figure(outcome.error)} → {figure(doubled)}",
        holds=holds,
        statement=_TRADE,
        reason=reason,
    )
