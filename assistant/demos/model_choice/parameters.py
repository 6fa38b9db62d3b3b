"""What can be set of the choice of a model, and how people speak of it."""

from assistant.demos.model_choice.catalogue import SCENARIOS
from assistant.text import Bilingual
from assistant.tools.kinds import Choice, Number, WholeNumber
from assistant.tools.parameters import DemoParameters, Wording, parameter

_SCENARIO_TERMS = {
    "classification": ("归类", "抽取", "分类任务", "classification", "extraction"),
    "customer_service": ("智能客服", "客服", "customer service", "support chat"),
    "summaries": ("总结文档", "摘要任务", "summaries", "summarisation", "summarization"),
    "writing": ("文案", "写作", "copywriting", "writing"),
    "coding": ("编程助手", "编程", "写代码", "coding"),
    "agent": ("智能体", "多步推理", "agent"),
}


class ModelChoiceParameters(DemoParameters):
    """What can be set; the defaults are those of a young company's customer service."""

    scenario: str = parameter(
        "customer_service",
        Choice(labels={key: scenario.name for key, scenario in SCENARIOS.items()}, terms=_SCENARIO_TERMS),
        Wording(
            title=Bilingual(zh="场景", en="Scenario"),
            description=Bilingual(
                zh="产品拿模型做什么；场景越难，要求的质量越高。",
                en="What the product uses the model for; harder cases ask for more quality.",
            ),
            aliases=("应用场景", "用途", "use case", "application"),
        ),
    )
    requests_per_day: int = parameter(
        5000,
        WholeNumber(ge=1, le=100_000_000),
        Wording(
            title=Bilingual(zh="每天请求数", en="Requests per day"),
            description=Bilingual(
                zh="用户每天问多少次。1 到 100,000,000。",
                en="How many questions come in a day. 1 to 100,000,000.",
            ),
            aliases=(
                "请求数",
                "每天请求",
                "每天",
                "请求量",
                "调用量",
                "requests",
                "daily requests",
                "requests a day",
            ),
        ),
    )
    input_tokens: int = parameter(
        1500,
        WholeNumber(ge=1, le=1_000_000),
        Wording(
            title=Bilingual(zh="输入词元数", en="Input tokens"),
            description=Bilingual(
                zh="每次给模型多少词元（token）：提示词、资料和问题。1 到 1,000,000。",
                en="Tokens that the model gets each time: prompt, documents and question. 1 to 1,000,000.",
            ),
            aliases=("输入词元", "输入 token", "输入长度", "输入", "prompt tokens", "input"),
        ),
    )
    output_tokens: int = parameter(
        300,
        WholeNumber(ge=1, le=100_000),
        Wording(
            title=Bilingual(zh="输出词元数", en="Output tokens"),
            description=Bilingual(
                zh="每次回答多少词元。1 到 100,000。", en="Tokens of each answer. 1 to 100,000."
            ),
            aliases=("输出词元", "输出 token", "回答长度", "输出", "answer tokens", "output"),
        ),
    )
    latency_ms: float = parameter(
        2000.0,
        Number(ge=10, le=600_000),
        Wording(
            title=Bilingual(zh="首字等待（毫秒）", en="Wait for the first word (ms)"),
            description=Bilingual(
                zh="用户最多等多久看到第一个字，毫秒。10 到 600,000。",
                en="The longest that a user may wait for the first word, in milliseconds. 10 to 600,000.",
            ),
            aliases=("延迟", "首字延迟", "等待时间", "响应时间", "latency", "response time"),
            units={
                "秒": 1000,
                "s": 1000,
                "sec": 1000,
                "second": 1000,
                "seconds": 1000,
                "分钟": 60_000,
                "minute": 60_000,
                "minutes": 60_000,
            },
        ),
    )
    monthly_budget: float = parameter(
        3000.0,
        Number(ge=1, le=1e9),
        Wording(
            title=Bilingual(zh="每月预算（美元）", en="Monthly budget (USD)"),
            description=Bilingual(
                zh="每月最多花多少美元。1 到 1,000,000,000。",
                en="US dollars a month at most. 1 to 1,000,000,000.",
            ),
            aliases=("月预算", "每月预算", "预算", "budget"),
        ),
    )
    privacy: str = parameter(
        "public_api",
        Choice(
            labels={
                "public_api": Bilingual(zh="可以发给公共 API", en="A public API may see the data"),
                "private_cloud": Bilingual(
                    zh="只能在租来的专用机器上", en="Only on rented machines of our own"
                ),
                "on_premises": Bilingual(zh="不能离开公司机房", en="Nothing may leave our premises"),
            },
            phrases={
                "public_api": ("公共 api", "公有 api", "public api"),
                "private_cloud": ("私有云", "专用机器", "private cloud"),
                "on_premises": ("本地部署", "私有化部署", "机房", "on premises", "on-premises", "on-prem"),
            },
        ),
        Wording(
            title=Bilingual(zh="数据能去哪里", en="Privacy"),
            description=Bilingual(
                zh="用户的数据最远可以到哪里；租来的专用机器上和机房里只能用开放模型。",
                en="How far users' data may go; rented machines and premises take open models only.",
            ),
            aliases=("隐私", "隐私要求", "部署方式", "deployment"),
        ),
    )
    languages: str = parameter(
        "zh",
        Choice(
            labels={
                "zh": Bilingual(zh="中文", en="Chinese"),
                "en": Bilingual(zh="英文", en="English"),
                "both": Bilingual(zh="中英文", en="Both"),
            },
            phrases={
                "zh": ("只有中文", "只用中文", "chinese only", "in chinese"),
                "en": ("只有英文", "只用英文", "english only", "in english"),
                "both": ("中英文", "两种语言", "both languages"),
            },
        ),
        Wording(
            title=Bilingual(zh="语言", en="Languages"),
            description=Bilingual(zh="用户用什么语言。", en="The languages that users speak."),
            aliases=("用户语言", "language"),
        ),
    )
    price_per_million_tokens: float | None = parameter(
        None,
        Number(ge=0, le=10_000),
        Wording(
            title=Bilingual(zh="每百万词元价格（美元）", en="Price per million tokens (USD)"),
            description=Bilingual(
                zh="你拿到的 API 报价，输入输出同价；不填就用带日期的假设。0 到 10,000。",
                en="Your own quote for an API, the same in and out; without it, dated assumptions. 0 to 10,000.",
            ),
            aliases=(
                "百万词元价格",
                "词元价格",
                "token 价格",
                "api 价格",
                "报价",
                "token price",
                "api price",
            ),
        ),
    )
