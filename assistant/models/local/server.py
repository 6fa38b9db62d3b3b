"""Runs the embedded model in a child process, behind the OpenAI API on this machine alone.

A process of its own, because a crash of the engine then ends that process and not the page, its memory comes back
when it is stopped, and no thread of it holds this interpreter.
"""

import atexit
import contextlib
import json
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from assistant.models.local import files
from assistant.models.local.files import LocalModelError
from assistant.processes import child_environment
from assistant.settings import Settings, install_command
from assistant.text import Bilingual

_NO_RUNTIME = Bilingual(
    zh="还没有安装运行模型的组件，请运行：{command}",
    en="What runs the model is not installed: {command}",
)
_NO_FILE = Bilingual(
    zh="还没有模型文件（{path}），请运行：pm-coach model pull",
    en="There is no model file yet ({path}): pm-coach model pull",
)
_NOT_STARTED = Bilingual(
    zh="模型没有启动（{reason}）。请检查文件 {path}：可以运行 pm-coach model remove，再运行 pm-coach model pull。",
    en="The model did not start ({reason}). Check {path}: pm-coach model remove, then pm-coach model pull.",
)
_DIED_AGAIN = Bilingual(
    zh="模型又意外退出了，可能是内存不够。请关掉一些程序，再重新启动 PM Coach。",
    en="The model died again, perhaps for want of memory. Close other programs, then restart PM Coach.",
)
_STOPPED = Bilingual(zh="模型在启动时被停止了。", en="The model was stopped while it started.")
_SERVER_PROCESS = Path(__file__).with_name("server_process.py")
_OF_THE_ENGINE = (
    *("CUDA_", "NVIDIA_", "HIP_", "HSA_", "ROCR_", "VK_", "GGML_", "LLAMA_"),
    *("OMP_", "KMP_", "GOMP_", "MKL_", "OPENBLAS_", "BLIS_"),
)
"""How names begin in the environment that say which processors the engine uses, and how."""
_READY_SECONDS = 180.0
_HEALTH_SECONDS = 10.0
_STOP_SECONDS = 3.0


@dataclass(frozen=True)
class RunningServer:
    """Where the model answers, as an OpenAI client needs it.

    Ask it without a proxy (`httpx2.Client(trust_env=False)`): it is on this machine.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str


class LocalServer:
    """A model that is loaded once and serves until it is stopped, or this process ends."""

    def __init__(self, path: Path, program: Path = _SERVER_PROCESS) -> None:
        """Prepare to serve a GGUF file; `program` is what the child process runs (see server_process.py)."""
        self.path = path
        self._program = program
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._endpoint: RunningServer | None = None
        self._restarts_left = 1

    @property
    def running(self) -> bool:
        """Return whether the model is loaded and its process alive."""
        process = self._process
        return self._endpoint is not None and process is not None and process.poll() is None

    def start(self) -> RunningServer:
        """Return where the model answers, loading it first where it isn't (some seconds).

        Call it before each use: a process that died is replaced once, at a new address with a new key. Safe from any
        thread; those that come while the model loads wait for it.

        Raises:
            LocalModelError: The runtime or the file is missing, the model does not load, or its process died again.
        """
        with self._starting:
            if self._endpoint is not None and self.running:
                return self._endpoint
            died = self._endpoint is not None
            if died and not self._restarts_left:
                raise LocalModelError(_DIED_AGAIN)
            self._restarts_left -= died
            self._endpoint = self._launch()
            return self._endpoint

    def stop(self) -> None:
        """End the process and free its memory, also while it loads or answers; `start` may be called again."""
        self._stopping.set()
        self._end(self._process)
        with self._starting:
            self._end(self._process)
            self._process = self._endpoint = None
            self._restarts_left = 1
            self._stopping.clear()
        atexit.unregister(self.stop)

    def _launch(self) -> RunningServer:
        if self._program == _SERVER_PROCESS and not files.runtime_installed():
            raise LocalModelError(_NO_RUNTIME.filled(command=install_command("local")))
        if not self.path.is_file():
            raise LocalModelError(_NO_FILE.filled(path=self.path))
        key = secrets.token_urlsafe(32)
        atexit.register(self.stop)
        # Isolated from the folder of the script (-P), whose modules are this package's.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(self._program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=child_environment(*_OF_THE_ENGINE),
        )
        self._process = process
        if self._stopping.is_set():
            # `stop` came before there was a process that it could end.
            process.kill()
        try:
            port = self._ready(process, key)
            endpoint = RunningServer(f"http://127.0.0.1:{port}/v1", key, self.path.stem)
            self._check_health(endpoint)
        except BaseException:
            self._end(process)
            raise
        return endpoint

    def _ready(self, process: "subprocess.Popen[str]", key: str) -> int:
        """Tell the child what to load and return the port that it serves on."""
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        request = {"path": str(self.path.resolve()), "name": self.path.stem, "api_key": key}
        # A child that never answers is ended, and the line then read is empty.
        limit = threading.Timer(_READY_SECONDS, process.kill)
        limit.start()
        try:
            # The key goes through a pipe: command lines and environments can be read by others.
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            reply = process.stdout.readline()
        except (OSError, ValueError):
            # The child is gone, or `stop` has closed its input, which `write` calls a ValueError.
            reply = ""
        finally:
            limit.cancel()
        answer = json.loads(reply) if reply else {"error": f"status {process.wait(_STOP_SECONDS)}"}
        if self._stopping.is_set():
            raise LocalModelError(_STOPPED)
        if "error" in answer:
            raise LocalModelError(_NOT_STARTED.filled(reason=answer["error"], path=self.path))
        return int(answer["port"])

    def _check_health(self, endpoint: RunningServer) -> None:
        """Ask for the model's name once, with the key."""
        try:
            httpx2.get(
                f"{endpoint.base_url}/models",
                headers={"Authorization": f"Bearer {endpoint.api_key}"},
                timeout=_HEALTH_SECONDS,
                trust_env=False,
            ).raise_for_status()
        except httpx2.HTTPError as error:
            raise LocalModelError(_NOT_STARTED.filled(reason=error, path=self.path)) from error

    @staticmethod
    def _end(process: "subprocess.Popen[str] | None") -> None:
        """Close the child's input, which ends it, and kill it where that does not."""
        if process is None or process.poll() is not None:
            return
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_servers: dict[Path, LocalServer] = {}
_servers_lock = threading.Lock()


def local_server(settings: Settings) -> LocalServer:
    """Return this process's server for the model that the settings name; one for another model is stopped."""
    path = files.model_path(settings)
    with _servers_lock:
        for other in [known for known in _servers if known != path]:
            _servers.pop(other).stop()
        return _servers.setdefault(path, LocalServer(path))
