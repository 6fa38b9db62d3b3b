"""The walls around the process that converts a file, put up before it reads the first byte of it.

Each is there where the system offers it; docs/security.md says which system offers what, and what remains possible.
"""

import contextlib
import mimetypes
import os
import site
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

from assistant.documents.converting.landlock import read_only_beneath
from assistant.documents.converting.limits import Limits
from assistant.documents.converting.seccomp import refuse_system_calls
from assistant.documents.converting.system_calls import drop_privileges, prctl, unshare
from assistant.processes import hide_memory

Layer = Literal["namespace", "landlock", "seccomp", "limits", "environment", "audit"]
"""What stands between a hostile file and everything else, the strongest first."""
LAYERS: tuple[Layer, ...] = get_args(Layer)
OF_THE_SYSTEM: frozenset[Layer] = frozenset({"namespace", "landlock", "seccomp", "limits"})
"""Those that not every system offers."""

_PR_SET_NO_NEW_PRIVS = 38
_OWN_USER, _OWN_NETWORK, _OWN_MEMORY_SHARING = 0x10000000, 0x40000000, 0x08000000
_PACKAGE = Path(__file__).parents[2]
_OF_AN_INSTALLATION = ("lib", "lib32", "lib64", "share", "Lib", "DLLs", "Library", "Frameworks", "Resources")
_SYSTEM_PATHS = (
    # Libraries; Nix, Guix and Homebrew have theirs in places of their own.
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local/lib", "/usr/share",
    "/etc/ld.so.cache", "/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew", "/opt/homebrew",
    # Time zones, locales, and what a library asks of the processor.
    "/etc/localtime", "/dev/null", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu",
)  # fmt: skip
_NAMED_BY_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LOCALE_ARCHIVE", "TZDIR")


def enter(limits: Limits) -> list[Layer]:
    """Shut this process in, for good, and return the layers that hold; `audit.forbid` is the one that comes later.

    Called while the process has one thread: those that run already would stay outside.
    """
    readable = readable_paths()
    held: list[Layer] = []
    if _limit(limits):
        held.append("limits")
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if _reads_without_privileges(readable):
        if unshare(_OWN_USER | _OWN_NETWORK | _OWN_MEMORY_SHARING):
            held.append("namespace")
        drop_privileges()
    hide_memory()
    if read_only_beneath(readable):
        held.append("landlock")
    # The last: it refuses what put up the others.
    if refuse_system_calls():
        held.append("seccomp")
    return held


def readable_paths() -> list[Path]:
    """Return the files and folders that Python and the converting libraries read, whether or not they are there."""
    installed = [
        Path(prefix, name)
        for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix}
        for name in _OF_AN_INSTALLATION
    ]
    named = [path for name in _NAMED_BY_ENVIRONMENT for path in os.environ.get(name, "").split(os.pathsep)]
    windows = os.environ.get("SYSTEMROOT", "") if os.name == "nt" else ""
    paths = (*_imported_from(), *mimetypes.knownfiles, *_SYSTEM_PATHS, *named, windows)
    return [_PACKAGE, *installed, *(Path(path) for path in paths if path)]


def _imported_from() -> Iterator[str]:
    """Yield the folders that modules come from; of a checkout the package alone, for `.env` lies beside it."""
    checkout = _PACKAGE.parent if (_PACKAGE.parent / "pyproject.toml").is_file() else None
    own = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    for entry in (*sys.path, *site.getsitepackages(), *own):
        if entry and (checkout is None or Path(entry).resolve() != checkout.resolve()):
            yield entry


def _reads_without_privileges(paths: Iterable[Path]) -> bool:
    """Return whether what is to be read can be by somebody who is not the administrator, or has given that up."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return True
    for path in paths:
        for each in (path, *path.parents):
            with contextlib.suppress(FileNotFoundError):
                facts = each.stat()
                if facts.st_uid != 0 and not facts.st_mode & 0o004:
                    return False
    return True


def _limit(limits: Limits) -> bool:
    """Have the system hold this process to its limits, and return whether it does."""
    if sys.platform == "win32":
        return False
    import resource

    seconds, holds = int(limits.seconds) + 1, True
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            # macOS knows the names but refuses some of the limits.
            holds = False
    return holds
