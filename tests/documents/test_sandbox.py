"""What a hostile file could try once it has taken over the converter: each attempt is made in the real child, and refused.

An attempt is made twice: in Python, where the audit hook stands in its way on every system, and in C, which no hook hears
of: there the system has to refuse it, where it offers the means, and the coach has to say so where it does not.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.documents.converting import conversion, convert, isolation
from assistant.documents.converting.sandbox import Layer
from tests.documents import samples

CHILD = """
import ctypes, errno, json, os, socket, sqlite3, subprocess, sys
from pathlib import Path
from assistant.documents.converting import worker

target, port, neighbour = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
libc = None if sys.platform == "win32" else ctypes.CDLL(None)
functions = {} if libc is None else {
    name: getattr(libc, name) for name in ("open", "read", "unlink", "rename", "chmod", "socket", "fork", "_exit", "kill")
}
# The hook hears of ctypes.get_errno, but of no function that was looked up before.
last_error = None if libc is None else getattr(libc, "__error" if sys.platform == "darwin" else "__errno_location")
if last_error:
    last_error.restype = ctypes.POINTER(ctypes.c_int)
path = os.fsencode(target)
sys.argv = sys.argv[:1] + sys.argv[4:]

def in_c(call):
    result = call(functions)
    error = last_error()[0]
    return "refused" if result < 0 and error in (errno.EPERM, errno.EACCES) else [result, error]

def forked(c):
    child = c["fork"]()
    if child == 0:
        c["_exit"](0)
    return child

def tried(attempt):
    try:
        return attempt()
    except PermissionError as error:
        return f"refused in Python: {error}" if "in_c" in attempt.__code__.co_names else "refused"

def attempts(*_):
    return json.dumps({"answers": [tried(attempt) for attempt in (%s)]})

worker._converter = lambda kind: attempts
%s
worker.main()
"""
WITHOUT_WALLS = """
from assistant.documents.converting import sandbox
sandbox.unshare = sandbox.read_only_beneath = lambda _: False
sandbox.refuse_system_calls = sandbox.drop_privileges = lambda: False
"""


def tried(attempts: Sequence[str], target: Path, *, port: int = 0, before: str = "") -> list[object]:
    """Return what came of attempts in a child that converts a file: "refused", or what they got."""
    code = CHILD % ("".join(f"{attempt}, " for attempt in attempts), before)
    # Another process of the same user, which hides nothing.
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as neighbour:
        program = (sys.executable, "-P", "-c", code, str(target), str(port), str(neighbour.pid))
        answer = convert(samples.word(), "a.docx", program=program)
        neighbour.communicate()
    answers: list[object] = json.loads(answer)["answers"]
    return answers


IN_PYTHON = {
    "unlink": "lambda: os.unlink(target)",
    "rename": "lambda: os.rename(target, target + '2')",
    "replace": "lambda: Path(target).replace(target + '2')",
    "rmdir": "lambda: os.rmdir(os.path.dirname(target))",
    "mkdir": "lambda: os.mkdir(target + '2')",
    "link": "lambda: os.link(target, target + '2')",
    "symlink": "lambda: os.symlink(target, target + '2')",
    "chmod": "lambda: os.chmod(target, 0o777)",
    "truncate": "lambda: os.truncate(target, 0)",
    "utime": "lambda: os.utime(target)",
    "write": "lambda: os.open(target, os.O_WRONLY | os.O_APPEND)",
    "create": "lambda: os.open(target + '2', os.O_CREAT)",
    "read": "lambda: Path(target).read_text()",
    "read by a longer way": "lambda: open(os.path.join(sys.prefix, 'lib', *['..'] * 40, target.lstrip('/'))).read()",
    "list": "lambda: os.listdir(os.path.dirname(target))",
    "scan": "lambda: [*map(str, os.scandir(os.path.dirname(target)))]",
    "database": "lambda: str(sqlite3.connect(target))",
    "environment of another": "lambda: open(f'/proc/{neighbour}/environ').read()",
    "own environment": "lambda: open('/proc/self/environ').read()",
    "accounts": "lambda: open('/etc/passwd').read()",
    "home": "lambda: os.listdir(os.path.expanduser('~'))",
    "process": "lambda: str(subprocess.run([sys.executable, '-V']))",
    "shell": "lambda: os.system('true')",
    "socket": "lambda: str(socket.socket())",
    "connect": "lambda: str(socket.create_connection(('127.0.0.1', port)))",
    "kill": "lambda: os.kill(neighbour, 0)",
    "library": "lambda: str(ctypes.CDLL(None))",
    "function of a library": "lambda: str(libc.getpid)",
}


def tried_in_python(folder: Path, before: str = "") -> dict[str, object]:
    """Return what came of every attempt in Python, made in one child; nothing of it left a trace."""
    secret = folder / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        answers = tried([*IN_PYTHON.values()], secret, port=port, before=before)
    assert [path.name for path in folder.iterdir()] == ["secret.txt"]
    assert secret.read_text(encoding="utf-8") == "the secret"
    return dict(zip(IN_PYTHON, answers, strict=True))


@pytest.fixture(scope="module")
def in_python(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return tried_in_python(tmp_path_factory.mktemp("attempts"))


@pytest.fixture(scope="module")
def in_python_alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The same in a child around which the system puts no wall."""
    return tried_in_python(tmp_path_factory.mktemp("attempts"), WITHOUT_WALLS)


@pytest.mark.parametrize("attempt", IN_PYTHON)
def test_an_attempt_in_python_is_refused_on_every_system(
    attempt: str, in_python: dict[str, object], in_python_alone: dict[str, object]
) -> None:
    assert in_python[attempt] == "refused"
    assert in_python_alone[attempt] == "refused"


IN_C: dict[str, tuple[str, Sequence[Layer]]] = {
    "unlink": ("lambda: in_c(lambda c: c['unlink'](path))", ("landlock", "seccomp")),
    "rename": ("lambda: in_c(lambda c: c['rename'](path, path + b'2'))", ("landlock", "seccomp")),
    "chmod": ("lambda: in_c(lambda c: c['chmod'](path, 0o777))", ("seccomp",)),
    "write": ("lambda: in_c(lambda c: c['open'](path, os.O_WRONLY))", ("landlock", "seccomp")),
    "create": ("lambda: in_c(lambda c: c['open'](path + b'2', os.O_CREAT, 0o600))", ("landlock", "seccomp")),
    "read": ("lambda: in_c(lambda c: c['open'](path, os.O_RDONLY))", ("landlock",)),
    "environment of another": (
        "lambda: in_c(lambda c: c['open'](b'/proc/' + str(neighbour).encode() + b'/environ', os.O_RDONLY))",
        ("landlock", "namespace"),
    ),
    "socket": ("lambda: in_c(lambda c: c['socket'](socket.AF_INET, socket.SOCK_STREAM, 0))", ("seccomp",)),
    "process": ("lambda: in_c(forked)", ("seccomp",)),
    "kill": ("lambda: in_c(lambda c: c['kill'](neighbour, 0))", ("seccomp",)),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no libc")
@pytest.mark.parametrize("attempt", IN_C)
def test_an_attempt_in_c_is_refused_where_the_coach_says_so(attempt: str, tmp_path: Path) -> None:
    code, layers = IN_C[attempt]
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    (answer,) = tried([code], secret)
    if set(layers) & set(isolation()):
        assert answer == "refused"
        assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["the secret"]
    # Nothing else refuses it: where the coach tells of no such layer, it says no more than is true.
    assert tried([code], secret, before=WITHOUT_WALLS) != ["refused"]


@pytest.mark.parametrize("make", [samples.pdf, samples.word, samples.slides])
def test_real_files_are_converted_inside(make: object) -> None:
    assert "\n" in convert(make(), "a")  # type: ignore[operator]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has these")
def test_the_layers_of_the_system_are_told() -> None:
    held = isolation()
    assert {"environment", "limits", "audit"} <= set(held)
    landlock = subprocess.run(
        [sys.executable, "-c", "import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))"],
        capture_output=True,
        check=True,
    )
    assert ("landlock" in held) == (int(landlock.stdout) > 0)


def test_no_layer_is_told_where_no_child_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_WORKER", ("/nowhere/python",))
    isolation.cache_clear()
    try:
        assert isolation() == ()
    finally:
        isolation.cache_clear()


def test_a_system_that_offers_no_wall_converts_all_the_same_and_the_coach_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = f"from assistant.documents.converting import worker\n{WITHOUT_WALLS}\nworker.main()"
    program = (sys.executable, "-P", "-c", code)
    assert "\n" in convert(samples.word(), "a.docx", program=program)
    monkeypatch.setattr(conversion, "_WORKER", program)
    isolation.cache_clear()
    try:
        assert not {"namespace", "landlock", "seccomp"} & set(isolation())
        assert {"environment", "audit"} <= set(isolation())
    finally:
        isolation.cache_clear()
