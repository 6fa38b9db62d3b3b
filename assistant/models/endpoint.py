"""A chat completion from any OpenAI-compatible endpoint, as a stream of pieces, in bounded time."""

from __future__ import annotations

import queue
import random
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.models.model_errors import ModelError, explain_error, failure

if TYPE_CHECKING:
    from httpx2 import Response
    from openai import OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessage
    from openai.types.chat.chat_completion_chunk import ChoiceDelta

_BACKOFF_SECONDS = 0.5
_BEAT_SECONDS = 0.25
_CONNECT_SECONDS = 10.0
_TEMPERATURE = 0.2
_LARGEST_BODY = 2_000_000
"""Bytes of a completion that comes in one piece; an answer is far shorter."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked, and how."""

    base_url: str | None
    """None is OpenAI's own."""
    api_key: str = field(repr=False)
    model: str = ""
    timeout: float = 30.0
    """Seconds to wait for the next words; the first may take twice that, all tries counted."""
    context_tokens: int = 16_000
    """How much the model can read at once."""
    evidence_tokens: int = 4_000
    """How much of the sources it is given for one question: a small model reads slowly and gets lost in much."""
    answer_tokens: int = 1_500
    small: bool = False
    """Whether the model is too small to talk about a demo's figures without mixing them up."""
    embedded: bool = False
    """Whether this program runs the model itself, on this computer: what it is told goes nowhere."""
    public_only: bool = False
    """Whether it may only lie at a public address, since a visitor named it."""


@dataclass(frozen=True, slots=True)
class CallDelta:
    """A part of a tool call; parts with the same index belong together."""

    index: int
    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class CompletionPiece:
    """What one chunk of a completion brings."""

    text: str = ""
    reasoning: str = ""
    calls: tuple[CallDelta, ...] = ()
    finish: str | None = None


NOTHING = CompletionPiece()


def stream_completion(
    endpoint: Endpoint, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
) -> Iterator[CompletionPiece]:
    """Yield a completion piece by piece; where it fails before its first words, it is tried again with backoff.

    While nothing comes, an empty piece does every quarter of a second, so that whoever reads can leave.

    Raises:
        ModelError: It failed, after twice the endpoint's timeout at most before the first words, or after one timeout
            without a word between two of them.
    """
    end = time.monotonic() + 2 * endpoint.timeout
    wait = _BACKOFF_SECONDS
    while True:
        begun = False
        try:
            for piece in stream_once(
                endpoint, messages, tools, min(endpoint.timeout, end - time.monotonic())
            ):
                begun = begun or piece != NOTHING
                yield piece
            if not begun:
                raise failure("empty")
            return
        except ModelError as error:
            # Never sooner than by itself, also where the endpoint says "at once" every time.
            pause = max(error.retry_after or 0.0, wait * random.uniform(0.8, 1.2))  # noqa: S311
            if begun or not error.passing or time.monotonic() + pause >= end:
                raise
        yield from _wait(pause)
        wait *= 2


def stream_once(
    endpoint: Endpoint, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]], patience: float
) -> Iterator[CompletionPiece]:
    """Yield one completion, tried once; its first piece is waited for so many seconds. Empty pieces come while nothing does.

    A thread reads it: a socket's own timeout starts anew with every keep-alive byte.

    Raises:
        ModelError: It failed.
    """
    arriving: queue.SimpleQueue[CompletionPiece | Exception | None] = queue.SimpleQueue()
    opened: list[Stream[ChatCompletionChunk]] = []
    left = Event()

    def read() -> None:
        try:
            with _open(endpoint, messages, tools) as stream:
                opened.append(stream)
                for piece in () if left.is_set() else _read(stream):
                    if left.is_set():
                        return
                    arriving.put(piece)
            arriving.put(None)
        except Exception as error:  # Told by whoever waits for the pieces.
            arriving.put(error)

    Thread(target=read, name="completion", daemon=True).start()
    begun, end = False, time.monotonic() + patience
    try:
        while (arrived := _next(arriving, end, begun=begun)) is not None:
            if isinstance(arrived, Exception):
                raise explain_error(arrived, endpoint.model, begun=begun) from None
            if arrived != NOTHING:
                begun, end = True, time.monotonic() + endpoint.timeout
            yield arrived
    finally:
        left.set()
        for stream in opened:
            _hang_up(stream)


def _hang_up(stream: Stream[ChatCompletionChunk]) -> None:
    """End a stream that another thread waits for; closing the socket would not wake that thread."""
    if not stream.response.is_closed:
        connection = stream.response.extensions["network_stream"].get_extra_info("socket")
        with suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _next(
    arriving: queue.SimpleQueue[CompletionPiece | Exception | None], end: float, *, begun: bool
) -> CompletionPiece | Exception | None:
    """Return what arrives next, or nothing where that takes longer than a beat."""
    try:
        return arriving.get(timeout=max(min(end - time.monotonic(), _BEAT_SECONDS), 0.01))
    except queue.Empty:
        if time.monotonic() < end:
            return NOTHING
        raise failure("interrupted" if begun else "timeout") from None


def _wait(seconds: float) -> Iterator[CompletionPiece]:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _BEAT_SECONDS))
        yield NOTHING


def _open(
    endpoint: Endpoint, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
) -> Stream[ChatCompletionChunk]:
    asked: dict[str, Any] = {
        "model": endpoint.model,
        "messages": list(messages),
        "temperature": _TEMPERATURE,
        "max_tokens": endpoint.answer_tokens,
        **({"tools": list(tools)} if tools else {}),
    }
    opened: Stream[ChatCompletionChunk] = client(endpoint).chat.completions.create(**asked, stream=True)
    return opened


@lru_cache(maxsize=32)
def client(endpoint: Endpoint) -> OpenAI:
    """Return the SDK's client of an endpoint; no other endpoint, and no other key, shares its connections."""
    from openai import DefaultHttpxClient, OpenAI, Timeout

    return OpenAI(
        api_key=endpoint.api_key,
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=Timeout(endpoint.timeout, connect=min(endpoint.timeout, _CONNECT_SECONDS)),
        http_client=DefaultHttpxClient(**_transport(endpoint)),
    )


def forget_clients() -> None:
    """Let go of every client and so of its key; answers that are being written go on with theirs."""
    client.cache_clear()


def _transport(endpoint: Endpoint) -> dict[str, Any]:
    """Return what an endpoint's connections differ in from the SDK's own."""
    if endpoint.public_only:
        from assistant.models.public import PublicTransport

        return {"transport": PublicTransport(endpoint.api_key), "trust_env": False}
    if urlsplit(endpoint.base_url or "").hostname not in _LOOPBACK:
        return {}
    from httpx2 import create_ssl_context

    # A proxy of the environment is for the world outside; its certificates count here as well.
    return {"trust_env": False, "verify": create_ssl_context()}


def _read(stream: Stream[ChatCompletionChunk]) -> Iterator[CompletionPiece]:
    kind = stream.response.headers.get("content-type", "")
    if "html" in kind:
        raise failure("not_an_api")
    if "application/json" in kind:
        yield _read_unstreamed(_whole_body(stream.response))
        return
    for chunk in stream:
        for choice in (chunk.choices or ())[:1]:
            piece = _piece(choice.delta, choice.finish_reason)
            if piece != NOTHING:
                yield piece


def _whole_body(response: Response) -> bytes:
    """Return the body of an answer that came in one piece; what never ends is not waited for."""
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > _LARGEST_BODY:
            raise failure("too_long")
    return bytes(body)


def _read_unstreamed(body: bytes) -> CompletionPiece:
    """Return the answer of an endpoint that can't stream."""
    from openai.types.chat import ChatCompletion

    choice = ChatCompletion.model_validate_json(body).choices[0]
    return _piece(choice.message, choice.finish_reason)


def _piece(said: ChoiceDelta | ChatCompletionMessage, finish: str | None) -> CompletionPiece:
    """Return what a delta or a message says; both have the same fields."""
    more = getattr(said, "model_extra", None) or {}
    calls = tuple(
        CallDelta(
            getattr(call, "index", position) or 0,
            call.id or "",
            (call.function and call.function.name) or "",
            (call.function and call.function.arguments) or "",
        )
        for position, call in enumerate(getattr(said, "tool_calls", None) or ())
    )
    reasoning = more.get("reasoning_content") or more.get("reasoning") or ""
    text = getattr(said, "content", None) or getattr(said, "refusal", None) or ""
    return CompletionPiece(text, reasoning if isinstance(reasoning, str) else "", calls, finish)
