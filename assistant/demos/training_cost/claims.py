"""What the article says of training time and computing demands, judged by the figures of a run."""

from assistant.demos.results import claim
from assistant.demos.training_cost.network import Compressed
from assistant.demos.training_cost.training import Training
from assistant.demos.training_cost.wording import accuracies, duration, money
from assistant.text import Bilingual
from assistant.text.numerals import exact_percent, figure, percent
from assistant.tools.demo import Claim

KEPT_AFTER_CLEANING = 0.8
"""An example: a fifth of the data are duplicates or beside the point."""
_WORTHWHILE = 0.9
"""Doubling the accelerators has to leave at most this share of the hours to count as faster."""
_MUCH_GPU_HOURS = 8 * 24 * 7
"""A machine of eight accelerators for a week."""

_DISTRIBUTED = Bilingual(
    zh="把训练分到多台机器上，能加快训练。", en="Splitting training among many machines makes it faster."
)
_DISTRIBUTED_HOLDS = Bilingual(
    zh="时间确实变短，但打了折扣：{gpus} 块卡只快 {speedup} 倍；卡再加一倍，时间从{hours}降到{doubled}，费用却从 {cost} 美元涨到 {more} 美元。",
    en="It does, at a discount: {gpus} accelerators are {speedup} times as fast as one; twice as many take {doubled} instead of {hours}, for {more} US dollars instead of {cost}.",
)
_DISTRIBUTED_EVENLY = Bilingual(
    zh="时间变短：卡再加一倍，从{hours}降到{doubled}，费用不变。这是分不开的份额为 0 的理想情况，现实中做不到。",
    en="It does: twice as many take {doubled} instead of {hours} for the same money. That is the ideal of a serial share of 0, which no real training reaches.",
)
_DISTRIBUTED_FAILS = Bilingual(
    zh="到了这个规模就不成立：卡再加一倍，时间只从{hours}降到{doubled}，费用却从 {cost} 美元涨到 {more} 美元；{serial} 的工作分不出去，再多的卡也快不过一块卡的 {limit} 倍。",
    en="Not any more at this scale: twice as many take {doubled} instead of {hours}, for {more} US dollars instead of {cost}; {serial} of the work can't be split, so no number is more than {limit} times as fast as one.",
)
_CLEANING = Bilingual(
    zh="数据预处理能减少不必要的计算。", en="Data pre-processing saves unnecessary computation."
)
_CLEANING_REASON = Bilingual(
    zh="计算量是 6ND，与数据量成正比：如果清洗掉 {removed} 的重复和无关数据，时间从{hours}降到{cleaned}，省下 {saved} 美元，一块卡也不用加。",
    en="The work is 6ND, in proportion to the data: if cleaning removes {removed} as duplicate or irrelevant, training takes {cleaned} instead of {hours} and saves {saved} US dollars, without a single extra accelerator.",
)
_COMPRESSION = Bilingual(zh="模型压缩能缩短训练时间。", en="Model compression shortens training time.")
_COMPRESSION_FAILS = Bilingual(
    zh="压缩的是训练好的模型，训练照样要{hours}；省下的是用的时候的内存。小网络上实测，体积降到 {size}，{accuracy}。想少花训练时间，一开始就选小一半的模型，只要{half}。",
    en="What is compressed is the trained model; training still takes {hours}, and memory is saved in use. On the small network measured here, size falls to {size} and {accuracy}. To train for less, choose a model half as large from the start: {half}.",
)
_COMPRESSION_HALF = Bilingual(
    zh="半精度是例外：用 16 位来训练本来就更快，这次的{hours}已经算进去了；用 32 位要{full}。量化和剪枝没有这个好处。",
    en="Half precision is the exception: training in 16 bits is faster, and the {hours} of this run count on it; in 32 bits it would take {full}. Quantisation and pruning have no such effect.",
)
_DEMAND = Bilingual(
    zh="训练大模型要耗费大量算力和时间。",
    en="Training a large model takes a great deal of computing power and time.",
)
_DEMAND_HOLDS = Bilingual(
    zh="这次要 {gpu_hours} 卡时、{cost} 美元，比一台 8 卡机器跑一周（{much} 卡时）还多。",
    en="This one takes {gpu_hours} accelerator-hours and {cost} US dollars, more than a machine of eight accelerators gives in a week ({much}).",
)
_DEMAND_FAILS = Bilingual(
    zh="这么小的规模不必担心：{gpu_hours} 卡时、{cost} 美元，一台 8 卡机器一周（{much} 卡时）之内就够。",
    en="At this size it does not: {gpu_hours} accelerator-hours and {cost} US dollars, within a week of a machine of eight accelerators ({much}).",
)


def claims(training: Training, compression: str, plain: Compressed, packed: Compressed) -> list[Claim]:
    """Return the claims that the run tested, the one that is wrong most often first.

    Args:
        training: The training.
        compression: How the trained model is compressed.
        plain: The small network as it was trained.
        packed: The small network after compressing; after 8-bit quantisation where nothing was to be compressed.
    """
    return [
        _compressed(training, compression, plain, packed),
        _distributed(training),
        _cleaned(training),
        _demanding(training),
    ]


def _compressed(training: Training, compression: str, plain: Compressed, packed: Compressed) -> Claim:
    half = compression == "half_precision"
    reason = _COMPRESSION_HALF if half else _COMPRESSION_FAILS
    before = training.full_precision_hours if half else training.hours
    return claim(
        "9.2",
        "h ↓",
        f"{figure(before)} h → {figure(training.hours)} h",
        holds=half,
        statement=_COMPRESSION,
        reason=reason.filled(
            hours=duration(training.hours),
            full=duration(training.full_precision_hours),
            half=duration(training.with_share_of_parameters(0.5).hours),
            size=percent(packed.size_share),
            accuracy=accuracies(plain.accuracy, packed.accuracy),
        ),
    )


def _distributed(training: Training) -> Claim:
    doubled = training.on(2 * training.gpus)
    holds = doubled.hours <= _WORTHWHILE * training.hours
    wording = _DISTRIBUTED_FAILS
    if holds:
        wording = _DISTRIBUTED_HOLDS if training.serial_share else _DISTRIBUTED_EVENLY
    return claim(
        "9.2",
        "h ↓",
        f"×{training.gpus:,} → ×{figure(training.speedup)}",
        holds=holds,
        statement=_DISTRIBUTED,
        reason=wording.filled(
            gpus=f"{training.gpus:,}",
            speedup=figure(training.speedup),
            hours=duration(training.hours),
            doubled=duration(doubled.hours),
            cost=money(training.cost),
            more=money(doubled.cost),
            serial=exact_percent(training.serial_share),
            limit=figure(training.speedup_limit),
        ),
    )


def _cleaned(training: Training) -> Claim:
    cleaned = training.with_share_of_data(KEPT_AFTER_CLEANING)
    return claim(
        "9.2",
        "h ↓",
        f"{figure(training.hours)} h → {figure(cleaned.hours)} h",
        holds=cleaned.hours < training.hours,
        statement=_CLEANING,
        reason=_CLEANING_REASON.filled(
            removed=exact_percent(1 - KEPT_AFTER_CLEANING),
            hours=duration(training.hours),
            cleaned=duration(cleaned.hours),
            saved=money(training.cost - cleaned.cost),
        ),
    )


def _demanding(training: Training) -> Claim:
    holds = training.gpu_hours > _MUCH_GPU_HOURS
    values = {
        "gpu_hours": figure(training.gpu_hours),
        "cost": money(training.cost),
        "much": f"{_MUCH_GPU_HOURS:,}",
    }
    return claim(
        "8.3",
        f"> {_MUCH_GPU_HOURS:,} GPU·h",
        f"{values['gpu_hours']} GPU·h",
        holds=holds,
        statement=_DEMAND,
        reason=(_DEMAND_HOLDS if holds else _DEMAND_FAILS).filled(**values),
    )
