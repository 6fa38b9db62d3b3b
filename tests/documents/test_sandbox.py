"""What a hostile file could try once it has taken over the converter: each attempt is made in the real child, and refused.

An attempt is made twice: in Python, where the audit hook stands in its way on every system, and in C, which no hook hears
of: there the system has to refuse it, where it offers the means, and the coach has to say so where it does not.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from assistant.documents.converting import conversion, convert, isolation
from assistant.documents.converting.landlock import landlock_version
from tests.documents import samples

CHILD = """
import ctypes, errno, json, os, socket, sqlite3, struct, subprocess, sys
from pathlib import Path
from assistant.documents.converting import worker

target, port, neighbour = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
libc = None if sys.platform == "win32" else ctypes.CDLL(None)
functions = {} if libc is None else {
    name: getattr(libc, name) for name in ("open", "read", "unlink", "rename", "chmod", "socket", "connect", "fork", "_exit", "kill")
}
# The hook hears of ctypes.get_errno, but of no function that was looked up before.
last_error = None if libc is None else getattr(libc, "__error" if sys.platform == "darwin" else "__errno_location")
if last_error:
    last_error.restype = ctypes.POINTER(ctypes.c_int)
loopback = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", port, socket.inet_aton("127.0.0.1"))
sys.argv = sys.argv[:1] + sys.argv[4:]

def in_c(call):
    result = call(functions)
    error = last_error()[0]
    refused = result < 0 and error in (errno.EPERM, errno.EACCES, errno.ENETUNREACH)
    return "refused" if refused else [result, error]

def connected(c):
    connection = c["socket"](socket.AF_INET, socket.SOCK_STREAM, 0)
    return connection if connection < 0 else c["connect"](connection, loopback, len(loopback))

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
    global path
    answers = []
    for number, attempt in enumerate((%s)):
        path = os.fsencode(f"{target}{number}")
        answers.append(tried(attempt))
    return json.dumps({"answers": answers})

worker._converter = lambda kind: attempts
%s
worker.main()
"""
WALLS = {
    "namespace": "sandbox.unshare = lambda _: False; sandbox.drop_privileges = lambda: False",
    "landlock": "sandbox.read_only_beneath = lambda _: False",
    "seccomp": "sandbox.refuse_system_calls = lambda: False",
}
"""How each layer of the system is taken away."""


def without(*layers: str) -> str:
    """Return what leaves a child without these layers."""
    return "\n".join(
        ["from assistant.documents.converting import sandbox", *(WALLS[layer] for layer in layers)]
    )


WITHOUT_WALLS = without(*WALLS)


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


IN_C: dict[str, tuple[str, set[str]]] = {
    "unlink": ("lambda: in_c(lambda c: c['unlink'](path))", {"landlock", "seccomp"}),
    "rename": ("lambda: in_c(lambda c: c['rename'](path, path + b'.new'))", {"landlock", "seccomp"}),
    "chmod": ("lambda: in_c(lambda c: c['chmod'](path, 0o777))", {"seccomp"}),
    "write": ("lambda: in_c(lambda c: c['open'](path, os.O_WRONLY))", {"landlock", "seccomp"}),
    "create": (
        "lambda: in_c(lambda c: c['open'](path + b'.new', os.O_CREAT, 0o600))",
        {"landlock", "seccomp"},
    ),
    "read": ("lambda: in_c(lambda c: c['open'](path, os.O_RDONLY))", {"landlock"}),
    "environment of another": (
        "lambda: in_c(lambda c: c['open'](b'/proc/' + str(neighbour).encode() + b'/environ', os.O_RDONLY))",
        {"landlock", "namespace"},
    ),
    "socket": ("lambda: in_c(lambda c: c['socket'](socket.AF_INET, socket.SOCK_STREAM, 0))", {"seccomp"}),
    # Landlock knows of connections and signals since its versions 4 and 6.
    "connect": ("lambda: in_c(connected)", {"namespace", "seccomp", "landlock 4"}),
    "process": ("lambda: in_c(forked)", {"seccomp"}),
    "kill": ("lambda: in_c(lambda c: c['kill'](neighbour, 0))", {"seccomp", "landlock 6"}),
}


def tried_in_c(folder: Path, before: str = "") -> tuple[dict[str, object], bool]:
    """Return what came of every attempt in C, made in one child, each on a file of its own, and whether all are as before."""
    for number, _ in enumerate(IN_C):
        (folder / f"secret{number}").write_text("the secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        codes = [code for code, _ in IN_C.values()]
        answers = tried(codes, folder / "secret", port=listening.getsockname()[1], before=before)
    untouched = sorted(path.name for path in folder.iterdir()) == sorted(
        f"secret{n}" for n in range(len(IN_C))
    )
    return dict(zip(IN_C, answers, strict=True)), untouched


def refusing(held: Iterable[str]) -> set[str]:
    """Return which attempts these layers refuse."""
    version = landlock_version() if "landlock" in held else 0
    layers = {*held, *(f"landlock {number}" for number in range(version + 1))}
    return {attempt for attempt, (_, by) in IN_C.items() if by & layers}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no libc")
@pytest.mark.parametrize("kept", [(), *((layer,) for layer in WALLS), tuple(WALLS)])
def test_each_layer_refuses_in_c_what_is_said_of_it_and_no_layer_nothing(
    kept: tuple[str, ...], tmp_path: Path
) -> None:
    answers, untouched = tried_in_c(tmp_path, without(*(WALLS.keys() - kept)))
    held = set(kept) & set(isolation())
    assert {attempt for attempt, answer in answers.items() if answer == "refused"} == refusing(held)
    assert untouched == bool({"seccomp", "landlock"} & held)


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
