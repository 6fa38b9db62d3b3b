"""What can go wrong with a model behind an endpoint, in the learner's words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from assistant.text import Bilingual, ExplainedError

if TYPE_CHECKING:
    import openai

FailureKind = Literal[
    "wrong_key",
    "forbidden",
    "not_found",
    "no_credit",
    "rate_limited",
    "overloaded",
    "timeout",
    "unreachable",
    "unknown_host",
    "refused",
    "not_public",
    "port",
    "tls",
    "certificate",
    "not_an_api",
    "rejected",
    "empty",
    "interrupted",
    "too_long",
    "filtered",
    "no_answer",
    "no_demo",
    "unfounded",
    "repeating",
    "resting",
    "test_failed",
    "not_started",
    "used_up",
]

_PASSING: frozenset[FailureKind] = frozenset(
    {"rate_limited", "overloaded", "timeout", "unreachable", "unknown_host", "empty"}
)
"""A second try may succeed. Where nothing listens, nothing will within seconds."""
_OF_THE_ANSWER: frozenset[FailureKind] = frozenset(
    {"too_long", "filtered", "no_answer", "no_demo", "unfounded", "repeating"}
)
"""The endpoint works; it is this answer that failed."""

_WORDS: Mapping[FailureKind, Bilingual] = {
    "used_up": Bilingual(
        zh="今天可以让模型回答的次数用完了，明天再来；也可以在设置页填写自己的模型服务。",
        en="The model's answers for today are used up. Come back tomorrow, or enter a model service of your own in the settings.",
    ),
    "wrong_key": Bilingual(
        zh="模型服务不认这个密钥，请在设置页检查密钥（或环境变量 OPENAI_API_KEY）。",
        en="The model service does not accept the key; check it in the settings (or in OPENAI_API_KEY).",
    ),
    "forbidden": Bilingual(
        zh="这个密钥没有权限使用模型“{model}”，请在设置页换一个模型或者密钥。",
        en='The key may not use the model "{model}"; set another model or another key in the settings.',
    ),
    "not_found": Bilingual(
        zh="模型服务上找不到模型“{model}”，请在设置页检查模型名和地址（或 PM_COACH_MODEL 和 OPENAI_BASE_URL）。",
        en='The model service does not know the model "{model}"; check model and address in the settings '
        "(or PM_COACH_MODEL and OPENAI_BASE_URL).",
    ),
    "no_credit": Bilingual(
        zh="模型服务的额度用完了，请到服务商那里充值，或者换一个密钥。",
        en="The account at the model service has no credit left; top it up, or use another key.",
    ),
    "rate_limited": Bilingual(
        zh="模型服务说请求太频繁，请过一会儿再问。",
        en="The model service gets too many requests; please ask again in a while.",
    ),
    "overloaded": Bilingual(
        zh="模型服务出了故障或者太忙，请过一会儿再问。",
        en="The model service is down or overloaded; please ask again in a while.",
    ),
    "timeout": Bilingual(
        zh="模型服务太久没有回应，请过一会儿再问；总是这样的话，把 PM_COACH_TIMEOUT 调大一些。",
        en="The model service took too long; ask again in a while, or raise PM_COACH_TIMEOUT if it always does.",
    ),
    "unreachable": Bilingual(
        zh="连不上模型服务，请检查网络和设置页里的地址（或 OPENAI_BASE_URL）。",
        en="The model service can't be reached; check the network, and the address in the settings (or OPENAI_BASE_URL).",
    ),
    "unknown_host": Bilingual(
        zh="找不到模型服务的域名，请检查地址有没有写错，以及网络和 DNS。",
        en="The model service's host name is not known; check its spelling, the network and its DNS.",
    ),
    "refused": Bilingual(
        zh="模型服务的地址上没有程序应答，请确认服务（比如 Ollama）已经启动，端口没有写错。",
        en="Nothing answers at the model service's address; make sure that it (Ollama, say) runs, and check the port.",
    ),
    "not_public": Bilingual(
        zh="这台服务器只替访客连接公网上的模型服务，内网和本机的地址不行。请换一个公网地址。",
        en="This server connects its visitors to model services on the internet only, not within its own network; "
        "use a public address.",
    ),
    "port": Bilingual(
        zh="这台服务器只替访客连接 80、443 和 1024 以上的端口，别的服务用的端口除外。请换一个端口。",
        en="This server connects its visitors to ports 80, 443 and those above 1024 only, less those that belong to other "
        "services; use another port.",
    ),
    "tls": Bilingual(
        zh="和模型服务之间建立不了安全连接，请检查地址：服务不支持加密时，它要以 http:// 开头。",
        en="No secure connection to the model service; check its address, which begins with http:// if the service has no "
        "encryption.",
    ),
    "certificate": Bilingual(
        zh="模型服务的证书无法验证（自签、过期，或者和地址不符），所以没有把密钥和问题发过去。请检查地址；"
        "用自建的证书时，把签发它的 CA 证书文件设给 SSL_CERT_FILE。",
        en="The model service's certificate can't be verified (self-signed, expired, or for another address), so neither key nor "
        "question was sent. Check the address; for a certificate of your own, name its CA file in SSL_CERT_FILE.",
    ),
    "not_an_api": Bilingual(
        zh="这个地址回的不是模型接口的内容，请检查地址，它多半要以 /v1 结尾。",
        en="The address does not answer like a model service; check it: it mostly ends in /v1.",
    ),
    "rejected": Bilingual(
        zh="模型服务不接受这次请求，可以新开一个对话再问，或者在设置页换一个模型。",
        en="The model service rejects this request; ask in a new conversation, or set another model in the settings.",
    ),
    "empty": Bilingual(
        zh="模型这次什么也没说，可以再问一次。", en="The model said nothing this time; please ask again."
    ),
    "interrupted": Bilingual(
        zh="模型说到一半断开了，可以再问一次。", en="The model broke off in mid-answer; please ask again."
    ),
    "too_long": Bilingual(
        zh="模型的回答超过了长度上限，在这里断了；把问题拆小一点再问。",
        en="The model's answer ran past its limit and was cut here; ask for a smaller part of it.",
    ),
    "filtered": Bilingual(
        zh="模型服务的内容过滤拦下了这个回答，换个说法再问。",
        en="The model service's content filter stopped this answer; please ask in other words.",
    ),
    "no_answer": Bilingual(
        zh="模型一直在查资料，没有给出回答，可以把问题问得具体一点。",
        en="The model kept looking things up and gave no answer; please ask more specifically.",
    ),
    "no_demo": Bilingual(
        zh="模型没有运行演示，所以由教练来运行。", en="The model did not run the demo, so the coach runs it."
    ),
    "unfounded": Bilingual(
        zh="模型这次写的内容在资料里找不到依据，请以下面的回答为准。",
        en="Nothing of what the model wrote has support in the sources; rely on the answer below.",
    ),
    "repeating": Bilingual(
        zh="模型一直在重复自己的话，在这里停下了。",
        en="The model kept repeating itself and was stopped here.",
    ),
    "resting": Bilingual(
        zh="模型服务接连没有成功，先歇 {seconds} 秒，这期间直接从资料里回答。",
        en="The model service keeps failing; for {seconds} s answers come straight from the sources.",
    ),
    "test_failed": Bilingual(
        zh="刚才的连接测试没有通过，先歇 {seconds} 秒，这期间直接从资料里回答。原因写在设置页里，在那里再测一次，通过了就马上接着用。",
        en="The connection test has just failed; for {seconds} s answers come straight from the sources. The settings say why; "
        "once a test there succeeds, the model is asked again at once.",
    ),
    "not_started": Bilingual(zh="{reason}", en="{reason}"),
}


class ModelError(ExplainedError):
    """A model behind an endpoint could not be asked or did not finish; `message` says what happened and what to do.

    It never holds a key, a header, a prompt or what the endpoint sent.
    """

    def __init__(self, kind: FailureKind, message: Bilingual, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.retry_after = retry_after
        """Seconds after which the endpoint wants to be asked again, where it says so."""

    @property
    def passing(self) -> bool:
        """Whether a second try may succeed."""
        return self.kind in _PASSING

    @property
    def counts_against_endpoint(self) -> bool:
        """Whether it tells against the endpoint, not only against this answer."""
        return self.kind not in _OF_THE_ANSWER


def failure(kind: FailureKind, retry_after: float | None = None, **values: object) -> ModelError:
    """Return the error of a kind with its words."""
    words = _WORDS[kind]
    return ModelError(kind, words.filled(**values), retry_after)


def not_started(reason: Bilingual) -> ModelError:
    """Return the error of a model that can't be started, in the words of what failed."""
    return ModelError("not_started", reason)


def explain_error(error: Exception, model: str, *, begun: bool) -> ModelError:
    """Return what an error of the SDK or of the connection means.

    Args:
        error: What was raised while a completion was asked for or read.
        model: The model that was asked for.
        begun: Whether the answer had begun.
    """
    import openai

    causes = list(_causes(error))
    if (told := next((cause for cause in causes if isinstance(cause, ModelError)), None)) is not None:
        return told
    if isinstance(error, openai.APIStatusError):
        return _explain_status(error, model)
    if isinstance(error, openai.APITimeoutError):
        return failure("interrupted" if begun else "timeout")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return failure("certificate")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return failure("tls")
    if begun:
        return failure("interrupted")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return failure("unknown_host")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return failure("refused")
    if isinstance(error, openai.APIConnectionError):
        return failure("unreachable")
    # An error inside the stream is the service's; anything else was no completion at all.
    return failure("overloaded" if type(error) is openai.APIError else "not_an_api")


def _explain_status(error: openai.APIStatusError, model: str) -> ModelError:
    status = error.status_code
    kinds: dict[int, FailureKind] = {401: "wrong_key", 402: "no_credit", 403: "forbidden", 404: "not_found"}
    if status in kinds:
        return failure(kinds[status], model=model)
    after = _seconds(error.response.headers.get("retry-after"))
    if status == 429:
        return failure("no_credit") if error.code == "insufficient_quota" else failure("rate_limited", after)
    if status >= 500 or status in (408, 409):
        return failure("overloaded", after)
    return failure("rejected") if status >= 400 else failure("not_an_api")


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
