"""Which PyTorch `make run` installs."""

import functools
import http.server
import subprocess
import threading
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.install_torch import install_cpu_build, wants_cpu_build
from tests.browser.harness import free_port

CPU_WHEEL = "torch-2.13.0+cpu-py3-none-any.whl"


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The interpreter of an empty environment."""
    venv.create(tmp_path / "environment", symlinks=True)
    return tmp_path / "environment" / "bin" / "python"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """The address of a package index that has a PyTorch for CPUs."""
    folder = tmp_path / "index"
    (folder / "torch").mkdir(parents=True)
    name, version, *_ = CPU_WHEEL.split("-")
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / "torch" / CPU_WHEEL, "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    (folder / "torch" / "index.html").write_text(f'<a href="{CPU_WHEEL}">{CPU_WHEEL}</a>')
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _only_this_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever package index this computer is set to use has its own PyTorch."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)


def torch_of(python: Path) -> str:
    """The version of PyTorch that an interpreter has."""
    ask = (
        "import importlib.metadata as m; print(*(d.version for d in m.distributions() if d.name == 'torch'))"
    )
    return subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    ("platform", "driver", "cpu"),
    [
        ("linux", None, True),
        ("linux", "proc/driver/nvidia/version", False),
        ("linux", "usr/lib/wsl/lib/libcuda.so.1", False),
        ("darwin", None, False),
        ("win32", None, False),
    ],
)
def test_linux_without_an_nvidia_driver_takes_the_cpu_build(
    tmp_path: Path, platform: str, driver: str | None, cpu: bool
) -> None:
    if driver:
        (tmp_path / driver).parent.mkdir(parents=True)
        (tmp_path / driver).touch()
    assert wants_cpu_build(platform, tmp_path) is cpu


def test_the_cpu_build_comes_from_its_own_index(python: Path, index: str) -> None:
    assert install_cpu_build(index, str(python))
    assert torch_of(python) == "2.13.0+cpu"


def test_an_index_that_cannot_be_reached_leaves_the_choice_to_the_usual_one(python: Path) -> None:
    assert not install_cpu_build(f"http://127.0.0.1:{free_port()}", str(python))
    assert torch_of(python) == ""


def test_a_pytorch_that_is_there_stays(python: Path, index: str) -> None:
    assert install_cpu_build(index, str(python))
    assert install_cpu_build(f"http://127.0.0.1:{free_port()}", str(python))
