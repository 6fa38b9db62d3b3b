"""Classes of models and the hardware they run on, read from a file of dated assumptions."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.text import Bilingual


@dataclass(frozen=True, slots=True)
class Hardware:
    """One accelerator, and how a service on it is planned."""

    memory_gb: float
    tflops: float
    bandwidth_gb_s: float
    utilisation: float
    dollars_per_hour: float
    own_dollars_per_hour: float
    peak_factor: float
    """How many times the average the busiest hour is."""
    overhead_ms: float
    """Network and queue before the model begins."""


@dataclass(frozen=True, slots=True)
class Model:
    """A class of models: open ones have a shape, APIs have prices in US dollars per million tokens."""

    key: str
    zh: str
    en: str
    quality: int
    languages: list[str]
    context: int
    """The most tokens of question and answer together."""
    parameters: float = 0.0
    active: float = 0.0
    """Parameters that each token uses."""
    layers: int = 0
    kv_heads: int = 0
    head_size: int = 0
    input_dollars: float = 0.0
    output_dollars: float = 0.0
    first_word_ms: float = 0.0
    tokens_per_second: float = 0.0

    @property
    def name(self) -> Bilingual:
        """What it is called."""
        return Bilingual(self.zh, self.en)

    @property
    def short_name(self) -> Bilingual:
        """What it is called where there is little room: without its size."""
        return Bilingual(self.zh.split("（")[0], self.en.split(",")[0].removesuffix(" model"))

    @property
    def is_open(self) -> bool:
        """Whether its weights can be run on one's own machines."""
        return self.parameters > 0


_READ = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))
DATE: str = _READ["date"]
"""The day of the assumptions."""
HARDWARE = Hardware(**_READ["hardware"])
MODELS = tuple(Model(**model) for model in _READ["models"])
"""Every class, the smallest open one first."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A typical product case."""

    name: Bilingual
    quality: int
    """The least quality that suits it; a judgement, to be replaced by a trial."""


SCENARIOS = {
    "classification": Scenario(Bilingual("归类和抽取", "Sorting and extracting"), 1),
    "customer_service": Scenario(Bilingual("智能客服", "Customer service"), 2),
    "summaries": Scenario(Bilingual("总结文档", "Summaries of documents"), 2),
    "writing": Scenario(Bilingual("文案写作", "Copywriting"), 3),
    "coding": Scenario(Bilingual("编程助手", "Coding assistant"), 4),
    "agent": Scenario(Bilingual("多步推理和智能体", "Reasoning in many steps, agents"), 5),
}
"""What can be chosen, the easiest first."""
