"""What training a large model takes, and what machines, cleaner data and compression save."""

from dataclasses import replace

from assistant.demos.results import finite, table
from assistant.demos.training_cost.charts import charts
from assistant.demos.training_cost.claims import KEPT_AFTER_CLEANING, claims
from assistant.demos.training_cost.findings import BADLY_SPREAD, WELL_SPREAD, findings
from assistant.demos.training_cost.hardware import ACCELERATORS
from assistant.demos.training_cost.listings import listings
from assistant.demos.training_cost.network import Compressed, measured
from assistant.demos.training_cost.parameters import TrainingCostParameters
from assistant.demos.training_cost.training import Serving, Training, serving
from assistant.demos.training_cost.wording import percent1
from assistant.text import Bilingual
from assistant.text.numerals import figure, percent
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table
from assistant.tools.kinds import Choice
from assistant.tools.parameters import kind_of

_SAVINGS = Bilingual(zh="三个办法各省多少", en="What each way saves")
_SAVING_COLUMNS = (
    Bilingual(zh="办法", en="Way"),
    Bilingual(zh="小时", en="Hours"),
    Bilingual(zh="费用（美元）", en="Cost (US dollars)"),
)
_AS_SET = Bilingual(zh="照你填的数", en="As set")
_TWICE = Bilingual(zh="分布式：卡加一倍", en="Distributing: twice as many accelerators")
_CLEANED = Bilingual(
    zh="数据预处理：去掉 {removed}%", en="Data pre-processing: {removed}% of the data removed"
)
_PACKED = Bilingual(zh="压缩：{method}", en="Compression: {method}")
_HALF = Bilingual(zh="一开始就选小一半的模型", en="A model half as large from the start")
_MEASURED = Bilingual(zh="压缩在小网络上的实测", en="Compression, measured on a small network")
_MEASURED_COLUMNS = (
    Bilingual(zh="办法", en="Way"),
    Bilingual(zh="准确率", en="Accuracy"),
    Bilingual(zh="体积", en="Size"),
    Bilingual(zh="你的模型（GB）", en="Your model (GB)"),
)
_CARDS = Bilingual(zh="换一种卡", en="On other accelerators")
_CARD_COLUMNS = (
    Bilingual(zh="加速卡", en="Accelerator"),
    Bilingual(zh="16 位峰值（TFLOPS）", en="16-bit peak (TFLOPS)"),
    Bilingual(zh="小时", en="Hours"),
    Bilingual(zh="数据来源", en="Source"),
)


def run(parameters: TrainingCostParameters, on_progress: Progress) -> DemoResult:
    """Compute hours, money and memory, and compress a small network that is trained here."""
    values = parameters.written()
    compression = parameters.compression
    training = Training(
        accelerator=ACCELERATORS[parameters.gpu],
        **{name: value for name, value in values.items() if name not in ("gpu", "compression")},
    )
    on_progress(0.1)
    small = {}
    for name in _methods():
        small[name] = measured(name)
        on_progress(0.1 + 0.15 * len(small))
    packed = small["quantise_8bit" if compression == "none" else compression]
    in_use = tuple(serving(training, way.stored_bits, way.read_bits) for way in (small["none"], packed))
    named = {_methods()[name]: way for name, way in small.items()}
    return DemoResult(
        name=DEMO.name,
        parameters=values,
        metrics={name: finite(value) for name, value in _metrics(training, small[compression]).items()},
        claims=claims(training, compression, small["none"], packed),
        findings=findings(
            training, compression, _methods()[compression], (small["none"], packed), (in_use[0], in_use[1])
        ),
        tables=[
            _savings(training, _methods()[compression]),
            _compressions(training, named),
            _cards(training),
        ],
        charts=charts(training, named),
        listings=listings(training),
    )


def _methods() -> dict[str, Bilingual]:
    kind = kind_of(TrainingCostParameters.model_fields["compression"])
    return dict(kind.labels) if isinstance(kind, Choice) else {}


def _metrics(training: Training, chosen: Compressed) -> dict[str, int | float | str]:
    use: Serving = serving(training, chosen.stored_bits, chosen.read_bits)
    return {
        "hours": training.hours,
        "cost": training.cost,
        "speedup": training.speedup,
        "status": _status(training),
        "efficiency": training.efficiency,
        "speedup_limit": training.speedup_limit,
        "operations": training.operations,
        "gpu_hours": training.gpu_hours,
        "fewest_gpus": training.fewest_gpus,
        "full_precision_hours": training.full_precision_hours,
        "accuracy": chosen.accuracy,
        "size_share": chosen.size_share,
        "memory_in_use_gb": use.memory_gb,
        "tokens_per_second": use.tokens_per_second,
    }


def _status(training: Training) -> str:
    if not training.fits:
        return "does_not_fit"
    if training.efficiency >= WELL_SPREAD:
        return "efficient"
    return "wasteful" if training.efficiency >= BADLY_SPREAD else "saturated"


def _savings(training: Training, method: Bilingual) -> Table:
    ways = {
        _AS_SET: training,
        _TWICE: training.on(2 * training.gpus),
        _CLEANED.filled(removed=f"{100 * (1 - KEPT_AFTER_CLEANING):.0f}"): training.with_share_of_data(
            KEPT_AFTER_CLEANING
        ),
        _PACKED.filled(method=method): training,
        _HALF: training.with_share_of_parameters(0.5),
    }
    return table(
        _SAVINGS, _SAVING_COLUMNS, [(name, figure(way.hours), figure(way.cost)) for name, way in ways.items()]
    )


def _compressions(training: Training, named: dict[Bilingual, Compressed]) -> Table:
    rows = [
        (
            name,
            percent1(way.accuracy),
            percent(way.size_share),
            figure(serving(training, way.stored_bits, way.read_bits).memory_gb),
        )
        for name, way in named.items()
    ]
    return table(_MEASURED, _MEASURED_COLUMNS, rows)


def _cards(training: Training) -> Table:
    rows = [
        (card.name, figure(card.half_tflops), figure(replace(training, accelerator=card).hours), card.source)
        for card in ACCELERATORS.values()
    ]
    return table(_CARDS, _CARD_COLUMNS, rows)


DEMO = Demo(
    name="training_cost",
    title=Bilingual(zh="训练成本演示", en="Training cost demo"),
    description=Bilingual(
        zh="算出训练一个大模型要多少小时和多少钱，比较加卡、清洗数据和压缩各能省下什么；压缩在一个小网络上实测。",
        en="Computes the hours and money that training a large model takes and compares what more machines, cleaner data and compression save; compression is measured on a small network.",
    ),
    decision=Bilingual(
        zh="自己训练模型要多少钱，加卡划不划算？",
        en="What does training a model of your own cost, and do more GPUs pay?",
    ),
    parameters=TrainingCostParameters,
    document="ai-pm-skills",
    sections=("9.2", "8.3"),
    run=run,
    live=True,
    examples=(
        Bilingual(
            zh="算一下训练成本：70 亿参数，256 块卡",
            en="Run the training cost with 7 billion parameters on 256 gpus",
        ),
        Bilingual(
            zh="训练成本里压缩改成 4 位量化会怎样？", en="Run the training cost with 4-bit compression"
        ),
        Bilingual(
            zh="训练成本：用 a100，利用率 0.3", en="Run the training cost on a100 with utilisation 0.3"
        ),
    ),
    aliases=(
        "训练成本",
        "训练费用",
        "训练要多少钱",
        "训练多少钱",
        "算力成本",
        "training cost",
        "cost of training",
        "training costs",
        "amdahl",
        "阿姆达尔",
    ),
    metrics={
        "hours": Bilingual(zh="训练小时数", en="Training hours"),
        "cost": Bilingual(zh="费用（美元）", en="Cost (US dollars)"),
        "speedup": Bilingual(zh="比一块卡快几倍", en="Speed-up over one accelerator"),
        "status": Bilingual(zh="卡用得怎样", en="Use of the accelerators"),
        "efficiency": Bilingual(zh="每块卡的效率", en="Efficiency of each accelerator"),
        "speedup_limit": Bilingual(zh="加速的上限（倍）", en="Limit of the speed-up"),
        "operations": Bilingual(zh="总运算次数", en="Operations in all"),
        "gpu_hours": Bilingual(zh="卡时", en="Accelerator-hours"),
        "fewest_gpus": Bilingual(zh="显存至少要几块卡", en="Accelerators that memory needs"),
        "full_precision_hours": Bilingual(zh="用 32 位训练的小时数", en="Hours in 32 bits"),
        "accuracy": Bilingual(zh="小网络压缩后的准确率", en="Small network's accuracy, compressed"),
        "size_share": Bilingual(zh="压缩后的体积", en="Size after compression"),
        "memory_in_use_gb": Bilingual(zh="上线后权重占的内存（GB）", en="Weights in use (GB)"),
        "tokens_per_second": Bilingual(
            zh="一次回答每秒最多几个词元", en="Most tokens a second in one answer"
        ),
    },
    statuses={
        "efficient": Status(Bilingual(zh="用得好", en="well used"), "good"),
        "wasteful": Status(Bilingual(zh="浪费不少", en="wasteful")),
        "saturated": Status(Bilingual(zh="大半在等待", en="mostly waiting"), "bad"),
        "does_not_fit": Status(Bilingual(zh="显存放不下", en="does not fit into memory"), "bad"),
    },
)
