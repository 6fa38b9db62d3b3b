"""What the article says of choosing a model and of large models' size, judged by the choice that was made."""

from assistant.demos.model_choice.catalogue import MODELS
from assistant.demos.model_choice.changes import Change
from assistant.demos.model_choice.estimate import Estimate
from assistant.demos.results import claim
from assistant.text import Bilingual
from assistant.text.numerals import figure
from assistant.tools.demo import Claim

_BILLIONS_END = 1e10
"""Where "billions" (几十亿) end."""

_APPLICATION = Bilingual(
    zh="先看应用场景，场景决定选哪一类模型。",
    en="The application comes first: it decides which kind of model to choose.",
)
_APPLICATION_HOLDS = Bilingual(
    zh="换一个场景（{scenario}），选出来的就从{before}变成{after}。",
    en="With another application ({scenario}), the choice goes from “{before}” to “{after}”.",
)
_APPLICATION_FAILS = Bilingual(
    zh="这次不成立：换任何一个场景，选出来的都还是{before}，因为别的条件先把其余的排除了。",
    en="Not this time: with any other application the choice stays “{before}”, since other conditions rule out the rest first.",
)
_RESOURCES = Bilingual(
    zh="按计算资源和预算选模型的大小。", en="Computing resources and budget decide the model's size."
)
_RESOURCES_HOLDS = Bilingual(
    zh="预算确实排除了 {count} 类模型：{names}。", en="The budget does rule out {count} classes: {names}."
)
_RESOURCES_FAILS = Bilingual(
    zh="这次预算一个也没排除，起作用的是别的条件；用 API 时，计算资源是别人的，付的是词元的钱。",
    en="This time the budget rules out none; other conditions decide. With an API the computing resources are the provider's, and tokens are what you pay for.",
)
_SIZE = Bilingual(
    zh="大模型有几亿到几十亿个参数。", en="Large models have hundreds of millions to billions of parameters."
)
_SIZE_REASON = Bilingual(
    zh="范围太窄：这里的开放模型从 20 亿到 {largest} 亿个参数，{count} 类超出了几十亿；API 的参数量多半不公布，选型时也用不着。",
    en="The range is too narrow: the open classes here have from 2 to {billions} billion parameters, and {count} exceed it; providers seldom publish those of an API, and the choice does not need them.",
)
_DEMAND = Bilingual(zh="大模型的计算需求更高。", en="Large models have higher computing demands.")
_DEMAND_REASON = Bilingual(
    zh="最大的开放模型光权重就要 {large} GB，最小的只要 {small} GB；照你的用量，每月分别要 {expensive} 和 {cheap} 美元。",
    en="The weights of the largest open class take {large} GB, those of the smallest {small} GB; at your volume they cost {expensive} and {cheap} US dollars a month.",
)
_NONE = Bilingual(zh="“没有一类合适”", en="none")


def claims(found: list[Estimate], changed: list[Change]) -> list[Claim]:
    """Return the claims that the run tested."""
    return [_application(found, changed), _resources(found), _size(), _demand(found)]


def chosen_name(found: list[Estimate]) -> Bilingual:
    """Return what the choice is called."""
    return found[0].model.name if found[0].suits else _NONE


def _application(found: list[Estimate], changed: list[Change]) -> Claim:
    change = next((c for c in changed if c.parameter == "scenario"), None)
    before = chosen_name(found)
    if change is None:
        reason = _APPLICATION_FAILS.filled(before=before)
    else:
        after = change.after.name if change.after else _NONE
        reason = _APPLICATION_HOLDS.filled(scenario=change.new, before=before, after=after)
    return claim(
        "9.1",
        "scenario → model",
        "≠" if change else "=",
        holds=change is not None,
        statement=_APPLICATION,
        reason=reason,
    )


def _resources(found: list[Estimate]) -> Claim:
    dear = [estimate.model.name for estimate in found if "budget" in estimate.broken]
    names = Bilingual("、".join(name.zh for name in dear), "; ".join(name.en for name in dear))
    reason = _RESOURCES_HOLDS.filled(count=len(dear), names=names) if dear else _RESOURCES_FAILS
    return claim("9.1", "$ → size", f"{len(dear)} > $", holds=bool(dear), statement=_RESOURCES, reason=reason)


def _size() -> Claim:
    sizes = [model.parameters for model in MODELS if model.is_open]
    largest = max(sizes)
    reason = _SIZE_REASON.filled(
        largest=f"{largest / 1e8:,.0f}",
        billions=f"{largest / 1e9:.0f}",
        count=sum(size >= _BILLIONS_END for size in sizes),
    )
    found = f"{min(sizes) / 1e9:g}–{largest / 1e9:g} × 10⁹"
    return claim("2.1", "10⁸–10¹⁰", found, holds=largest < _BILLIONS_END, statement=_SIZE, reason=reason)


def _demand(found: list[Estimate]) -> Claim:
    by_size = sorted((e for e in found if e.model.is_open), key=lambda estimate: estimate.weights_gb)
    small, large = by_size[0], by_size[-1]
    reason = _DEMAND_REASON.filled(
        large=figure(large.weights_gb),
        small=figure(small.weights_gb),
        expensive=figure(large.monthly_dollars),
        cheap=figure(small.monthly_dollars),
    )
    return claim(
        "2.1",
        "GB ↑",
        f"{figure(small.weights_gb)} → {figure(large.weights_gb)} GB",
        holds=large.monthly_dollars > small.monthly_dollars,
        statement=_DEMAND,
        reason=reason,
    )
