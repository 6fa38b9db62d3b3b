"""Which engines there are, which one `auto` picks, and how each is put together."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Literal, get_args

from assistant.answering import local_model
from assistant.answering.engine import Engine
from assistant.answering.fallback import Breaker, FallbackEngine
from assistant.answering.grounded import GroundedEngine
from assistant.answering.llm import Endpoint, EngineError, LLMEngine
from assistant.answering.llm.failures import not_started
from assistant.answering.llm.tools import Search
from assistant.answering.support import SupportChecker
from assistant.documents import Library
from assistant.settings import Settings
from assistant.text import Bilingual, Language

EngineName = Literal["openai", "local", "grounded"]
EngineChoice = Literal["auto", "openai", "local", "grounded"]

_NO_KEY = "none"
"""Sent to endpoints that ask for no key, such as Ollama."""
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
        zh="还没有设置模型服务：请在环境变量或 .env 里设置 OPENAI_API_KEY，或者 OPENAI_BASE_URL。",
        en="No model service is set: set OPENAI_API_KEY or OPENAI_BASE_URL in the environment or in .env.",
    ),
    "local": Bilingual(
        zh='这台电脑上还没有模型：先运行 pip install "pm-coach[local]"，再运行 pm-coach model pull。',
        en='There is no model on this computer yet: run pip install "pm-coach[local]", then pm-coach model pull.',
    ),
}


_BREAKERS: defaultdict[str, Breaker] = defaultdict(Breaker)
"""By address: an endpoint that failed in one conversation is left alone in all."""


class EngineUnavailableError(Exception):
    """An engine can't be used; `message` says what to do about it."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


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
    """The engines over one library, made when they are first used. Safe to use from several threads."""

    def __init__(self, settings: Settings, library: Library, search: Search, checker: SupportChecker) -> None:
        """Prepare the engines.

        Args:
            settings: Which endpoint, which local model.
            library: The documents.
            search: Finds evidence for a model's own queries.
            checker: Decides what supports what.
        """
        self._settings = settings
        self._library = library
        self._search = search
        self._checker = checker
        self._engines: dict[EngineName, Engine] = {"grounded": GroundedEngine()}
        self._lock = Lock()

    def infos(self) -> Sequence[EngineInfo]:
        """Return every engine, the one that `auto` prefers first."""
        return [self._info(name) for name in get_args(EngineName)]

    def resolve(self, choice: EngineChoice) -> EngineName:
        """Return the engine that a choice stands for: of the available ones the first of endpoint, local model, grounded.

        Raises:
            EngineUnavailableError: The engine was chosen by name and can't be used.
        """
        if choice == "auto":
            return next(info.name for info in self.infos() if info.available)
        info = self._info(choice)
        if info.reason is not None:
            raise EngineUnavailableError(info.reason)
        return choice

    def engine(self, choice: EngineChoice = "auto") -> Engine:
        """Return the engine that a choice stands for.

        Raises:
            EngineUnavailableError: The engine was chosen by name and can't be used.
        """
        name = self.resolve(choice)
        with self._lock:
            if name not in self._engines:
                endpoint = self._configured if name == "openai" else self._local
                llm = LLMEngine(name, endpoint, self._library, self._search, self._checker)
                self._engines[name] = FallbackEngine(llm, _BREAKERS[self._address(name)])
            return self._engines[name]

    def warm_up(self, language: Language) -> None:
        """Get ready what `auto` stands for, as far as that takes time; what fails here is told with the first answer."""
        if self.resolve("auto") != "local":
            return
        with suppress(EngineError):
            LLMEngine("local", self._local, self._library, self._search, self._checker).warm_up(language)

    def _info(self, name: EngineName) -> EngineInfo:
        settings = self._settings
        available = name == "grounded" or (
            bool(settings.openai_api_key or settings.openai_base_url)
            if name == "openai"
            else local_model.runtime_installed() and local_model.model_path(settings).is_file()
        )
        label = _LABELS[name]
        return EngineInfo(
            name,
            Bilingual(label.of("zh", model=settings.model), label.of("en", model=settings.model)),
            available,
            None if available else _UNAVAILABLE[name],
            0.0 if name == "grounded" else _BREAKERS[self._address(name)].rest(),
        )

    def _address(self, name: EngineName) -> str:
        return f"{name} {self._settings.openai_base_url or ''}"

    def _configured(self) -> Endpoint:
        settings = self._settings
        return Endpoint(
            settings.openai_base_url,
            settings.openai_api_key.get_secret_value() if settings.openai_api_key else _NO_KEY,
            settings.model,
            timeout=settings.timeout,
            context_tokens=settings.context_tokens,
        )

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
        )
