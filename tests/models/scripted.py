"""An OpenAI-compatible endpoint on 127.0.0.1 that plays a script and keeps what it was asked."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

KEEP_ALIVE = b": keep-alive\n\n"
_KEEP_ALIVE_SECONDS = 0.2
_FOREVER = 60.0

Delta = dict[str, Any]
Step = Delta | bytes | float | threading.Event
"""What a stream does next: send a delta, send bytes as they are, wait for seconds or until something has happened."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint does with one request."""

    steps: tuple[Step, ...] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/event-stream"
    silence: float = 0.0
    """Seconds before the headers."""
    is_cut: bool = False
    """Whether the connection is closed before the body is complete."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The conversation that was sent."""
        messages: list[dict[str, Any]] = self.body["messages"]
        return messages


@dataclass(slots=True)
class Scripted:
    """One script: its address, and what was asked there."""

    base_url: str
    replies: tuple[Reply, ...]
    models: Reply | None = None
    """What it says when asked for its models."""
    requests: list[Asked] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set when a reader goes away before the end."""


def says(*texts: str, finish: str | None = "stop", reasoning: str = "") -> Reply:
    """Return an answer in pieces, its reasoning, if any, before it."""
    thoughts: list[Step] = [{"reasoning_content": reasoning}] if reasoning else []
    return Reply((*thoughts, *({"content": text} for text in texts), *_end(finish)))


def calls(*made: tuple[str, dict[str, Any] | str], before: str = "") -> Reply:
    """Return native tool calls, each in several deltas: its name, then its arguments cut in two."""
    steps: list[Step] = [{"content": before}] if before else []
    for index, (name, arguments) in enumerate(made):
        written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        half = len(written) // 2
        steps.append(call_delta(index, written[:half], name=name, id_=f"call_{index}"))
        steps.append(call_delta(index, written[half:]))
    return Reply((*steps, *_end("tool_calls")))


def call_delta(index: int, arguments: str, *, name: str = "", id_: str = "") -> Delta:
    """Return a part of a native tool call."""
    named = {"id": id_, "type": "function"} if id_ else {}
    return {
        "tool_calls": [
            {
                "index": index,
                **named,
                "function": {**({"name": name} if name else {}), "arguments": arguments},
            }
        ]
    }


def fails(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
    """Return an error status; a body that is text is sent as HTML, anything else as JSON."""
    if isinstance(body, str):
        return Reply((body.encode(),), status, headers or {}, "text/html")
    written = json.dumps(body if body is not None else {"error": {"message": f"status {status}"}})
    return Reply((written.encode(),), status, headers or {}, "application/json")


def whole(text: str, finish: str = "stop") -> Reply:
    """Return a completion that is not streamed."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    completion = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return Reply((json.dumps(completion).encode(),), media_type="application/json")


def lists(*models: str) -> Reply:
    """Return a list of models."""
    listed = {"object": "list", "data": [{"id": model, "object": "model"} for model in models]}
    return Reply((json.dumps(listed).encode(),), media_type="application/json")


def page() -> Reply:
    """Return a web page with status 200, as a wrong address does."""
    return Reply((b"<!doctype html><title>Welcome</title><p>secret-upstream-body",), media_type="text/html")


def hangs() -> Reply:
    """Return nothing at all."""
    return Reply(silence=_FOREVER)


def keeps_alive(*texts: str) -> Reply:
    """Return headers, some text, and then nothing but comments that keep the connection open."""
    beats = int(_FOREVER / _KEEP_ALIVE_SECONDS)
    waiting: tuple[Step, ...] = (KEEP_ALIVE, _KEEP_ALIVE_SECONDS) * beats
    return Reply((*({"content": text} for text in texts), *waiting))


def breaks_off(*texts: str) -> Reply:
    """Return text whose connection is closed before the end."""
    return Reply(tuple({"content": text} for text in texts), is_cut=True)


def _end(finish: str | None) -> tuple[Step, ...]:
    return (_event({}, finish), b"data: [DONE]\n\n")


def _event(delta: Delta, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"


class Server:
    """Serves any number of scripts, each at an address of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._scripts: dict[str, Scripted] = {}

    def add(self, *replies: Reply, models: Reply | None = None) -> Scripted:
        """Return the endpoint of a script: one reply a request; the last one repeats."""
        name = f"s{len(self._scripts)}"
        self._scripts[name] = Scripted(f"{self._origin}/{name}/v1", replies, models)
        return self._scripts[name]

    async def models(self, request: Request) -> Response:
        """Play what a script says of its models."""
        script = self._scripts[request.path_params["script"]]
        reply = script.models or fails(404)
        await asyncio.sleep(reply.silence)
        return StreamingResponse(
            _played(reply, script), reply.status, reply.headers, media_type=reply.media_type
        )

    async def completions(self, request: Request) -> Response:
        """Play the next reply of a script."""
        script = self._scripts[request.path_params["script"]]
        reply = script.replies[min(len(script.requests), len(script.replies) - 1)]
        script.requests.append(Asked(await request.json(), dict(request.headers)))
        end = time.monotonic() + reply.silence
        while time.monotonic() < end:
            if await request.is_disconnected():
                script.left.set()
                break
            await asyncio.sleep(0.02)
        return StreamingResponse(
            _played(reply, script), reply.status, reply.headers, media_type=reply.media_type
        )


async def _played(reply: Reply, script: Scripted) -> AsyncIterator[bytes]:
    try:
        for step in reply.steps:
            if isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, threading.Event):
                while not step.is_set():
                    await asyncio.sleep(0.02)
            else:
                yield step if isinstance(step, bytes) else _event(step)
    except (asyncio.CancelledError, GeneratorExit):
        script.left.set()
        raise
    if reply.is_cut:
        raise ConnectionAbortedError


@contextmanager
def running(certificate: Path | None = None) -> Iterator[Server]:
    """Yield a server that runs in a thread, on a free port; over TLS where it has a certificate (a file with its key)."""
    application = Starlette()
    config = uvicorn.Config(
        application,
        port=0,
        log_config=None,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=0,
        ssl_certfile=certificate,
    )
    listening = config.bind_socket()
    scheme = "https" if certificate else "http"
    server = Server(f"{scheme}://127.0.0.1:{listening.getsockname()[1]}")
    application.routes.append(Route("/{script}/v1/chat/completions", server.completions, methods=["POST"]))
    application.routes.append(Route("/{script}/v1/models", server.models))
    serving = uvicorn.Server(config)
    thread = threading.Thread(target=serving.run, args=([listening],), daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    yield server
    serving.should_exit = True
    thread.join()
