"""The real model, fetched where it isn't there yet (1.1 GB) and run: `make test-local-model`."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from assistant.models.local import (
    LocalModelError,
    LocalServer,
    RunningServer,
    model_path,
    pull,
    status,
)
from assistant.settings import Settings

pytestmark = pytest.mark.local_model


@pytest.fixture(scope="module")
def path(settings: Settings) -> Path:
    """The default model, kept from run to run where PM Coach keeps it."""
    pull(settings, lambda _done, _total: None)
    assert status(settings, verify=True).verified
    return model_path(settings)


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[LocalServer]:
    running = LocalServer(path)
    yield running
    running.stop()


def post(
    endpoint: RunningServer, question: str, key: str | None = None, timeout: float = 120, **options: object
) -> httpx2.Response:
    return httpx2.post(
        f"{endpoint.base_url}/chat/completions",
        json={"model": endpoint.model, "messages": [{"role": "user", "content": question}], **options},
        headers={"Authorization": f"Bearer {key or endpoint.api_key}"},
        timeout=timeout,
        trust_env=False,
    )


def ask(endpoint: RunningServer, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = post(endpoint, question, max_tokens=8, temperature=0).raise_for_status().json()
    return answer


def listening(endpoint: RunningServer) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", urlsplit(endpoint.base_url).port)) == 0


def test_it_answers(server: LocalServer) -> None:
    answer = ask(server.start(), "What is 2 + 3? Answer with the number alone.")
    assert "5" in answer["choices"][0]["message"]["content"]
    assert answer["model"] == server.path.stem


def test_a_wrong_key_is_refused(server: LocalServer) -> None:
    assert post(server.start(), "Hello", key="guess").status_code == 401


def test_a_prompt_that_begins_the_same_is_not_read_again(server: LocalServer) -> None:
    passage = "The PM writes down what the user wants to get done, not what the user asks for. " * 10
    first = ask(server.start(), f"{passage}\nWho writes?")["timings"]
    second = ask(server.start(), f"{passage}\nWhat is written down?")["timings"]
    assert first["prompt_n"] > 100
    assert second["prompt_n"] < 20


def test_a_question_that_nobody_waits_for_does_not_hold_up_the_next(server: LocalServer) -> None:
    endpoint = server.start()
    long = " ".join(f"Item {number} is a task that the team has planned." for number in range(400))
    with pytest.raises(httpx2.ReadTimeout):
        post(endpoint, long, timeout=1)
    began = time.monotonic()
    ask(endpoint, "Say yes.")
    assert time.monotonic() - began < 30


def test_it_prints_nothing(path: Path) -> None:
    code = f"from pathlib import Path; from assistant.models.local import LocalServer; LocalServer(Path({str(path)!r})).start()"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert (ran.stdout, ran.stderr) == ("", "")


def test_it_is_started_again_when_it_was_killed(server: LocalServer) -> None:
    first = server.start()
    assert server._process
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    second = server.start()
    assert not listening(first)
    assert ask(second, "Say yes.")["choices"]


def stop_in_mid_answer(server: LocalServer) -> None:
    """Stop while the answer streams, and read on."""
    endpoint = server.start()
    with httpx2.stream(
        "POST",
        f"{endpoint.base_url}/chat/completions",
        json={"stream": True, "messages": [{"role": "user", "content": "Count from 1 to 1000."}]},
        headers={"Authorization": f"Bearer {endpoint.api_key}"},
        timeout=60,
        trust_env=False,
    ) as response:
        for number, _ in enumerate(response.iter_bytes()):
            if number == 3:
                server.stop()


def test_stopping_in_mid_answer_frees_the_port_at_once(server: LocalServer) -> None:
    endpoint = server.start()
    process = server._process
    began = time.monotonic()
    with pytest.raises(httpx2.TransportError):
        stop_in_mid_answer(server)
    assert time.monotonic() - began < 5
    assert process
    assert process.poll() == 0
    assert not listening(endpoint)


def test_it_dies_with_its_parent(path: Path) -> None:
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom assistant.models.local import LocalServer\n"
        f"server = LocalServer(Path({str(path)!r}))\nprint(server.start().base_url, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    orphan = RunningServer(ran.stdout.strip(), "", "")
    deadline = time.monotonic() + 5
    while listening(orphan) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not listening(orphan)


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"GGUF and then nonsense")
    with pytest.raises(LocalModelError, match="did not start"):
        LocalServer(wrong).start()
