"""What the programs that the coach starts are told of it, and what of it they can read."""

import ctypes
import os
import sys

_TOLD = frozenset(
    {
        # Where programs, libraries and temporary files are; Windows starts hardly anything without the first three.
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATH", "PATHEXT", "TEMP", "TMP", "TMPDIR",
        "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        # Where Python finds itself and what a user installed for themselves alone.
        "HOME", "USERPROFILE", "APPDATA", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONUTF8",
        "__PYVENV_LAUNCHER__",
        # How text is written, and what time it is.
        "LANG", "LANGUAGE", "LOCALE_ARCHIVE", "TZ", "TZDIR",
    }
)  # fmt: skip
_TOLD_PREFIXES = ("LC_",)
_PR_SET_DUMPABLE = 4


def child_environment(*prefixes: str) -> dict[str, str]:
    """Return what a child process is told of the environment: names that hold no secret, and nothing that is not named.

    Keys, a database's address, a proxy's password and whatever else people keep in an environment stay here.

    Args:
        prefixes: Of further names that the child needs, in capitals.
    """
    told = (*_TOLD_PREFIXES, *prefixes)
    return {
        name: value
        for name, value in os.environ.items()
        # Windows does not tell "SystemRoot" from "SYSTEMROOT", and each program writes it in its own way.
        if name.upper() in _TOLD or name.upper().startswith(told)
    }


def hide_memory() -> bool:
    """Have the system keep other processes of the same user from this one's memory, and return whether it does.

    On Linux the environment that a process was started with stays readable in /proc/PID/environ, whatever it deletes of
    it, and its keys with it: not any more for a process that may not be dumped (PR_SET_DUMPABLE in prctl(2), proc(5)).
    It leaves no core dump either, and no debugger of the same user can attach to it. The administrator still can, and a
    program that this process becomes (execve) has to call this anew.
    """
    if sys.platform != "linux":
        return False
    try:
        prctl = ctypes.CDLL(None).prctl
        # The kernel looks at whole registers.
        prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
        return int(prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)) == 0
    except (OSError, AttributeError):
        return False
