"""The child process that runs the model: llama.cpp's own server, on a free port of 127.0.0.1.

Run by its path (see server.py), so it imports nothing of this package and starts at once. It reads one line of JSON from
standard input, {"path", "name", "api_key"}, and writes one line to standard output once it has loaded the model,
{"port"}, or {"error"}. It lives until standard input ends, as it does when its parent stops it, or dies in any way.
"""

import importlib
import json
import os
import signal
import sys
from typing import Any

_CONTEXT_TOKENS = 8192
# An answer reads the same instructions as the one before, and often the same passages.
_SMALLEST_REUSED_CHUNK = 256
_PROMPT_CACHE_MIB = 512
# Only between batches is it noticed that nobody waits for the answer any more; larger ones are not read faster.
_BATCH_TOKENS = 256
_SILENT = -1


def main() -> None:
    """Load the model that the parent names, and serve it until the parent is gone."""
    # The parent answers Ctrl-C; whether that ends this process too is its decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer = _own_stdout()
    request = json.loads(sys.stdin.readline())
    try:
        server = _serve(request["path"], request["name"], request["api_key"])
        reply: dict[str, object] = {"port": int(server.listening_address.rpartition(":")[2])}
    except Exception as error:
        reply = {"error": str(error)}
    with os.fdopen(answer, "w", encoding="utf-8") as channel:
        channel.write(json.dumps(reply) + "\n")
    if "port" in reply:
        sys.stdin.read()
    # Not through the destructors: llama.cpp waits there for the answer that it is in the middle of.
    os._exit(0)


def _own_stdout() -> int:
    """Return a descriptor of standard output that nobody else writes to: what libraries print is dropped."""
    kept = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    return kept


def _serve(path: str, name: str, api_key: str) -> Any:  # noqa: ANN401
    """Return a server that has loaded the model; it serves for as long as it is referred to."""
    llama = importlib.import_module("xllamacpp")
    params = llama.CommonParams()
    params.model.path = path
    params.model_alias = {name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [api_key]
    params.use_jinja = True
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = _SILENT
    params.n_ctx = _CONTEXT_TOKENS
    params.n_batch = _BATCH_TOKENS
    # Two answers at once would each take twice as long; the second one waits instead.
    params.n_parallel = 1
    params.cache_prompt = True
    params.n_cache_reuse = _SMALLEST_REUSED_CHUNK
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    return llama.Server(params)


if __name__ == "__main__":
    main()
