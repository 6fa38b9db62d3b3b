import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from assistant.models.local import LocalModelError, LocalServer, RunningServer, files, local_server
from assistant.settings import Settings

STANDIN = Path(__file__).with_name("standin.py")
MakeServer = Callable[[str], LocalServer]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[MakeServer]:
    """Make servers of stand-in models, which are stopped at the end."""
    made: list[LocalServer] = []

    def server(behaviour: str) -> LocalServer:
        path = tmp_path / f"{behaviour}.gguf"
        path.write_text(behaviour)
        made.append(LocalServer(path, STANDIN))
        return made[-1]

    yield server
    for each in made:
        each.stop()


@pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="the system shows no process's environment"
)
def test_the_models_process_knows_no_key_of_the_coach(
    make: MakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "PM_COACH_DATABASE_URL", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.setenv(name, "told")
    server = make("serving")
    server.start()
    assert server._process
    told = Path(f"/proc/{server._process.pid}/environ").read_bytes().split(b"\0")
    assert b"CUDA_VISIBLE_DEVICES=told" in told
    assert sum(entry.endswith(b"=told") for entry in told) == 1


def status_code(endpoint: RunningServer, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx2.get(f"{endpoint.base_url}/models", headers=headers, trust_env=False).status_code


def answers(endpoint: RunningServer) -> bool:
    address = urlsplit(endpoint.base_url)
    with socket.socket() as connection:
        return connection.connect_ex((address.hostname, address.port)) == 0


def kill(server: LocalServer) -> None:
    assert server._process
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()


def test_a_server_answers_on_this_machine_to_those_who_have_its_key(make: MakeServer) -> None:
    endpoint = make("serving").start()
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert endpoint.model == "serving"
    assert status_code(endpoint, endpoint.api_key) == 200
    assert status_code(endpoint, "guess") == 401


def test_the_key_shows_neither_in_the_command_line_nor_in_what_is_logged(make: MakeServer) -> None:
    server = make("serving")
    endpoint = server.start()
    assert server._process
    assert endpoint.api_key not in str(server._process.args)
    assert endpoint.api_key not in repr(endpoint)
    assert endpoint.api_key != make("serving").start().api_key


def test_all_who_start_it_at_once_get_the_same_server(make: MakeServer) -> None:
    server = make("serving")
    with ThreadPoolExecutor(8) as pool:
        endpoints = list(pool.map(lambda _: server.start(), range(8)))
    assert len({endpoint.base_url for endpoint in endpoints}) == 1


def test_a_server_that_dies_is_started_again_once(make: MakeServer) -> None:
    server = make("serving")
    first = server.start()
    kill(server)
    assert not server.running
    second = server.start()
    assert second.api_key != first.api_key
    assert status_code(second, second.api_key) == 200
    kill(server)
    with pytest.raises(LocalModelError, match="died again"):
        server.start()


def test_stopping_frees_the_port_and_lets_it_be_started_anew(make: MakeServer) -> None:
    server = make("serving")
    endpoint = server.start()
    kill(server)
    server.start()
    server.stop()
    assert not server.running
    assert not answers(endpoint)
    assert answers(server.start())


def test_a_server_can_be_stopped_while_it_loads(make: MakeServer) -> None:
    server = make("slow")
    with ThreadPoolExecutor(1) as pool:
        started = pool.submit(server.start)
        while server._process is None:
            threading.Event().wait(0.01)
        server.stop()
        with pytest.raises(LocalModelError, match="stopped while it started"):
            started.result(timeout=5)


@pytest.mark.parametrize(("behaviour", "told"), [("broken", "not a model"), ("crashing", "status 9")])
def test_a_model_that_does_not_load_is_told(make: MakeServer, behaviour: str, told: str) -> None:
    server = make(behaviour)
    with pytest.raises(LocalModelError, match=told) as caught:
        server.start()
    assert str(server.path) in caught.value.message.en
    assert not server.running


def test_without_the_file_the_command_that_fetches_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match="pm-coach model pull"):
        LocalServer(tmp_path / "gone.gguf", STANDIN).start()


def test_without_the_runtime_what_to_install_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "runtime_installed", lambda: False)
    with pytest.raises(LocalModelError, match="pip install xllamacpp"):
        LocalServer(tmp_path / "gone.gguf").start()


def test_a_process_has_one_server(tmp_path: Path) -> None:
    def choose(name: str) -> LocalServer:
        return local_server(Settings(data_dir=tmp_path, local_model=tmp_path / name))

    first = choose("a.gguf")
    assert choose("a.gguf") is first
    assert choose("b.gguf") is not first
    assert choose("a.gguf") is not first
