"""A hook that Python calls before it does anything with the system: the one layer that every system has.

It stops what a library would do in Python, and nothing that is done in C: what it refuses, the layers of the system have to
refuse as well, where there are any. The events are those of https://docs.python.org/3/library/audit_events.html.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

# What a document could have a library do that reading it does not take.
_FORBIDDEN = (
    # Connections
    "socket.", "http.client.", "urllib.Request", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.",
    "webbrowser.", "syslog.",
    # Programs and other processes
    "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "os.kill",
    "pty.", "signal.pthread_kill", "resource.", "_winapi.",
    # Files; a database is one that SQLite opens by itself
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.chflags",
    "os.lchmod", "os.lchown", "os.truncate", "os.utime", "os.setxattr", "os.removexattr", "os.lockf", "os.chdir",
    "os.add_dll_directory", "shutil.", "tempfile.", "sqlite3.", "dbm.",
    # Windows' registry
    "winreg.ConnectRegistry", "winreg.CreateKey", "winreg.DeleteKey", "winreg.DeleteValue", "winreg.LoadKey",
    "winreg.SaveKey", "winreg.SetValue",
    # The way around this hook
    "ctypes.",
)  # fmt: skip
_READING = frozenset({"open", "os.listdir", "os.scandir", "os.getxattr", "os.listxattr"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def forbid(readable: Iterable[Path]) -> None:
    """Have Python refuse, from now on and for good, all but reading beneath these paths; PermissionError is raised.

    What the libraries need ctypes for has to be imported before.
    """
    beneath = tuple(_real(os.fspath(path)) for path in readable)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN) or (event in _READING and not _may_read(event, arguments, beneath)):
            raise PermissionError(event)

    sys.addaudithook(hook)


def _may_read(event: str, arguments: tuple[object, ...], beneath: tuple[str, ...]) -> bool:
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        return False
    path = arguments[0]
    # What is open already was opened before, or beneath one of the paths.
    if isinstance(path, int):
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        # No path at all: the folder that the process runs in.
        return False
    real = _real(os.fsdecode(path))
    return any(real == each or real.startswith(each.rstrip(os.sep) + os.sep) for each in beneath)


def _real(path: str) -> str:
    """Return a path without links and detours, written as the system compares paths."""
    return os.path.normcase(os.path.realpath(path))
