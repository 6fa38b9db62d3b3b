"""Landlock: a process that gives up access to files and connections, for good and without being the administrator (Linux).

What stands here follows https://docs.kernel.org/userspace-api/landlock.html and <linux/landlock.h>.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assistant.documents.converting.system_calls import system_call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_TELL_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_ACCESS = {1: 13, 2: 14, 3: 15, 5: 16}
"""By the version that brought it: how many kinds of access to files there are, each a bit."""
_NETWORK_SINCE, _BIND_AND_CONNECT = 4, 0b11
_SCOPES_SINCE, _SOCKETS_AND_SIGNALS = 6, 0b11


class _Ruleset(ctypes.Structure):
    """struct landlock_ruleset_attr."""

    _fields_ = (("access_fs", ctypes.c_uint64), ("access_net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def landlock_version() -> int:
    """Return the version of Landlock that the kernel offers; 0 where it offers none."""
    return max(system_call(_CREATE_RULESET, 0, 0, _TELL_VERSION), 0)


def read_only_beneath(paths: Iterable[Path]) -> bool:
    """Have this thread, and those that it starts, read beneath these paths alone, and write, run and connect nowhere.

    Nothing refuses what is open already. PR_SET_NO_NEW_PRIVS has to be set before.

    Returns:
        Whether the kernel holds it to that; from version 4 on it refuses TCP, from 6 on signals to others, as well.
    """
    version = landlock_version()
    if not version:
        return False
    kinds = max(count for since, count in _FILE_ACCESS.items() if since <= version)
    asked = _Ruleset(
        (1 << kinds) - 1,
        _BIND_AND_CONNECT if version >= _NETWORK_SINCE else 0,
        _SOCKETS_AND_SIGNALS if version >= _SCOPES_SINCE else 0,
    )
    ruleset = system_call(_CREATE_RULESET, ctypes.addressof(asked), ctypes.sizeof(asked))
    if ruleset < 0:
        return False
    try:
        for path in paths:
            # What is not there can't be read either.
            with suppress(OSError):
                _allow_reading(ruleset, path)
        return system_call(_RESTRICT_SELF, ruleset) == 0
    finally:
        os.close(ruleset)


def _allow_reading(ruleset: int, path: Path) -> None:
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        access = _READ_FILE | _READ_DIR if path.is_dir() else _READ_FILE
        beneath = _Beneath(access, parent)
        system_call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.addressof(beneath))
    finally:
        os.close(parent)
