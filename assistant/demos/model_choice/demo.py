"""Which class of model suits a product: memory, waiting, money, and the rules that decide."""

from assistant.demos.model_choice.catalogue import DATE, SCENARIOS
from assistant.demos.model_choice.changes import Change, changes
from assistant.demos.model_choice.charts import charts
from assistant.demos.model_choice.claims import claims
from assistant.demos.model_choice.estimate import RULES, Estimate, estimates
from assistant.demos.model_choice.findings import RULE_NAMES, findings, rules
from assistant.demos.model_choice.listings import listings
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.demos.results import finite, table
from assistant.text import Bilingual
from assistant.text.numerals import figure
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table

_CANDIDATES = Bilingual(zh="候选和被排除的原因", en="Candidates, and what excludes them")
_CANDIDATE_COLUMNS = (
    Bilingual(zh="模型", en="Model"),
    Bilingual(zh="结论", en="Verdict"),
    Bilingual(zh="美元/月", en="USD a month"),
    Bilingual(zh="美元/千次", en="USD per 1,000"),
    Bilingual(zh="首字（秒）", en="First word (s)"),
    Bilingual(zh="整段（秒）", en="Answer (s)"),
    Bilingual(zh="权重（GB）", en="Weights (GB)"),
    Bilingual(zh="缓存（GB）", en="Cache (GB)"),
    Bilingual(zh="质量", en="Quality"),
)
_SUITS = Bilingual(zh="合适", en="suits")
_RULES = Bilingual(zh="用了哪些规则", en="The rules")
_RULE_COLUMNS = (
    Bilingual(zh="排除的理由", en="Reason for exclusion"),
    Bilingual(zh="界限", en="Limit"),
    Bilingual(zh="排除了几类", en="Excluded"),
)
_CHANGES = Bilingual(zh="哪个假设会改变首选", en="Which assumption would change the choice")
_CHANGE_COLUMNS = (
    Bilingual(zh="假设", en="Assumption"),
    Bilingual(zh="如果变成", en="If it were"),
    Bilingual(zh="首选就变成", en="The choice becomes"),
)
_NONE = Bilingual(zh="没有合适的", en="none suits")


def run(parameters: ModelChoiceParameters, on_progress: Progress) -> DemoResult:
    """Estimate every class of models, apply the rules, and change each assumption to see whether the choice holds."""
    on_progress(0.1)
    found = estimates(parameters)
    changed = changes(parameters)
    on_progress(0.6)
    return DemoResult(
        name=DEMO.name,
        parameters=parameters.written(),
        metrics={name: finite(value) for name, value in _metrics(found, changed).items()},
        claims=claims(found, changed),
        findings=findings(parameters, found, changed),
        tables=[_candidates(found), _rules(parameters, found), *_changes(changed)],
        charts=charts(parameters, found),
        listings=listings(parameters, found[0]),
    )


def _metrics(found: list[Estimate], changed: list[Change]) -> dict[str, int | float | str]:
    first = found[0]
    return {
        "monthly_cost": first.monthly_dollars,
        "cost_per_thousand": first.dollars_per_thousand,
        "first_word_ms": first.first_word_ms,
        "status": first.model.key if first.suits else "none",
        "answer_seconds": first.answer_seconds,
        "suitable": sum(estimate.suits for estimate in found),
        "weights_gb": first.weights_gb,
        "cache_gb": first.cache_gb,
        "gpus": first.gpus,
        "deciding_assumptions": len(changed),
        "prices_of": DATE,
    }


def _candidates(found: list[Estimate]) -> Table:
    rows = [
        (
            estimate.model.name,
            _SUITS if estimate.suits else rules(estimate.broken),
            figure(estimate.monthly_dollars),
            figure(estimate.dollars_per_thousand),
            figure(estimate.first_word_ms / 1000, digits=2),
            figure(estimate.answer_seconds, digits=2),
            figure(estimate.weights_gb) if estimate.model.is_open else "–",
            figure(estimate.cache_gb) if estimate.model.is_open else "–",
            str(estimate.model.quality),
        )
        for estimate in found
    ]
    return table(_CANDIDATES, _CANDIDATE_COLUMNS, rows)


def _rules(parameters: ModelChoiceParameters, found: list[Estimate]) -> Table:
    limits = {
        "quality": f"≥ {SCENARIOS[parameters.scenario].quality}",
        "languages": parameters.languages,
        "privacy": parameters.privacy,
        "context": f"≥ {parameters.input_tokens + parameters.output_tokens:,}",
        "latency": f"≤ {parameters.latency_ms:,.6g} ms",
        "budget": f"≤ {parameters.monthly_budget:,.6g} USD",
    }
    rows = [
        (RULE_NAMES[rule], limits[rule], str(sum(rule in estimate.broken for estimate in found)))
        for rule in RULES
    ]
    return table(_RULES, _RULE_COLUMNS, rows)


def _changes(changed: list[Change]) -> list[Table]:
    rows = [(change.title, change.new, change.after.name if change.after else _NONE) for change in changed]
    return [table(_CHANGES, _CHANGE_COLUMNS, rows)] if rows else []


DEMO = Demo(
    name="model_choice",
    title=Bilingual(zh="模型选型演示", en="Model choice demo"),
    description=Bilingual(
        zh="按场景、用量、等待时间、预算、隐私和语言，估算各类大模型的内存、费用和速度，列出合适的，并说明哪个假设会改变结论。",
        en="Estimates memory, cost and speed of classes of large models for a scenario, volume, waiting time, budget, privacy and language, lists those that suit, and tells which assumption would change that.",
    ),
    decision=Bilingual(
        zh="选哪一类模型：调 API，还是自己部署？",
        en="Which kind of model: call an API, or run one on your own machines?",
    ),
    parameters=ModelChoiceParameters,
    document="ai-pm-skills",
    sections=("9.1", "2.1"),
    run=run,
    live=True,
    examples=(
        Bilingual(
            zh="跑一下模型选型：智能客服，每天 2 万次请求",
            en="Run the model choice for customer service with 20000 requests per day",
        ),
        Bilingual(
            zh="模型选型：编程助手，预算 500", en="Run the model choice for coding with a budget of 500"
        ),
        Bilingual(zh="模型选型，本地部署，延迟 800", en="Run the model choice on premises with latency 800"),
    ),
    aliases=("模型选型", "选型", "model choice", "model selection", "choice of model"),
    metrics={
        "monthly_cost": Bilingual(zh="首选每月费用（美元）", en="First choice: USD a month"),
        "cost_per_thousand": Bilingual(zh="每千次回答（美元）", en="USD per thousand answers"),
        "first_word_ms": Bilingual(zh="首字等待（毫秒）", en="Wait for the first word (ms)"),
        "status": Bilingual(zh="首选", en="First choice"),
        "answer_seconds": Bilingual(zh="整段回答（秒）", en="Whole answer (s)"),
        "suitable": Bilingual(zh="合适的有几类", en="Classes that suit"),
        "weights_gb": Bilingual(zh="权重占的内存（GB）", en="Weights (GB)"),
        "cache_gb": Bilingual(zh="对话缓存（GB）", en="Cache (GB)"),
        "gpus": Bilingual(zh="自己部署要几块卡", en="Accelerators of one's own"),
        "deciding_assumptions": Bilingual(zh="会改变首选的假设", en="Assumptions that would change it"),
        "prices_of": Bilingual(zh="价格假设的日期", en="Date of the assumed prices"),
    },
    statuses={
        "none": Status(Bilingual(zh="没有合适的", en="none suits"), "bad"),
        "tiny_open": Status(Bilingual(zh="微型开放模型", en="tiny open model"), "good"),
        "small_open": Status(Bilingual(zh="小型开放模型", en="small open model"), "good"),
        "medium_open": Status(Bilingual(zh="中型开放模型", en="medium open model"), "good"),
        "large_open": Status(Bilingual(zh="大型开放模型", en="large open model"), "good"),
        "expert_open": Status(Bilingual(zh="混合专家开放模型", en="open mixture of experts"), "good"),
        "small_api": Status(Bilingual(zh="小型 API", en="small API"), "good"),
        "frontier_api": Status(Bilingual(zh="前沿 API", en="frontier API"), "good"),
    },
)
