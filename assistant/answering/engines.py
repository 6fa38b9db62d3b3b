"""The engines that are there, in the order in which they are asked, and who asks."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal, get_args

from assistant.answering.allowance import Allowance
from assistant.answering.composing.grounded import GroundedEngine
from assistant.answering.engine import Engine
from assistant.answering.fallback import FallbackEngine
from assistant.documents import Library, SectionRef
from assistant.models import local as local_model
from assistant.models.circuit_breaker import circuit_breaker
from assistant.models.endpoint import Endpoint
from assistant.models.model_errors import ModelError, not_started
from assistant.models.service import ModelService, environment_service
from assistant.retrieval.embedding import Vectors
from assistant.settings import Settings
from assistant.store.messages import LOCAL
from assistant.text import Bilingual, ExplainedError, Language

if TYPE_CHECKING:
    from assistant.answering.llm.llm_engine import LLMEngine
    from assistant.answering.llm.tools import Search
    from assistant.checking.support import SupportChecker

EngineName = Literal["openai", "local", "grounded"]
EngineChoice = Literal["auto", "openai", "local", "grounded"]

_LOCAL_CONTEXT_TOKENS = 8_192
_LOCAL_EVIDENCE_TOKENS = 750
_LOCAL_ANSWER_TOKENS = 500
_LOCAL_TIMEOUT_SECONDS = 120.0
"""A small computer reads some 65 tokens a second before the first word comes."""

_LABELS: dict[EngineName, Bilingual] = {
    "openai": Bilingual(zh="{model}", en="{model}"),
    "local": Bilingual(zh="本机模型", en="Model on this computer"),
    "grounded": Bilingual(zh="直接摘自资料", en="Straight from the sources"),
}
_UNAVAILABLE: dict[EngineName, Bilingual] = {
    "openai": Bilingual(
        zh="还没有接上模型服务：请在设置页填写，或者在环境变量、.env 里设置 OPENAI_API_KEY 或 OPENAI_BASE_URL。",
        en="No model service is set: enter one in the settings, or set OPENAI_API_KEY or OPENAI_BASE_URL in the environment "
        "or in .env.",
    ),
    "local": Bilingual(
        zh="这台电脑上还没有模型：pm-coach model status 会说明还缺什么，pm-coach model pull 下载模型。",
        en="There is no model on this computer yet: pm-coach model status says what is missing, pm-coach model pull fetches "
        "the model.",
    ),
}


class EngineUnavailableError(ExplainedError):
    """An engine can't be used; `message` says what to do about it."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What people are told of an engine."""

    name: EngineName
    label: Bilingual
    available: bool
    reason: Bilingual | None = None
    """Why it is not available and what to do."""
    resting_seconds: float = 0.0
    """For how long it is left alone after failing again and again."""


class Engines:
    """The engines that there are. Safe to use from several threads.

    Each question brings the documents that it is answered from, and the model service that it may be put to; without one, the
    environment's is asked. Nothing of a
    service is kept from one question to the next.
    """

    def __init__(
        self,
        settings: Settings,
        encode: Callable[[Sequence[str]], Vectors],
        allowance: Allowance,
    ) -> None:
        """Prepare the engines.

        Args:
            settings: Which endpoint, which local model.
            encode: Returns the vectors of sentences and passages, which a model's words are checked by.
            allowance: Counts what visitors use of the server's own models.
        """
        self._settings = settings
        self._encode = encode
        self._allowance = allowance

    def infos(self, service: ModelService | None = None) -> Sequence[EngineInfo]:
        """Return every engine, the one that `auto` prefers first."""
        return [self._info(name, service) for name in get_args(EngineName)]

    def resolve(self, choice: EngineChoice, service: ModelService | None = None) -> EngineName:
        """Return the engine that a choice stands for: of the available ones the first of endpoint, local model, grounded.

        Raises:
            EngineUnavailableError: The engine was chosen by name and can't be used.
        """
        if choice == "auto":
            return next(info.name for info in self.infos(service) if info.available)
        info = self._info(choice, service)
        if info.reason is not None:
            raise EngineUnavailableError(info.reason)
        return choice

    def engine(self, learner: "Learner", library: Library, search: "Search") -> Engine:
        """Return the engine that a learner chose, who may use the server's own models so often a day.

        Args:
            learner: Who asks.
            library: The documents to answer from.
            search: Finds evidence in them for a model's own queries.

        Raises:
            EngineUnavailableError: The engine was chosen by name and can't be used.
        """
        service, owner = learner.service, learner.owner
        name = self.resolve(learner.engine, service)
        if name == "grounded":
            return GroundedEngine(library)
        asked = self._service(service)
        endpoint = partial(asked.endpoint, self._settings) if name == "openai" and asked else self._local
        breaker = circuit_breaker(self._identity(name, service))
        # What somebody pays for themselves they use as they like.
        theirs = name == "openai" and service is not None
        allowed = (lambda: True) if theirs else partial(self._allowance.take_model_answer, owner)
        model = self._model_engine(name, endpoint, library, search)
        return FallbackEngine(model, breaker, GroundedEngine(library), allowed)

    def warm_up(self, language: Language, library: Library, search: "Search") -> None:
        """Get ready what `auto` stands for, as far as that takes time; what fails here is told with the first answer."""
        if self.resolve("auto") != "local":
            return
        with suppress(ModelError):
            self._model_engine("local", self._local, library, search).warm_up(language)

    def _model_engine(
        self, name: EngineName, endpoint: Callable[[], Endpoint], library: Library, search: "Search"
    ) -> "LLMEngine":
        from assistant.answering.llm.llm_engine import LLMEngine

        return LLMEngine(name, endpoint, library, search, self._checker)

    @cached_property
    def _checker(self) -> "SupportChecker":
        # Composed answers need no checking: whoever asks for none does not wait for its rules to be read.
        from assistant.checking.support import SupportChecker

        return SupportChecker(self._encode)

    def _service(self, service: ModelService | None) -> ModelService | None:
        return service or environment_service(self._settings)

    def _info(self, name: EngineName, service: ModelService | None) -> EngineInfo:
        asked = self._service(service)
        available = name == "grounded" or (
            asked is not None
            if name == "openai"
            else local_model.runtime_installed() and local_model.model_path(self._settings).is_file()
        )
        label, model = _LABELS[name], asked.model if asked else self._settings.model
        return EngineInfo(
            name,
            label.filled(model=model),
            available,
            None if available else _UNAVAILABLE[name],
            0.0 if name == "grounded" else circuit_breaker(self._identity(name, service)).rest(),
        )

    def _identity(self, name: EngineName, service: ModelService | None) -> str:
        asked = self._service(service) if name == "openai" else None
        return asked.identity if asked else name

    def _local(self) -> Endpoint:
        try:
            running = local_model.local_server(self._settings).start()
        except local_model.LocalModelError as error:
            raise not_started(error.message) from None
        return Endpoint(
            running.base_url,
            running.api_key,
            running.model,
            timeout=max(self._settings.timeout, _LOCAL_TIMEOUT_SECONDS),
            context_tokens=_LOCAL_CONTEXT_TOKENS,
            evidence_tokens=_LOCAL_EVIDENCE_TOKENS,
            answer_tokens=_LOCAL_ANSWER_TOKENS,
            small=True,
            embedded=True,
        )


@dataclass(frozen=True, slots=True)
class Learner:
    """Who asks, and what they chose."""

    owner: str = LOCAL
    """Whose conversations a new one joins."""
    language: Language | None = None
    """For messages that have no language of their own, such as "9.2"."""
    engine: EngineChoice = "auto"
    """Who should answer."""
    service: ModelService | None = None
    """The model service that they entered; without one, the environment's is asked."""
    reading: SectionRef | None = None
    """The section that is open beside the conversation."""
    shares_tables: bool = False
    """Whether a model service may be told what stands in their tables."""
    sources: tuple[str, ...] = ()
    """The documents to answer from, as `Library.chosen` takes them; all where none is named."""


ANYBODY = Learner()
