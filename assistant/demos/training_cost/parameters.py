"""What can be set of a training, and how people speak of it."""

from assistant.demos.training_cost.hardware import ACCELERATORS
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter

HIGHEST_GPUS = 100_000


class TrainingCostParameters(DemoParameters):
    """What can be set; the defaults train a small open model on twenty tokens a parameter (Hoffmann et al. 2022)."""

    model_parameters: float = parameter(
        7e9,
        Number(ge=1e6, le=1e13),
        Wording(
            title=Bilingual(zh="模型参数量", en="Model parameters"),
            description=Bilingual(
                zh="模型有多少个参数，例如 70 亿写成 7e9。一百万到十万亿。",
                en="How many parameters the model has; 7 billion is 7e9. A million to ten trillion.",
            ),
            aliases=(
                "参数量",
                "参数规模",
                "个参数",
                "参数",
                "模型大小",
                "的模型",
                "模型",
                "model",
                "parameter",
                "model size",
                "parameter count",
            ),
        ),
    )
    tokens: float = parameter(
        1.4e11,
        Number(ge=1e6, le=1e15),
        Wording(
            title=Bilingual(zh="训练词元数", en="Training tokens"),
            description=Bilingual(
                zh="训练一共读多少个词元（token；一个汉字约 0.6 到 1 个）。一百万到一千万亿。",
                en="How many tokens training reads in all (an English word is about 1.3). A million to 10^15.",
            ),
            aliases=(
                "词元",
                "个词元",
                "token 数",
                "个 token",
                "token",
                "训练 token",
                "语料",
                "training data",
            ),
        ),
    )
    gpu: str = parameter(
        "h100",
        Choice(
            labels={key: Bilingual(card.name, card.name) for key, card in ACCELERATORS.items()},
            phrases={
                key: (key, *(f"{maker} {key}" for maker in ("nvidia", "英伟达", "amd")))
                for key in ACCELERATORS
            },
        ),
        Wording(
            title=Bilingual(zh="加速卡", en="Accelerator"),
            description=Bilingual(
                zh="用哪种数据中心加速卡；峰值算力、显存和带宽取自厂商公布的数据。",
                en="Which data-centre accelerator; peak, memory and bandwidth are those its maker publishes.",
            ),
            aliases=("显卡", "卡的型号", "gpu 型号", "gpu type", "card"),
        ),
    )
    gpus: int = parameter(
        64,
        WholeNumber(ge=1, le=HIGHEST_GPUS),
        Wording(
            title=Bilingual(zh="卡的数量", en="Number of accelerators"),
            description=Bilingual(
                zh="同时用多少块卡。1 到 100,000。", en="How many accelerators work at once. 1 to 100,000."
            ),
            aliases=(
                "卡数",
                "卡",
                "块卡",
                "张卡",
                "块显卡",
                "张显卡",
                "块 gpu",
                "gpu 数量",
                "gpu",
                "graphics card",
            ),
        ),
    )
    utilisation: float = parameter(
        0.4,
        Number(ge=0.01, le=1),
        Wording(
            title=Bilingual(zh="算力利用率", en="Utilisation"),
            description=Bilingual(
                zh="真正用上峰值算力的多少；大规模训练通常是 0.3 到 0.5。0.01 到 1。",
                en="The share of the peak that training really uses; 0.3 to 0.5 is usual for large runs. 0.01 to 1.",
            ),
            aliases=("利用率", "mfu", "utilization", "efficiency"),
        ),
    )
    price_per_gpu_hour: float = parameter(
        2.5,
        Number(gt=0, le=1000),
        Wording(
            title=Bilingual(zh="每卡每小时价格（美元）", en="Price per accelerator-hour (USD)"),
            description=Bilingual(
                zh="租一块卡一小时多少美元；2.5 是假设，请换成你的报价。大于 0，最大 1000。",
                en="What an accelerator costs an hour, in US dollars; 2.5 is an assumption, put in your own quote. Above 0, at most 1000.",
            ),
            aliases=(
                "每卡时价格",
                "卡时价格",
                "每小时价格",
                "每小时",
                "an hour",
                "per gpu hour",
                "单价",
                "租金",
                "price per hour",
                "hourly price",
                "price",
            ),
        ),
    )
    serial_share: float = parameter(
        0.005,
        Number(ge=0, le=1),
        Wording(
            title=Bilingual(zh="分不开的份额", en="Serial share"),
            description=Bilingual(
                zh="一块卡训练时，有多大份额的时间是加卡也省不掉的（同步、读数据、存检查点）。0 到 1。",
                en="The share of a single card's time that more cards can't shorten (synchronising, loading, checkpoints). 0 to 1.",
            ),
            aliases=(
                "串行份额",
                "只能串行",
                "串行",
                "串行比例",
                "串行部分",
                "不能并行的比例",
                "serial fraction",
                "serial part",
            ),
            off=0.0,
        ),
    )
    compression: str = parameter(
        "quantise_8bit",
        Choice(
            labels={
                "none": Bilingual(zh="不压缩（32 位）", en="No compression (32 bits)"),
                "half_precision": Bilingual(zh="半精度（16 位）", en="Half precision (16 bits)"),
                "quantise_8bit": Bilingual(zh="8 位量化", en="8-bit quantisation"),
                "quantise_4bit": Bilingual(zh="4 位量化", en="4-bit quantisation"),
                "prune": Bilingual(zh="剪枝（去掉一半权重）", en="Pruning (half of the weights)"),
            },
            phrases={
                "none": ("不压缩", "不做压缩", "without compression", "no compression", "uncompressed"),
                "half_precision": ("半精度", "16 位", "half precision", "half-precision", "fp16", "bf16"),
                "quantise_8bit": (
                    "8 位量化",
                    "8 位",
                    "int8",
                    "8-bit",
                    "8 bit",
                    "8-bit quantisation",
                    "8-bit quantization",
                ),
                "quantise_4bit": (
                    "4 位量化",
                    "4 位",
                    "int4",
                    "4-bit",
                    "4 bit",
                    "4-bit quantisation",
                    "4-bit quantization",
                ),
                "prune": ("剪枝", "pruning", "pruned"),
            },
        ),
        Wording(
            title=Bilingual(zh="压缩办法", en="Compression"),
            description=Bilingual(
                zh="训练好之后怎样压缩；效果在一个当场训练的小网络上实测（识别程序画出来的数字）。",
                en="How the trained model is compressed; measured on a small network that is trained here, on digits that a program draws.",
            ),
            aliases=("压缩", "压缩方式", "模型压缩", "compress"),
        ),
    )
