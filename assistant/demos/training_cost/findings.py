"""What a training comes to, and what saves on it, in words."""

from assistant.demos.results import findings_of
from assistant.demos.training_cost.claims import KEPT_AFTER_CLEANING
from assistant.demos.training_cost.network import Compressed
from assistant.demos.training_cost.parameters import HIGHEST_GPUS
from assistant.demos.training_cost.training import TRAINING_BYTES_PER_PARAMETER, Serving, Training
from assistant.demos.training_cost.wording import accuracies, count, duration, money
from assistant.text import Bilingual
from assistant.text.numerals import exact_percent, figure, percent

WELL_SPREAD, BADLY_SPREAD = 0.8, 0.5
"""From this efficiency on cards are well used; below that one more money waits than computes."""
_SMALL_SUM = 1000.0
_LARGE_SUM = 100_000.0
_LONG_HOURS = 30 * 24

_OUTCOME = Bilingual(
    zh="用 {gpus} 块 {card} 训练 {parameters}参数、读 {tokens}词元，大约要{hours}、{cost} 美元（{operations} 次运算，利用率 {utilisation}）。",
    en="On {gpus} {card}, training {parameters} parameters on {tokens} tokens takes about {hours} and {cost} US dollars ({operations} operations at {utilisation} of the peak).",
)
_TOO_SMALL = Bilingual(
    zh="但是显存不够：权重、梯度和优化器状态要 {needed} GB，至少 {fewest} 块这种卡才放得下，{gpus} 块训练不起来。",
    en="But memory does not suffice: weights, gradients and optimiser states take {needed} GB, at least {fewest} of these accelerators; {gpus} can't train it.",
)
_SPREAD = Bilingual(
    zh="加卡的账：{gpus} 块卡只快 {speedup} 倍，付的钱里有 {idle} 花在等待上；再加一倍卡，时间降到{doubled}，费用涨到 {more} 美元。",
    en="The price of more machines: {gpus} accelerators are only {speedup} times as fast as one, and {idle} of the money pays for waiting; twice as many take {doubled} and {more} US dollars.",
)
_SPREAD_FULLY = Bilingual(
    zh="加卡的账：按你填的数，{gpus} 块卡快 {speedup} 倍，没有浪费；再加一倍卡，时间降到{doubled}，费用不变。现实中总有一部分工作分不开，不会这么好。",
    en="The price of more machines: with these values {gpus} accelerators are {speedup} times as fast as one and nothing is wasted; twice as many take {doubled} for the same money. Real training always has a part that can't be split.",
)
_SINGLE = Bilingual(
    zh="现在只用一块卡；再加一块，时间从{hours}降到{doubled}，费用从 {cost} 美元变成 {more} 美元。",
    en="This is one accelerator; a second one takes the time from {hours} to {doubled} and the cost from {cost} to {more} US dollars.",
)
_LIMIT = Bilingual(
    zh="有 {serial} 的工作分不出去，卡再多也快不过一块卡的 {limit} 倍，也就是最快{fastest}。",
    en="{serial} of the work can't be split, so no number of accelerators is more than {limit} times as fast as one: {fastest} at best.",
)
_CLEANING = Bilingual(
    zh="清洗数据最划算：假如有 {removed} 的数据重复或无关，去掉之后时间和费用各省 {removed}（{saved} 美元），不用加卡。",
    en="Cleaner data is the cheapest saving: if {removed} of the data are duplicate or irrelevant, leaving them out saves {removed} of both time and money ({saved} US dollars), with no extra machine.",
)
_PACKED = Bilingual(
    zh="{method}不缩短训练：实测的小网络体积降到 {size}，{accuracy}，训练一秒没少；省的是上线后的内存，你的模型从 {plain} GB 降到 {packed} GB。",
    en="{method} does not shorten training: the small network measured here shrinks to {size} and {accuracy}, but training takes as long; memory is saved in use, where your model falls from {plain} GB to {packed} GB.",
)
_HALF = Bilingual(
    zh="半精度是唯一也能缩短训练的压缩：用 32 位训练要{full}，16 位要{hours}；小网络的{accuracy}，你的模型上线后从 {plain} GB 降到 {packed} GB。",
    en="Half precision is the one compression that shortens training too: {full} in 32 bits, {hours} in 16; measured on a small network, {accuracy}, and your model in use falls from {plain} GB to {packed} GB.",
)
_UNPACKED = Bilingual(
    zh="不压缩，上线后光权重就要 {plain} GB；8 位量化只要 {packed} GB，小网络上实测{accuracy}，训练时间不变。",
    en="Without compression the weights alone take {plain} GB in use; quantised to 8 bits they take {packed} GB, measured on a small network, {accuracy}, and training takes as long.",
)
_ANSWERS = Bilingual(
    zh="上线后一次回答最快每秒 {speed} 个词元，因为每个词元都要把权重从显存里读一遍；位数越少，读得越快，用户等得越短。",
    en="In use, one answer goes on by at most {speed} tokens a second, since every token reads the weights from memory once; fewer bits are read faster, and users wait less.",
)
_SMALL = Bilingual(
    zh="对你的产品：{cost} 美元试得起，跑完一次再看效果；先想好用哪批没训练过的问题来验收，钱主要会花在反复试上。",
    en="For your product: {cost} US dollars is cheap enough to try. Decide first which unseen questions it must pass; what costs is running it again and again.",
)
_MIDDLE = Bilingual(
    zh="对你的产品：先用一小部分数据试跑，确认方向，再花这 {cost} 美元；开始前写下预算和停止的条件，失败一次，这笔钱就要再付一次。",
    en="For your product: try a small part of the data first, and spend the {cost} US dollars once you know you are on the right track. Set the budget and a stopping condition beforehand: a failed run is paid for again.",
)
_LARGE = Bilingual(
    zh="对你的产品：先别从头训练。{cost} 美元只买到一次成功的训练，试错还要另算；拿现成的模型微调，或者选小一半的模型（{half} 美元），先证明用户要它。",
    en="For your product: don't train from scratch yet. {cost} US dollars buy one successful run, failed ones come on top; fine-tune an existing model, or take one half as large ({half} US dollars), and show first that users want it.",
)
_LONG = Bilingual(
    zh="对你的产品：训练要{hours}，太久了，市场等不了，也没有一次训练能这么久不出故障；先换小的模型，再清洗数据，最后才加卡。",
    en="For your product: {hours} is too long for any market, and no training runs that long without a failure; take a smaller model first, then cleaner data, and only then more accelerators.",
)
_TRY_ENOUGH = Bilingual(
    zh="接着可以试试“卡数改成 {gpus}”，显存就够了。",
    en='Next, try "set gpus to {gpus}": then memory suffices.',
)
_TRY_FEWER = Bilingual(
    zh="接着可以试试“卡数改成 {gpus}”：费用从 {cost} 美元降到 {less} 美元，时间变成{hours}。",
    en='Next, try "set gpus to {gpus}": it costs {less} instead of {cost} US dollars and takes {hours}.',
)
_TRY_FOUR_BITS = Bilingual(
    zh="接着可以试试“压缩改成 4 位量化”，看看准确率掉多少。",
    en='Next, try "set compression to quantise_4bit" to see what accuracy it costs.',
)
_TRY_HALF = Bilingual(
    zh="接着可以试试“压缩改成半精度”，看看哪一种压缩真的缩短训练。",
    en='Next, try "set compression to half_precision" to see which compression does shorten training.',
)


def findings(
    training: Training,
    compression: str,
    method: Bilingual,
    small: tuple[Compressed, Compressed],
    in_use: tuple[Serving, Serving],
) -> dict[str, list[str]]:
    """Return five to eight sentences a language, the most important first.

    Args:
        training: The training.
        compression: The value of the parameter.
        method: What it is called.
        small: The small network before and after; after 8-bit quantisation where nothing was to be compressed.
        in_use: The trained model at work, likewise.
    """
    told = [_outcome(training)]
    if not training.fits:
        told.append(_memory(training))
    told += [_product(training), _spread(training), _cleaning(training)]
    told.append(_compressed(training, compression, method, small, in_use))
    chosen = in_use[0] if compression == "none" else in_use[1]
    told.append(_ANSWERS.filled(speed=figure(chosen.tokens_per_second)))
    if training.fits and training.serial_share and training.efficiency < WELL_SPREAD:
        fastest = training.single_hours * training.serial_share
        limit = figure(training.speedup_limit)
        serial = exact_percent(training.serial_share)
        told.insert(3, _LIMIT.filled(serial=serial, limit=limit, fastest=duration(fastest)))
    return findings_of([*told, _next_try(training, compression)])


def _outcome(training: Training) -> Bilingual:
    return _OUTCOME.filled(
        gpus=f"{training.gpus:,}",
        card=training.accelerator.name,
        parameters=count(training.model_parameters),
        tokens=count(training.tokens),
        hours=duration(training.hours),
        cost=money(training.cost),
        operations=f"{training.operations:.1e}",
        utilisation=exact_percent(training.utilisation),
    )


def _memory(training: Training) -> Bilingual:
    needed = TRAINING_BYTES_PER_PARAMETER * training.model_parameters / 1e9
    return _TOO_SMALL.filled(
        needed=figure(needed), fewest=f"{training.fewest_gpus:,}", gpus=f"{training.gpus:,}"
    )


def _spread(training: Training) -> Bilingual:
    doubled = training.on(2 * training.gpus)
    wording = _SINGLE if training.gpus == 1 else _SPREAD if training.serial_share else _SPREAD_FULLY
    return wording.filled(
        gpus=f"{training.gpus:,}",
        speedup=figure(training.speedup),
        idle=percent(1 - training.efficiency),
        hours=duration(training.hours),
        doubled=duration(doubled.hours),
        cost=money(training.cost),
        more=money(doubled.cost),
    )


def _cleaning(training: Training) -> Bilingual:
    removed = 1 - KEPT_AFTER_CLEANING
    return _CLEANING.filled(removed=exact_percent(removed), saved=money(training.cost * removed))


def _compressed(
    training: Training,
    compression: str,
    method: Bilingual,
    small: tuple[Compressed, Compressed],
    in_use: tuple[Serving, Serving],
) -> Bilingual:
    wording = {"none": _UNPACKED, "half_precision": _HALF}.get(compression, _PACKED)
    return wording.filled(
        method=method,
        size=percent(small[1].size_share),
        accuracy=accuracies(small[0].accuracy, small[1].accuracy),
        plain=figure(in_use[0].memory_gb),
        packed=figure(in_use[1].memory_gb),
        full=duration(training.full_precision_hours),
        hours=duration(training.hours),
    )


def _product(training: Training) -> Bilingual:
    values = {
        "cost": money(training.cost),
        "half": money(training.with_share_of_parameters(0.5).cost),
        "hours": duration(training.hours),
    }
    if training.cost >= _LARGE_SUM:
        return _LARGE.filled(**values)
    if training.hours >= _LONG_HOURS:
        return _LONG.filled(**values)
    return (_SMALL if training.cost < _SMALL_SUM else _MIDDLE).filled(**values)


def _next_try(training: Training, compression: str) -> Bilingual:
    if not training.fits and training.fewest_gpus <= HIGHEST_GPUS:
        return _TRY_ENOUGH.filled(gpus=training.fewest_gpus)
    fewer = training.on(max(training.fewest_gpus, training.gpus // 2))
    if training.fits and training.efficiency < WELL_SPREAD and fewer.gpus < training.gpus:
        return _TRY_FEWER.filled(
            gpus=fewer.gpus,
            cost=money(training.cost),
            less=money(fewer.cost),
            hours=duration(fewer.hours),
        )
    return _TRY_HALF if compression == "quantise_4bit" else _TRY_FOUR_BITS
