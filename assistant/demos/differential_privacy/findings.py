"""What publishing with noise costs and protects, in words."""

import math

from assistant.demos.differential_privacy.claims import PROTECTED
from assistant.demos.differential_privacy.mechanism import Outcome, Setting
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import figure, number, percent

USABLE_ERROR = 0.05
"""Up to this share of the true value an error rarely changes a decision."""
_TARGET_EPSILON = 1.0

_NAMES = {
    "count": Bilingual(zh="用过功能的人数", en="the number who used the feature"),
    "mean": Bilingual(zh="平均消费（元）", en="mean spending (yuan)"),
    "histogram": Bilingual(zh="直方图每一档的人数", en="each bin of the histogram (people)"),
}
_PRICE = Bilingual(
    zh="代价：ε = {epsilon} 时，{name}平均偏差 {error}，是真实值 {truth} 的 {share}（理论值 {theory}）；数据是程序造的 {people} 个用户。",
    en="The price: at ε = {epsilon}, {name} is off by {error} on average, {share} of the true {truth} (theory: {theory}); the {people} users are made up by a program.",
)
_WORTH = Bilingual(
    zh="换来的：不加噪声，攻击者每次都猜得出某个人在不在数据里；加了噪声，{queries} 次回答之后他只有 {right} 猜对（瞎猜是 50%），任何攻击都超不过 {limit}。",
    en="What it buys: without noise an attacker always knows whether a certain person is among the data; with it they are right {right} of the time after {queries} (guessing gives 50%), and no attack exceeds {limit}.",
)
_BROKEN = Bilingual(
    zh="保护已经所剩无几：{queries} 次回答之后，攻击者有 {right} 猜对某个人在不在数据里（瞎猜是 50%，不加噪声是 100%），上限是 {limit}。",
    en="Little protection is left: after {queries} an attacker is right {right} of the time whether a certain person is among the data (50% is guessing, 100% is without noise), {limit} at most.",
)
_BUDGET = Bilingual(
    zh="隐私预算会花完：每问一次花掉 ε = {epsilon}，{queries} 次一共 {total}；把 {queries} 次回答取平均，误差从 {error} 降到 {averaged}，攻击者就是这样把噪声磨掉的。",
    en="The budget runs out: each answer uses ε = {epsilon}, {queries} use {total}. Averaged, they are off by {averaged} instead of {error}, which is how an attacker wears the noise down.",
)
_ONE_QUERY = Bilingual(
    zh="同一个问题每多答一次，就多花一份 ε = {epsilon}：答 10 次总共 {ten}，攻击的上限从 {limit} 升到 {worse}。",
    en="Each further answer to the same question uses another ε = {epsilon}: ten answers use {ten} in all, and the limit of an attack rises from {limit} to {worse}.",
)
_BOTH = Bilingual(
    zh="对你的产品：这个设置两头都过得去，可以公布。把总 ε = {total} 记进台账，同样的数只算一次、存下来反复用；真要上线，噪声交给 OpenDP 这类经过审查的库去加。",
    en="For your product: this setting serves both sides and can be published. Enter the total ε = {total} in a ledger, compute each figure once and reuse it, and in production let an audited library such as OpenDP add the noise.",
)
_TOO_NOISY = Bilingual(
    zh="对你的产品：保护够了，数字却太糊，不能拿来做决定。人多了才划算：同样的 ε，要 {needed} 人左右，误差才降到 5%；做不到就把人群合并，或者公布得粗一些。",
    en="For your product: people are protected, but the figure is too blurred to decide by. Numbers help: at the same ε it takes about {needed} people for an error of 5%; otherwise merge groups or publish less detail.",
)
_TOO_OPEN = Bilingual(
    zh="对你的产品：不要对用户说“已经保护隐私”。总 ε = {total} 太大，先减少回答的次数（同样的数只算一次），再把每次的 ε 降到 {proposed} 左右。",
    en="For your product: don't tell users that their privacy is protected. A total ε of {total} is too large; answer less often (compute each figure once), and lower ε to about {proposed} an answer.",
)
_NEITHER = Bilingual(
    zh="对你的产品：两头都不行，数字太糊，保护又弱。人太少或者问得太多时，差分隐私救不了；别公布到这么细，只在内部由少数人看。",
    en="For your product: neither side is served; the figure is blurred and the protection weak. With so few people or so many answers differential privacy cannot help: publish nothing this fine, and let only a few people inside see it.",
)
_CHANCE = Bilingual(
    zh="只模拟了 {trials} 次，测到的 {right} 超过了上限 {limit}，这是偶然误差；模拟次数多了就会回到上限之下。",
    en="With only {trials} trials the {right} measured lies above the limit of {limit} by chance; more trials bring it back below.",
)
_TRY_QUERIES = Bilingual(
    zh="接着可以试试“查询次数改成 50”，看看攻击者怎样把噪声磨掉。",
    en='Next, try "set the queries to 50" to see how an attacker wears the noise down.',
)
_TRY_EPSILON = Bilingual(
    zh="接着可以试试“ε 改成 {epsilon}”，看看保护回来多少、误差大多少。",
    en='Next, try "set epsilon to {epsilon}" to see how much protection returns, and at what error.',
)


def findings(setting: Setting, outcome: Outcome, trials: int) -> dict[str, list[str]]:
    """Return five or six sentences a language, the most important first."""
    told = [
        _price(setting, outcome),
        _worth(setting, outcome),
        _product(setting, outcome),
        _budget(setting, outcome),
    ]
    limit = (1 + setting.bound) / 2
    if outcome.right > limit:
        right = f"{100 * outcome.right:.2f}%"
        told.append(_CHANCE.filled(trials=f"{trials:,}", right=right, limit=f"{100 * limit:.2f}%"))
    return findings_of([*told, _next_try(setting)])


def relative_error(setting: Setting, outcome: Outcome) -> float:
    """Return the expected error as a share of the true value, of the mean bin for a histogram; inf where that is 0."""
    truth = sum(outcome.truth) / len(outcome.truth)
    return setting.scale / truth if truth else math.inf


def status(setting: Setting, outcome: Outcome) -> str:
    """Return how protection and accuracy stand together."""
    usable = relative_error(setting, outcome) <= USABLE_ERROR
    if setting.bound <= PROTECTED:
        return "balanced" if usable else "too_noisy"
    return "too_open" if usable else "neither"


def _price(setting: Setting, outcome: Outcome) -> Bilingual:
    truth = sum(outcome.truth) / len(outcome.truth)
    return _PRICE.filled(
        epsilon=number(setting.epsilon),
        name=_NAMES[setting.statistic],
        error=figure(outcome.error),
        share=percent(relative_error(setting, outcome)),
        truth=figure(truth),
        theory=figure(setting.scale),
        people=f"{setting.people:,}",
    )


def _worth(setting: Setting, outcome: Outcome) -> Bilingual:
    count = setting.queries
    wording = _WORTH if setting.bound <= PROTECTED else _BROKEN
    return wording.filled(
        queries=Bilingual(f"{count:,}", "one answer" if count == 1 else f"{count:,} answers"),
        right=percent(outcome.right),
        limit=percent((1 + setting.bound) / 2),
    )


def _budget(setting: Setting, outcome: Outcome) -> Bilingual:
    if setting.queries == 1:
        ten = Setting(setting.statistic, setting.people, setting.epsilon, 10)
        return _ONE_QUERY.filled(
            epsilon=number(setting.epsilon),
            ten=number(ten.total_epsilon),
            limit=percent((1 + setting.bound) / 2),
            worse=percent((1 + ten.bound) / 2),
        )
    return _BUDGET.filled(
        epsilon=number(setting.epsilon),
        queries=setting.queries,
        total=number(setting.total_epsilon),
        error=figure(outcome.error),
        averaged=figure(outcome.averaged_error),
    )


def _product(setting: Setting, outcome: Outcome) -> Bilingual:
    wording = {"balanced": _BOTH, "too_noisy": _TOO_NOISY, "too_open": _TOO_OPEN, "neither": _NEITHER}[
        status(setting, outcome)
    ]
    # For all statistics the relative error falls as 1 over the number of people; nobody counted counts as one.
    off = relative_error(setting, outcome)
    needed = setting.people * (off if math.isfinite(off) else setting.scale) / USABLE_ERROR
    return wording.filled(
        total=number(setting.total_epsilon),
        needed=f"{_two_digits(needed):,.0f}",
        proposed=figure(_TARGET_EPSILON / setting.queries, digits=2),
    )


def _next_try(setting: Setting) -> Bilingual:
    if setting.bound <= PROTECTED:
        return _TRY_QUERIES
    proposed = max(0.001, _TARGET_EPSILON / setting.queries)
    power = 10.0 ** math.floor(math.log10(proposed))
    return _TRY_EPSILON.filled(epsilon=number(math.floor(proposed / power + 1e-9) * power))


def _two_digits(value: float) -> float:
    """Return the nearest larger number of two digits."""
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / power) * power
