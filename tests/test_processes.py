"""What a program that the coach starts is told, and what of the coach it can read."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.processes import child_environment, hide_memory

SECRETS = {
    "OPENAI_API_KEY": "sk-secret",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "PM_COACH_DATABASE_URL": "postgresql://me:secret@host/name",
    "HTTPS_PROXY": "http://me:secret@proxy",
    "SOMETHING_NEW_TOKEN": "secret",
}


def test_a_child_is_told_what_it_needs_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        **SECRETS,
        "LANG": "C.UTF-8",
        "LC_ALL": "C",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "2",
    }.items():
        monkeypatch.setenv(name, value)
    told = child_environment()
    assert not set(SECRETS) & set(told)
    assert (told["LANG"], told["LC_ALL"], told["TZ"]) == ("C.UTF-8", "C", "UTC")
    assert "OMP_NUM_THREADS" not in told
    assert child_environment("OMP_")["OMP_NUM_THREADS"] == "2"


def test_names_are_compared_as_the_system_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", {"SystemRoot": "C:\\Windows", "Temp": "C:\\Temp", "path": "x"})
    assert child_environment() == {"SystemRoot": "C:\\Windows", "Temp": "C:\\Temp", "path": "x"}


def test_python_runs_with_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import ssl, sys; print(sys.prefix)"],
        env=child_environment(),
        capture_output=True,
    )
    assert (done.returncode, Path(done.stdout.decode().strip())) == (0, Path(sys.prefix))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_a_process_can_hide_its_memory() -> None:
    code = (
        "import ctypes; from assistant.processes import hide_memory\n"
        "dumpable = lambda: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "print(dumpable(), hide_memory(), dumpable())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True", "0"]


@pytest.mark.skipif(sys.platform == "linux", reason="Linux has it")
def test_where_a_process_cannot_hide_its_memory_it_says_so() -> None:
    assert not hide_memory()
