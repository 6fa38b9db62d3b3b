"""Model services that are known by name, and the one that a learner entered."""

import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.models.endpoint import Endpoint
from assistant.settings import Settings
from assistant.text import Bilingual, ExplainedError


@dataclass(frozen=True, slots=True)
class Provider:
    """A service that learners may have a key for, or run themselves."""

    name: Bilingual
    base_url: str
    model: str


PROVIDERS = (
    Provider(Bilingual("OpenAI", "OpenAI"), "https://api.openai.com/v1", "gpt-4.1-mini"),
    Provider(Bilingual("DeepSeek", "DeepSeek"), "https://api.deepseek.com/v1", "deepseek-v4-flash"),
    Provider(
        Bilingual("通义千问（阿里云百炼）", "Qwen (Alibaba Cloud)"),
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        "qwen-plus",
    ),
    Provider(
        Bilingual("Moonshot（Kimi）", "Moonshot (Kimi)"), "https://api.moonshot.cn/v1", "moonshot-v1-auto"
    ),
    Provider(Bilingual("智谱 GLM", "Zhipu GLM"), "https://open.bigmodel.cn/api/paas/v4", "glm-4.6"),
    Provider(
        Bilingual("Ollama（本机）", "Ollama (this computer)"), "http://localhost:11434/v1", "qwen2.5:7b"
    ),
    Provider(Bilingual("LM Studio（本机）", "LM Studio (this computer)"), "http://localhost:1234/v1", ""),
)


_NO_KEY = "none"
"""Sent to services that ask for no key, such as Ollama."""
_SALT = secrets.token_bytes(16)
_ASKED_AT = ("/chat/completions", "/completions", "/models")

_BAD_ADDRESS = Bilingual(
    zh="这不像一个网址。地址要像 https://api.example.com/v1 这样，不带账号、问号和井号。",
    en="This does not look like an address. It should read like https://api.example.com/v1, without account, ? or #.",
)
_BAD_KEY = Bilingual(
    zh="密钥里有空格、换行或非英文字符，多半是复制时带上的。请重新复制。",
    en="The key holds spaces, line breaks or non-English characters, probably from copying. Please copy it again.",
)


class ServiceError(ExplainedError):
    """What was typed can't be a model service; `message` says why."""


@dataclass(frozen=True, slots=True)
class ModelService:
    """Where a model is asked, as whom, and which one. Its key shows in no representation."""

    base_url: str | None
    """None is OpenAI's own."""
    model: str
    key: SecretStr | None = None
    public_only: bool = False
    """Whether addresses within this computer's own networks are refused."""

    @property
    def identity(self) -> str:
        """What tells this service, asked with this key, from any other; it does not give the key away."""
        key = self.key.get_secret_value() if self.key else ""
        told = "\0".join((self.base_url or "", self.model, key, str(self.public_only)))
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), key=_SALT, digest_size=16).hexdigest()

    def endpoint(self, settings: Settings) -> Endpoint:
        """Return the service as the SDK is to ask it."""
        return Endpoint(
            self.base_url,
            self.key.get_secret_value() if self.key else _NO_KEY,
            self.model,
            timeout=settings.timeout,
            context_tokens=settings.context_tokens,
            public_only=self.public_only,
        )


def environment_service(settings: Settings) -> ModelService | None:
    """Return the service that the environment or `.env` names; None where neither key nor address is set."""
    if not (settings.openai_api_key or settings.openai_base_url):
        return None
    return ModelService(settings.openai_base_url, settings.model, settings.openai_api_key)


def clean_address(typed: str) -> str:
    """Return an address as it is asked: with a scheme, without the paths that people copy along.

    Raises:
        ServiceError: It is no http(s) address, or one that carries an account.
    """
    text = typed.strip()
    try:
        if "://" not in text:
            host = urlsplit(f"//{text}").hostname
            text = f"{'http' if host in ('localhost', '127.0.0.1', '::1') else 'https'}://{text}"
        text = text.rstrip("/")
        for path in _ASKED_AT:
            text = text.removesuffix(path)
        parts = urlsplit(text)
        parts.port  # noqa: B018  Only reading it tells that it is no number.
    except ValueError:
        raise ServiceError(_BAD_ADDRESS) from None
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    is_written = text.isprintable() and " " not in text
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain or not is_written:
        raise ServiceError(_BAD_ADDRESS)
    return text.rstrip("/")


def clean_key(typed: str) -> SecretStr | None:
    """Return a key as it is sent; None where there is none.

    Raises:
        ServiceError: It can't be a key.
    """
    key = typed.strip().removeprefix("Bearer ").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ServiceError(_BAD_KEY)
    return SecretStr(key) if key else None


def without_account(address: str) -> str:
    """Return an address without the name and the password that it may carry."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
