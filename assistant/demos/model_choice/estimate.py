"""What each class of models takes for a product: memory, waiting and money, and the rules that it breaks."""

import math
from dataclasses import dataclass
from typing import Literal

from assistant.demos.model_choice.catalogue import HARDWARE, MODELS, SCENARIOS, Model
from assistant.demos.model_choice.parameters import ModelChoiceParameters

DAYS_A_MONTH = 30
_SECONDS_A_DAY = 86_400
_BYTES = 2
"""Weights and cache at 16 bits."""

Rule = Literal["quality", "languages", "privacy", "context", "latency", "budget"]
RULES: tuple[Rule, ...] = ("quality", "languages", "privacy", "context", "latency", "budget")
"""In the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A class of models in a product."""

    model: Model
    weights_gb: float
    """0 for an API, whose memory is its provider's."""
    cache_gb: float
    """The keys and values of the questions that are answered at once in the busiest hour."""
    gpus: int
    first_word_ms: float
    answer_seconds: float
    monthly_dollars: float
    dollars_per_thousand: float
    """A thousand answers."""
    broken: tuple[Rule, ...]

    @property
    def suits(self) -> bool:
        """Whether it breaks no rule."""
        return not self.broken


def estimates(parameters: ModelChoiceParameters) -> list[Estimate]:
    """Return an estimate for every class of models, those that suit first, the cheapest first."""
    found = [_estimate(model, parameters) for model in MODELS]
    return sorted(found, key=lambda estimate: (len(estimate.broken), estimate.monthly_dollars))


def _estimate(model: Model, parameters: ModelChoiceParameters) -> Estimate:
    served = _served(model, parameters) if model.is_open else _bought(model, parameters)
    weights, cache, gpus, first_word, seconds, monthly = served
    requests = parameters.requests_per_day * DAYS_A_MONTH
    return Estimate(
        model=model,
        weights_gb=weights,
        cache_gb=cache,
        gpus=gpus,
        first_word_ms=first_word,
        answer_seconds=seconds,
        monthly_dollars=monthly,
        dollars_per_thousand=1000 * monthly / requests,
        broken=_broken(model, parameters, first_word, monthly),
    )


def cache_bytes_per_token(model: Model) -> int:
    """Return the bytes that a token keeps in the cache: 2 · layers · heads · head size · bytes a number.

    Two for keys and values; the heads are those that keep keys (Ainslie et al. 2023, grouped-query attention).
    """
    return 2 * model.layers * model.kv_heads * model.head_size * _BYTES


def _served(model: Model, parameters: ModelChoiceParameters) -> tuple[float, float, int, float, float, float]:
    """Return memory, accelerators, waiting and money of an open model on machines of one's own.

    Reading the question takes 2 operations a parameter and token (Kaplan et al. 2020), each token of the answer one reading of
    the weights (roofline, Williams et al. 2009); how many answers are under way at once follows from Little's law.
    """
    hardware = HARDWARE
    weights = model.parameters * _BYTES / 1e9
    holding = max(1, math.ceil(weights / (0.9 * hardware.memory_gb)))
    speed = hardware.tflops * 1e12 * hardware.utilisation
    reading = 2 * model.active * parameters.input_tokens / (speed * holding)
    token = model.active * _BYTES / 1e9 / (hardware.bandwidth_gb_s * holding)
    seconds = reading + parameters.output_tokens * token
    busiest = parameters.requests_per_day / _SECONDS_A_DAY * hardware.peak_factor
    at_once = max(1.0, busiest * seconds)
    tokens = parameters.input_tokens + parameters.output_tokens
    cache = at_once * tokens * cache_bytes_per_token(model) / 1e9
    memory_gpus = math.ceil((weights + cache) / (0.9 * hardware.memory_gb))
    work = busiest * 2 * model.active * tokens / speed
    # Whole copies of the model: each copy brings its own weights and its share of the work.
    gpus = max(memory_gpus, holding * math.ceil(work / holding))
    hourly = (
        hardware.own_dollars_per_hour if parameters.privacy == "on_premises" else hardware.dollars_per_hour
    )
    monthly = gpus * hourly * 24 * DAYS_A_MONTH
    overhead = hardware.overhead_ms
    return weights, cache, gpus, overhead + 1000 * (reading + token), overhead / 1000 + seconds, monthly


def _bought(model: Model, parameters: ModelChoiceParameters) -> tuple[float, float, int, float, float, float]:
    """Return the same of an API, which is paid by the token."""
    override = parameters.price_per_million_tokens
    price_in = model.input_dollars if override is None else override
    price_out = model.output_dollars if override is None else override
    each = (parameters.input_tokens * price_in + parameters.output_tokens * price_out) / 1e6
    monthly = each * parameters.requests_per_day * DAYS_A_MONTH
    seconds = model.first_word_ms / 1000 + parameters.output_tokens / model.tokens_per_second
    return 0.0, 0.0, 0, model.first_word_ms, seconds, monthly


def _broken(
    model: Model, parameters: ModelChoiceParameters, first_word_ms: float, monthly_dollars: float
) -> tuple[Rule, ...]:
    needed = {"zh", "en"} if parameters.languages == "both" else {parameters.languages}
    breaks: dict[Rule, bool] = {
        "quality": model.quality < SCENARIOS[parameters.scenario].quality,
        "languages": not needed <= set(model.languages),
        "privacy": parameters.privacy != "public_api" and not model.is_open,
        "context": parameters.input_tokens + parameters.output_tokens > model.context,
        "latency": first_word_ms > parameters.latency_ms,
        "budget": monthly_dollars > parameters.monthly_budget,
    }
    return tuple(rule for rule in RULES if breaks[rule])
