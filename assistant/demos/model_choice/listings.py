"""The figures of the model that was chosen, or came nearest, as a program that can be copied and run."""

from assistant.demos.model_choice.catalogue import HARDWARE
from assistant.demos.model_choice.estimate import DAYS_A_MONTH, Estimate, cache_bytes_per_token
from assistant.demos.model_choice.parameters import ModelChoiceParameters
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_API = """\
# {comment}
requests, tokens_in, tokens_out = {requests}, {input}, {output}
price_in, price_out = {price_in}, {price_out}  # {per_million}

each = (tokens_in * price_in + tokens_out * price_out) / 1e6
print(1000 * each, each * requests * {days})

# {own}
rented = {hourly} * 24 * {days}
print(rented / (each * {days}) if each else float("inf"))
"""
_OPEN = """\
from math import ceil

# {comment}
requests, tokens_in, tokens_out = {requests}, {input}, {output}
parameters, active, cache_per_token = {parameters}, {active}, {cache}
memory, flops, bandwidth = {memory}e9, {tflops}e12 * {utilisation}, {bandwidth}e9

weights = 2 * parameters
cards = max(1, ceil(weights / (0.9 * memory)))
seconds = 2 * active * tokens_in / flops / cards + tokens_out * 2 * active / bandwidth / cards
busiest = requests / 86400 * {peak}
cache = max(1, busiest * seconds) * (tokens_in + tokens_out) * cache_per_token
work = busiest * 2 * active * (tokens_in + tokens_out) / flops
gpus = max(ceil((weights + cache) / (0.9 * memory)), cards * ceil(work / cards))
monthly = gpus * {hourly} * 24 * {days}
print(1000 * monthly / requests / {days}, monthly)
print(weights / 1e9, cache / 1e9, gpus)
"""
_TITLE = Bilingual(zh="价钱和内存的代码", en="Cost and memory as code")
_COMMENT = Bilingual(
    zh="{model}：每千次回答和每月多少美元", en="{model}: US dollars per thousand answers and per month"
)
_MILLION = Bilingual(zh="每百万词元的美元", en="US dollars per million tokens")
_OWN = Bilingual(
    zh="每天多少次请求以上，租一块卡比 API 便宜（如果一块卡够用）",
    en="Requests a day from which one rented accelerator, if it suffices, is cheaper",
)


def listings(parameters: ModelChoiceParameters, first: Estimate) -> list[Listing]:
    """Return a program that prints the dollars per thousand answers and per month, as in this run."""
    model, override = first.model, parameters.price_per_million_tokens
    on_premises = parameters.privacy == "on_premises"

    def program(language: Language) -> str:
        return (_OPEN if model.is_open else _API).format(
            comment=_COMMENT.of(language, model=model.name),
            requests=parameters.requests_per_day,
            input=parameters.input_tokens,
            output=parameters.output_tokens,
            price_in=model.input_dollars if override is None else override,
            price_out=model.output_dollars if override is None else override,
            per_million=_MILLION.of(language),
            own=_OWN.of(language),
            days=DAYS_A_MONTH,
            hourly=HARDWARE.own_dollars_per_hour if on_premises else HARDWARE.dollars_per_hour,
            parameters=model.parameters,
            active=model.active,
            cache=cache_bytes_per_token(model),
            memory=HARDWARE.memory_gb,
            tflops=HARDWARE.tflops,
            utilisation=HARDWARE.utilisation,
            bandwidth=HARDWARE.bandwidth_gb_s,
            peak=HARDWARE.peak_factor,
        )

    return [listing(_TITLE, program)]
