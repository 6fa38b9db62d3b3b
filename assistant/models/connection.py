"""The connection test: asks an endpoint step by step, and says what works, what does not, and what to do about it."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from threading import Thread
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from assistant.models import connection_words as said
from assistant.models.circuit_breaker import circuit_breaker
from assistant.models.endpoint import Endpoint, client, stream_once
from assistant.models.model_errors import ModelError, explain_error, failure
from assistant.models.service import ModelService
from assistant.settings import Settings
from assistant.text import Bilingual

Step = Literal["address", "key", "model", "answer", "tools"]
STEPS: tuple[Step, ...] = ("address", "key", "model", "answer", "tools")

_UNREACHED = ("unreachable", "unknown_host", "refused", "not_public", "port", "tls", "certificate", "timeout")
_OF_THE_KEY = ("wrong_key", "forbidden", "no_credit")
_LARGEST_LIST = 4 * 2**20
_MOST_MODELS, _LONGEST_NAME = 500, 100
_ANSWER_TOKENS = 64
_WITHOUT_TOOLS_SECONDS = 2.0
"""What must be left of the time for the tools to be tried."""
_QUESTION = "Reply with the single word: ready"
_TOOL_QUESTION = "Call the tool report_ready now."
_TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "report_ready",
        "description": "Reports that you are ready.",
        "parameters": {"type": "object", "properties": {}},
    },
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step found. Nothing in it comes from the endpoint but the names of its models."""

    step: Step
    works: bool | None
    """None where it does no harm that it does not work."""
    message: Bilingual
    models: tuple[str, ...] = ()
    """Models to choose from, where this step learned of them."""
    address: str | None = None
    """An address that works instead."""


@dataclass(frozen=True, slots=True)
class _Listing:
    """What an endpoint said when it was asked for its models."""

    models: tuple[str, ...] = ()
    problem: ModelError | None = None
    seconds: float = 0.0


def check_service(service: ModelService, settings: Settings) -> Iterator[Finding]:
    """Yield what each step finds of a service, as `check` does, and let the next questions to it go by that.

    One that was found dead is left alone for a minute; one that answers is asked again, whatever failed before.
    """
    breaker = circuit_breaker(service.identity)
    for finding in check(service.endpoint(settings)):
        if finding.step == "answer" and finding.works is not False:
            breaker.succeeded()
        elif finding.works is False and finding.step != "tools":
            breaker.open()
        yield finding


def check(endpoint: Endpoint) -> Iterator[Finding]:
    """Yield what each step finds, in the order of STEPS, up to the first that fails; all within the endpoint's timeout."""
    client(endpoint)  # The SDK's import is not the endpoint's time.
    end = time.monotonic() + endpoint.timeout
    listing = _try_listing(endpoint, end)
    if (missing := _check_address(endpoint, listing, end)) is not None:
        yield missing
        return
    yield Finding("address", True, _reached_words(endpoint, listing.seconds), listing.models)
    # A key that may not list the models may still ask one.
    if listing.problem and listing.problem.kind == "wrong_key":
        yield Finding("key", False, listing.problem.message)
        return
    if not endpoint.model:
        yield _find_no_model_name(listing.models)
        return
    yield from _ask_model(endpoint, listing.models, end)


def _check_address(endpoint: Endpoint, listing: _Listing, end: float) -> Finding | None:
    """Return what is wrong with the address; None where a model service answers there."""
    problem = listing.problem
    if problem is None or problem.kind not in (*_UNREACHED, "not_an_api", "not_found"):
        return None
    if problem.kind in _UNREACHED:
        return Finding("address", False, problem.message)
    longer = _with_version(endpoint)
    if longer and _is_api(_try_listing(replace(endpoint, base_url=longer), end)):
        return Finding("address", False, said.V1.filled(address=longer.partition("://")[2]), address=longer)
    # Some services give no list of their models: only asking one tells whether there is a service.
    return Finding("address", False, said.NOTHING_THERE) if problem.kind == "not_an_api" else None


def _ask_model(endpoint: Endpoint, models: tuple[str, ...], end: float) -> Iterator[Finding]:
    began = time.monotonic()
    try:
        streams = _await_first_words(endpoint, end)
    except ModelError as error:
        yield from _explain_no_answer(error, endpoint, models)
        return
    seconds = _tenths(time.monotonic() - began)
    yield Finding("key", True, said.KEY_WORKS)
    yield Finding("model", True, said.KNOWN.filled(model=endpoint.model))
    yield Finding(
        "answer",
        True if streams else None,
        (said.STREAMS if streams else said.AT_ONCE).filled(seconds=seconds),
    )
    yield _try_tools(endpoint, end)


def _explain_no_answer(error: ModelError, endpoint: Endpoint, models: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what a failed answer tells of the key and of the model."""
    if error.kind in _OF_THE_KEY:
        yield Finding("key", False, error.message)
        return
    unlisted = models and endpoint.model not in models
    if error.kind == "not_found" or (error.kind == "rejected" and unlisted):
        if models:
            yield Finding("key", True, said.KEY_WORKS)
        yield Finding(
            "model", False, _unknown_model_words(endpoint.model, models) if models else error.message
        )
        return
    yield Finding("answer", False, error.message)


def _await_first_words(endpoint: Endpoint, end: float) -> bool:
    """Wait for the first words; return whether they came before the last ones.

    Raises:
        ModelError: None came in time.
    """
    short = replace(endpoint, answer_tokens=_ANSWER_TOKENS)
    for piece in stream_once(short, [{"role": "user", "content": _QUESTION}], (), end - time.monotonic()):
        if piece.text or piece.reasoning:
            return piece.finish is None
    raise failure("empty")


def _try_tools(endpoint: Endpoint, end: float) -> Finding:
    patience = end - time.monotonic()
    if patience < min(_WITHOUT_TOOLS_SECONDS, endpoint.timeout / 2):
        return Finding("tools", None, said.TOOLS_UNTRIED)
    asked = replace(endpoint, answer_tokens=_ANSWER_TOKENS)
    try:
        for piece in stream_once(asked, [{"role": "user", "content": _TOOL_QUESTION}], [_TOOL], patience):
            if piece.calls:
                return Finding("tools", True, said.TOOLS_WORK)
            if time.monotonic() > end:
                return Finding("tools", None, said.TOOLS_UNTRIED)
    except ModelError as error:
        if error.kind in ("rejected", "not_found"):
            return Finding("tools", False, said.TOOLS_REJECTED)
        return Finding("tools", None, said.TOOLS_UNTRIED)
    return Finding("tools", None, said.TOOLS_UNUSED)


def _try_listing(endpoint: Endpoint, end: float) -> _Listing:
    began = time.monotonic()
    patience = end - began
    try:
        models = _run_within(patience, lambda: _fetch_models(endpoint, end))
    except Exception as error:  # Whatever it is, it is told as what it means for the learner.
        problem = explain_error(error, endpoint.model, begun=False)
        return _Listing((), problem, time.monotonic() - began)
    return _Listing(models, None, time.monotonic() - began)


def _fetch_models(endpoint: Endpoint, end: float) -> tuple[str, ...]:
    patience = max(end - time.monotonic(), 0.01)
    with client(endpoint).models.with_streaming_response.list(timeout=patience) as response:
        if "json" not in response.headers.get("content-type", ""):
            raise failure("not_an_api")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _LARGEST_LIST:
                return ()
            if time.monotonic() > end:
                raise failure("timeout")
    return _read_names(json.loads(body))


def _read_names(told: object) -> tuple[str, ...]:
    """Return the names in a list of models, as far as it is one."""
    listed = told.get("data") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise failure("not_an_api")
    names = (model.get("id") for model in listed if isinstance(model, dict))
    fit = (n for n in names if isinstance(n, str) and n.isprintable() and 0 < len(n) <= _LONGEST_NAME)
    return tuple(sorted(set(fit))[:_MOST_MODELS])


def _run_within(seconds: float, work: Callable[[], T]) -> T:
    """Return what some work returns; it goes on alone where it takes longer, but is waited for no more."""
    done: queue.SimpleQueue[tuple[T, None] | tuple[None, Exception]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except Exception as error:  # Told by whoever waits.
            done.put((None, error))

    Thread(target=run, name="connection-test", daemon=True).start()
    with suppress(queue.Empty):
        result, error = done.get(timeout=max(seconds, 0.01))
        if error is not None:
            raise error
        return result  # type: ignore[return-value]
    raise failure("timeout")


def _is_api(listing: _Listing) -> bool:
    return listing.problem is None or listing.problem.kind in _OF_THE_KEY


def _with_version(endpoint: Endpoint) -> str | None:
    """Return the address with the /v1 that it lacks."""
    address = (endpoint.base_url or "").rstrip("/")
    last = urlsplit(address).path.rpartition("/")[2]
    return None if not address or (last[:1] == "v" and last[1:2].isdigit()) else f"{address}/v1"


def _reached_words(endpoint: Endpoint, seconds: float) -> Bilingual:
    parts = urlsplit(endpoint.base_url or "https://api.openai.com")
    words = said.SECURE if parts.scheme == "https" else said.REACHED
    return words.filled(host=parts.netloc.rpartition("@")[2], seconds=_tenths(seconds))


def _tenths(seconds: float) -> str:
    """Return a time to one digit; nothing takes none."""
    return f"{max(seconds, 0.1):.1f}"


def _find_no_model_name(models: Sequence[str]) -> Finding:
    message = said.NO_MODEL.filled(names=_join_names(models[:5])) if models else said.NO_MODEL_NO_LIST
    return Finding("model", False, message, tuple(models))


def _unknown_model_words(model: str, models: Sequence[str]) -> Bilingual:
    near = nearest(model, models)
    return (
        said.NEAREST.filled(model=model, names=_join_names(near))
        if near
        else said.UNKNOWN.filled(model=model)
    )


def nearest(model: str, models: Sequence[str]) -> list[str]:
    """Return up to three models whose names are like one that was typed, the likest first."""
    by_lower = {name.lower(): name for name in models}
    return [by_lower[name] for name in get_close_matches(model.lower(), by_lower, 3, 0.5)]


def _join_names(names: Sequence[str]) -> Bilingual:
    return Bilingual("、".join(names), ", ".join(names))
