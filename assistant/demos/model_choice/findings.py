"""Which model suits and why, in words."""

from assistant.demos.model_choice.catalogue import DATE, SCENARIOS
from assistant.demos.model_choice.changes import Change
from assistant.demos.model_choice.estimate import Estimate, Rule
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.demos.results import findings_of
from assistant.text import Bilingual
from assistant.text.numerals import figure

RULE_NAMES: dict[Rule, Bilingual] = {
    "quality": Bilingual(zh="质量不够", en="quality too low"),
    "languages": Bilingual(zh="语言不行", en="language not covered"),
    "privacy": Bilingual(zh="数据不能出去", en="data may not leave"),
    "context": Bilingual(zh="装不下这么长的输入", en="input too long"),
    "latency": Bilingual(zh="等得太久", en="too slow"),
    "budget": Bilingual(zh="超出预算", en="over budget"),
}

_CHOSEN = Bilingual(
    zh="做{scenario}，首选{model}：每月约 {monthly} 美元，每千次回答 {thousand} 美元，{first} 秒见到第一个字，整段回答 {answer} 秒。",
    en="For {scenario}, first choose “{model}”: about {monthly} US dollars a month, {thousand} per thousand answers, {first} s to the first word and {answer} s to the last.",
)
_NOTHING = Bilingual(
    zh="按这些条件，没有一类模型合适；离得最近的是{model}，只差这一条：{rules}（每月约 {monthly} 美元，首字 {first} 秒）。",
    en="No class of models meets all conditions; the nearest is “{model}”, which fails on this: {rules} (about {monthly} US dollars a month, {first} s to the first word).",
)
_NOTHING_NEAR = Bilingual(
    zh="按这些条件，没有一类模型合适；离得最近的是{model}，也差 {count} 条：{rules}。",
    en="No class of models meets all conditions; the nearest is “{model}”, and even it fails on {count}: {rules}.",
)
_OTHERS = Bilingual(
    zh="也合适的还有：{others}。便宜的排在前面；哪个真的够好，要拿你自己的问题考一遍。",
    en="Others that suit: {others}. They are in order of cost; which is good enough, a trial on your own questions has to show.",
)
_ALONE = Bilingual(
    zh="其余 {count} 类都被规则排除了，原因见下面的表；放宽一条，名单就可能变长。",
    en="Rules exclude the other {count} classes, for the reasons in the table below; relax one and the list may grow.",
)
_WOULD_CHANGE = Bilingual(
    zh="最容易让结论改变的假设：{title}变成“{value}”，{outcome}。",
    en="The assumption that changes this soonest: with {title} at “{value}”, {outcome}.",
)
_BECOMES = Bilingual(zh="首选就变成{model}", en="the first choice becomes “{model}”")
_VANISHES = Bilingual(zh="就没有一类模型合适", en="no class of models suits")
_STABLE = Bilingual(
    zh="结论很稳：用量、长度、预算、等待时间单独放大或缩小十倍，或者换语言、场景、部署方式，结论都不变。",
    en="The outcome is stable: volume, length, budget or waiting ten times more or less, another language, scenario or place, each alone leaves it as it is.",
)
_MEMORY = Bilingual(
    zh="自己部署的话，{model}的权重占 {weights} GB，同时回答的对话缓存占 {cache} GB，要 {gpus} 块 80 GB 的卡，夜里没人用也照付。",
    en="On your own machines, “{model}” takes {weights} GB for its weights and {cache} GB for the answers under way. Accelerators of 80 GB needed: {gpus}, paid for at night as well.",
)
_API = Bilingual(
    zh="对你的产品：先用 API 上线，显卡的事交给别人；把 50 个真实问题留作考题，每月看一次账单，涨到每月 {own} 美元（自己部署{model}的价钱）再谈自建。",
    en="For your product: launch on the API and leave the accelerators to others. Keep 50 real questions as an exam, look at the bill each month, and talk about your own machines once it nears {own} US dollars, the price of running “{model}” yourself.",
)
_API_ONLY = Bilingual(
    zh="对你的产品：先用 API 上线；把 50 个真实问题留作考题，换模型之前先考一遍，每月看一次账单。",
    en="For your product: launch on the API; keep 50 real questions as an exam for every model that may replace it, and look at the bill each month.",
)
_OWN = Bilingual(
    zh="对你的产品：自己部署还要有人值守，机器的钱之外先算上半个工程师；上线前拿 50 个真实问题考一遍，及格了，先拿一块卡给少数用户试一周，再按这里的数买机器。",
    en="For your product: machines of your own need somebody on call, so add half an engineer to the bill. Put 50 real questions to the model first, and serve a few users for a week before you commit to this many machines.",
)
_NO_PRODUCT = Bilingual(
    zh="对你的产品：先别选模型，先谈条件，问清楚用户、财务和法务，“{rules}”这一条能放宽到什么程度。",
    en="For your product: don't choose a model yet, discuss the conditions. Ask users, finance and legal how far “{rules}” can be relaxed.",
)
_ASSUMED = Bilingual(
    zh="价格、速度和质量等级都是 {date} 的假设，不是任何一家的报价；在“每百万词元价格”里填上你的报价再跑一次。",
    en="Prices, speeds and grades of quality are assumptions of {date}, nobody's quote; put your own into “price per million tokens” and run it again.",
)
_QUOTED = Bilingual(
    zh="API 的价钱用的是你填的每百万词元 {price} 美元；速度和质量等级仍是 {date} 的假设。",
    en="APIs are priced at your {price} US dollars per million tokens; speeds and grades of quality are still assumptions of {date}.",
)
_TRY_PRIVACY = Bilingual(
    zh="接着可以试试“隐私改成私有云”，看看自己部署要多少钱。",
    en='Next, try "set privacy to private_cloud" to see what machines of your own cost.',
)
_TRY_API = Bilingual(
    zh="接着可以试试“隐私改成公共 API”，看看数据能出去时省多少钱。",
    en='Next, try "set privacy to public_api" to see what it saves if the data may leave.',
)


def findings(
    parameters: ModelChoiceParameters, found: list[Estimate], changed: list[Change]
) -> dict[str, list[str]]:
    """Return six or seven sentences a language, the most important first."""
    told = [_outcome(parameters, found), _product(found), _others(found), _sensitivity(changed)]
    open_one = _open_one(found)
    if open_one is not None:
        told.append(
            _MEMORY.filled(
                model=open_one.model.name,
                weights=figure(open_one.weights_gb),
                cache=figure(open_one.cache_gb),
                gpus=f"{open_one.gpus:,}",
            )
        )
    price = parameters.price_per_million_tokens
    told.append(
        _ASSUMED.filled(date=DATE) if price is None else _QUOTED.filled(price=f"{price:g}", date=DATE)
    )
    return findings_of([*told, _TRY_PRIVACY if parameters.privacy == "public_api" else _TRY_API])


def rules(broken: tuple[Rule, ...]) -> Bilingual:
    """Return in words which rules are broken."""
    return Bilingual(
        "、".join(RULE_NAMES[rule].zh for rule in broken), ", ".join(RULE_NAMES[rule].en for rule in broken)
    )


def _outcome(parameters: ModelChoiceParameters, found: list[Estimate]) -> Bilingual:
    first = found[0]
    scenario = SCENARIOS[parameters.scenario].name
    wording = _CHOSEN if first.suits else _NOTHING if len(first.broken) == 1 else _NOTHING_NEAR
    return wording.filled(
        scenario=Bilingual(scenario.zh, scenario.en.lower()),
        model=first.model.name,
        monthly=figure(first.monthly_dollars),
        thousand=figure(first.dollars_per_thousand),
        first=figure(first.first_word_ms / 1000, digits=2),
        answer=figure(first.answer_seconds, digits=2),
        rules=rules(first.broken),
        count=len(first.broken),
    )


def _others(found: list[Estimate]) -> Bilingual:
    others = [estimate for estimate in found[1:] if estimate.suits]
    if not others:
        return _ALONE.filled(count=len(found) - 1)
    zh = "、".join(f"{e.model.zh}（每月 {figure(e.monthly_dollars)} 美元）" for e in others)
    en = "; ".join(f"{e.model.en} ({figure(e.monthly_dollars)} US dollars a month)" for e in others)
    return _OTHERS.filled(others=Bilingual(zh, en))


def _sensitivity(changed: list[Change]) -> Bilingual:
    if not changed:
        return _STABLE
    change = min(changed, key=lambda change: change.distance)
    outcome = _BECOMES.filled(model=change.after.name) if change.after else _VANISHES
    title = Bilingual(change.title.zh, change.title.en[:1].lower() + change.title.en[1:])
    return _WOULD_CHANGE.filled(title=title, value=change.new, outcome=outcome)


def _open_one(found: list[Estimate]) -> Estimate | None:
    """Return the open class that is nearest to suiting, quality and language included."""
    able = (e for e in found if e.model.is_open and not {"quality", "languages"} & set(e.broken))
    return next(able, None)


def _product(found: list[Estimate]) -> Bilingual:
    first = found[0]
    if not first.suits:
        return _NO_PRODUCT.filled(rules=rules(first.broken[:1]))
    if first.model.is_open:
        return _OWN
    own = _open_one(found)
    if own is None or own.monthly_dollars <= first.monthly_dollars:
        return _API_ONLY
    return _API.filled(own=figure(own.monthly_dollars), model=own.model.name)
